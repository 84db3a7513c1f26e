# SPDX-License-Identifier: MIT
"""Who answers the `call` steps of a scenario: functions of the caller's, in threads of ours."""

from __future__ import annotations

import inspect
import threading
import weakref
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from .. import _postiche
from .._arguments import named
from .._errors import ServerError
from .answers import Give, problem_of, to_json
from .events import Event, Function

if TYPE_CHECKING:
    from .loop import Loop

Hook = Function

# How long a thread that nobody needs any more may linger.
_TURN_NS = 200_000_000
# So many threads wait for calls where there were many at once; more than these go home.
_MOST_WAITING = 2


def together(
    own: Mapping[str, Hook], given: Mapping[str, Hook] | None, loaded: _postiche.Scenario
) -> dict[str, Hook]:
    """The functions of a scenario and those of `hooks`; a name must not mean two of them.

    Raises TypeError for what is no function, and ServerError for one that nobody would ask: what is
    written otherwise than in the scenario would be waited for in vain.
    """
    hooks = named(given, "hooks", "{'name': function}")
    asked = sorted(loaded.hooks())
    for name, hook in hooks.items():
        if not callable(hook):
            raise TypeError(f"hooks has functions, and {name!r} is {hook!r}")
        if name not in asked:
            names = ", ".join(map(repr, asked)) or "none"
            raise ServerError(f"{loaded.id} asks no hook {name!r}: it asks {names}")
        if own.get(name, hook) != hook:
            raise ServerError(
                f"two functions are called {name!r}: one stands in the scenario, one in hooks"
            )
    return {**own, **hooks}


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
        from .loop import Loop  # asyncio takes its time, and most servers ask nobody

        self.over = threading.Event()
        self._started = started
        self._hooks = dict(hooks)
        self._loop = Loop()
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


def _ask(hook: Hook, event: Event, give: Give, loop: Loop) -> None:
    # Begun only on its loop, so that nothing is left over where that ends before.
    if inspect.iscoroutinefunction(hook) or inspect.iscoroutinefunction(type(hook).__call__):
        loop.run(lambda: hook(event), give)
    else:
        give(*answer_of(hook, event))


def answer_of(hook: Hook, event: Event) -> tuple[str, str]:
    """What it says as JSON, and why that is nothing; asked here and now, and waited for."""
    try:
        answer = hook(event)
        return to_json(_waited_for(answer) if inspect.iscoroutine(answer) else answer), ""
    except Exception as error:  # whatever it is, the transcript tells it
        return "", problem_of(error)


def _waited_for(answer: Coroutine[Any, Any, object]) -> object:
    """On a loop of its own in a thread of its own, since the caller's may run one already."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answer).result()
