"""A whole deck by its id, its last part, or a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.deck.library import open_library
from tastegym.deck.load import load
from tastegym.errors import UserError
from tastegym.practice.start import deck_path

if TYPE_CHECKING:
    from pathlib import Path

    from tastegym.deck.model import Deck, Scenario


def find_deck(name: str, home: Path) -> tuple[Deck, int]:
    """The deck, and how many of its scenarios are left out for errors.

    UserError if there is none, or if it cannot be read.
    """
    path = deck_path(name)
    if path is None:
        library = open_library(home)
        try:
            path = library.info(library.find(name)).path
        finally:
            library.close()
    loaded = load(path)
    if loaded.deck is None:
        raise UserError(f"{path} cannot be read: see `tastegym deck lint {path}`.")
    return loaded.deck, loaded.listed - len(loaded.deck.scenarios)


def installed(home: Path) -> list[Scenario]:
    """Every scenario of the shipped and installed decks, to hold a deck against."""
    library = open_library(home)
    try:
        return [library.scenario(ref.uid) for ref in library.refs()]
    finally:
        library.close()
