"""Practice through the keyboard, over a fake ledger: what is locked is what stood on the screen."""

from __future__ import annotations

import pytest
import world
from own_app import burst, settled

from tastegym.tui.screens.practice import PracticeScreen
from tastegym.tui.screens.summary import SummaryScreen
from tastegym.tui.screens.table import PATIENCE
from tastegym.tui.screens.today import TodayScreen

SIZE = (80, 24)


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
    await pilot.pause()


def text(pilot) -> str:
    return world.text_of(pilot.app)


async def test_digits_then_two_enters_lock_what_stood_there():
    seat = world.sitting(world.scenario())
    app = world.practice(seat=seat)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "6", "0")
        assert "60_" in text(pilot)
        assert seat.of("Forecast") == []
        await press(pilot, "enter")
        assert "Enter again locks" in text(pilot)
        assert seat.of("Forecast") == []
        await press(pilot, "enter")
        (forecast,) = seat.of("Forecast")
        assert dict(zip(forecast.options, forecast.probs, strict=True)) == {
            "logger": 6000, "data": 1334, "lr": 1333, "none": 1333,
        }  # fmt: skip
        shown = text(pilot)
        assert "+72 points" in shown
        assert "✓     60 %" in shown


async def test_the_exposure_is_committed_before_any_answer():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert [type(r).__name__ for r in seat.saved] == ["SessionRow", "Item", "Exposure"]


async def test_no_reveal_before_the_commit_has_returned():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await pilot.pause()
        seat.held = []
        await press(pilot, "6", "0", "enter", "enter")
        await pilot.pause(2 * PATIENCE)
        assert "Saving" in text(pilot)
        assert "points   Brier" not in text(pilot)
        await press(pilot, "enter", "x", "7", "right")
        assert len(seat.held) == 1, "nothing more is sent while it waits"
        seat.release()
        await pilot.pause()
        assert "+72 points" in text(pilot)


async def test_keys_pressed_before_the_reveal_stands_there_do_not_leave_it():
    seat = world.sitting(world.scenario(), world.scenario("two"))
    app = world.practice(seat=seat)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "6", "0", "enter")
        burst(app, "\r\r\r\r")
        await settled(pilot)
        assert len(seat.of("Forecast")) == 1
        assert "+72 points" in text(pilot), "the reveal is still to be read"
        await press(pilot, "enter")
        await settled(pilot)
        assert app.screen.state == "ask"
        assert len(seat.of("Forecast")) == 1


async def test_values_are_not_called_odds():
    async with world.practice(world.quantile()).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert ": values" in text(pilot)
        assert "odds" not in text(pilot).splitlines()[-2]
    async with world.practice(world.scenario()).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert ": type odds" in text(pilot)


async def test_a_failed_commit_keeps_the_answer_and_is_tried_again_with_the_same_ids():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await pilot.pause()
        seat.fail = [OSError("The disk is full.")]
        await press(pilot, "6", "0", "enter", "enter")
        shown = text(pilot)
        assert "The disk is full." in shown
        assert "Not saved, so nothing is revealed" in shown
        assert seat.of("Forecast") == []
        tried = pilot.app.screen.round._pending.forecasts[0].id
        await press(pilot, "enter")
        assert [f.id for f in seat.of("Forecast")] == [tried]
        assert "+72 points" in text(pilot)
        assert "disk is full" not in text(pilot)


async def test_a_failed_exposure_goes_along_with_the_lock():
    seat = world.sitting(world.scenario())
    seat.fail = [OSError("The ledger is busy.")]
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "The ledger is busy." in text(pilot)
        await press(pilot, "6", "0", "enter", "enter")
        assert [type(r).__name__ for r in seat.saved] == [
            "SessionRow", "Item", "Exposure", "Forecast", "Reveal",
        ]  # fmt: skip


async def test_arrows_pins_and_even():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "right", "right", "l")
        assert pilot.app.screen.round.entry.values[0] == 4000
        await press(pilot, "shift+right", "L", "H")
        assert pilot.app.screen.round.entry.values[0] == 4100
        await press(pilot, "space", "j", "9", "0", "enter")
        assert pilot.app.screen.round.entry.values == (4100, 5900, 0, 0)
        assert "59 % at most" in text(pilot)
        assert "◆ 41 %" in text(pilot)
        await press(pilot, "=")
        assert pilot.app.screen.round.entry.values == (4100, 1967, 1967, 1966)


async def test_the_line_takes_every_key_until_it_is_closed():
    seat = world.sitting(world.binary())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "colon", "1", "space", "i", "n", "space", "4", "0")
        assert ":1 in 40_" in text(pilot)
        assert seat.of("Fact") == [], "no letter reached a command"
        await press(pilot, "enter")
        assert pilot.app.screen.round.entry.values == (250, 9750)
        await press(pilot, "colon", "q", "x", "w", "enter")
        assert "not a number" in text(pilot)
        assert isinstance(pilot.app.screen, PracticeScreen)


async def test_a_line_that_cannot_be_read_stays_in_sight_and_open():
    seat = world.sitting(world.board())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "colon", "7", "0", "space", "x")
        assert ":70 x_" in text(pilot)
        assert "all rows: 80 35 60" in text(pilot), "the example has as many rows as the board"
        await press(pilot, "enter")
        shown = text(pilot)
        assert pilot.app.screen.round.entry.refused
        assert ":70 x_" in shown
        assert pilot.app.screen.round.entry.note.split()[0] in shown
        foot = shown.splitlines()[-1]
        assert "Enter set" in foot
        assert "Esc close" in foot
        assert "lock" not in foot
        assert "? help" not in foot, "a question mark would be typed"
        await press(pilot, "backspace", "2", "0", "space", "9", "0", "enter")
        assert pilot.app.screen.round.entry.values == (7000, 2000, 9000)
        await press(pilot, "colon", "x", "escape", "j", "5")
        assert "5_" in text(pilot)


async def test_enter_keeps_a_written_line_and_its_footer_says_so():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "w", *"why?")
        foot = text(pilot).splitlines()[-1]
        assert "Enter keep" in foot
        assert "help" not in foot
        await pilot.app.screen.run_action("keep")
        assert seat.session.asking.reason == "why?"


async def test_an_untouched_answer_asks_once_more():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "enter", "enter")
        assert "even answer" in text(pilot)
        assert seat.of("Forecast") == []
        await press(pilot, "enter")
        assert seat.of("Forecast")[0].probs == (2500, 2500, 2500, 2500)


async def test_reason_hint_and_seen_go_with_the_forecast():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "w", *"quiet", "space", *"seeds", "enter")
        await press(pilot, "s", "s", "i")
        shown = text(pilot)
        assert "Ask what differs between the seeds." in shown
        assert "does not count" in shown
        await press(pilot, "6", "0", "enter", "enter")
        (forecast,) = seat.of("Forecast")
        assert (forecast.hint_used, forecast.recognised) == (True, "known")
        assert '"reason":"quiet seeds"' in forecast.body
        assert "quiet seeds" in text(pilot)
        assert "Does not count: a hint was shown." in text(pilot)


async def test_escape_drops_the_line_that_was_being_written():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "w", *"no", "escape", "6", "0", "enter", "enter")
        assert "reason" not in seat.of("Forecast")[0].body
        assert "+72 points" in text(pilot)


async def test_one_s_own_line_comes_before_the_options():
    seat = world.sitting(world.ask_first())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "The logger changed its window" not in text(pilot)
        await press(pilot, "9", "right", "enter")
        await press(pilot, *"clock", "enter")
        assert "The logger changed its window" in text(pilot)
        await press(pilot, "6", "0", "enter", "enter")
        assert "Your line    clock" in text(pilot)
        await press(pilot, "space")
        assert "Your own line" in text(pilot)
        assert '"own_line":"clock"' in seat.of("Forecast")[0].body


async def test_evidence_arrives_under_the_same_bars():
    seat = world.sitting(world.staged())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "7", "0", "enter", "enter")
        shown = text(pilot)
        assert "Token counts are unchanged." in shown
        assert "was 70" in shown
        assert "stage 2 of 3" in shown
        assert seat.of("Reveal") == []
        await press(pilot, "9", "0", "enter", "enter", "enter", "enter")
        assert "Unchanged by the new evidence" in text(pilot)
        await press(pilot, "enter")
        assert [f.stage for f in seat.of("Forecast")] == [0, 1, 2]
        assert [f.final for f in seat.of("Forecast")] == [False, False, True]
        await press(pilot, "space", "d", "d", "d")
        assert "by Bayes' rule" in text(pilot)


async def test_a_board_is_one_lock_of_rows():
    seat = world.sitting(world.board())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "8", "0", "enter", "2", "0", "enter", "9", "0", "enter")
        assert "Enter again locks" in text(pilot)
        await press(pilot, "enter")
        said = {f.uid.rpartition("/")[2]: f.probs[0] for f in seat.of("Forecast")}
        order = [row.id for row in pilot.app.screen.round.shown.asking.rows]
        assert said == dict(zip(order, (8000, 2000, 9000), strict=True))
        assert "mean of 3 rows" in text(pilot)


async def test_quantiles_with_a_live_picture():
    seat = world.sitting(world.quantile())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "minus", "0", ".", "1", "enter", "0", ".", "2", "enter")
        await press(pilot, "0", ".", "5", "enter")
        assert "●" in text(pilot)
        await press(pilot, "enter")
        (forecast,) = seat.of("Forecast")
        assert [v for _, v in forecast.quantiles] == [-0.1, 0.2, 0.5]
        assert "The value: 0.18 d" in text(pilot)


async def test_an_open_question_has_no_reveal():
    seat = world.sitting(world.pending(), world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "6", "0", "enter", "enter")
        assert "still open" in text(pilot)
        assert seat.of("Reveal") == []
        await press(pilot, "enter")
        assert "2 of 2" in text(pilot)


async def test_the_equivalent_bet_sets_the_row():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "b")
        assert "25 are" in text(pilot)
        await press(pilot, "up", "up", "=")
        green = pilot.app.screen.round.bet.green
        assert pilot.app.screen.round.entry.values[0] == green * 100 > 2500


async def test_the_first_tier_has_at_most_twenty_rows_and_space_opens_the_rest():
    for make in world.EVERY:
        one = make()
        if one.pending:
            continue
        seat = world.sitting(one)
        async with world.practice(seat=seat).run_test(size=(80, 40)) as pilot:
            if one.ask_first:
                await press(pilot, "enter", "enter")
            if one.levels:
                await press(pilot, "=")
            for _ in range(9):
                if pilot.app.screen.state == "reveal":
                    break
                await press(pilot, "enter")
            screen = pilot.app.screen
            assert screen.state == "reveal"
            lines = screen.reveal_lines(76, 40)
            assert len(lines) <= 20
            assert "points" in lines[0][0][0], "points first"
            await press(pilot, "space")
            everything = "\n".join(
                "".join(t for t, _ in line) for line in screen.reveal_lines(76, 40)
            )
            for option in one.options:
                assert option.feedback in everything
            assert "Run log 118" in everything


async def test_what_was_needed_is_asked_after_a_miss_or_by_key():
    seat = world.sitting(world.scenario(), world.binary())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "j", "9", "0", "enter", "enter")
        assert "What would you have needed to see?" in text(pilot)
        await press(pilot, "n", *"scale", "enter", "r", "2")
        reflections = [f for f in seat.of("Fact") if f.kind == "reflection"]
        assert ['"text":"scale"' in f.body for f in reflections] == [True, False]
        assert '"rating":"ambiguous"' in reflections[1].body
        await press(pilot, "enter", "5", "enter", "enter")
        assert "What would you have needed to see?" not in text(pilot)
        await press(pilot, "1")
        assert len(seat.of("Fact")) == 2, "a digit rates only when asked"


async def test_the_block_ends_in_its_summary_and_skips_are_told():
    seat = world.sitting(world.scenario(), world.binary(), world.scenario("third"))
    services = world.FakeServices()
    async with world.practice(seat=seat, services=services).run_test(size=SIZE) as pilot:
        await press(pilot, "6", "0", "enter", "enter", "enter", "x")
        await press(pilot, "2", "0", "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, SummaryScreen)
        shown = text(pilot)
        summary = seat.session.summary()
        assert "2 answered · 2 of them count · 1 skipped" in shown
        assert f"{summary.brier:.3f}" in shown
        assert f"{summary.expected:.3f} ± {summary.sd:.3f}" in shown
        assert "crowd" in shown
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_leaving_keeps_the_draft_and_the_next_start_goes_on():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "4", "0", "enter", "j", "7", "q")
        assert isinstance(pilot.app.screen, TodayScreen)
    face = seat.drafts[-1]["face"]
    again = world.sitting(world.scenario())
    async with world.practice(seat=again, face=face).run_test(size=SIZE) as pilot:
        await pilot.pause()
        entry = pilot.app.screen.round.entry
        assert (entry.values[0], entry.at, entry.buffer) == (4000, 1, "7")
        assert "7_" in text(pilot)


async def test_a_half_written_reason_comes_back():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "w", *"half")
    face = seat.drafts[-1]["face"]
    assert face["writing"] == {"what": "reason", "text": "half"}
    again = world.sitting(world.scenario())
    async with world.practice(seat=again, face=face).run_test(size=SIZE) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        assert again.session.asking.reason == "half"


async def test_every_key_is_in_the_draft_before_the_next():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=SIZE) as pilot:
        await press(pilot, "right")
        for key in ("right", "j", "3", "5", "backspace", "space"):
            before = len(seat.drafts)
            await press(pilot, key)
            assert len(seat.drafts) > before
            kept = seat.drafts[-1]["face"]["entry"]
            assert kept == pilot.app.screen.round.entry.snapshot()


async def test_time_at_the_question_is_carried_over():
    seat = world.sitting(world.scenario())
    face = {"seconds": 100.0}
    async with world.practice(seat=seat, face=face).run_test(size=SIZE) as pilot:
        await press(pilot, "6", "0", "enter", "enter")
        assert float(seat.of("Forecast")[0].body.split('"seconds":')[1].split(",")[0]) > 100


@pytest.mark.parametrize("make", world.EVERY)
async def test_long_texts_scroll_by_key_and_rows_stay_in_sight(make):
    seat = world.sitting(make())
    async with world.practice(seat=seat).run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        screen = pilot.app.screen
        if screen.state == "line":
            await press(pilot, "enter", "enter")
        if "more below" in text(pilot):
            first, last = screen._stem[2][0], screen._stem[2][-1]
            assert first in screen.laid.lines
            assert last not in screen.laid.lines
            await press(pilot, *"d" * 20)
            assert last in screen.laid.lines
            assert "more above" in text(pilot)
            await press(pilot, *"u" * 20)
            assert first in screen.laid.lines
        for _ in range(screen.round.entry.rows):
            assert "▸" in text(pilot)
            await press(pilot, "j")


async def test_help_lists_every_key_of_the_screen():
    async with world.practice(world.scenario()).run_test(size=(100, 60)) as pilot:
        await press(pilot, "question_mark")
        lines = pilot.app.screen.page("main-page").lines(90)
        shown = " ".join("".join(t for t, _ in line) for line in lines)
        shown = " ".join(shown.split())
        for command in PracticeScreen.TABLE:
            assert " ".join(command.help.split()) in shown
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, PracticeScreen)


async def test_a_keymap_changes_keys_footer_and_help():
    services = world.FakeServices(keys={"practice.reason": "e"})
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat, services=services).run_test(size=SIZE) as pilot:
        assert "e reason" in text(pilot)
        await press(pilot, "w")
        assert pilot.app.screen.state == "ask"
        await press(pilot, "e")
        assert pilot.app.screen.state == "write"


async def test_the_palette_offers_what_the_screen_can_do_now():
    async with world.practice(world.scenario()).run_test(size=SIZE) as pilot:
        await pilot.pause()
        titles = [c.title for c in pilot.app.get_system_commands(pilot.app.screen)]
        assert any(t.startswith("reason") for t in titles)
        assert not any(t.startswith("next") for t in titles)
