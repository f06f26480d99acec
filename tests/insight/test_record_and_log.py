"""An opened record for screens, the list of all answers, search and the calendar."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lives import YES_NO, Life, practise

from tastegym.chart.calendar import calendar
from tastegym.insight import words
from tastegym.insight.advice import SHOWN, shown
from tastegym.insight.filters import Filter
from tastegym.insight.log import days, entries, search, surprises
from tastegym.insight.record import Record
from tastegym.insight.rows import answers

TODAY = "2026-06-01"
FOUR = (0.7, 0.1, 0.1, 0.1)


def opened(life: Life, **wanted: str) -> Record:
    return Record(life.history(), Filter(**wanted), TODAY)


def log(life: Life):
    history = life.history()
    return entries(history, answers(history, TODAY))


def test_a_window_holds_the_answers_between_its_ends():
    life = practise(Life(), 60)
    record = opened(life)
    assert len(record) == 60
    assert record.window(0, 60) != record.window(0, 30)
    assert sum(point.n for point in record.window(20, 50)) == 30 * 4
    whole, curve = record.window(0, 60), record.insight().figures.curve
    assert [(p.forecast, p.fitted, p.n) for p in whole] == [
        (p.forecast, p.fitted, p.n) for p in curve
    ]
    assert not any(point.outside for point in whole)
    assert record.window_at_rest(0, 60) == curve
    assert record.window(60, 60) == ()


def test_beta_over_time_ends_where_all_answers_are_known():
    record = opened(practise(Life(), 120, lambda i: 0.4 if i < 60 else 1.6))
    path = record.beta_path()
    assert path[-1].index == 120
    last = path[-1]
    assert (last.lo, last.median, last.hi) == pytest.approx(
        (last.all_lo, last.all_median, last.all_hi)
    )
    assert path[0].all_median < path[-1].all_median, "the move shows"
    assert all(point.lo < point.median < point.hi for point in path)
    assert opened(Life()).beta_path() == ()


def test_every_answer_stands_in_the_list_with_what_was_said():
    life = practise(Life(), 5)
    life.answer(FOUR, "b", name="s0", question="Which now?")
    life.predict((0.3,), "void")
    life.predict((0.9,), "no")
    found = log(life)
    assert len(found) == 8
    assert [entry.at for entry in found] == sorted((e.at for e in found), reverse=True)
    newest, taken_back, repeat = found[:3]
    assert newest.question == "Will H2 hold?"
    assert newest.said == (("yes", 0.9), ("no", pytest.approx(0.1)))
    assert (newest.outcome, newest.brier) == ("no", pytest.approx(0.81))
    assert (taken_back.outcome, taken_back.brier, taken_back.why_not) == ("", None, "void")
    assert (repeat.why_not, repeat.outcome) == ("repeat", "b")
    assert surprises(found)[0].brier == max(e.brier for e in found if e.brier is not None)
    assert surprises(found)[-1] is taken_back


def test_a_numeric_answer_is_listed_with_its_levels():
    life = Life()
    shown = life.show(life.item("q", kind="quantile"))
    life.lock(shown, (), quantiles=((0.1, 2.0), (0.9, 9.5)))
    life.reveal(shown, "4.5")
    (entry,) = log(life)
    assert entry.said == (("10 %", 2.0), ("90 %", 9.5))
    assert (entry.outcome, entry.brier) == ("4.5", None)


def test_search_reads_scenario_reason_and_reflection_as_they_were():
    life = Life()
    life.answer(FOUR, "a", setup="A Kettle whistled.", name="k")
    life.answer(FOUR, "a", name="r", lock={"body": '{"reason":"the base rate is low"}'})
    noted = life.answer(FOUR, "a", name="n")
    life.said("reflection", exposure_id=noted.exposure_id, text="look at the Controls")
    life.predict((0.3,), "yes")
    history, found = life.history(), log(life)

    def uids(words: str) -> list[str]:
        hits = search(history, found, words)
        by_id = {row.id: row.uid for row in history.forecasts}
        return [by_id[entry.forecast_id][-1:] for entry in hits]

    assert uids("kettle") == ["k"]
    assert uids("BASE low") == ["r"]
    assert uids("controls") == ["n"]
    assert uids("h2") == [""]
    assert uids("which") == ["n", "r", "k"]
    assert uids("no such word") == []


def test_days_count_answers_once_each():
    life = Life()
    shown = life.show(life.item("b", kind="board"))
    for i in range(3):
        life.lock(shown, (0.9, 0.1), YES_NO, uid=f"{shown.uid}/r{i}")
    life.reveal(shown, {f"{shown.uid}/r{i}": "yes" for i in range(3)})
    life.answer(FOUR, "a")
    life.predict((0.2, 0.3))
    assert days(life.history()) == {"2026-03-02": 2, "2026-03-04": 1, "2026-03-05": 1}


def test_the_calendar_shows_each_day_in_its_place():
    counts = {"2026-03-02": 1, "2026-03-03": 4, "2026-03-15": 12}
    rows = calendar(counts, date(2026, 3, 17), width=12).text().splitlines()
    assert rows[0].strip() == "Mar"
    assert rows[1] == "Mon · ░ · ·"[: len(rows[1])]
    assert [row[6:7] for row in rows[1:]] == ["░", "▒", "·", "·", "·", "·", "·"]
    assert rows[7][8] == "█"
    assert len(rows[3]) < len(rows[2]), "days to come are blank"
    assert calendar({}, date(2026, 3, 17)).width <= 76


def test_advice_pulls_bold_answers_back_and_is_tested_forward():
    block = opened(practise(Life(), 200, 0.45)).advice()
    rows = {row.felt: row for row in block.table}
    assert rows[0.85].enter < 0.8
    assert rows[0.85].lo <= rows[0.85].enter <= rows[0.85].hi
    assert (block.answers, block.tested, block.advised) == (200, 170, 0)
    assert block.gain.hi < 0, "corrected answers would have scored better"
    said = words.advice(block)
    assert f"enter {100 * rows[0.85].enter:.0f} %" in said
    assert "from 200 answers" in said
    assert "better by" in said
    assert words.advice(opened(Life()).advice()) == ""


def test_answers_given_under_advice_are_neither_fitted_nor_tested():
    life = practise(Life(), 80, 0.45)
    life.said("advice_shown")
    practise(life, 40)
    block = opened(life).advice()
    assert (block.answers, block.tested, block.advised) == (80, 50, 40)


def test_the_first_showing_marks_later_answers_of_its_record_and_is_kept_once():
    life = practise(Life(), 80, 0.45)
    record = opened(life)
    now = life.now()
    fact = shown(record.history, record.advice(), "deck", now, life.ids.new)
    assert (fact.kind, fact.at, fact.local_day) == (SHOWN, now.at, now.local_day)
    told = json.loads(fact.body)
    assert (told["source"], told["answers"]) == ("deck", 80)
    assert told["table"][0] == [0.55, round(record.advice().table[0].enter, 3)]
    life.add("facts", fact)
    practise(life, 40)
    for _ in range(3):
        life.predict((0.7,), "yes")
    record = opened(life)
    assert shown(record.history, record.advice(), "deck", life.now(), life.ids.new) is None
    block = record.advice()
    assert (block.answers, block.advised) == (80, 40)
    assert opened(life, source="journal").advice().advised == 0, "another record, another table"
    assert opened(life, source="all").advice().advised == 40
    assert shown(record.history, block, "journal", life.now(), life.ids.new).kind == SHOWN


def test_what_is_entered_since_the_advice_has_a_table_of_its_own():
    life = practise(Life(), 120, 0.45)
    life.said(SHOWN, source="all")
    practise(life, 120, 1.0)
    block = opened(life).advice()
    before, since = ({row.felt: row.enter for row in rows} for rows in (block.table, block.since))
    assert before[0.85] < 0.78
    assert since[0.85] > 0.8, "who has learned is not corrected again"
    said = words.advice(block)
    assert f"85 % entered has been worth {100 * since[0.85]:.0f} %" in said
    assert "do not correct again" in said


def test_nothing_is_marked_where_nothing_was_shown():
    life = Life()
    record = opened(life)
    assert record.advice() is None
    assert shown(record.history, None, "deck", life.now(), life.ids.new) is None


def staged(life: Life, share: float, count: int) -> Life:
    """Three stages; each step is `share` of what Bayes' rule asks for, in log odds."""
    for i in range(count):
        truth = "ab"[life.random.random() < 0.5]
        likelihoods = []
        for _ in range(2):
            strong = truth if life.random.random() < 0.7 else "ab".replace(truth, "")
            likelihoods.append({k: 0.7 if k == strong else 0.3 for k in "ab"})
        stages = [{}, *({"reveal": "x", "likelihood": given} for given in likelihoods)]
        shown = life.show(life.item(f"st{i}", kind="staged", stages=stages))
        odds = 1.0
        for stage in range(3):
            if stage:
                given = likelihoods[stage - 1]
                odds *= (given["a"] / given["b"]) ** share
            p = odds / (1 + odds)
            life.lock(shown, (p, 1 - p), ("a", "b"), stage=stage, final=stage == 2)
        life.reveal(shown, truth)
    return life


@pytest.mark.parametrize("share", [0.5, 1.0, 1.6])
def test_updates_are_measured_against_the_evidence(share):
    found = opened(staged(Life(), share, 40)).updates()
    assert found.updates == 80
    assert found.by_evidence.value == pytest.approx(share, abs=0.01)
    assert found.by_evidence.lo <= found.by_evidence.value <= found.by_evidence.hi
    assert found.by_outcome.scenarios <= 40
    assert f"were {found.by_evidence.value:.2f} times" in words.updates(found)
    assert "80 updates" in words.updates(found)


def test_answers_in_one_stage_have_no_updates():
    found = opened(practise(Life(), 10)).updates()
    assert found.updates == 0
    assert words.updates(found) == ""


def test_behind_a_point_of_the_curve_stand_its_pairs():
    life = practise(Life(), 40)
    practise(life, 20, options=2)
    record = opened(life)
    for point in record.insight().figures.curve:
        pairs = record.behind(point.forecast)
        assert len(pairs) == point.n
        assert sum(hit for _, _, hit in pairs) == point.hits
        assert len({row.forecast.id for row, _, _ in pairs}) == point.scenarios
    assert all(option == "yes" for row, option, _ in record.behind(0.5) if row.statement)


def test_a_world_met_before_is_called_a_practised_family():
    life = Life()
    for i, world in enumerate(("base-rate", "base-rate", "many-lines")):
        life.answer(FOUR, "a", uid=f"world:{world}@1/9f#{i}")
    figures = opened(life, source="generated").insight().figures
    assert figures.practised == 1
    assert words.practised(figures).startswith("1 of these 3 answers come from a world met before")
    assert words.practised(opened(life).insight().figures) == ""
