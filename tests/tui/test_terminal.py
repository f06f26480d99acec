"""The real program in a real terminal: its bytes, its end by signals, its draft."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import termios
import time
from contextlib import closing, contextmanager

import pytest
from terminal import Terminal
from test_hostile import PAYLOADS

from tastegym.ledger import draft

OWN = re.compile(
    rb"\x1b\[[0-9;?<>=$]*[A-Za-z~]"  # styles, moves, modes
    rb"|\x1b[78=>]"
    rb"|\x1b\[\?\d+\$p"
    rb"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse pointer
    rb"|\x1b_G[^\x1b]*\x1b\\"
    rb"|\r|\n"
)
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l")
"""Out of the second screen, cursor shown, mouse released."""


@contextmanager
def playing(home, *args, **kw):
    terminal = Terminal(home, *args, **kw)
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.fixture
def home(tmp_path):
    """A home in which the tutorial was left."""
    folder = tmp_path / "home"
    with playing(folder) as terminal:
        terminal.until("Why probabilities")
        terminal.type("q", "questions")
        terminal.press("q")
        assert terminal.end() == 0
    return folder


def rows(home, sql):
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as conn:
        return conn.execute(sql).fetchall()


def restored(terminal: Terminal) -> None:
    tail = terminal.bytes[-400:]
    for sequence in RESTORED:
        assert sequence in tail
    assert b"Traceback" not in terminal.bytes


def deck_of(folder, said: str) -> str:
    """A deck of one question, all of whose texts say the same."""
    folder.mkdir()
    quoted = said.replace("'", "''")
    options = "".join(f"      - {{id: o{i}, text: '{i} {quoted}'}}\n" for i in range(3))
    folder.joinpath("deck.yaml").write_text(
        f"tastegym: 1\ndeck:\n  id: a/own\n  version: 1.0.0\n  title: '{quoted}'\n"
        f"scenarios:\n  - id: one\n    setup: '{quoted}'\n    question: '{quoted}'\n"
        f"    options:\n{options}    answer: o1\n"
        f"    explanation: '{quoted}'\n    rule: '{quoted}'\n"
    )
    return str(folder)


def at_rest(terminal: Terminal) -> str:
    """The screen once nothing has come for a while."""
    for _ in range(100):
        before = len(terminal.bytes)
        for _ in range(4):
            terminal.read(0.1)
        if len(terminal.bytes) == before:
            return terminal.text
    raise AssertionError(f"it does not come to rest:\n{terminal.text}")


def test_a_lock_is_in_the_ledger_when_its_reveal_stands_there(home, tmp_path):
    with playing(home, "practice", "--deck", deck_of(tmp_path / "own", "One")) as terminal:
        terminal.until("points if")
        terminal.type("70\r\r", "Brier")
        assert rows(home, "SELECT count(*) FROM reveal") == [(1,)]
        at_rest(terminal)
        assert draft.load(home).found == ()
        terminal.press("\x11")
        assert terminal.end() == 0
        restored(terminal)
    assert rows(home, "SELECT count(*), sum(final) FROM forecast") == [(1, 1)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_a_clean_terminal_and_the_draft(home, number):
    with playing(home, "practice", "--seed", "a") as terminal:
        terminal.until("points if")
        terminal.type("37", "37_")
        os.kill(terminal.pid, number)
        assert terminal.end() == 0
        restored(terminal)
    (kept,) = draft.load(home).found
    assert '"buffer":"37"' in dict(kept.fields)["face"]
    with playing(home, "practice", "--resume") as terminal:
        assert "37_" in terminal.until("37_")
        terminal.press("\x11")
        terminal.end()


def test_a_lost_connection_leaves_the_draft(home):
    with playing(home, "practice", "--seed", "a") as terminal:
        terminal.until("points if")
        terminal.type("37", "37_")
        terminal.hang_up()
        terminal.end()
    (kept,) = draft.load(home).found
    assert '"buffer":"37"' in dict(kept.fields)["face"]


def test_no_byte_of_a_deck_reaches_the_terminal_raw(home, tmp_path):
    said = " ".join(p for p in PAYLOADS if p.isprintable() and p.isascii())
    folder = deck_of(tmp_path / "evil", said)
    with playing(home, "practice", "--deck", folder, size=(100, 40)) as terminal:
        assert "[/red]" in " ".join(terminal.until("points if").split())
        terminal.type("70\r\r", "Brier")
        terminal.press(" ")
        terminal.type("d", "What happened")
        terminal.press("\x1b[<0;10;8M\x1b[<0;10;8m")
        terminal.type("\r", "Block summary")
        terminal.type("q", "Today")
        terminal.type("d", "Decks")
        terminal.press("\x11")
        assert terminal.end() == 0
        left = OWN.sub(b"", terminal.bytes)
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", left)
        assert b"\xc2\x9b" not in left
    assert not list(tmp_path.glob("**/*.svg"))


def test_a_real_storm_of_sizes_ends_in_order(home):
    with playing(home, "practice", "--seed", "a") as terminal:
        terminal.until("points if")
        terminal.type("37", "37_")
        before = at_rest(terminal)
        for i in range(60):
            terminal.resize(1 + (i * 37) % 140, 1 + (i * 23) % 50)
            terminal.read(0.005)
        terminal.resize(80, 24)
        terminal.until("37_")
        assert at_rest(terminal) == before
        terminal.press("\x11")
        assert terminal.end() == 0


def test_a_size_that_came_and_went_leaves_nothing_blank(home):
    """A terminal that was smaller has lost what stood outside, even if it is as large again."""
    with playing(home, "practice", "--seed", "a") as terminal:
        terminal.until("points if")
        terminal.type("37", "37_")
        before = at_rest(terminal)
        terminal.resize(30, 8)
        terminal.resize(80, 24)
        assert terminal.text != before, "the terminal itself has forgotten"
        terminal.until("37_")
        assert at_rest(terminal) == before
        terminal.press("\x11")
        assert terminal.end() == 0


def test_suspend_and_back(home):
    with playing(home, "practice", "--seed", "a") as terminal:
        terminal.until("points if")
        terminal.type("37", "37_")
        terminal.press("\x1a")
        ends = time.monotonic() + 30
        while b"\x1b[?1049l" not in terminal.bytes and time.monotonic() < ends:
            terminal.read(0.1)
        assert b"\x1b[?1049l" in terminal.bytes
        _, status = os.waitpid(terminal.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.type("5", "375_")
        terminal.press("\x11")
        assert terminal.end() == 0


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("number", [0, signal.SIGTERM])
def test_a_stop_from_outside_leaves_an_app_that_goes_on_and_ends(home, number, times):
    with playing(home, "practice", "--seed", "a") as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.until("points if")
        terminal.type("37", "37_")
        page = at_rest(terminal)
        raw = termios.tcgetattr(terminal.fd)
        for _ in range(times):
            os.kill(terminal.pid, signal.SIGSTOP)
            _, status = os.waitpid(terminal.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            os.kill(terminal.pid, signal.SIGCONT)
            at_rest(terminal)
        assert terminal.text == page
        assert termios.tcgetattr(terminal.fd) == raw
        terminal.type("5", "375_")
        if number:
            os.kill(terminal.pid, number)
        else:
            terminal.press("\x11")
        assert terminal.end() == 0
        restored(terminal)
        assert termios.tcgetattr(terminal.fd) == before


def test_a_terminal_without_utf8_gets_ascii(home):
    with playing(home, "practice", "--seed", "a", LANG="C", LC_ALL="C") as terminal:
        terminal.until("points if")
        terminal.type("3", "3_")
        assert terminal.bytes.isascii()
        terminal.press("\x11")
        assert terminal.end() == 0


def test_without_colour_the_same_can_be_done(home):
    with playing(home, "practice", "--seed", "a", NO_COLOR="1") as terminal:
        terminal.until("points if")
        terminal.type("37\r", "again")
        terminal.press("\x11")
        assert terminal.end() == 0
        colours = re.findall(rb"38;2;(\d+);(\d+);(\d+)", terminal.bytes)
        assert all(r == g == b for r, g, b in colours)
