"""The one screen of the preview."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.containers import ScrollableContainer, VerticalScroll

from tastegym.deck.lint.pairs import Beside
from tastegym.errors import UserError
from tastegym.tui import ink
from tastegym.tui.commands import bindings
from tastegym.tui.preview import editor, paint
from tastegym.tui.preview.keys import PREVIEW
from tastegym.tui.preview.look import EMPTY, changed, instance, look, scene, stamp
from tastegym.tui.screens.face import Face
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tastegym.deck.diagnostic import Diagnostic, Place
    from tastegym.tui.ink import Lines
    from tastegym.tui.preview.app import PreviewApp
    from tastegym.tui.preview.look import Entry, Scene

WIDTHS = (60, 80, 120)
BESIDE = 34
"""Columns that the findings need to stand beside the player's page."""

POLL = 0.25
"""Seconds between two looks at the files."""


class PlayerPage(Page):
    """A page as wide as the player's, whatever room there is."""

    wide = 76

    def get_content_width(self, container: Any, viewport: Any) -> int:  # noqa: ARG002
        """The player's width."""
        return self.wide


class PreviewScreen(Face):
    """The player's view, the findings, and which scenario, stage, seed and width are shown."""

    TABLE = PREVIEW
    BINDINGS: ClassVar[list[Any]] = bindings(PREVIEW)
    HEADING = "Preview"
    SCROLLS = "player"

    def __init__(self) -> None:
        super().__init__()
        self._look = EMPTY
        self._stamp: object = None
        self._at = self._stage = self._seed = self._finding = 0
        self._terminal = 80
        self._revealed = False
        self._scene: Scene | None = None
        self._refusal = ""
        self._shown_seed = 0
        self._beside: Beside | None = None

    @property
    def preview(self) -> PreviewApp:
        """The app, by its own type."""
        return cast("PreviewApp", self.app)

    # -- what is shown --------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The scenario in view."""
        return self._look.entries[self._at] if self._look.entries else None

    @property
    def state(self) -> str:
        """Which stepping keys have a meaning here."""
        entry = self.entry
        if entry is None:
            return ""
        if entry.scenario.generator is not None:
            return "generated"
        return "staged" if entry.scenario.stages else ""

    def read(self) -> None:
        """Read the files if they changed, and keep the scenario in view."""
        now = stamp(self.preview.path)
        if now == self._stamp:
            return
        self._stamp = now
        old, entry = self._look, self.entry
        before = entry.scenario if entry is not None else None
        self._look = new = look(self.preview.path, old, self._beside)
        ids = [one.id for one in new.entries]
        moved = changed(old, new) if old.entries else None
        here = ids.index(entry.id) if entry is not None and entry.id in ids else None
        if here is not None and (moved is None or new.entries[here].scenario != before):
            self._at = here  # the author works on this one, or on none
        elif moved is not None:
            self._at, self._stage = moved, 0
        self._at = max(0, min(self._at, len(ids) - 1))
        self._finding = 0
        self._make()

    def _make(self) -> None:
        """Make the scene of what is in view."""
        self._scene, self._refusal = None, ""
        entry = self.entry
        if entry is not None:
            try:
                scenario, self._shown_seed = instance(entry.scenario, self._seed)
            except UserError as error:
                self._refusal = str(error)
            else:
                self._scene = scene(scenario, self._stage, self.preview.now())
                self._stage = min(self._stage, self._scene.asking.stages - 1)
                self.preview.noting.note(scenario.uid)
        trouble = self.preview.noting.trouble
        if trouble:
            self.preview.say(trouble)
        self._draw()

    @property
    def _shown_findings(self) -> list[Diagnostic]:
        return paint.sorted_for(self._look.findings, self.entry.id if self.entry else "")

    # -- drawing --------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """Where it stands, the two halves."""
        yield Page(self._status, id="status")
        with ScrollableContainer(id="split", can_focus=False):
            with ScrollableContainer(id="player", can_focus=False):
                yield PlayerPage(self._player, id="player-page")
            with VerticalScroll(id="side", can_focus=False):
                yield Page(self._side, id="side-page")

    def on_mount(self) -> None:
        """Read the deck, then look at its files four times a second."""
        self.read()
        self.set_interval(POLL, self.read)
        if self.preview.others is not None:
            self.run_worker(self._read_others, thread=True, exit_on_error=False)

    def _read_others(self) -> None:
        """Read the installed decks beside the screen, then look again with them."""
        assert self.preview.others is not None
        beside = Beside(self.preview.others())
        self.app.call_from_thread(self._hold_against, beside)

    def _hold_against(self, beside: Beside) -> None:
        self._beside, self._stamp = beside, None
        self.read()

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other or under each other."""
        super().on_resize(event)
        self._lay_out()

    def _lay_out(self) -> None:
        wide = paint.columns_at(self._terminal)
        self.set_class(self.size.width < wide + BESIDE, "-stacked")
        self.set_class(not self._look.findings, "-clean")
        page = self.query_one("#player-page", PlayerPage)
        page.wide = wide
        page.styles.width = wide
        self.query_one("#player").styles.max_width = wide

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        self._lay_out()
        self.page("head").show(self.head)
        self.page("status").show(self._status)
        self.page("player-page").show(self._player)
        self._draw_side()
        self.refresh_foot()

    def _draw_side(self) -> None:
        self.page("side-page").show(self._side)
        side = self.query_one("#side", VerticalScroll)
        first, last = self._side_at(max(1, self.page("side-page").content_size.width))[1]
        self.call_after_refresh(self._follow, side, first, last)

    def _follow(self, side: VerticalScroll, first: int, last: int) -> None:
        top, high = int(side.scroll_offset.y), side.size.height
        if first < top or last > top + high:
            side.scroll_to(y=first if first < top else min(first, last - high), animate=False)

    def head(self, width: int) -> Lines:
        """The deck and where in it we are."""
        entry = self.entry
        name = entry.id if entry else ""
        place = f"{self._at + 1} of {len(self._look.entries)}" if entry else ""
        left = ink.line(("preview   ", "accent"), ink.plain(self._look.title, "dim"))
        return [ink.both((*left, ("   ", ""), ink.plain(name, "strong")), ((place, "dim"),), width)]

    def _status(self, width: int) -> Lines:
        entry, look_ = self.entry, self._look
        if look_.broken:
            return paint.status(["The deck cannot be read: below as it last was"], width, "warn")
        if entry is None:
            return paint.status(["No scenario can be shown yet"], width, "warn")
        if entry.stale:
            return paint.status(["This one has an error: below as it last was"], width, "warn")
        words = [entry.scenario.kind.value, f"{self._terminal} columns"]
        if self._scene is not None and self._scene.asking.stages > 1:
            words.append(f"stage {self._scene.asking.stage + 1} of {self._scene.asking.stages}")
        if entry.scenario.generator is not None:
            words.append(f"seed {self._shown_seed}")
        words.append("reveal" if self._revealed else "question")
        return paint.status(words, width)

    def _player(self, _width: int) -> Lines:
        width = paint.columns_at(self._terminal)
        if self._scene is None:
            return ink.flow(self._refusal, width, "warn") if self._refusal else []
        return paint.player(self._scene, width, revealed=self._revealed)

    def _side(self, width: int) -> Lines:
        return self._side_at(width)[0]

    def _side_at(self, width: int) -> tuple[Lines, tuple[int, int]]:
        shown = self._shown_findings
        hidden = len(self._look.findings) - len(shown) + self._look.left_out
        name = self.entry.id if self.entry else ""
        return paint.findings(shown, self._finding, name, max(20, width), hidden)

    # -- keys -----------------------------------------------------------------------------

    def action_scenario(self, step: int) -> None:
        """Another scenario, from its first stage."""
        count = len(self._look.entries)
        if count:
            self._at = (self._at + step) % count
            self._stage = self._seed = self._finding = 0
            self._make()
            self.query_one("#player").scroll_home(animate=False)

    def action_stage(self, step: int) -> None:
        """Another stage."""
        self._stage = max(0, self._stage + step)
        self._make()

    def action_seed(self, step: int) -> None:
        """Another seed."""
        self._seed += step
        self._make()

    def action_width(self) -> None:
        """Another terminal."""
        self._terminal = WIDTHS[(WIDTHS.index(self._terminal) + 1) % len(WIDTHS)]
        self._draw()

    def action_reveal(self) -> None:
        """The reveal, or the question again."""
        self._revealed = not self._revealed
        self._draw()
        self.query_one("#player").scroll_home(animate=False)

    def action_finding(self, step: int) -> None:
        """Another finding."""
        count = len(self._shown_findings)
        if count:
            self._finding = (self._finding + step) % count
            self._draw_side()

    def action_edit(self) -> None:
        """The editor at the finding; where there is none, at the scenario."""
        place = self._place()
        if place is None:
            return
        words = editor.command(place, os.environ)
        if not words:
            self.preview.say("Set EDITOR to the name of your editor, as in EDITOR=nano.")
            return
        self.preview.edit(words)
        self.read()

    def _place(self) -> Place | None:
        shown = self._shown_findings
        if shown:
            return shown[min(self._finding, len(shown) - 1)].place
        return self.entry.place if self.entry else None
