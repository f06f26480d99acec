"""How fast the app is in a real terminal, as ratios to a Textual hello world.

Usage: bench_tui.py [--runs N] [--answers N] [--scenarios N] [--forecasts N]

Builds a home with many installed scenarios and forecasts, then starts the app and a hello world in
turn, each in a pseudo-terminal of its own, and waits for the first painted question. Figures are
medians of interleaved runs; what a key does is measured from the write of the key to the arrival
of the last byte of the answering frame's first write.

A busy machine lies about the wall clock. So everything here runs at the highest priority that the
system grants (only root gets one above the others), and beside `wall` stands `cpu`, the processor
time that the program spent meanwhile, from the kernel's own count (Linux: /proc/PID/schedstat).
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import select
import shutil
import sqlite3
import statistics
import struct
import sys
import tempfile
import termios
import time
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path
from typing import NamedTuple

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("Hello, world")
Hello().run()
"""
PARTS = ("wall", "cpu")
EARLY = 1.5
"""Seconds after the first paint in which the ledger may still be imported."""
TYPING = 0.02
"""Seconds between two keys of somebody in a hurry."""


def go_first() -> int:
    """Take the highest priority that the system grants; which one that is.

    A terminal is a session of its own, and Linux shares processors among sessions first
    (/proc/PID/autogroup), so the program in the terminal asks again for its own.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -20)
        Path("/proc/self/autogroup").write_text("-20", "ascii")
    return os.getpriority(os.PRIO_PROCESS, 0)


class Spent(NamedTuple):
    """Seconds by the wall and on a processor."""

    wall: float
    cpu: float


class Terminal:
    """A program in a pseudo-terminal of 80 by 24."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._begun = Spent(time.perf_counter(), 0.0)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            go_first()
            os.execvpe(command[0], command, env)  # noqa: S606
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def _now(self) -> Spent:
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        now = time.perf_counter()
        return Spent(now, sum(map(_ran, tasks)))

    def start(self) -> None:
        """Measure from here."""
        self._begun = self._now()

    def spent(self) -> Spent:
        """What passed since `start`, or since the program began."""
        now = self._now()
        return Spent(now.wall - self._begun.wall, now.cpu - self._begun.cpu)

    def wait(self, *marks: bytes, timeout: float = 30.0) -> None:
        """Until one of the marks was written; what came before is forgotten."""
        ends = time.perf_counter() + timeout
        while not any(mark in self.seen for mark in marks):
            left = ends - time.perf_counter()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(f"never saw {marks!r}: {self.seen[-2000:]!r}")
            self.seen += os.read(self.fd, 65536)
        self.seen = b""

    def quiet(self, seconds: float = 0.05) -> None:
        """Read until nothing comes for a while."""
        while select.select([self.fd], [], [], seconds)[0]:
            self.seen += os.read(self.fd, 65536)
        self.seen = b""

    def press(self, keys: bytes, *marks: bytes, quiet: bool = True) -> Spent:
        """What passes from the key to the mark."""
        if quiet:
            self.quiet()
        self.start()
        os.write(self.fd, keys)
        self.wait(*marks)
        return self.spent()

    def close(self) -> None:
        """Leave with ctrl+q and reap."""
        try:
            os.write(self.fd, b"\x11")
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def _ran(schedstat: Path) -> float:
    """Seconds that a thread ran; none where the system keeps no such count."""
    try:
        return int(schedstat.read_text("ascii").split()[0]) / 1e9
    except OSError:
        return 0.0


def build(home: Path, scenarios: int, forecasts: int) -> None:
    """A home with one large deck and a long history."""
    from tastegym import clock
    from tastegym.ledger.ids import Ids
    from tastegym.ledger.records import Fact
    from tastegym.ledger.store import Ledger
    from tastegym.practice.session import Session
    from tastegym.practice.start import open_base
    from tastegym.practice.values import Drawn, Estimate

    folder = home / "decks" / "bench"
    folder.mkdir(parents=True)
    folder.joinpath("deck.yaml").write_text(
        'tastegym: 1\ndeck:\n  id: bench/large\n  version: "1.0.0"\n  title: Large\n'
        "  private: true\n  sampling: All of them.\n"
    )
    folder.joinpath("scenarios").mkdir()
    each = 100
    for part in range(0, scenarios, each):
        one = {"tastegym": 1, "scenarios": [_scenario(i) for i in range(part, part + each)]}
        folder.joinpath("scenarios", f"{part:05d}.yaml").write_text(json.dumps(one))
    base = open_base(home)
    refs = [r for r in base.library.refs("bench/large") if r.kind == "choice"]
    ids = Ids()
    now = clock.now()
    ledger = Ledger.create(home / "ledger.sqlite3", now)
    ledger.append(Fact(ids.new(now.at), now.at, now.local_day, "tutorial"))
    drawn = [Drawn(base.library.scenario(ref.uid)) for ref in refs[: scenarios // 2]]
    rows = []
    for number in range(forecasts):
        session = Session(
            [drawn[number % len(drawn)]], seed=str(number), started=now, new_id=ids.new
        )
        asking = session.ask(now)
        assert asking is not None
        pending = session.lock(Estimate((4000, 3000, 2000, 1000), (), "", 5.0), now)
        rows += [*asking.records, *pending.records]
        if len(rows) > 4000:
            ledger.append(*rows)
            rows = []
    ledger.append(*rows)
    ledger.close()
    base.library.close()


def _scenario(i: int) -> dict[str, object]:
    options = [{"id": c, "text": f"Explanation {c} of run {i}"} for c in "abcd"]
    return {
        "id": f"run-{i}",
        "kind": "choice",
        "setup": f"Run {i} jumps at step 4k. Three other seeds of the same code do not.\n" * 6,
        "question": f"Which explanation of run {i} turned out to be true?",
        "options": options,
        "answer": "abcd"[i % 4],
        "explanation": f"It was found in the log of run {i}.",
        "rule": "Ask what the odd run does not share with the others.",
    }


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def startup(home: Path, env: dict[str, str], runs: int) -> None:
    """First question against hello world, in turn."""
    ours = [sys.executable, "-m", "tastegym", "practice", "--data-dir", str(home)]
    programs = {
        "hello world": ([sys.executable, "-c", HELLO], b"Hello"),
        "first question": (ours, b"leave"),
    }
    runs_of: dict[str, list[Spent]] = {name: [] for name in programs}
    for number in range(runs + 1):
        for name, (command, mark) in programs.items():
            terminal = Terminal(command, env)
            terminal.wait(mark)
            spent = terminal.spent()
            if number:  # the first run compiles
                runs_of[name].append(spent)
            terminal.quiet(0.3)
            terminal.close()
    print(f"{'':40}{'wall':>9}{'cpu':>9}   (medians, n = {runs})")
    for name, values in runs_of.items():
        figures = "".join(f"{_median(values, part) * 1e3:9.0f}" for part in PARTS)
        print(f"{name + ', ms':40}{figures}")
    ratios = [
        _median(runs_of["first question"], part) / _median(runs_of["hello world"], part)
        for part in PARTS
    ]
    print(f"{'ratio (target 1.25)':40}" + "".join(f"{ratio:9.2f}" for ratio in ratios))


def _median(values: list[Spent], part: str) -> float:
    return statistics.median(getattr(one, part) for one in values)


class Peer:
    """One row a commit on the same disk, through bare sqlite3 with the ledger's own settings."""

    def __init__(self, folder: Path) -> None:
        from tastegym.ledger.store import configure

        self._conn = sqlite3.connect(folder / "peer.sqlite3", isolation_level=None)
        configure(self._conn)
        self._conn.execute("CREATE TABLE row (body TEXT)")

    def commit(self) -> Spent:
        """What one durable commit takes."""
        wall, cpu = time.perf_counter(), time.process_time()
        self._conn.execute("BEGIN IMMEDIATE")
        self._conn.execute("INSERT INTO row VALUES (?)", ("x" * 1500,))
        self._conn.execute("COMMIT")
        return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def keys(home: Path, env: dict[str, str], answers: int) -> None:
    """Echo, lock to reveal, next question; the first echoes while the ledger is imported."""
    ours = [sys.executable, "-m", "tastegym", "practice", "--data-dir", str(home)]
    terminal = Terminal([*ours, "--deck", "bench/large", "--count", str(answers)], env)
    terminal.wait(b"if true")
    began = time.perf_counter()
    early: list[Spent] = []
    while time.perf_counter() - began < EARLY:
        early.append(terminal.press(b"7", b"7_", quiet=False))
        early.append(terminal.press(b"\x7f", b"25 %", quiet=False))
        time.sleep(TYPING)
    echo: list[Spent] = []
    reveal: list[Spent] = []
    after: list[Spent] = []
    disk: list[Spent] = []
    peer = Peer(home.parent)
    for _ in range(answers - 1):
        echo.append(terminal.press(b"7", b"7_"))
        echo.append(terminal.press(b"0", b"70_"))
        terminal.press(b"\r", b"again")
        reveal.append(terminal.press(b"\r", b"The rule"))
        disk.append(peer.commit())
        after.append(terminal.press(b"\r", b"if true"))
    terminal.close()
    print(f"{'':40}{'wall':>17}{'cpu':>17}   (median, p95)")
    for name, values, target in (
        ("key echo", echo, 30),
        ("key echo while the ledger is imported", early, 30),
        ("lock to reveal, commit included", reveal, 30),
        ("(a bare durable commit beside it)", disk, 0),
        ("next question", after, 15),
    ):
        figures = ""
        for part in PARTS:
            these = [getattr(one, part) * 1e3 for one in values]
            figures += f"{statistics.median(these):9.1f}{percentile(these, 0.95):8.1f}"
        aim = f"target {target}, " if target else ""
        print(f"{name + ', ms':40}{figures}   ({aim}n = {len(values)})")


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--answers", type=int, default=40)
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument("--forecasts", type=int, default=10_000)
    args = parser.parse_args()
    print(f"priority {go_first()}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    root = Path(tempfile.mkdtemp(prefix="tastegym-bench-"))
    try:
        home = root / "home"
        build(home, args.scenarios, args.forecasts)
        env = os.environ | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            # As an installed program has it: compiled once, not at every start.
            "PYTHONPYCACHEPREFIX": str(root / "compiled"),
        }
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        startup(home, env, args.runs)
        keys(home, env, args.answers)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
