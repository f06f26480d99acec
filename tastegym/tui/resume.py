"""Coming back from a stop that the program did not ask for: `kill -STOP`, a batch system.

Textual's driver takes every SIGCONT for the end of its own SIGTSTP: it would start a second thread
that reads the keys and forget the first, which then keeps the program from ending; and it would
take the raw terminal for the one to restore.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING, Any

from textual.driver import Driver

if TYPE_CHECKING:
    from textual.app import App


def watch(app: App[Any], driver: Driver | None) -> None:
    """Let the driver go through its own stop before it resumes, whoever stopped the program."""
    if sys.platform == "win32" or driver is None or driver.is_headless:
        return
    stop, resume = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    if not callable(stop) or not callable(resume):
        return
    own = False
    loop = asyncio.get_running_loop()

    def stopped(number: int, frame: Any) -> None:
        nonlocal own
        own = True
        stop(number, frame)

    def resumed(number: int, frame: Any) -> None:
        nonlocal own
        if own:
            own = False
            resume(number, frame)
        elif not loop.is_closed():
            # A handler may have cut into a write: what writes itself waits for the loop.
            loop.call_soon_threadsafe(again, number, frame)

    def again(number: int, frame: Any) -> None:
        if app.is_running:
            driver.suspend_application_mode()
            resume(number, frame)
            app.post_message(Driver.SignalResume())
            app.screen.refresh()

    signal.signal(signal.SIGTSTP, stopped)
    signal.signal(signal.SIGCONT, resumed)
