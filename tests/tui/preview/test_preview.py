"""The preview under a pilot: what it shows, how it follows the files, what it notes."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from goldens import check
from tui import world
from tui.preview import decks

from tastegym.authoring import exposed
from tastegym.deck.diagnostic import Place
from tastegym.deck.load import load_text
from tastegym.ledger.read import history
from tastegym.ledger.store import Ledger
from tastegym.tui.preview import editor
from tastegym.tui.preview.app import PreviewApp, run
from tastegym.tui.preview.look import look, scene
from tastegym.tui.preview.noting import Noting
from tastegym.tui.settings import Settings, save

SIZES = ((80, 24), (120, 40))


class Preview:
    """A deck on disk with the app over it."""

    def __init__(self, folder: Path, text: str = decks.EVERY, ledger: Path | None = None) -> None:
        self.path = folder / "deck.yaml"
        self.path.write_text(text)
        self.clock = world.Clock()
        self.noting = Noting(ledger or folder / "none" / "ledger.sqlite3", self.clock)
        self.launched: list[list[str]] = []
        self.app = PreviewApp(
            self.path, self.noting, now=self.clock, launch=lambda w: self.launched.append(list(w))
        )

    def save(self, text: str) -> None:
        self.path.write_text(text)
        # Two saves within one tick of a coarse clock still differ in size or here.
        status = self.path.stat()
        os.utime(self.path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
        self.app.screen.read()

    @property
    def text(self) -> str:
        return world.text_of(self.app)


async def press(pilot: Any, keys: str) -> None:
    for key in keys.split():
        await pilot.press(key)
    await pilot.pause()


SCENES = {
    "question": "",
    "reveal": "space",
    "stage": "right s",
    "world": "right right plus",
    "board": "right right right",
    "quantile-reveal": "right right right right space",
    "open": "left left space",
    "sixty": "w w",
    "own-line": "left",
    "help": "question_mark",
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", SCENES)
async def test_how_it_looks(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, SCENES[name])
        text = one.text
        assert max(map(len, text.splitlines())) <= size[0]
        check(f"preview/{name}-{size[0]}x{size[1]}.txt", text + "\n")


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_findings_beside_the_page(tmp_path: Path, size: tuple[int, int]) -> None:
    one = Preview(tmp_path, decks.TO_MEND)
    async with one.app.run_test(size=size) as pilot:
        await pilot.pause()
        text = one.text
        assert "K201" in text, "an error stands first, wherever it is"
        assert "in spike" in text
        check(f"preview/findings-{size[0]}x{size[1]}.txt", text + "\n")
        await press(pilot, "down")
        assert "W401 deck.yaml:" in one.text


async def test_the_reveal_opens_every_feedback_text(tmp_path: Path) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "space")
        for said in ("The window shrank at 4k.", "Every seed reads that shard.",
                     "The cheapest account of one odd seed.", "Ask what the odd run"):  # fmt: skip
            assert said in one.text
        await press(pilot, "space")
        assert "The window shrank" not in one.text


async def test_stages_come_one_by_one(tmp_path: Path) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "right")
        assert "stage 1 of 3" in one.text
        assert "Token counts" not in one.text
        await press(pilot, "s")
        assert "Token counts" in one.text
        assert "fresh data" not in one.text
        await press(pilot, "s s s")
        assert "stage 3 of 3" in one.text
        assert "fresh data" in one.text
        await press(pilot, "S")
        assert "stage 2 of 3" in one.text


async def test_seeds_stay_within_the_range_of_the_deck(tmp_path: Path) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "right right")
        seen = []
        for _ in range(4):
            seen.append(one.text)
            await press(pilot, "plus")
        for seed, text in zip((4, 5, 6, 4), seen, strict=True):
            assert f"seed {seed}" in text
        await press(pilot, "minus minus")
        assert "seed 6" in one.text


@pytest.mark.parametrize(("presses", "wide"), [(0, 76), (1, 100), (2, 56)])
async def test_the_page_is_as_wide_as_in_the_players_terminal(
    tmp_path: Path, presses: int, wide: int
) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "w " * presses)
        page = one.app.screen.query_one("#player-page")
        assert page.size.width == wide
        assert one.app.screen.query_one("#side").size.width >= 30


async def test_a_save_shows_at_once_and_a_broken_file_keeps_the_last_good(tmp_path: Path) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        one.save(decks.EVERY.replace("Run b jumps", "Run c leaps"))
        await pilot.pause()
        assert "Run c leaps" in one.text
        one.save("tastegym: 1\ndeck: {id: x\n  - :")
        await pilot.pause()
        assert "Run c leaps" in one.text
        assert "The deck cannot be read: below as it last was" in one.text
        assert "S000" in one.text
        one.save(decks.EVERY.replace("answer: logger", "answer: loger"))
        await pilot.pause()
        assert "This one has an error: below as it last was" in one.text
        assert "Run c leaps" in one.text
        assert "Did you mean `logger`?" in one.text
        one.save(decks.EVERY)
        await pilot.pause()
        assert "Run b jumps" in one.text
        assert "Nothing to mend." in one.text
        one.path.unlink()
        one.app.screen.read()
        await pilot.pause()
        assert "Run b jumps" in one.text
        assert "cannot be read" in one.text


async def test_the_files_are_looked_at_without_a_key(tmp_path: Path) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        one.path.write_text(decks.EVERY.replace("Run b jumps", "Run d hops"))
        for _ in range(100):
            if "Run d hops" in one.text:
                break
            await pilot.pause(0.05)
        assert "Run d hops" in one.text


async def test_it_goes_where_the_author_writes(tmp_path: Path) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        one.save(decks.EVERY.replace("Stability improved", "Stability got better"))
        await pilot.pause()
        assert "Which of these were seen?" in one.text
        one.save(
            decks.EVERY.replace("Stability improved", "Stability rose").replace("Run b", "Run c")
        )
        await pilot.pause()
        assert "Which of these were seen?" in one.text, "the one in view changed too"
        one.save(decks.EVERY + decks.SPIKE.replace("id: spike", "id: newest"))
        one.save(decks.HEAD + decks.LAB)
        await pilot.pause()
        assert "1 of 1" in one.text
        assert "Does it end below 2.0?" in one.text


async def test_enter_opens_the_editor_at_the_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "vim -n")
    one = Preview(tmp_path, decks.TO_MEND)
    async with one.app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "enter")
        found = one.app.screen._shown_findings[0].place
        assert one.launched == [["vim", "-n", f"+{found.line}", str(one.path)]]
        await press(pilot, "down enter")
        second = one.app.screen._shown_findings[1].place
        assert one.launched[1][2] == f"+{second.line}" != one.launched[0][2]
        one.save(decks.EVERY)
        await press(pilot, "enter")
        line = decks.EVERY[: decks.EVERY.index("id: steps")].count("\n") + 1
        assert one.launched[2][2] == f"+{line}", "without a finding, at the scenario"
        monkeypatch.delenv("EDITOR")
        await press(pilot, "enter")
        await pilot.pause(0.1)
        assert len(one.launched) == 3
        assert "Set EDITOR" in one.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("nano", ["nano", "+3", "d.yaml"]),
        ("/usr/bin/code -n", ["/usr/bin/code", "-n", "--wait", "--goto", "d.yaml:3:7"]),
        ("hx", ["hx", "d.yaml:3:7"]),
        ("", []),
        ("'unclosed", []),
    ],
)
def test_editors(said: str, words: list[str]) -> None:
    assert editor.command(Place("d.yaml", 3, 7, 3, 9), {"EDITOR": said}) == words


async def test_what_was_shown_is_noted_once(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.sqlite3"
    Ledger.create(ledger, world.Clock()()).close()
    one = Preview(tmp_path, ledger=ledger)
    async with one.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "right left right right")
    one.noting.close()
    shown = [row.uid for row in history(ledger).exposures]
    assert {row.purpose for row in history(ledger).exposures} == {"key_seen"}
    assert len(shown) == len(set(shown)) == 3
    assert {"me/preview#spike", "me/preview#steps"} < set(shown)
    (generated,) = set(shown) - {"me/preview#spike", "me/preview#steps"}
    assert generated.startswith("world:base-rate@1/")
    assert generated.endswith("#4")
    other = Preview(tmp_path)
    async with other.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "right")
    other.noting.close()
    assert len(history(tmp_path / "none" / "ledger.sqlite3").exposures) == 2, "a new ledger"


BINS = """\
tastegym: 1
deck: {id: me/bins, version: 1.0.0, title: Bins}
scenarios:
  - id: held
    kind: quantile
    setup: Ten results were run again with new seeds.
    question: How many came out in the same direction?
    bins: [3, 7]
    answer: {value: 6, unit: of 10}
    comparators: [{name: five colleagues, probs: {bin0: 0.2, bin1: 0.6, bin2: 0.2}}]
    explanation: Six did.
"""


async def test_bins_and_their_comparators(tmp_path: Path) -> None:
    one = Preview(tmp_path, BINS)
    async with one.app.run_test(size=(120, 40)) as pilot:
        assert "3 to under 7 of 10" in one.text
        await press(pilot, "space")
        assert "five colleagues" in one.text
        assert "Six did." in one.text
    one.noting.close()


def test_it_wears_the_theme_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deck.yaml").write_text(decks.EVERY)
    worn: list[str] = []
    monkeypatch.setattr(PreviewApp, "run", lambda app: worn.append(app.theme))
    for theme in ("taste-light", "no such theme"):
        save(tmp_path, Settings(theme=theme))
        run(tmp_path / "deck.yaml", tmp_path)
    assert worn == ["taste-light", "taste-dark"]


def test_a_broken_file_of_several_keeps_its_scenarios_in_their_places(tmp_path: Path) -> None:
    folder = tmp_path / "deck"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "deck.yaml").write_text(
        "tastegym: 1\ndeck: {id: me/parts, version: 1.0.0, title: Parts}\n"
    )
    good = (
        "tastegym: 1\nscenarios:\n  - id: {0}\n    kind: binary\n    setup: Run {0} ends.\n"
        "    question: Did {0} end low?\n    answer: yes\n    explanation: It did.\n"
    )
    for name in ("a", "b", "c"):
        (folder / "scenarios" / f"{name}.yaml").write_text(good.format(name))
    first = look(folder)
    assert [(one.id, one.stale) for one in first.entries] == [(n, False) for n in "abc"]
    broken = folder / "scenarios" / "b.yaml"
    broken.write_text(good.format("b") + "    note: x: y\n")
    second = look(folder, first)
    assert [(one.id, one.stale) for one in second.entries] == [
        ("a", False), ("b", True), ("c", False),
    ]  # fmt: skip
    assert second.entries[1].scenario == first.entries[1].scenario
    broken.write_text(good.format("b").replace("yes", "ja"))
    third = look(folder, second)
    assert [(one.id, one.stale) for one in third.entries] == [
        ("a", False), ("b", True), ("c", False),
    ]  # fmt: skip
    broken.write_text(good.format("b"))
    assert look(folder, third).entries == first.entries
    broken.unlink()
    assert [one.id for one in look(folder, third).entries] == ["a", "c"], "gone is gone"


async def test_it_is_held_against_the_installed_decks(tmp_path: Path) -> None:
    setup = "Run b jumps at step 4k while three other seeds of the same recipe do not jump at all."
    text = decks.EVERY.replace("setup:", f"setup: {setup}  #", 1)
    other = load_text("o.yaml", text.replace("me/preview", "you/other").encode()).deck
    assert other is not None
    one = Preview(tmp_path, text)
    one.app.others = lambda: other.scenarios
    async with one.app.run_test(size=(120, 40)) as pilot:
        await one.app.workers.wait_for_complete()
        await pilot.pause()
        assert "L303" in one.text
        assert "you/other#" in one.text
        one.save(text.replace("jump at all", "jump, ever"))
        await pilot.pause()
        assert "L303" in one.text, "a reload keeps them"
    one.noting.close()


async def test_a_ledger_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.sqlite3"
    ledger.write_text("not a ledger" * 50)
    one = Preview(tmp_path, ledger=ledger)
    async with one.app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        one.noting.close()
        await press(pilot, "right")
        await pilot.pause(0.1)
        assert "Not noted as seen" in one.text
        assert one.noting.trouble == "", "it is told once"


def test_two_notes_at_once_are_both_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    gate = threading.Event()

    def slow(_ledger: Path, uids: list[str], _now: object) -> str:
        gate.wait(5)
        written.extend(uids)
        return ""

    monkeypatch.setattr(exposed, "note_seen", slow)
    noting = Noting(tmp_path, world.Clock())
    for uid in ("a", "b", "a", "c"):
        noting.note(uid)
    gate.set()
    noting.close()
    assert written == ["a", "b", "c"]


async def test_deck_text_is_never_markup(tmp_path: Path) -> None:
    nasty = "[@click=app.quit]x[/] [/red] [bold"
    text = decks.EVERY.replace("Run b jumps at step 4k", f'"{nasty}" jumps').replace(
        'setup: "', 'setup: >-\n      "'
    )
    one = Preview(tmp_path, text.replace("title: For the preview", 'title: "[/x] [red]"'))
    async with one.app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert nasty in one.text
        assert "[/x] [red]" in one.text
        await press(pilot, "space")
        assert one.app.is_running


async def test_an_empty_deck_and_a_wrong_generator(tmp_path: Path) -> None:
    one = Preview(tmp_path, decks.HEAD.replace("scenarios:\n", ""))
    async with one.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "right s space w enter down")
        assert "No scenario can be shown yet" in one.text
        one.save(decks.HEAD + decks.WORLD.replace("base-rate", "base-rte"))
        await pilot.pause()
        assert "There is no world 'base-rte'." in one.text


async def test_a_window_too_small_says_so(tmp_path: Path) -> None:
    one = Preview(tmp_path)
    async with one.app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert "A little more room" in one.text
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Run b jumps" in one.text


@pytest.mark.parametrize("stage", range(4))
def test_every_scene_can_be_made(tmp_path: Path, stage: int) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(decks.EVERY)
    for entry in look(path).entries:
        if entry.scenario.generator is None:
            made = scene(entry.scenario, stage, world.Clock()())
            assert made.asking.stage == min(stage, made.asking.stages - 1)
            assert (made.shown is None) == entry.scenario.pending
