# SPDX-License-Identifier: MIT
"""Who answers the `call` steps of a scenario: functions of the caller's, in threads of ours."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
import weakref
from collections.abc import Awaitable, Mapping
from typing import Any, Callable

from . import _postiche
from ._errors import ServerError
from ._events import Event, Function
from ._plain import Names

Hook = Function
# What is told of an answer: as JSON, and why there is none.
Give = Callable[[str, str], None]

# How long a thread that nobody needs any more may linger.
_TURN_NS = 200_000_000
# So many threads wait for calls where there were many at once; more than these go home.
_MOST_WAITING = 2


def together(own: Mapping[str, Hook], given: Mapping[str, Hook]) -> dict[str, Hook]:
    """The functions of a scenario and those of `hooks`; a name must not mean two of them."""
    for name in own.keys() & given.keys():
        if own[name] != given[name]:
            raise ServerError(
                f"two functions are called {name!r}: one stands in the scenario, one in hooks"
            )
    return {**own, **given}


def answer_calls(owner: object, started: _postiche.Server, hooks: Mapping[str, Hook]) -> None:
    """Answers from threads of its own, as long as `owner` lives and the server runs."""
    answering = _Answering(started, hooks)
    weakref.finalize(owner, answering.over.set)
    answering.start_thread()


class _Answering:
    """Threads that take turns: one that gets a call sees to it that another waits for the next.

    So a function that takes its time holds up no others, and where they are quick a few threads
    answer them all.
    """

    def __init__(self, started: _postiche.Server, hooks: Mapping[str, Hook]) -> None:
        self.over = threading.Event()
        self._started = started
        self._hooks = dict(hooks)
        self._loop = _Loop()
        self._lock = threading.Lock()
        self._waiting = 0

    def start_thread(self) -> None:
        with self._lock:
            self._waiting += 1
        threading.Thread(target=self._serve, name="postiche-calls", daemon=True).start()

    def _serve(self) -> None:
        while not self.over.is_set() and not self._started.stopped():
            call = self._started.next_call(_TURN_NS)
            if call is not None and not self._answer(*call):
                return
        self._loop.end()

    def _answer(self, number: int, protocol: int, name: str, facts: dict[str, str]) -> bool:
        """False where there are enough threads without this one."""
        with self._lock:
            self._waiting -= 1
            is_last = self._waiting == 0
        if is_last:
            self.start_thread()

        def give(answer: str, problem: str) -> None:
            self._started.answer_call(number, protocol, name, answer, problem)

        _ask(self._hooks[name], Event(facts), give, self._loop)
        with self._lock:
            is_needed = self._waiting < _MOST_WAITING
            self._waiting += is_needed
        return is_needed


def _ask(hook: Hook, event: Event, give: Give, loop: _Loop) -> None:
    # Begun only on its loop, so that nothing is left over where that ends before.
    if inspect.iscoroutinefunction(hook) or inspect.iscoroutinefunction(type(hook).__call__):
        loop.run(lambda: hook(event), give)
        return
    try:
        told = _to_json(hook(event))
    except Exception as error:  # whatever it is, the transcript tells it
        give("", _problem(error))
        return
    give(told, "")


class _Loop:
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
        told, problem = _to_json(await ask()), ""
    except asyncio.CancelledError:
        give("", "it was cancelled: its event loop ended")
        raise
    except Exception as error:
        told, problem = "", _problem(error)
    give(told, problem)


def _to_json(answer: object) -> str:
    told = json.dumps(Names().plain(answer), ensure_ascii=False)
    told.encode()
    return told


def _problem(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
