"""What was typed into forms and not saved: files that a kill leaves whole."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tastegym.journal.kept import WORDS, forget, load, save, words
from tastegym.ledger import draft
from tastegym.text import clean

KEYS = st.builds(
    lambda word, about: f"{word} {about}".strip(),
    st.sampled_from(sorted(WORDS)),
    st.text("0123456789abcdef-", max_size=8),
)
TEXTS = st.dictionaries(st.sampled_from(["statement", "estimate", "by"]), st.text(max_size=40))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(KEYS, TEXTS, max_size=4))
def test_what_is_kept_comes_back_clean(tmp_path: Path, forms) -> None:
    for key in load(tmp_path):
        forget(tmp_path, key)
    for key, texts in forms.items():
        assert save(tmp_path, key, texts) == ""
    wanted = {key: {n: clean(text) for n, text in texts.items()} for key, texts in forms.items()}
    assert load(tmp_path) == wanted
    assert draft.load(tmp_path).found == (), "practice does not take them for its own"
    assert draft.load(tmp_path).notes == ()


def test_a_damaged_file_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    save(tmp_path, "new", {"statement": "It holds"})
    save(tmp_path, "paper", {"paper": "Probes"})
    first = sorted((tmp_path / "drafts").glob("*.form"))[0]
    whole = first.read_bytes()
    for cut in (b"", whole[:-5], whole.replace(b"{", b"["), b"\xff" * 40):
        first.write_bytes(cut)
        assert len(load(tmp_path)) == 1
    assert (first.stat().st_mode & 0o077) == 0


def test_a_form_forgotten_is_gone_and_forgetting_twice_is_no_harm(tmp_path: Path) -> None:
    save(tmp_path, "new", {"statement": "It holds"})
    forget(tmp_path, "new")
    forget(tmp_path, "new")
    assert load(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    said = save(tmp_path / "no" / "such", "new", {"statement": "It holds"})
    assert said.startswith("The draft cannot be kept (")
    assert "\n" not in said


def test_what_was_left_is_told_in_words() -> None:
    assert words({}) == ""
    assert words({"new": {}}) == "a prediction"
    assert words({"new": {}, "update a": {}, "update b": {}}) == "a prediction and a new estimate"
    assert words({key: {} for key in WORDS}).count(",") == len(WORDS) - 2
