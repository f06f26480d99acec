"""A small world for the app: scenarios of every form, a fake ledger, a clock that stands still."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from tastegym.clock import Moment
from tastegym.deck.library import DeckInfo, Problem
from tastegym.deck.model import (
    Comparator,
    Kind,
    Option,
    PlotExhibit,
    QuantileAnswer,
    Row,
    Scenario,
    Source,
    Stage,
    TableExhibit,
)
from tastegym.practice.after import After
from tastegym.practice.checkup import Course, Standing
from tastegym.practice.course import Where
from tastegym.practice.habit import Habit, habit
from tastegym.practice.plan import Plan, Spot
from tastegym.practice.session import Session
from tastegym.practice.values import Drawn
from tastegym.tui.app import TastegymApp
from tastegym.tui.services import DeckRow, Today
from tastegym.tui.settings import Settings

DAY = "2026-11-20"


def scenario(name: str = "loss-spike", **given: Any) -> Scenario:
    base: dict[str, Any] = {
        "uid": f"tastegym/oddities#{name}",
        "deck": "tastegym/oddities",
        "deck_version": "1.0.0",
        "id": name,
        "kind": Kind.CHOICE,
        "setup": "Run b jumps at step 4k. Three other seeds of the same code do not.\n\n"
        "The code, the data order and the machine were the same for all four of them.",
        "question": "Which explanation turned out to be true?",
        "options": (
            Option("logger", "The logger changed its window", "The window shrank at 4k."),
            Option("data", "One shard of the data has corrupt targets", "Every seed reads it."),
            Option("lr", "The warm-up of the learning rate ended too early", "All share it."),
            Option("none", "None of these three", "Worth some weight."),
        ),
        "answer": "logger",
        "explanation": "The cheapest explanation that predicts one seed only was the logger.",
        "hints": ("Ask what differs between the seeds.",),
        "rule": "Ask what the odd run does not share with the others.",
        "cue": "Three seeds without the jump share everything but the logger.",
        "ask_yourself": "Which of my own curves has only one witness?",
        "comparators": (
            Comparator("crowd", {"logger": 0.4, "data": 0.3, "lr": 0.2, "none": 0.1}, "41 readers"),
        ),
        "sources": (Source("Run log 118", "https://example.org/118", "", "sec. 3", "full-text"),),
        "shown_hash": f"s-{name}",
        "key_hash": f"k-{name}",
        "shuffle": False,
    }
    return Scenario(**(base | given))


def binary() -> Scenario:
    return scenario(
        "replicates",
        kind=Kind.BINARY,
        question="Did the effect replicate in the larger sample?",
        options=(),
        answer="no",
        comparators=(Comparator("market", {"yes": 0.3}),),
    )


def staged() -> Scenario:
    return scenario(
        "which-bug",
        kind=Kind.STAGED,
        options=(Option("leak", "A train-test leak was fixed"), Option("tok", "New tokenizer")),
        answer="leak",
        comparators=(),
        stages=(
            Stage(),
            Stage("Token counts are unchanged.", (), {"leak": 0.9, "tok": 0.1}),
            Stage(
                "The gap closes on fresh data.",
                (TableExhibit("t", ("set", "acc"), (("old", "91"), ("fresh", "83"))),),
                {"leak": 0.8, "tok": 0.3},
            ),
        ),
    )


def board() -> Scenario:
    return scenario(
        "claims",
        kind=Kind.BOARD,
        options=(),
        answer="",
        question="Which of these claims held up?",
        comparators=(Comparator("base rate", {"a": 0.5, "b": 0.5, "c": 0.5}),),
        rows=(
            Row("a", "Larger batches need a higher rate", "yes", "They do, up to a point."),
            Row("b", "Dropout helps at every scale", "no", "It fades with data."),
            Row("c", "Warm-up matters less with this optimizer", "yes"),
        ),
    )


def quantile() -> Scenario:
    return scenario(
        "effect",
        kind=Kind.QUANTILE,
        options=(),
        answer="",
        question="What standardised effect did the replication report?",
        comparators=(),
        levels=(0.1, 0.5, 0.9),
        quantile=QuantileAnswer(value=0.18, unit="d", min=-1.0, max=2.0),
    )


def bins() -> Scenario:
    return scenario(
        "share",
        kind=Kind.QUANTILE,
        options=(),
        answer="",
        question="How many of the ten results held?",
        bins=(2.0, 4.0, 6.0, 8.0),
        bins_unit="of 10",
        comparators=(),
        quantile=QuantileAnswer(value=5.0, unit="of 10"),
    )


def long() -> Scenario:
    text = "\n\n".join(
        f"Paragraph {i}: a long setup tells of many runs, one after the other, until nobody "
        "remembers the first. " * 2
        for i in range(1, 9)
    )
    plot = PlotExhibit(
        "curve",
        "line",
        (0.0, 1.0, 2.0, 3.0),
        (("a", (3.1, 2.6, 2.3, 2.2)), ("b", (3.0, 2.6, 9.8, 9.1))),
        "Loss of two runs",
        "step (k)",
        "loss",
    )
    options = tuple(
        Option(f"o{i}", f"Explanation number {i} with enough words to need more than one line here")
        for i in range(8)
    )
    return scenario(
        "long", setup=text, exhibits=(plot,), options=options, answer="o6", comparators=()
    )


def ask_first() -> Scenario:
    return scenario("own", ask_first=True)


def pending() -> Scenario:
    return scenario(
        "lab",
        pending=True,
        answer="",
        criterion="The run ends below 2.0.",
        resolve_by="2026-12-01",
        comparators=(),
    )


EVERY = (scenario, binary, staged, board, quantile, bins, long, ask_first, pending)


SPOTS = (
    Spot("lesson", "choice", 2.0, "tastegym/oddities#a", lesson="largest-of-many"),
    Spot("unseen", "binary", 1.75, "tastegym/oddities#b"),
    Spot("unseen", "choice", 2.0, "tastegym/oddities#c"),
    Spot("world", "generated", 2.0, world="base-rate"),
)
PLAN = Plan(DAY, 10.0, 7.75, SPOTS, unseen=43, days_left=9)
WEEK = ("2026-11-17", "2026-11-19")
FACTS = Today(DAY, PLAN, habit(WEEK, DAY), WEEK, sittings=5)


class Ids:
    def __init__(self) -> None:
        self._next = count(1)

    def __call__(self, at: int) -> str:
        return f"id-{next(self._next):04d}"


class Clock:
    """Ten seconds go by at every look."""

    def __init__(self) -> None:
        self.at = 1_795_000_000_000_000

    def __call__(self) -> Moment:
        self.at += 10_000_000
        return Moment(self.at, 60, "CET", DAY)


@dataclass
class FakeSitting:
    """A real session over a ledger that is a list; `fail` makes the next commits fail."""

    session: Session
    clock: Clock
    saved: list[Any] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)
    fail: list[Exception] = field(default_factory=list)
    held: list[Any] | None = None
    notes: tuple[str, ...] = ()

    def now(self) -> Moment:
        return self.clock()

    def submit(self, *records: Any, then: Any) -> None:
        if self.held is not None:
            self.held.append((records, then))
            return
        if self.fail:
            then(self.fail.pop(0))
            return
        self.saved.extend(records)
        then(None)

    def release(self) -> None:
        held, self.held = self.held or [], None
        for records, then in held:
            self.submit(*records, then=then)

    def keep_draft(self, face: dict[str, Any] | None = None) -> str:
        self.drafts.append({"session": self.session.snapshot(), "face": face or {}})
        return ""

    def of(self, kind: str) -> list[Any]:
        return [record for record in self.saved if type(record).__name__ == kind]


def sitting(*scenarios: Scenario, purpose: str = "practice", why: str = "") -> FakeSitting:
    clock, ids = Clock(), Ids()
    session = Session(
        [Drawn(one, why) for one in scenarios],
        seed="seed",
        started=clock(),
        new_id=ids,
        purpose=purpose,
    )
    return FakeSitting(session, clock)


def deck_row(**given: Any) -> DeckRow:
    info = DeckInfo(
        id="tastegym/oddities", version="1.0.0", title="Oddities",
        description="Runs, instruments and surveys that gave something odd.",
        sampling="Picked by hand.", lang="en", playable=20, waiting=0, dropped=0, worst="",
        problems=(), left_out=0, skills=(), path=Path("oddities"), shipped=True,
    )  # fmt: skip
    return DeckRow(replace(info, **given), 6, 14)


@dataclass
class FakeServices:
    """Services over fakes; `next_sitting` is what a new block is played on."""

    next_sitting: FakeSitting | None = None
    unicode: bool = True
    tutored: bool = True
    settings: Settings = field(default_factory=lambda: Settings(motion=False))
    notes: tuple[str, ...] = ()
    where: str = "/home/ada/taste"
    facts: Today = field(default_factory=lambda: FACTS)
    keys: dict[str, str] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)
    figured: Any = None
    lived: Any = None
    left_tutorial: bool = False
    kept_face: dict[str, Any] = field(default_factory=dict)
    lived_weeks: Habit = field(default_factory=lambda: FACTS.habit)
    moved: Any = None
    follows: After = field(default_factory=After)
    checkups: Where = field(default_factory=lambda: Where(DAY, Standing(0, DAY, 0)))
    measures: Any = None
    book: Any = None

    def notebook(self) -> Any:
        if self.book is None:
            from books import Book

            self.book = Book()
        return self.book

    def now(self) -> Moment:
        return Clock()()

    def begin(self, request: Any) -> FakeSitting:
        self.asked.append(request)
        return self.next_sitting or sitting(scenario(), binary())

    def resume(self, exposure_id: str = "") -> tuple[FakeSitting, dict[str, Any]]:
        self.asked.append(exposure_id)
        return self.next_sitting or sitting(scenario()), self.kept_face

    def tutorial(self) -> FakeSitting:
        self.next_sitting = sitting(scenario(), purpose="tutorial")
        return self.next_sitting

    def leave_tutorial(self) -> None:
        self.left_tutorial = True

    def today(self) -> Today:
        return self.facts

    def habit(self) -> Habit:
        return self.lived_weeks

    def running(self, session: str) -> Any:
        from tastegym.insight.running import Running

        self.asked.append(("running", session))
        return self.moved or Running()

    def after(self) -> After:
        return self.follows

    def course(self) -> Where:
        return self.checkups

    def check_up(self) -> FakeSitting:
        self.asked.append("check-up")
        return self.next_sitting or sitting(binary())

    def end_course(self) -> None:
        self.asked.append("end")
        course = self.checkups.course
        assert course is not None
        over = Course(course.started, course.number, course.held_back, course.slots, ended=True)
        self.checkups = Where(DAY, Standing(None, "", 0), over)

    def measured(self) -> Any:
        return self.measures

    def decks(self) -> tuple[DeckRow, ...]:
        return (
            deck_row(),
            deck_row(
                title="Broken deck", id="a/broken", worst="E", dropped=2, playable=0,
                problems=(Problem("K201", "E", "deck.yaml:4:7", "there is no answer"),),
            ),
        )  # fmt: skip

    def figures(self, source: str) -> Any:
        return self.figured

    def opened(self, wanted: Any, progress: Any) -> Any:
        from tastegym.insight.opened import Opened, opened

        if self.lived is None:
            return Opened(self.figured) if self.figured else None
        return opened(self.lived, wanted, DAY, progress=progress)

    def matters(self, forecast_id: str) -> tuple[str, ...]:
        self.asked.append(forecast_id)
        return (forecast_id,)

    def keymap(self) -> tuple[dict[str, str], tuple[str, ...]]:
        return self.keys, ()

    def set(self, settings: Settings) -> None:
        self.settings = settings

    def refresh(self) -> None:
        self.asked.append("refresh")

    def warm(self) -> None:
        self.asked.append("warm")

    def close(self) -> None:
        self.asked.append("close")


def practice(*scenarios: Scenario, services: FakeServices | None = None, **kw: Any) -> TastegymApp:
    """The app on the first question of a block."""
    from tastegym.tui.screens.practice import PracticeScreen

    seat = kw.pop("seat", None) or sitting(*scenarios, why=kw.pop("why", ""))
    services = services or FakeServices(next_sitting=seat)
    return TastegymApp(services, lambda _app: PracticeScreen(seat, kw.pop("face", None)))


def text_of(app: TastegymApp) -> str:
    """The screen as text, read from the public screenshot: column by x, row by clip path."""
    svg = app.export_screenshot()
    rows: dict[int, dict[int, str]] = {}
    pattern = re.compile(
        r'<text class="[^"]*" x="([\d.]+)" y="[\d.]+" textLength="[\d.]+" '
        r'clip-path="url\(#[^"]*line-(\d+)\)">(.*?)</text>',
        re.S,
    )
    for x, number, body in pattern.findall(svg):
        rows.setdefault(int(number), {})[round(float(x) / 12.2)] = html.unescape(body)
    lines = []
    for number in range(app.size.height):
        line = ""
        for column, body in sorted(rows.get(number, {}).items()):
            line = line.ljust(column) + body
        lines.append(line.replace("\xa0", " ").rstrip())
    return "\n".join(lines)


def unicode_again() -> None:
    from tastegym.tui.widgets.page import Page

    Page.ascii_only = False


def figures(*, empty: bool = False) -> Any:
    """An insight with a curve, a line and skills, made by hand."""
    from tastegym.insight import values as v

    if empty:
        return v.Insight("deck", v.Figures(), {"deck": v.Headline()})
    curve = tuple(
        v.CurvePoint(
            p,
            20,
            20,
            round(20 * r),
            r,
            r,
            max(0.0, p - 0.15),
            min(1.0, p + 0.15),
            max(0.0, p - 0.25),
            min(1.0, p + 0.25),
        )
        for p, r in ((0.1, 0.1), (0.3, 0.35), (0.5, 0.5), (0.7, 0.65), (0.9, 0.6))
    )
    line = tuple(
        v.TimePoint(i, None, 0.3 - i / 1000, 0.25, 0.375, 0.2 - i / 1000, 0.4 - i / 1000)
        for i in range(10, 101, 10)
    )
    made = v.Figures(
        n=104,
        fresh=100,
        excluded={"repeat": 4},
        brier=0.21,
        expected_brier=v.Spread(0.19, 0.02),
        uniform=0.37,
        skill=v.Interval(0.43, 0.35, 0.5),
        beta=v.Beta(0.6, 0.8, 1.05, 0.9),
        evidence=v.Evidence(2.1, 3.0, "cannot_tell", None),
        curve=curve,
        over_time=line,
        skills=(v.SkillRow("anomalies", 60, 0.6, 0.8, 1.1), v.SkillRow("rigour", 4)),
        tags=(v.SkillRow("anomaly.triage", 60, 0.6, 0.8, 1.1),),
        bucket=v.Bucket(0.85, 0.95, 20, 12, 16, 20),
        worth=(v.Worth(0.8, 0.74, 0.68, 0.81),),
        answers_needed=140,
    )
    head = v.Headline(104, 100, 0.21, v.Spread(0.19, 0.02), v.Interval(0.43, 0.35, 0.5))
    empty_one = v.Headline()
    records = {"deck": head, "generated": empty_one, "journal": empty_one, "import": empty_one}
    return v.Insight("deck", made, records)
