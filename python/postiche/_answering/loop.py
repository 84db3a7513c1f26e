# SPDX-License-Identifier: MIT
"""The event loop that `async` functions answer on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable
from typing import Any, Callable

from .answers import Give, problem_of, to_json


class Loop:
    """Where `async` functions run: the loop that was running when the server was started, since
    what they wait for belongs to it, or one in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._has_ended = False
        self._own: asyncio.AbstractEventLoop | None = None
        try:
            self._callers: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._callers = None

    def run(self, ask: Callable[[], Awaitable[Any]], give: Give) -> None:
        """Gives the answer once it is there; does not wait for it."""
        loop = self._get()
        if loop:  # else the server is gone, and nobody waits
            asyncio.run_coroutine_threadsafe(_give_later(ask, give), loop)

    def _get(self) -> asyncio.AbstractEventLoop | None:
        if self._callers and not self._callers.is_closed():
            return self._callers
        with self._lock:
            if self._own is None and not self._has_ended:
                self._own = asyncio.new_event_loop()
                arguments = (self._own,)
                name = "postiche-async"
                threading.Thread(target=_run, args=arguments, name=name, daemon=True).start()
            return self._own

    def end(self) -> None:
        """Ends the loop of its own, and what still runs there."""
        with self._lock:
            loop, self._own, self._has_ended = self._own, None, True
        if loop:
            loop.call_soon_threadsafe(loop.stop)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left))
    loop.close()


async def _give_later(ask: Callable[[], Awaitable[Any]], give: Give) -> None:
    try:
        told, problem = to_json(await ask()), ""
    except asyncio.CancelledError:
        give("", "it was cancelled: its event loop ended")
        raise
    except Exception as error:
        told, problem = "", problem_of(error)
    give(told, problem)
