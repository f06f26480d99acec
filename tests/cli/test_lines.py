"""Lines fit the terminal, and a pipe gets them whole."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tastegym.cli import lines
from tastegym.cli.main import run
from tastegym.deck.codes import CODES


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(
    st.lists(st.lists(st.text("ab-", min_size=1, max_size=10)).map(" ".join)),
    st.integers(10, 120),
)
def test_words_stay_in_order_and_lines_fit(texts: list[str], columns: int) -> None:
    made = list(lines.wrapped(texts, columns))
    assert " ".join(made).split() == " ".join(texts).split()
    assert all(len(one) <= max(columns, lines.LEAST) for one in made)


@pytest.mark.parametrize("columns", [60, 80])
def test_explain_fits_a_terminal_and_is_whole_in_a_pipe(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deck", "explain", *CODES]) == 0
    piped = capsys.readouterr().out
    assert max(map(len, piped.splitlines())) > 100
    out = Terminal()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((columns, 24)))
    assert run(["deck", "explain", *CODES]) == 0
    assert max(map(len, out.getvalue().splitlines())) <= columns
    assert out.getvalue().split() == piped.split()


def test_a_quote_with_its_carets_is_not_folded() -> None:
    quote = "  12 | " + "word " * 40
    assert list(lines.wrapped([quote, "     | ^^^"], 60)) == [quote, "     | ^^^"]
