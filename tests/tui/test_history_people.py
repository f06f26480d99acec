"""Synthetic people read the right words on their History screen, whichever view tells them."""

from __future__ import annotations

import pytest
from lives import Life, practise
from test_history import shown, to

from tastegym.insight.filters import Filter
from tastegym.insight.look import look
from tastegym.insight.words import verdict

SEED = 3


def calibrated() -> Life:
    """Outcomes as often as the numbers say."""
    return practise(Life(SEED), 300)


def overconfident() -> Life:
    """80 % comes true two times in three."""
    return practise(Life(SEED), 300, 0.5)


def underconfident() -> Life:
    """80 % comes true nearly always."""
    return practise(Life(SEED), 300, 1.9)


def improving() -> Life:
    """Much too bold at first, calibrated later."""
    return practise(Life(SEED), 400, lambda i: 0.35 if i < 150 else 1.0)


def recalibrated_by_advice() -> Life:
    """Bold, then calibrated from the day on which the advice was seen."""
    life = practise(Life(SEED), 200, 0.35)
    life.said("advice_shown", source="deck")
    return practise(life, 200, 1.0)


def only_sharper() -> Life:
    """Calibrated all along; later answers come nearer to certainty."""
    return practise(Life(SEED), 300, sharpness=lambda i: 0.4 if i < 150 else 4.0)


def ten_answers() -> Life:
    """Hardly any."""
    return practise(Life(SEED), 10, 0.5)


def nobody() -> Life:
    """No answer at all."""
    return Life(SEED)


CALM = ("No sign of over- or underconfidence", "Cannot tell yet")
OVER, UNDER = ("Clear overconfidence",), ("Clear underconfidence",)
NOTHING = ("Nothing can be said before the first counted answer",)

PEOPLE = (
    # person, verdict on the first view, words on then against now, words on the advice
    (calibrated, CALM, ("Chance alone can do that",), ("When you feel 85 %",)),
    (overconfident, OVER, ("Chance alone can do that",), ("When you feel 85 %, enter 7",)),
    (underconfident, UNDER, ("Chance alone can do that",), ("When you feel 85 %, enter 9",)),
    (improving, OVER, ("came closer to right is 9",), ("When you feel 85 %",)),
    (recalibrated_by_advice, OVER, ("came closer to right is 9",), ("answers since",)),
    (only_sharper, CALM, ("sharper answers or easier questions",), ("When you feel 85 %",)),
    (ten_answers, ("Cannot tell yet",), ("Curves are drawn from 20",), ("from 20 counted",)),
    (nobody, NOTHING, ("nothing to compare yet",), ("from 20 counted",)),
)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize(("person", "first", "change", "advice"), PEOPLE)
async def test_the_words_on_the_screen_are_right_for(person, first, change, advice, size):
    history = person().history()
    for keys, wanted in (("", first), (to("change"), change), (to("advice"), advice)):
        text, _ = await shown(history, size, keys)
        flat = " ".join(text.split())
        assert any(words in flat for words in wanted), flat
    wrong = {OVER: "Clear underconf", UNDER: "Clear overconf"}.get(first, "Clear ")
    text, _ = await shown(history, size, "")
    assert wrong not in text


def test_these_people_are_what_their_names_say():
    for person, first, _, _ in PEOPLE:
        found = look(person().history(), Filter(), "2026-12-01")
        assert any(words in verdict(found.figures) for words in first), person.__name__
