"""A comparison of sealed answers as lines of text, as JSON and as comparators to paste."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tastegym.chart.columns import cut, one_line, pad, wrap
from tastegym.deck.forms import Form
from tastegym.insight.spelling import count, percent
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.authoring.compare import Compared, Comparison

WIDTH = 78
CELL = 9
MOST_COLUMNS = 5
BLIND, MEAN = "blind readers", "mean of the readers"


def as_json(made: Comparison) -> dict[str, Any]:
    """All figures, with the comparator of each item."""
    body: dict[str, Any] = asdict(made)
    for one, item in zip(body["items"], made.items, strict=True):
        one["comparator"] = comparator(made, item)
    return body


def comparator(made: Comparison, item: Compared) -> dict[str, Any]:
    """The mean as a comparator of a deck; for quantiles the mean value level by level."""
    said: dict[str, Any] = {"name": BLIND if made.keyed else MEAN}
    if item.form == Form.QUANTILE:
        levels = zip(*(column.quantiles for column in item.columns), strict=True)
        said["values"] = [float(f"{sum(one) / len(one):.6g}") for one in levels]
    else:
        shares = [round(p, 4) for p in item.mean]
        said["probs"] = {name: p for (name, _), p in zip(item.options, shares, strict=True)}
    return {**said, "source": f"mean of {count(len(item.columns), 'sealed answer')}"}


def text(made: Comparison) -> Iterator[str]:
    """The comparison for a meeting: the most disputed items first."""
    people = count(len(made.names), "reader")
    yield clean(f"{made.deck}: {count(len(made.items), 'item')}, {people}")
    for name, digest in zip(made.names, made.digests, strict=True):
        yield clean(f"  {digest}  {name}")
    if made.keyed:
        yield from _against_key(made)
    for number, item in enumerate(made.items, start=1):
        yield ""
        yield from _item(number, item)
    for uids, why in ((made.left_out, "the files show different texts"),
                      (made.odd, "the deck's text has changed since, so no key is held beside it")
                      ):  # fmt: skip
        for uid in uids:
            yield clean(f"{_short(uid)}: {why}")
    yield ""
    yield "To paste into the scenarios:"
    for item in made.items:
        yield from paste(made, item)


def _against_key(made: Comparison) -> Iterator[str]:
    off = [item for item in made.items if item.against_key]
    held = [item for item in made.items if item.keys is not None]
    yield ""
    if not off:
        yield f"Readers and key agree on all {len(held)} items that have one."
        return
    yield f"Readers and key disagree on {len(off)} of {len(held)} items; look at the key first:"
    for item in off:
        yield clean(f"  {_short(item.uid)}: the key is {', '.join(item.keys or ()) or 'no row'}")


def _short(uid: str) -> str:
    return uid.rpartition("#")[2]


def _item(number: int, item: Compared) -> Iterator[str]:
    apart = "" if len(item.columns) < 2 else f"  {percent(item.disagreement)} apart"
    yield clean(f"{number}  {_short(item.uid)}{apart}")
    yield from (f"   {line}" for line in wrap(" ".join(one_line(item.question).split()), WIDTH - 3))
    shown = item.columns[:MOST_COLUMNS]
    names = [*(column.name for column in shown), "mean"]
    room = WIDTH - CELL * len(names)
    yield " " * room + "".join(pad(cut(one_line(n), CELL - 1), CELL, right=True) for n in names)
    if item.form == Form.QUANTILE:
        heads = [(f"{100 * level:g} %", "") for level in item.levels]
        rows = [column.quantiles for column in shown]
    else:
        heads = [(words, name) for name, words in item.options]
        rows = [column.probs for column in shown]
    for place, (words, name) in enumerate(heads):
        mark = "* " if item.keys is not None and name in item.keys else "  "
        cells = [row[place] for row in rows] + [item.mean[place]]
        said = [f"{v:g}" if item.form == Form.QUANTILE else percent(v) for v in cells]
        left = pad(cut(f"   {mark}{one_line(words)}", room - 1), room)
        yield left + "".join(pad(one, CELL, right=True) for one in said)
    if item.form == Form.QUANTILE and item.keys:
        yield f"   * the value: {item.keys[0]}"
    if len(item.columns) > MOST_COLUMNS:
        yield f"   and {len(item.columns) - MOST_COLUMNS} more in the mean; --json holds them all"
    for column in item.columns:
        if column.reason:
            said_why = " ".join(one_line(column.reason).split())
            yield from (f"   {line}" for line in wrap(f"{column.name}: {said_why}", WIDTH - 3))


def paste(made: Comparison, item: Compared) -> Iterator[str]:
    """The mean as YAML."""
    one = comparator(made, item)
    if "values" in one:
        given = f"values: [{', '.join(f'{value:g}' for value in one['values'])}]"
    else:
        probs = ", ".join(f"{name}: {p:g}" for name, p in one["probs"].items())
        given = f"probs: {{{probs}}}"
    yield f"  # {_short(item.uid)}"
    name, source = json.dumps(one["name"]), json.dumps(one["source"])
    yield f"    comparators: [{{name: {name}, {given}, source: {source}}}]"
