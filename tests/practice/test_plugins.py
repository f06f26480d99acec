"""Worlds of installed packages in the plan: known from a file, looked up behind the question."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tastegym.clock import Moment
from tastegym.errors import UserError
from tastegym.generators import registry
from tastegym.practice import plugins, start
from tastegym.practice.wishes import Wishes, wishes

NOW = Moment(1_795_000_000_000_000, 60, "CET", "2026-11-20")


class Place:
    """An installed world: what an entry point gives."""

    def __init__(self, make: type) -> None:
        self.make, self.value = make, "somewhere:World"

    def load(self) -> type:
        return self.make


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Place]:
    """The worlds that packages register, to be filled by a test."""
    found: dict[str, Place] = {}
    monkeypatch.setattr(registry, "_entry_points", lambda: found)
    monkeypatch.setattr(registry, "_made", {})
    return found


def of(name: str) -> type:
    base = type(registry.find("base-rate"))
    return type("Other", (base,), {"name": name})


def test_a_world_of_a_package_enters_the_plan_at_the_next_start(
    tmp_path: Path, installed: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tastegym.deck.library.shipped_root", lambda: None)
    assert plugins.known(tmp_path) == ()
    installed["my-world"] = Place(of("my-world"))
    installed["broken"] = Place(dict)
    plugins.refresh(tmp_path)
    (world,) = plugins.known(tmp_path)
    assert (world.name, world.lesson) == ("my-world", registry.find("base-rate").lesson_slug)
    base = start.open_base(tmp_path, now=lambda: NOW)
    planned = {spot.world for spot in start.day_plan(base, 60).spots}
    assert "my-world" in planned
    drawn = start.begin(base, start.Request(minutes=60))._drawn
    mine = [one for one in drawn if getattr(one, "world", "") == "my-world"]
    assert mine
    assert all(one.make().scenario.uid.startswith("world:my-world@") for one in mine)
    base.writer.close()


def test_what_was_installed_since_waits_for_the_next_look(
    tmp_path: Path, installed: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed["my-world"] = Place(of("my-world"))
    plugins.refresh(tmp_path)
    before = (tmp_path / plugins.FILE).stat().st_mtime_ns
    plugins.refresh(tmp_path)
    assert (tmp_path / plugins.FILE).stat().st_mtime_ns == before, "nothing new, nothing written"
    (tmp_path / "packages").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "packages")])
    assert plugins.known(tmp_path) == ()
    plugins.refresh(tmp_path)
    assert [one.name for one in plugins.known(tmp_path)] == ["my-world"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"places": 3}', '{"worlds": []}'])
def test_a_broken_file_is_mended(tmp_path: Path, installed: dict[str, Place], text: str) -> None:
    (tmp_path / plugins.FILE).write_text(text)
    assert plugins.known(tmp_path) == ()
    plugins.refresh(tmp_path)
    assert json.loads((tmp_path / plugins.FILE).read_text())["worlds"] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{}", Wishes()),
        ('{"minutes": 20, "block": null}', Wishes(20)),
        ('{"minutes": 10, "block": 8}', Wishes(10, 8)),
        ('{"minutes": 0.5, "block": true}', Wishes()),
        ('{"minutes": 900, "block": 0}', Wishes()),
        ("[]", Wishes()),
        ("{", Wishes()),
    ],
)
def test_the_settings_of_the_home_lengthen_the_plan(
    tmp_path: Path, text: str, wanted: Wishes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tastegym.deck.library.shipped_root", lambda: None)
    assert wishes(tmp_path) == Wishes()
    (tmp_path / "settings.json").write_text(text)
    assert wishes(tmp_path) == wanted
    base = start.open_base(tmp_path, now=lambda: NOW)
    made = start.day_plan(base)
    if wanted.count:
        assert len(made.spots) == wanted.count
    else:
        assert made.minutes == (wanted.minutes or 10)
    assert start.day_plan(base, 30).minutes == 30, "what is asked for now wins"
    base.writer.close()


def test_a_world_that_went_away_is_refused_in_a_sentence(installed: dict[str, Place]) -> None:
    with pytest.raises(UserError, match="no world 'my-world'"):
        registry.find("my-world")
