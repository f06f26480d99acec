"""Numbers given as options; argparse puts the option's name before the sentence."""

from __future__ import annotations

import argparse


def count(text: str) -> int:
    """A whole number from 1 to 500; ArgumentTypeError otherwise. Drawing takes time for each."""
    text = text.strip()
    if not _digits(text) or not 1 <= int(text) <= 500:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to 500.")
    return int(text)


def seed(text: str) -> int:
    """A whole number from 0 to 999,999; ArgumentTypeError with one sentence otherwise."""
    text = text.strip()
    if not _digits(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 999999.")
    return int(text)


def minutes(text: str) -> float:
    """Minutes from 1 to 120; ArgumentTypeError with one sentence otherwise."""
    text = text.strip()
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 1 <= found <= 120:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of minutes from 1 to 120.")
    return found


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6
