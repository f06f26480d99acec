"""Ten that mattered: the person's own choice, in the app's order and in the report."""

from __future__ import annotations

from lives import Life

from tastegym.insight.filters import Filter
from tastegym.insight.log import entries
from tastegym.insight.look import look
from tastegym.insight.mattered import MOST, marks, mattered
from tastegym.insight.rows import answers
from tastegym.report import html, markdown
from tastegym.report.content import report
from tastegym.report.mattered import kept


def chosen(life):
    history = life.history()
    return mattered(history, entries(history, answers(history, "2027-01-01")))


def marked(count):
    """A life of so many answers, all marked."""
    life = Life()
    for n in range(count):
        said = life.answer(
            (0.7, 0.3), "b", ("a", "b"), question=f"Question <{n}>?",
            lock={"body": '{"reason":"since & so"}'},
        )  # fmt: skip
        life.said("mattered", forecast_id=said.id)
    return life


def test_the_page_keeps_the_order_of_choosing_and_ten_at_most():
    life = marked(12)
    assert [entry.question for entry in chosen(life)] == [f"Question <{n}>?" for n in range(MOST)]


def test_what_was_taken_off_makes_room():
    life = marked(12)
    first = next(iter(marks(life.history()).values()))
    life.said("hide", id=first.id)
    assert [entry.question for entry in chosen(life)][::9] == ["Question <1>?", "Question <10>?"]


def test_a_mark_on_nothing_is_passed_over():
    life = marked(1)
    life.said("mattered", forecast_id="gone")
    assert len(chosen(life)) == 1


def test_number_reason_and_outcome_stand_in_both_reports():
    life = marked(2)
    insight = look(life.history(), Filter(), "2027-01-01")
    made = report({"deck": insight}, "2027-01-01", kept(life.history(), chosen(life)))
    page, text = html.page(made), markdown.page(made)
    assert "Ten that mattered" in page
    assert "Question &lt;0&gt;?" in page
    assert "since &amp; so" in page
    for part in ("Ten that mattered", "Brier 0.490", "What happened: b"):
        assert part in page
        assert part in text
    assert page.count("✓ came true") == text.count("(came true)") == 2
    assert "- 30 % b (came true)" in text
    assert "Ten that mattered" not in html.page(report({"deck": insight}, "2027-01-01"))
