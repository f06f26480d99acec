"""Kills sittings with SIGKILL at random moments: ``kills.py FOLDER COUNT SEED`` prints a summary.

Each sitting runs in a child forked from here (so that the imports are paid once), through the
program's own session, drafts, writer thread and store. It says through a pipe what it was told is
safe; after the kill that is held against what the ledger and the draft say. Every second sitting
goes on with the draft that the killed one left.
"""

from __future__ import annotations

import gc
import json
import os
import random
import select
import signal
import sqlite3
import sys
import time
import traceback
from collections import Counter
from contextlib import closing
from dataclasses import fields
from pathlib import Path

from drive import play, sitting

from tastegym.ledger import draft, read, seen
from tastegym.practice.drafts import continued, open_drafts
from tastegym.practice.start import open_base

SITTINGS_PER_HOME = 15
LONGEST = 0.03  # seconds of practice before the kill


def child(home: Path, seed: int, pipe: int) -> None:
    """Plays until killed; each line is one write, so that no kill can cut it."""

    def say(kind, *words):
        os.write(pipe, (" ".join((kind, *map(str, words))) + "\n").encode())

    base = open_base(home)
    resumed = seed % 2 and open_drafts(base)
    opened = continued(base) if resumed else sitting(home, seed, 40)
    say("resumed" if resumed else "began")
    play(
        opened,
        random.Random(seed),
        lambda records: say("saved", *(record.id for record in records)),
        lambda asking, text: say("typed", asking.exposure_id, asking.stage, text),
    )
    opened.close()


def one(home: Path, rng: random.Random, seed: int) -> list[list[str]]:
    """Runs and kills one sitting; gives the lines it said."""
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(source)
        status = 1
        try:
            child(home, seed, sink)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(sink)
    heard = b""
    deadline = None if rng.random() < 0.9 else time.monotonic() + rng.uniform(0, 0.1)
    while deadline is None or time.monotonic() < deadline:
        ready, _, _ = select.select([source], [], [], 0.001)
        if ready:
            chunk = os.read(source, 65536)
            if not chunk:
                break
            heard += chunk
        if deadline is None and b"saved" in heard:
            deadline = time.monotonic() + rng.uniform(0, LONGEST)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    while chunk := os.read(source, 65536):
        heard += chunk
    os.close(source)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("a sitting ended by itself with an error")
    return [line.split() for line in heard.decode().splitlines()]


def judge(home: Path, lines: list[list[str]]) -> Counter:
    """Holds what a killed sitting was told against what is there."""
    found: Counter = Counter()
    path = home / "ledger.sqlite3"
    saved = {name for kind, *names in lines if kind == "saved" for name in names}
    found["acknowledged"] = len(saved)
    found["resumed"] = sum(line[0] == "resumed" for line in lines)
    if not path.exists():
        found["lost"] += len(saved)
        return found
    found["hot journals"] = path.with_name(path.name + "-journal").exists()
    found["unopenable"] += seen.check(path).state is not seen.State.OK
    history = read.history(path)
    with closing(sqlite3.connect(path)) as conn:
        found["corrupt"] += conn.execute("PRAGMA integrity_check").fetchone() != ("ok",)
    tables = [getattr(history, field.name) for field in fields(history)]
    found["lost"] += len(saved - {row.id for table in tables for row in table})
    locks = Counter((f.exposure_id, f.stage, f.uid) for f in history.forecasts)
    found["doubled"] += sum(count - 1 for count in locks.values())
    typed = [line[1:] for line in lines if line[0] == "typed"]
    if typed:
        found["drafts"] += 1
        found["drafts lost"] += not _kept(home, locks, *typed[-1])
    return found


def _kept(home: Path, locks: Counter, exposure: str, stage: str, text: str) -> bool:
    """Whether the last keystroke that was told is on the disk, or its answer is locked."""
    if any(key[:2] == (exposure, int(stage)) for key in locks):
        return True
    for one_draft in draft.load(home).found:
        if one_draft.exposure_id == exposure and one_draft.stage == int(stage):
            return len(json.loads(dict(one_draft.fields)["face"])["buffer"]) >= len(text)
    return False


def main(folder: str, count: str, seed: str) -> None:
    """All kills, a fresh home every so often, so that creating a ledger is killed too."""
    # One sitting to its end imports everything, so that every fork is quick.
    warm = Path(folder) / "warm"
    warm.mkdir()
    opened = sitting(warm, 0, 12)
    play(opened, random.Random(0), lambda records: None)
    opened.close()
    gc.freeze()
    rng = random.Random(int(seed))
    total: Counter = Counter()
    for number in range(int(count)):
        home = Path(folder) / f"home-{number // SITTINGS_PER_HOME}"
        home.mkdir(exist_ok=True)
        total += judge(home, one(home, rng, int(seed) * 100_000 + number))
        total["kills"] += 1
    print(json.dumps(total))


if __name__ == "__main__":
    main(*sys.argv[1:])
