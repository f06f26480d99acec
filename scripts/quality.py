"""Recompute docs/decks/quality.md from the blind answers, the grades and the decks.

Usage: quality.py                the page is written
       quality.py --check        nothing is written; exit 1 if the page would change
       quality.py --stale        items whose present text nobody answered blind, one uid a line
       quality.py --stamp FILE   mark answers just given as answers to the present text

A raw answer carries `shown_hash`, the beginning of the hash of the text that was answered. Where
the text of an item has changed since, the old answer stays in its file and counts no longer; a
further file of answers to the present text takes its place.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from tastegym.deck.forms import answer_of, options_of
from tastegym.deck.load import load
from tastegym.deck.model import YES, Kind, Scenario
from tastegym.practice.reveal import even_quantiles
from tastegym.scoring import rules

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "decks" / "quality.md"
BLIND = ROOT / "docs" / "decks" / "blind"
GRADES = ROOT / "docs" / "decks" / "grades.jsonl"
EASY, WRONG = 0.9, 0.15
COLUMNS = (
    "item",
    "answers",
    "older text",
    "recognised",
    "mean p on key",
    "verdict",
    "comparator",
    "grade",
)
MARK = 16
"""Digits of the hash that an answer carries."""
INTRODUCTION = """\
# How good the shipped items are

Made by `scripts/quality.py` from docs/decks/blind/, docs/decks/grades.jsonl and the decks; a test
recomputes it. Each item was answered independently by two blind readers who saw what a player sees
and nothing else. They are language models that have read most of what is published: where they
recognised a case they said so, and those answers check the key, not the difficulty. Only the
others tell how hard an item is. What can be computed (such as information per hour) they compute.
Answers to a text that has changed since stay in docs/decks/blind/ and count no longer; the column
"older text" tells how many. The second fact check is docs/decks/second-check.md; the first, the
facts file of each deck.

A comparator is somebody or something other than even odds whose answer is scored beside the
player's: a market, a crowd, a published rate, a rule, blind readers who did not recognise the
case, or the rate in the deck itself where the label says so. Section E of the curriculum gives a 4
to nothing without one. "Grade" is what the grader gave; "strict" takes every 4 without a
comparator for a 3.

| deck | items | with comparator | blind answers | recognised | Brier, others | even odds there \
| Brier, recognised | grade | strict |
|---|---|---|---|---|---|---|---|---|---|""".splitlines()


class Scored(NamedTuple):
    """One blind answer: p on the key, half-Brier score, that of even odds, recognised or not."""

    key: float
    brier: float
    even: float
    recognised: bool


class Judged(NamedTuple):
    """What is known of one item: its row of the table and what enters the figures of its deck."""

    row: str
    scored: tuple[Scored, ...]
    compared: bool
    grade: float | None

    @property
    def strict(self) -> float | None:
        """The grade, a 4 without a comparator counted as a 3."""
        return self.grade if self.grade is None or self.compared else min(self.grade, 3.0)


def lines(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a file; none if it is not there."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def decks() -> dict[str, list[Scenario]]:
    """Deck folder → its items, without worlds."""
    made: dict[str, list[Scenario]] = {}
    for folder in sorted(path.parent for path in (ROOT / "decks").glob("*/deck.yaml")):
        deck = load(folder).deck
        asked = [s for s in (deck.scenarios if deck else ()) if s.kind is not Kind.GENERATED]
        if asked:
            made[folder.name] = asked
    return made


def blind() -> dict[str, list[dict[str, Any]]]:
    """uid → all answers ever given, in the order of the files."""
    answers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(BLIND.glob("*.jsonl")):
        for one in lines(path):
            answers[one["uid"]].append(one)
    return answers


def present(scenario: Scenario, answer: dict[str, Any]) -> bool:
    """Whether an answer was given to the text as it stands."""
    return bool(answer.get("shown_hash") == scenario.shown_hash[:MARK])


def on_key(scenario: Scenario, probs: dict[str, float]) -> float:
    """The probability on what came true; for a board the mean over its rows."""
    if scenario.kind is Kind.BOARD:
        said = [probs[r.id] if r.answer == YES else 1 - probs[r.id] for r in scenario.rows]
        return sum(said) / len(said)
    return probs[answer_of(scenario)] / sum(probs.values())


def score(scenario: Scenario, probs: dict[str, float]) -> float:
    """The half-Brier score of a blind answer; for a board the mean over its rows."""
    if scenario.kind is Kind.BOARD:
        rows = [rules.half_brier_binary(probs[r.id], r.answer == YES) for r in scenario.rows]
        return sum(rows) / len(rows)
    ids = [option.id for option in options_of(scenario)]
    total = sum(probs.values())
    return rules.half_brier([probs[i] / total for i in ids], ids.index(answer_of(scenario)))


def relative_wis(scenario: Scenario, said: dict[str, float]) -> float:
    """The interval score of a numeric answer as a share of that of an even spread."""
    key = scenario.quantile
    assert key is not None
    assert key.value is not None
    scale: rules.Scale = "log" if key.scale == "log" else "linear"
    values = [said[f"{level:g}"] for level in scenario.levels]
    own = rules.wis(scenario.levels, values, key.value, scale)
    return own / rules.wis(scenario.levels, even_quantiles(scenario), key.value, scale)


def verdict(fresh: list[float]) -> str:
    """What two or more unrecognised answers say of an item."""
    if not fresh:
        return "recognised by all"
    if max(fresh) < WRONG:
        return "blind readers sure and wrong: key re-checked"
    return "easy" if min(fresh) > EASY else "fair"


def judge(scenario: Scenario, given: list[dict[str, Any]], grade: float | None) -> Judged:
    """One item: its row, and what enters the figures of its deck."""
    now = [one for one in given if present(scenario, one)]
    known = sum(one["recognised"] for one in now)
    scored: tuple[Scored, ...] = ()
    said = ""
    if not now:
        worth = "not answered since its text changed" if given else "not answered yet"
    elif scenario.levels:
        shares = [relative_wis(scenario, one["probs"]) for one in now]
        worth = f"numeric: {sum(shares) / len(shares):.2f} of an even spread's loss"
    else:
        scored = tuple(_scored(scenario, one) for one in now)
        fresh = [one.key for one in scored if not one.recognised]
        said = f"{sum(fresh) / len(fresh):.2f}" if fresh else ""
        worth = verdict(fresh)
    compared = bool(scenario.comparators)
    cells = [
        scenario.uid.removeprefix("tastegym/"),
        str(len(now)),
        str(len(given) - len(now) or ""),
        str(known),
        said,
        worth,
        "yes" if compared else "",
        "" if grade is None else f"{grade:g}",
    ]
    return Judged(f"| {' | '.join(cells)} |", scored, compared, grade)


def _scored(scenario: Scenario, answer: dict[str, Any]) -> Scored:
    board = scenario.kind is Kind.BOARD
    even = 0.25 if board else rules.half_brier_uniform(len(options_of(scenario)))
    probs = answer["probs"]
    return Scored(on_key(scenario, probs), score(scenario, probs), even, answer["recognised"])


def page() -> str:
    """The whole page as Markdown."""
    answers, grades = blind(), {one["uid"]: float(one["grade"]) for one in lines(GRADES)}
    found = {
        name: [judge(one, answers.get(one.uid, []), grades.get(one.uid)) for one in asked]
        for name, asked in decks().items()
    }
    every = [one for judged in found.values() for one in judged]
    fresh = [one for item in every for one in item.scored if not one.recognised]
    better = sum(one.brier < one.even for one in fresh)
    return "\n".join(
        [
            *INTRODUCTION,
            *(_deck_row(name, judged) for name, judged in found.items()),
            _deck_row("all", every),
            "",
            f"Of {len(fresh)} unrecognised blind answers, {better} were better than even odds.",
            "",
            "Mean p on the key is that of the unrecognised answers (a board: mean over its rows).",
            "",
            f"| {' | '.join(COLUMNS)} |",
            "|---" * len(COLUMNS) + "|",
            *(one.row for one in every),
            "",
        ]
    )


def _deck_row(name: str, judged: list[Judged]) -> str:
    scored = [one for item in judged for one in item.scored]
    known = [one for one in scored if one.recognised]
    fresh = [one for one in scored if not one.recognised]
    cells = [
        name,
        str(len(judged)),
        str(sum(item.compared for item in judged)),
        str(len(scored)),
        str(len(known)),
        _mean([one.brier for one in fresh]),
        _mean([one.even for one in fresh]),
        _mean([one.brier for one in known]),
        _mean([item.grade for item in judged if item.grade is not None]),
        _mean([item.strict for item in judged if item.strict is not None]),
    ]
    return f"| {' | '.join(cells)} |"


def _mean(values: list[float]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else ""


def stale() -> list[str]:
    """Items whose present text has no blind answer."""
    answers = blind()
    return [
        one.uid
        for asked in decks().values()
        for one in asked
        if not any(present(one, given) for given in answers.get(one.uid, []))
    ]


def stamp(path: Path) -> None:
    """Give every answer of a file that has no mark that of the present text."""
    known = {one.uid: one for asked in decks().values() for one in asked}
    marked = []
    for one in lines(path):
        if "shown_hash" not in one:
            if one["uid"] not in known:
                sys.exit(f"{path}: there is no item {one['uid']}")
            one["shown_hash"] = known[one["uid"]].shown_hash[:MARK]
        marked.append(json.dumps(one, ensure_ascii=False))
    path.write_text("\n".join([*marked, ""]), "utf-8")


def main(argv: list[str]) -> int:
    """Write the page; --check compares it, --stale lists, --stamp marks."""
    if "--stale" in argv:
        print("\n".join(stale()))
        return 0
    if "--stamp" in argv:
        for name in argv[argv.index("--stamp") + 1 :]:
            stamp(Path(name))
        return 0
    text = page()
    if "--check" in argv:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != text)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
