"""Every command of the app in one table: bindings, footer, help and palette are read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from tastegym.tui.command import Command
from tastegym.tui.history_commands import HISTORY
from tastegym.tui.home_commands import CHECKUP, DECKS, HELP, SETTINGS, SUMMARY, TODAY, TUTORIAL
from tastegym.tui.journal_commands import FORM, JOURNAL, PAPER, REVIEW
from tastegym.tui.practice_commands import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

APP = (
    Command(
        "app.help",
        "question_mark",
        "?",
        "app.help",
        "help",
        "What every key does on this screen.",
        (),
        True,
    ),
    Command(
        "app.palette",
        "ctrl+p",
        "ctrl+p",
        "app.command_palette",
        "palette",
        "Find any command by its name.",
    ),
    Command(
        "app.suspend",
        "ctrl+z",
        "ctrl+z",
        "app.suspend_process",
        "suspend",
        "Put the app to sleep; `fg` brings it back.",
    ),
    Command(
        "app.quit", "ctrl+q", "ctrl+q", "app.quit", "quit", "Leave at once; an open answer is kept."
    ),
)

SCREENS: dict[str, tuple[Command, ...]] = {
    "Practice": PRACTICE,
    "Today": TODAY,
    "Decks": DECKS,
    "Check-up": CHECKUP,
    "History": HISTORY,
    "Journal": JOURNAL,
    "Weekly review": REVIEW,
    "A paper": PAPER,
    "Form": FORM,
    "Settings": SETTINGS,
    "Block summary": SUMMARY,
    "Tutorial": TUTORIAL,
    "Help": HELP,
    "Everywhere": APP,
}
"""Every table under the name of its screen."""


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The table as Textual's bindings; their ids are what a keymap file names."""
    return [
        Binding(c.keys, c.action, c.help, show=False, id=c.id, priority=c.id == "app.suspend")
        for c in commands
    ]


def allowed(commands: Iterable[Command], action: str, state: str) -> bool:
    """Whether an action of the table works in this state; others always do."""
    found = [c for c in commands if c.action.partition("(")[0] == action]
    return not found or any(not c.states or state in c.states for c in found)


def in_state(commands: Iterable[Command], state: str) -> list[Command]:
    """The commands that work in this state."""
    return [c for c in commands if not c.states or state in c.states]


def unknown_ids(keymap: Mapping[str, str]) -> list[str]:
    """Names in a keymap that no command has."""
    known = {c.id for table in SCREENS.values() for c in table}
    return sorted(set(keymap) - known)
