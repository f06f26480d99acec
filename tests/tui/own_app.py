"""The app on a notebook of lists, its keys, and what its screens say."""

from __future__ import annotations

import books
import world
from textual import events

from tastegym.tui.app import TastegymApp

SIZES = ((80, 24), (120, 40), (60, 20))


def app_on(book: books.Book, **given) -> TastegymApp:
    return TastegymApp(world.FakeServices(book=book, **given))


async def press(pilot, *keys: str) -> str:
    """Press keys; what begins with a quote is typed."""
    for key in keys:
        if key.startswith('"'):
            burst(pilot.app, key[1:])
        else:
            await pilot.press(key)
        await settled(pilot)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return world.text_of(pilot.app)


async def settled(pilot) -> None:
    """Wait until every key has done its work, however busy the machine is."""
    await pilot.pause()
    for _ in range(500):
        if pilot.app.ahead.empty:
            break
        await pilot.pause(0.01)
    await pilot.pause()


_NAMES = {"\r": "enter", " ": "space", "\x13": "ctrl+s", "|": "vertical_line", "_": "underscore"}


def burst(app: TastegymApp, keys: str) -> None:
    """Keys that the terminal hands over in one read; `\r` is Enter."""
    for char in keys:
        key = _NAMES.get(char, char)
        event = events.Key(key, char)
        event.set_sender(app)
        app._driver.send_message(event)


async def told(pilot, said: str) -> bool:
    """Whether a sentence comes up in the corner."""
    for _ in range(50):
        if said in flat(world.text_of(pilot.app)):
            return True
        await pilot.pause(0.02)
    return False


def flat(text: str) -> str:
    return " ".join(text.split())
