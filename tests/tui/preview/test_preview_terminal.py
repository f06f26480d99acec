"""The preview in a real terminal, with an editor that takes the terminal over and gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.preview import decks
from tui.terminal import Terminal

from tastegym.errors import REFUSED, USAGE

if TYPE_CHECKING:
    from pathlib import Path

EDITOR = """\
#!/bin/sh
printf 'EDITING %s\\n' "$*"
printf '%s\\n' "$@" > "$(dirname "$0")/arguments"
sed 's/answer: loger/answer: logger/' "$2" > "$2.new" && mv "$2.new" "$2"
"""


def test_enter_hands_over_to_the_editor_and_the_save_is_seen(tmp_path: Path) -> None:
    editor, deck = tmp_path / "ed", tmp_path / "my deck.yaml"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    deck.write_text(decks.TO_MEND)
    home = tmp_path / "home"
    terminal = Terminal(home, "deck", "preview", str(deck), VISUAL=str(editor))
    try:
        terminal.until("K201")
        terminal.type("\r", "Run b jumps")
        assert b"EDITING +10 " in terminal.bytes
        assert (tmp_path / "arguments").read_text() == f"+10\n{deck}\n"
        terminal.type(" ", "The window shrank at 4k.")
        terminal.press("q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert b"Traceback" not in terminal.bytes
    assert b"\x1b[?1049l" in terminal.bytes[-400:]
    # The key was on the screen, so the ledger of this home knows it, first sitting or not.
    assert (home / "ledger.sqlite3").is_file()


def test_without_a_terminal_it_says_what_to_do(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    from tastegym.cli.main import run

    deck = tmp_path / "d.yaml"
    deck.write_text(decks.EVERY)
    assert run(["deck", "preview", str(deck)]) == USAGE
    assert "The preview needs a terminal" in capsys.readouterr().err
    assert run(["deck", "preview", str(tmp_path / "none")]) == REFUSED
