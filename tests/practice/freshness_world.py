"""A ledger made row by row, for the tests of freshness."""

from __future__ import annotations

import dataclasses
import itertools

from freshness_oracle import reasons as by_the_rules

from tastegym.ledger.ids import derived, item_id
from tastegym.ledger.read import History
from tastegym.ledger.records import (
    Exposure,
    Fact,
    Forecast,
    Item,
    Question,
    ResolutionRow,
    Reveal,
)
from tastegym.practice.freshness import freshness
from tastegym.text import canonical, sha256

HOUR = 3600 * 1_000_000
DAY = "2026-05-01"


class World:
    """Rows made one after the other, a minute apart unless told otherwise."""

    def __init__(self):
        self.at = 10**15
        self.count = itertools.count(1)
        self.rows = {field.name: [] for field in dataclasses.fields(History)}

    def stamp(self):
        self.at += 60 * 1_000_000
        return f"{next(self.count):08d}-0000-7000-8000-000000000000", self.at, DAY

    def add(self, table, row):
        self.rows[table].append(row)
        return row

    def item(self, name, **body):
        _, at, day = self.stamp()
        uid = f"o/d#{name}"
        shown, key = sha256(name), sha256(f"key {name}")
        text = canonical({"uid": uid, **body})
        made = Item(
            item_id(shown, key), at, day, shown, key, uid, 1, "o/d", "1.0.0", "choice", (), text
        )
        return self.add("items", made)

    def show(self, item, purpose="practice"):
        made = Exposure(*self.stamp(), "", item.id, item.uid, purpose)
        return self.add("exposures", made)

    def lock(self, exposure, stage=0, row="", **more):
        uid = f"{exposure.uid}/{row}" if row else exposure.uid
        made = Forecast(
            *self.stamp(), exposure.id, "", uid, stage, True, ("a", "b"), (5000, 5000), **more
        )
        return self.add("forecasts", made)

    def reveal(self, exposure):
        made = Reveal(*self.stamp(), exposure.id, exposure.uid, "", ((exposure.uid, "a"),))
        return self.add("reveals", made)

    def answer(self, item, **more):
        exposure = self.show(item)
        forecast = self.lock(exposure, **more)
        self.reveal(exposure)
        return forecast

    def question(self):
        return self.add("questions", Question(*self.stamp(), "binary", "Will it?", "2026-12-01"))

    def estimate(self, question, stage=0):
        made = Forecast(
            *self.stamp(), "", question.id, "", stage, True, ("yes", "no"), (5000, 5000)
        )
        return self.add("forecasts", made)

    def resolve(self, outcome, question=None, uid=""):
        made = ResolutionRow(*self.stamp(), question.id if question else "", uid, outcome)
        return self.add("resolutions", made)

    def fact(self, kind, **body):
        return self.add("facts", Fact(*self.stamp(), kind, canonical(body)))

    def variant(self, item, **body):
        _, at, day = self.stamp()
        text = canonical({"item_id": item.id, "body": {"uid": item.uid, **body}})
        return self.add("facts", Fact(derived(text), at, day, "item_variant", text))

    def wait(self, hours):
        self.at += int(hours * HOUR)

    def history(self):
        return History(**{name: tuple(rows) for name, rows in self.rows.items()})

    def why(self, *forecasts, contested=()):
        """The reasons of these forecasts, checked against the oracle for all."""
        history = self.history()
        got = {k: status.reason for k, status in freshness(history, contested).items()}
        assert got == by_the_rules(history, contested)
        found = tuple(got[f.id] for f in forecasts)
        return found[0] if len(found) == 1 else found
