"""Text that is safe to hash and safe to show.

Two walls stand between a stranger's text and the terminal: the deck reader refuses what
`forbidden` finds, and every front end passes user text through `clean` once more.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from tastegym import sha

_ALLOWED_CONTROLS = frozenset("\n\t")
# ZWNJ and ZWJ shape scripts and emoji; every other format character can hide or reorder text.
_ALLOWED_FORMAT = frozenset("\u200c\u200d")
_MAX_COMBINING = 3
# VARIATION SELECTOR-16 and relatives are marks (Mn), harmless in a terminal.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _is_forbidden(char: str) -> bool:
    if char in _ALLOWED_CONTROLS or char in _ALLOWED_FORMAT:
        return False
    return unicodedata.category(char) in _REFUSED_CATEGORIES


def forbidden(text: str) -> int | None:
    """Index of the first character that may not reach a terminal, or None.

    Refused are control (other than newline and tab), format (bidi, zero-width, tags, soft hyphen),
    surrogate, private and unassigned characters, line separators, and a fourth combining mark in a
    row.
    """
    if text.isascii():
        if text.isprintable():
            return None
        for i, char in enumerate(text):
            if (char < " " and char not in _ALLOWED_CONTROLS) or char == "\x7f":
                return i
        return None
    run = 0
    for i, char in enumerate(text):
        if _is_forbidden(char):
            return i
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MAX_COMBINING:
            return i
    return None


def clean(text: str) -> str:
    """The text with every forbidden character shown as U+FFFD and tabs as blanks."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MAX_COMBINING:
            continue
        kept.append("\ufffd" if _is_forbidden(char) else char)
    return "".join(kept).replace("\t", "    ")


def canonical(value: Any) -> str:
    """Canonical JSON: NFC text, sorted keys, no blanks, finite numbers only.

    The hashes of scenarios and ledger rows rest on this form, so it may never change.
    """
    made = _dump(value)
    # Whatever stands in a text in NFC is in NFC itself, so this form is already the one wanted.
    if made.isascii() or unicodedata.is_normalized("NFC", made):
        return made
    return _dump(_nfc(value))


_dump = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_nfc(key): _nfc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_nfc(item) for item in value]
    return value


def sha256(text: str) -> str:
    """Hex SHA-256 of the text's UTF-8 bytes."""
    return sha.sha256(text.encode("utf-8")).hexdigest()
