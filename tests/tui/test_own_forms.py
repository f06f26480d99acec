"""Forms of own work: refusals, drafts, failed commits."""

from __future__ import annotations

import books
import pytest
from own_app import app_on, flat, press

from tastegym.tui.screens.form import FormScreen
from tastegym.tui.screens.journal import JournalScreen


@pytest.mark.parametrize(
    ("line", "typed", "said"),
    [
        ("estimate", "0.7", "70 or 0.7 %?"),
        ("estimate", "170", "above 100"),
        ("estimate", "9 3 1 hours", "must rise"),
        ("by", "someday", "no date that I can read"),
        ("by", "2026-11-19", "has passed"),
        ("kind", "guess", "There is no kind"),
        ("base_rate", "often", "is not a number"),
    ],
)
async def test_a_wrong_input_gets_one_sentence_and_nothing_is_lost(line, typed, said):
    book = books.Book()
    good = {"statement": "It holds", "estimate": "70", "by": "fri", "reason": "why not"}
    book.kept["new"] = {"kind": "experiment", **good, line: typed}
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", "ctrl+s")
        assert said in flat(text)
        assert book.saved == []
        screen = pilot.app.screen
        assert isinstance(screen, FormScreen)
        assert screen.focused.id == f"field-{line}", "one stands on the line that is wrong"
        assert screen.texts["statement"] == "It holds"
        assert screen.texts["reason"] == "why not"
        right = {"estimate": "70", "by": "fri", "kind": "task", "base_rate": "30"}[line]
        await press(pilot, "ctrl+u", f'"{right}', "ctrl+s")
    assert len(book.entries()) == 1


async def test_what_was_typed_waits_when_the_form_is_left():
    book = books.Book()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "n", '"Half a sentence', "enter", '"4', "escape")
        assert isinstance(pilot.app.screen, JournalScreen)
        text = await press(pilot, "q", "j", "n")
        assert "Half a sentence" in text
        assert pilot.app.screen.texts["estimate"] == "4"
        assert pilot.app.screen.focused.id == "field-by", "the first empty line"


async def test_a_failed_commit_keeps_the_form_and_sends_the_same_rows_again():
    book = books.Book(fail=[OSError("The disk is full.")])
    sent = []
    submit = book.submit
    book.submit = lambda *rows, then: (sent.append(rows), submit(*rows, then=then))
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", '"It holds', "enter", '"70', "enter", '"fri', "ctrl+s")
        assert "Not saved: The disk is full." in text
        assert pilot.app.screen.texts["statement"] == "It holds"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, JournalScreen)
    assert len(sent) == 2
    assert sent[0] == sent[1], "the same ids, so nothing is kept twice"
    assert len(book.entries()) == 1


async def test_nothing_is_sent_twice_while_a_commit_is_under_way():
    book = books.Book()
    held = []
    book.submit = lambda *rows, then: held.append((rows, then))
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", '"It holds', "enter", '"70', "enter", '"fri', "ctrl+s")
        assert "Saving" in text
        await press(pilot, "ctrl+s", "enter", "ctrl+s")
        assert len(held) == 1
        book.saved.extend(held[0][0])
        held[0][1](None)
        assert "It holds" in await press(pilot)
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_what_was_typed_survives_the_program_and_is_offered_again(tmp_path):
    typed = (("j", "n", '"The rebuttal works', "enter", '"7'), ("a", "enter", '"Probes'), ("v",))
    home = tmp_path / "home"
    home.mkdir()
    for keys in typed:
        async with app_on(books.Book(home=home)).run_test(size=(80, 24)) as pilot:
            await press(pilot, *keys)
        # Nobody closed the form: the next program finds what the last keystroke left.
    book = books.Book(home=home)
    assert book.own_work().left == (
        ("j", "a prediction"), ("a", "what you expect of a paper"),
    )  # fmt: skip
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n")
        assert "The rebuttal works" in text
        assert pilot.app.screen.texts["estimate"] == "7"
        await press(pilot, '"fri', "ctrl+s")
    assert [one.statement for one in book.entries()] == ["The rebuttal works"]
    assert books.Book(home=home).own_work().left == (("a", "what you expect of a paper"),)


async def test_a_form_that_is_cleared_is_not_offered_again(tmp_path):
    book = books.Book(home=tmp_path)
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "n", '"Something', "enter", '"60')
        assert book.own_work().left
        text = await press(pilot, "ctrl+r")
        assert "Something" not in text
        assert book.own_work().left == ()
        await press(pilot, '"Else')
        assert pilot.app.screen.texts["statement"] == "Else"


async def test_a_form_about_a_prediction_stands_there_when_the_journal_opens_again(tmp_path):
    book = books.busy()
    book.home = tmp_path
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", *["down"] * 4, "e", '"8')
        (key,) = book.kept
    again = books.Book(saved=book.saved, home=tmp_path)
    async with app_on(again).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j")
        assert f"update {pilot.app.screen.chosen.id}" == key
        await press(pilot, "e")
        assert pilot.app.screen.texts["estimate"] == "8"
    resolved = books.Book(saved=book.saved, home=tmp_path)
    resolved.resolve(key.partition(" ")[2], "ambiguous")
    assert resolved.own_work().left == (), "what is resolved is no more offered"


async def test_a_draft_that_cannot_be_kept_is_said(tmp_path):
    book = books.Book(home=tmp_path / "no" / "such")
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", '"It holds')
        assert "The draft cannot be kept" in flat(text)
