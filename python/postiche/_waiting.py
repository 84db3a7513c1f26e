# SPDX-License-Identifier: MIT
"""Waiting for what clients do. Nobody polls: who waits is told that something has happened."""

from __future__ import annotations

import inspect
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Callable, TypeVar, overload

from . import _postiche
from ._arguments import count
from ._time import Time, to_nanoseconds

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable

    from ._server import Server

Result = TypeVar("Result")

_SECOND = 1_000_000_000

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True


class Waiting:
    """How long it takes is the client's affair; when it is there, we know at once."""

    _started: _postiche.Server

    @overload
    def wait_for(
        self, *, messages: int | None = None, sessions: int | None = None, timeout: Time = 5.0
    ) -> None: ...

    @overload
    def wait_for(self, wanted: Callable[[Server], Result], *, timeout: Time = 5.0) -> Result: ...

    def wait_for(
        self,
        wanted: Callable[[Server], Any] | None = None,
        *,
        messages: int | None = None,
        sessions: int | None = None,
        timeout: Time = 5.0,
    ) -> Any:
        """Waits until so many messages are accepted, and so many sessions closed, in all.

        Or until what is `wanted` is true: a function of the server, which is asked again whenever
        something has happened; what it gave is given back. `timeout` is real time: seconds,
        "500ms" or a timedelta. Other threads run meanwhile, and Ctrl-C ends the wait. Raises
        TimeoutError with what came and the transcript, and whatever `wanted` raises.

        >>> import smtplib
        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
        ...         answer = client.noop()
        ...     server.wait_for(sessions=1)
        ...     server.wait_for(lambda server: server.sessions[0].commands)[0].verb
        ...     try:
        ...         server.wait_for(messages=1, timeout="10ms")
        ...     except TimeoutError as error:
        ...         print(str(error).splitlines()[0])
        'NOOP'
        waited 10ms for 1 message, 0 came
        """
        wait = _Wait(self, wanted, messages, sessions, timeout)
        while True:
            seen = self._started.revision()
            if wait.is_over():
                return wait.result
            if not self._started.wait_for_change(seen, wait.left()) and not wait.is_over():
                raise wait.too_late()

    @overload
    async def wait_for_async(
        self, *, messages: int | None = None, sessions: int | None = None, timeout: Time = 5.0
    ) -> None: ...

    @overload
    async def wait_for_async(
        self, wanted: Callable[[Server], Awaitable[Result]], *, timeout: Time = 5.0
    ) -> Result: ...

    @overload
    async def wait_for_async(
        self, wanted: Callable[[Server], Result], *, timeout: Time = 5.0
    ) -> Result: ...

    async def wait_for_async(
        self,
        wanted: Callable[[Server], Any] | None = None,
        *,
        messages: int | None = None,
        sessions: int | None = None,
        timeout: Time = 5.0,
    ) -> Any:
        """The same for asyncio: the loop runs meanwhile, and the wait can be cancelled.

        What is `wanted` may be an `async` function, too. It takes a loop that can watch a pipe
        (`loop.add_reader`), as those of Unix can.

        >>> import asyncio
        >>> import smtplib
        >>> import postiche
        >>> def send(server):
        ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
        ...         client.sendmail("a@x.example", "b@y.example", "Subject: Hi\\n\\nHi!\\n")
        >>> async def test():
        ...     async with postiche.serve("honest") as server:
        ...         sending = asyncio.create_task(asyncio.to_thread(send, server))
        ...         await server.wait_for_async(messages=1)
        ...         await sending
        ...         print(server.messages[0].recipients)
        >>> asyncio.run(test())
        ['b@y.example']
        """
        import asyncio

        wait = _Wait(self, wanted, messages, sessions, timeout)
        changed = asyncio.Event()
        with _watching(self._started, changed):
            while True:
                changed.clear()
                if await wait.is_over_async():
                    return wait.result
                if self._started.stopped() or wait.left() == 0:
                    raise wait.too_late()
                # It is asked once more then: time alone may have been missing.
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(changed.wait(), wait.left() / _SECOND)

    def wait_until_finished(self, timeout: Time = 5.0) -> None:
        """Waits for what the scenario's `finish` names. Raises TimeoutError with the transcript.

        >>> import postiche
        >>> yaml = "{postiche: 1, scenario: my.own, finish: {time: 1h}}"
        >>> with postiche.serve(yaml) as server:
        ...     server.clock.advance("1h")
        ...     server.wait_until_finished()
        """
        limit = to_nanoseconds(timeout)
        if not self._started.wait_until_finished(limit):
            waited = _postiche.duration_text(limit)
            raise TimeoutError(f"waited {waited} for the end of the run\n{_told(self)}")


class _Wait:
    """What is waited for, how long, and what to say when it did not come."""

    def __init__(
        self,
        server: Waiting,
        wanted: Callable[[Any], Any] | None,
        messages: int | None,
        sessions: int | None,
        timeout: Time,
    ) -> None:
        is_asked = callable(wanted)
        is_counted = messages is not None or sessions is not None
        if is_asked == is_counted or (wanted is not None and not is_asked):
            raise TypeError(
                "it needs what to wait for: messages=1, sessions=1, or a function of the server"
            )
        self._server = server
        self._wanted = wanted
        self._messages = None if messages is None else count(messages, "messages")
        self._sessions = None if sessions is None else count(sessions, "sessions")
        self._limit = to_nanoseconds(timeout)
        self._deadline = time.monotonic_ns() + self._limit
        self.result: Any = None

    def left(self) -> int:
        return max(0, self._deadline - time.monotonic_ns())

    def is_over(self) -> bool:
        if self._wanted is None:
            return self._has_come()
        self.result = self._wanted(self._server)
        if inspect.isawaitable(self.result):
            if inspect.iscoroutine(self.result):
                self.result.close()
            raise TypeError("an async function is for `await server.wait_for_async(...)`")
        return bool(self.result)

    async def is_over_async(self) -> bool:
        if self._wanted is None:
            return self._has_come()
        self.result = self._wanted(self._server)
        if inspect.isawaitable(self.result):
            self.result = await self.result
        return bool(self.result)

    def _has_come(self) -> bool:
        messages, closed = self._server._started.counts()
        return messages >= (self._messages or 0) and closed >= (self._sessions or 0)

    def too_late(self) -> TimeoutError:
        waited = f"waited {_postiche.duration_text(self._limit)}"
        if self._server._started.stopped():
            waited = "the server has stopped, waited"
        return TimeoutError(f"{waited} for {self._missing()}\n{_told(self._server)}")

    def _missing(self) -> str:
        if self._wanted is not None:
            name = getattr(self._wanted, "__name__", repr(self._wanted))
            return f"{name} to be true of the server, it gave {self.result!r}"
        messages, closed = self._server._started.counts()
        if self._messages is not None and messages < self._messages:
            return f"{_counted(self._messages, 'message')}, {messages} came"
        return f"{_counted(self._sessions or 0, 'closed session')}, {closed} were closed"


def _told(server: Waiting) -> str:
    return server._started.transcript_text() or "nobody has connected"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


@contextmanager
def _watching(started: _postiche.Server, changed: asyncio.Event) -> Iterator[None]:
    """Sets the event whenever the server has seen something, on the loop that runs."""
    import asyncio

    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()

    def on_change() -> None:
        os.read(reading, 4096)
        changed.set()

    try:
        os.set_blocking(writing, False)
        loop.add_reader(reading, on_change)
        try:
            started.watch(writing)
            try:
                yield
            finally:
                started.unwatch(writing)
        finally:
            loop.remove_reader(reading)
    finally:
        os.close(reading)
        os.close(writing)
