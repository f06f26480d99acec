"""Every broken deck gives exactly the findings that stand in broken.expected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tastegym.deck.codes import CODES
from tastegym.deck.load import Loaded, load_text
from tastegym.deck.report import full
from tests.deck.broken import CASES

EXPECTED = Path(__file__).with_name("broken.expected")


def found(loaded: Loaded) -> list[str]:
    """One line a finding: line:col, code, message, mend."""
    lines = [
        f"{one.place.line}:{one.place.col}-{one.place.end_col} {one.code} "
        f"{one.message} > {one.mend}"
        for one in loaded.diagnostics
    ]
    good = [] if loaded.deck is None else [one.id for one in loaded.deck.scenarios]
    return [*lines, f"plays: {' '.join(good) if loaded.deck is not None else 'no deck'}"]


def sections() -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for line in EXPECTED.read_text("utf-8").splitlines():
        if line.startswith("== "):
            lines = parts.setdefault(line[3:], [])
        elif line:
            lines.append(line)
    return parts


def read(name: str, *, pure: bool = False) -> Loaded:
    text = CASES[name]
    return load_text("deck.yaml", text if isinstance(text, bytes) else text.encode(), pure=pure)


if os.environ.get("TASTEGYM_WRITE_EXPECTED"):
    EXPECTED.write_text(
        "\n".join(f"== {name}\n" + "\n".join(found(read(name))) + "\n" for name in CASES), "utf-8"
    )

WANTED = sections()


@pytest.mark.parametrize("name", CASES)
def test_findings(name: str) -> None:
    assert found(read(name)) == WANTED[name]


def test_the_table_is_complete() -> None:
    assert list(WANTED) == list(CASES)
    assert len(CASES) >= 120
    # What needs a file system stands in test_load.py, what needs a large file in test_limits.py.
    seen = {line.split(" ")[1] for lines in WANTED.values() for line in lines}
    elsewhere = {"S001", "S003", "S013", "M109"}
    # What plays and is not good is the business of lint: leaky.py.
    elsewhere |= {code for code in CODES if code[0] in "WAGVP"} | {"L303", "L305", "X902"}
    assert set(CODES) - elsewhere <= seen


@pytest.mark.parametrize("name", [one for one in CASES if one[:4] in CODES])
def test_the_named_code_is_among_them(name: str) -> None:
    assert name[:4] in {one.code for one in read(name).diagnostics}


@pytest.mark.parametrize("name", CASES)
def test_the_pure_parser_finds_the_same_place_or_refuses(name: str) -> None:
    """Where libyaml is missing: the same S and other codes, but for places of syntax errors."""
    fast, slow = read(name), read(name, pure=True)
    if any(one.code == "S000" for one in (*fast.diagnostics, *slow.diagnostics)):
        assert slow.deck is None
    else:
        assert found(slow) == found(fast)


@pytest.mark.parametrize("name", CASES)
def test_what_is_printed_is_clean(name: str) -> None:
    for one in read(name).diagnostics:
        assert all(line.isprintable() for line in full(one))
