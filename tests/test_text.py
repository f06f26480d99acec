"""Two walls between a stranger's text and the terminal, and the form that hashes rest on."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tastegym.text import canonical, clean, forbidden, sha256

HOSTILE = [
    "\x1b[31m", "\x07", "\x00", "\x7f", "\x9b31m", "\x85", "\u202e", "\u2066", "\u200b", "\u00ad",
    "\u2028", "\ufeff", "\U000e0041", "\ue000", "\r", "\x0b", "a\u0301\u0301\u0301\u0301",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_characters_are_found_where_they_are(text: str) -> None:
    assert forbidden(text) is not None
    assert forbidden("ok " + text) == 3 + forbidden(text)  # type: ignore[operator]
    assert forbidden(clean(text)) is None


@pytest.mark.parametrize(
    "text", ["plain", "tab\tand\nline", "naïve Ω → 1.3·10⁴", "👩\u200d🔬", "e\u0301"]
)
def test_ordinary_text_passes(text: str) -> None:
    assert forbidden(text) is None
    assert clean(text) == text.replace("\t", "    ")


@given(st.text())
def test_clean_text_is_never_forbidden_and_stays_clean(text: str) -> None:
    cleaned = clean(text)
    assert forbidden(cleaned) is None
    assert clean(cleaned) == cleaned
    assert (forbidden(text) is None) == (cleaned == text.replace("\t", "    "))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_canonical_json_does_not_depend_on_order_or_normal_form(value) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


def test_canonical_json_is_in_one_normal_form_throughout() -> None:
    odd = {"e\u0301": ["e\u0301", {"\u212b": "\u0338="}]}
    assert canonical(odd) == '{"\u00e9":["\u00e9",{"\u00c5":"\u0338="}]}'
    assert canonical(["\u00e9"]) == canonical(["e\u0301"])


def test_canonical_form_is_fixed_for_ever() -> None:
    assert canonical({"b": [1, 0.1], "a": "e\u0301"}) == '{"a":"é","b":[1,0.1]}'
    assert sha256(canonical({"a": 1})) == (
        "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    )
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(float("nan"))
    assert unicodedata.is_normalized("NFC", canonical("e\u0301"))
