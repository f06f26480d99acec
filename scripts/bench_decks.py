"""Decks against CSafeLoader and ruamel.yaml, in one run: parsing, checking, starting.

Every figure is the best of several interleaved runs over the same bytes, as processor time and as
wall clock. No two texts of the decks are alike, and what the rules keep of words is thrown away
before each run, so that each reads as if for the first time. Peers that take minutes read a tenth
of the scenarios and are scaled up, marked "~".
"""

from __future__ import annotations

import gc
import io
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tastegym.deck.audit import audit
from tastegym.deck.identity import with_hashes
from tastegym.deck.index import Index
from tastegym.deck.library import open_library
from tastegym.deck.lint.run import lint_text
from tastegym.deck.lint.words import content, tokens
from tastegym.deck.load import load, load_text
from tastegym.deck.source import parse
from tastegym.tui.preview.look import look

if TYPE_CHECKING:
    from collections.abc import Callable

SYLLABLES = """
ba con den fil gra hol in ker lam mor nex or pro qua rel sta tor un ver wel
""".split()  # noqa: SIM905 - a list of syllables reads better as text


def words(start: int, count: int) -> str:
    """A text without meaning, from 400 words; the same for the same numbers."""
    draw = Random(f"{start}/{count}").random
    made = []
    for _ in range(count):
        n = int(400 * draw() ** 2)
        made.append("".join(SYLLABLES[(n // 20**i + 3 * i) % 20] for i in range(1 + n % 3)))
    return " ".join(made)


def scenario(n: int) -> str:
    """One scenario of about 2.7 kB: table, four options with feedback, explanation, source."""
    options = "\n".join(
        f"      - id: option-{i}\n        text: {words(7 * n + i, 9)}\n"
        f"        feedback: |\n          {words(7 * n + i, 28)}\n          {words(7 * n + i, 12)}"
        for i in range(4)
    )
    rows = "\n".join(f"          - [run {i}, {i * 3}.{n % 10}, {words(i, 1)}]" for i in range(5))
    return f"""  - id: scenario-{n}
    kind: choice
    skills: [anomaly.triage, experiment.design]
    lessons: [lesson-{n % 40}]
    truth: {{kind: HIST}}
    setup: |
      {words(n, 20)}
      {words(n + 3, 40)}
    exhibits:
      - id: table
        type: table
        columns: [run, loss, note]
        rows:
{rows}
    question: {words(n, 8)}?
    options:
{options}
    answer: option-{n % 4}
    hints: ["{words(n, 8)}"]
    explanation: |
      {words(n + 1, 40)}
      {words(n + 2, 40)}
    rule: {words(n, 9)}
    comparators:
      - name: crowd
        probs: {{option-0: 0.4, option-1: 0.3, option-2: 0.2, option-3: 0.1}}
    sources: [{{title: "{words(n, 6)}", url: "https://example.org/{n}", checked: full-text}}]
"""


def deck(count: int, name: str = "bench/deck", first: int = 0) -> bytes:
    """A deck of so many scenarios."""
    head = f"tastegym: 1\ndeck: {{id: {name}, version: 1.0.0, title: Bench}}\nscenarios:\n"
    return (head + "".join(scenario(first + n) for n in range(count))).encode()


class Spent(NamedTuple):
    """Seconds of the processor and of the wall clock."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.cpu * 1000:9.1f} ms processor {self.wall * 1000:9.1f} ms wall"


def timed(job: Callable[[], object]) -> Spent:
    """One run of a job that has read no word before."""
    for kept in (tokens, content):
        kept.cache_clear()
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    job()
    return Spent(time.process_time() - cpu, time.perf_counter() - wall)


def best(jobs: dict[str, Callable[[], object]], runs: int) -> dict[str, Spent]:
    """The best times of each job, interleaved."""
    times: dict[str, Spent] = {}
    for _ in range(runs):
        for name, job in jobs.items():
            now = timed(job)
            times[name] = Spent(*map(min, now, times.get(name, now)))
    return times


def parsing(runs: int) -> None:
    """Parse 5,000 scenarios, with a place for every value, against loaders without places."""
    whole, tenth = deck(5_000), deck(500)
    text = whole.decode()
    jobs: dict[str, Callable[[], object]] = {
        "tastegym, places": lambda: parse("x.yaml", whole),
        "PyYAML CSafeLoader": lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        "tastegym, pure parser ~": lambda: parse("x.yaml", tenth, pure=True),
    }
    scale = {"tastegym, pure parser ~": 10}
    try:
        from ruamel.yaml import YAML
    except ImportError:
        print("ruamel.yaml is not installed: left out")
    else:
        jobs["ruamel.yaml safe ~"] = lambda: YAML(typ="safe", pure=True).load(io.BytesIO(tenth))
        scale["ruamel.yaml safe ~"] = 10
    times = {name: spent.cpu * scale.get(name, 1) for name, spent in best(jobs, runs).items()}
    base = times["PyYAML CSafeLoader"]
    print(f"parse 5,000 scenarios, {len(whole) / 1e6:.1f} MB, processor time")
    for name, spent in times.items():
        print(f"  {name:26} {spent:7.2f} s  {spent / base:5.2f} x CSafeLoader")


def checking(runs: int) -> None:
    """Everything that `deck lint` does to 5,000 scenarios, and a reload of 50."""
    many, few = deck(5_000), deck(50)
    values = b"tastegym: 1\nscenarios: [" + b"a," * 720_001 + b"]\n"
    loaded = load_text("x.yaml", many)
    assert loaded.deck is not None
    assert len(loaded.deck.scenarios) == 5_000, loaded.diagnostics[:3]
    jobs: dict[str, Callable[[], object]] = {
        "5,000: parse and validate": lambda: load_text("x.yaml", many),
        "50: parse and validate": lambda: load_text("x.yaml", few),
        "5,000: hashes alone": lambda: [with_hashes(one) for one in loaded.deck.scenarios],
        "5,000: parse, lint and audit": lambda: everything(many),
        "50: parse, lint and audit": lambda: everything(few),
        "720,001 values refused (S003)": lambda: refused(values),
    }
    room = Path(tempfile.mkdtemp())
    file = room / "deck.yaml"
    file.write_bytes(few)
    before = look(file)
    assert len(before.entries) == 50
    jobs["50: reload of the preview"] = lambda: look(file, before)
    print("check")
    for name, spent in best(jobs, runs).items():
        print(f"  {name:32} {spent}")
    shutil.rmtree(room)


def everything(data: bytes) -> None:
    """Lint and audit."""
    linted = lint_text("x.yaml", data)
    assert linted.deck is not None
    audit(linted.deck)


def refused(data: bytes) -> None:
    """A file that holds more values than it may."""
    assert [one.code for one in load_text("x.yaml", data).diagnostics] == ["S003"]


def starting(runs: int) -> None:
    """Start-up cost of 1,000 unchanged installed scenarios."""
    room = Path(tempfile.mkdtemp())
    try:
        for number in range(20):
            folder = room / "decks" / f"deck-{number}"
            (folder / "scenarios").mkdir(parents=True)
            head = f"tastegym: 1\ndeck: {{id: bench/deck-{number}, version: 1.0.0, title: B}}\n"
            (folder / "deck.yaml").write_text(head)
            for part in range(5):
                text = deck(10, first=number * 50 + part * 10).decode()
                body = "tastegym: 1\nscenarios:\n" + text.split("scenarios:\n", 1)[1]
                (folder / "scenarios" / f"{part}.yaml").write_text(body)
        for file in room.rglob("*.yaml"):
            os.utime(file, (1_000_000_000, 1_000_000_000))
        time.sleep(2.1)  # files just written are read again, to be sure
        first = timed(lambda: open_library(room).close())

        def warm() -> None:
            library = open_library(room)
            assert len(library.refs()) >= 1_000
            library.close()

        times = best(
            {
                "start, all indexed": warm,
                "parse them all": lambda: [load(path) for path in (room / "decks").iterdir()],
                "open an empty index": lambda: Index(None),
            },
            runs,
        )
        print("1,000 installed scenarios in 20 decks of 6 files")
        print(f"  {'first start, nothing indexed':32} {first}")
        for name, spent in times.items():
            print(f"  {name:32} {spent}")
    finally:
        shutil.rmtree(room)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    parsing(count)
    starting(max(count, 5))
    checking(count)
