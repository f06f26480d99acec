"""Keys that are typed ahead of the screen: each waits until the one before it has done its work.

Textual hands a key to what has the focus at that moment, and what the key does (another line of a
form, another screen) happens some messages later. Keys that come in one read, from fast fingers or
a busy machine, would all go to where the first one went: into the wrong line, or nowhere.
"""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ScreenStackError
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from textual.app import App
    from textual.events import Key, Paste
    from textual.message_pump import MessagePump

    Typed: TypeAlias = Key | Paste

LAPS = 2
"""Ways from the focus up to the app: on the first a key does its work, on the second the messages
that it made there arrive (a line that was submitted moves the focus)."""

PATIENCE = 2.0
"""Seconds after which the next key goes on all the same: a widget that was removed on the way may
never answer."""


class Ahead:
    """What was typed and not handed on yet; `deliver` hands one event to the focus.

    `pressed_at` is the monotonic time at which the key being handled was read.
    """

    def __init__(self, app: App[int], deliver: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._typed: deque[Typed] = deque()
        self._turn: object | None = None
        self.pressed_at = 0.0

    @staticmethod
    def now() -> float:
        """The present, on the clock of `pressed_at`."""
        return Message().time

    @property
    def empty(self) -> bool:
        """Whether every key has done its work."""
        return self._turn is None and not self._typed

    async def take(self, event: Typed) -> None:
        """Hand an event on, now or when those before it are done."""
        self._typed.append(event)
        await self._next()

    async def _next(self) -> None:
        if self._turn is not None or not self._typed:
            return
        turn = self._turn = object()
        event = self._typed.popleft()
        self.pressed_at = event.time
        asyncio.get_running_loop().call_later(PATIENCE, self._give_up, turn)
        # The way is the one that the event takes: from the focus as it is now.
        way = self._way()
        try:
            await self._deliver(event)
        finally:
            await self._step(turn, way, 0, 1)

    def _way(self) -> list[MessagePump]:
        try:
            start = self._app.focused or self._app.screen
        except ScreenStackError:
            return []  # the app is about to end
        return [*start.ancestors_with_self]

    async def _step(self, turn: object, way: list[MessagePump], at: int, lap: int) -> None:
        """Queue behind the messages of each widget on the way, one after the other."""
        if turn is not self._turn:
            return
        for place in range(at, len(way)):
            if way[place].call_later(partial(self._step, turn, way, place + 1, lap)):
                return
        new = self._way()
        if new and (lap < LAPS or new != way):
            await self._step(turn, new, 0, lap + 1)
            return
        self._turn = None
        await self._next()

    def _give_up(self, turn: object) -> None:
        if turn is self._turn:
            self._turn = None
            self._app.call_later(self._next)
