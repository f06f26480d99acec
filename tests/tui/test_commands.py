"""The table of commands: no key does two things at once, and the document tells the truth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import world

from tastegym.errors import UserError
from tastegym.tui import settings
from tastegym.tui.app import TastegymApp
from tastegym.tui.commands import APP, SCREENS
from tastegym.tui.practice_commands import ASK, BET, FAILED, LINE, OPEN, REVEAL, WAIT, WRITE
from tastegym.tui.screens.settings import SettingsScreen
from tastegym.tui.screens.today import TodayScreen

STATES = (ASK, LINE, BET, WRITE, WAIT, FAILED, REVEAL, OPEN)
DOCUMENT = Path(__file__).parents[2] / "docs" / "keys.md"


@pytest.mark.parametrize("name", SCREENS)
def test_a_key_does_one_thing_in_each_state(name):
    for state in STATES:
        taken: dict[str, str] = {}
        for command in (*SCREENS[name], *(APP if name != "Everywhere" else ())):
            if command.states and state not in command.states:
                continue
            for key in command.keys.split(","):
                inner = command.id.partition(".")[0] != "app" or key not in taken
                assert key not in taken or not inner, f"{key}: {taken.get(key)} and {command.id}"
                taken.setdefault(key, command.id)


def test_no_key_that_terminals_confuse():
    for table in SCREENS.values():
        for command in table:
            assert not {"ctrl+j", "ctrl+m", "ctrl+h", "ctrl+i"} & set(command.keys.split(","))


def test_the_document_lists_every_command_with_its_keys():
    written = DOCUMENT.read_text("utf-8")
    rows = [line for line in written.splitlines() if "| `" in line]
    expected = [f"| {c.shown} | `{c.id}` | {c.help} |" for table in SCREENS.values() for c in table]
    assert rows == expected


def test_every_action_exists():
    from tastegym.tui.screens.checkup import CheckupScreen
    from tastegym.tui.screens.decks import DecksScreen
    from tastegym.tui.screens.help import HelpScreen
    from tastegym.tui.screens.history import HistoryScreen
    from tastegym.tui.screens.practice import PracticeScreen
    from tastegym.tui.screens.summary import SummaryScreen
    from tastegym.tui.screens.tutorial import TutorialScreen

    classes = (
        CheckupScreen, DecksScreen, HelpScreen, HistoryScreen, PracticeScreen, SettingsScreen,
        SummaryScreen, TodayScreen, TutorialScreen,
    )  # fmt: skip
    for cls in classes:
        for command in cls.TABLE:
            name = command.action.partition("(")[0]
            owner, name = (TastegymApp, name[4:]) if name.startswith("app.") else (cls, name)
            assert hasattr(owner, f"action_{name}"), command.id


def test_settings_survive_and_bad_ones_are_named(tmp_path):
    assert settings.load(tmp_path) == (settings.Settings(), ())
    chosen = settings.Settings("taste-light", 20, 8, False)
    settings.save(tmp_path, chosen)
    assert settings.load(tmp_path) == (chosen, ())
    (tmp_path / "settings.json").write_text(
        json.dumps({"block": 900, "motion": 3, "theme": 1, "minutes": "ten"})
    )
    loaded, notes = settings.load(tmp_path)
    assert (loaded, len(notes)) == (settings.Settings(), 4)
    (tmp_path / "settings.json").write_text("{")
    assert len(settings.load(tmp_path)[1]) == 1
    with pytest.raises(UserError):
        settings.save(tmp_path / "missing", chosen)


def test_a_keymap_file_is_read_and_its_mistakes_are_named(tmp_path):
    assert settings.keymap(tmp_path) == ({}, ())
    (tmp_path / "keys.toml").write_text('[practice]\nskip = "n"\nnope = "y"\nmore = 3\n')
    keys, notes = settings.keymap(tmp_path)
    assert keys == {"practice.skip": "n"}
    assert len(notes) == 2
    (tmp_path / "keys.toml").write_text("[[[")
    keys, notes = settings.keymap(tmp_path)
    assert (keys, len(notes)) == ({}, 1)


async def test_settings_change_at_once_and_are_kept():
    services = world.FakeServices()
    app = TastegymApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "right", "down", "right", "down", "right", "down", "left")
        await pilot.pause()
        assert services.settings == settings.Settings("taste-light", 15, 3, True)
        assert app.theme == "taste-light"
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)


async def test_the_first_start_is_the_tutorial_and_ends_where_one_wanted_to_go():
    from tastegym.practice.start import Request
    from tastegym.tui.app import first_screen
    from tastegym.tui.screens.practice import PracticeScreen

    services = world.FakeServices(tutored=False)
    request = Request(deck="oddities")
    app = TastegymApp(services, first_screen(services, request))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Why probabilities" in world.text_of(app)
        await pilot.press("enter", "enter")
        await pilot.pause()
        seat = services.next_sitting
        for key, said in (("right", "next row"), ("down", "type a number"), ("6", "Enter sets")):
            await pilot.press(key)
            await pilot.pause()
            assert said in world.text_of(app)
        await pilot.press("0", "enter", "enter")
        await pilot.pause()
        assert seat.of("Exposure")[0].purpose == "tutorial"
        assert "this was the tutorial" in world.text_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "What the score does" in world.text_of(app)
        services.next_sitting = None
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert services.left_tutorial
        assert request in services.asked
        assert isinstance(app.screen, PracticeScreen)


async def test_the_tutorial_can_be_left_at_once():
    services = world.FakeServices(tutored=False)
    from tastegym.tui.app import first_screen

    app = TastegymApp(services, first_screen(services, None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert services.left_tutorial
        assert isinstance(app.screen, TodayScreen)
