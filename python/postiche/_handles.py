# SPDX-License-Identifier: MIT
"""What a server lets one hold: its clock and its transcript."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Callable

from . import _postiche
from ._time import Time, to_datetime, to_nanoseconds

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True


def check_speed(speed: float) -> None:
    """Raises ValueError for what is no speed: the virtual clock does not go back."""
    if not isinstance(speed, (int, float)):
        raise TypeError(f"a clock's speed is a number, not {speed!r}: 60 makes a minute a second")
    if not 0 <= speed < float("inf"):
        raise ValueError(f"{speed} is no speed of a clock: 0 or more")


class HandClock:
    """A virtual clock that only goes when it is moved. It never goes back.

    Greylisting delays, waits and pauses read it.

    >>> import postiche
    >>> conversation = postiche.Conversation("honest")
    >>> before = conversation.clock.now
    >>> conversation.clock.advance("5m")
    >>> print(conversation.clock.now - before)
    0:05:00
    """

    def __init__(self, run: _postiche.Run, on_moved: Callable[[], None] = lambda: None) -> None:
        self._run = run
        self._on_moved = on_moved

    def __repr__(self) -> str:
        return f"<postiche.{type(self).__name__} {self.now.isoformat(' ')}>"

    @property
    def now(self) -> datetime:
        """In UTC, to the microsecond."""
        return to_datetime(self._run.virtual_now_ns())

    def advance(self, by: Time) -> None:
        """Moves it forward: "5m", a number of seconds or a timedelta. What falls due happens.

        Clients are silent meanwhile, and the server ends the connection of one that has been
        silent for long enough: for 5 minutes in SMTP, 10 in POP3 and 30 in IMAP, unless `idle`
        in the scenario's `limits` says otherwise.

        >>> import postiche
        >>> conversation = postiche.Conversation("honest")
        >>> client = conversation.open("smtp")
        >>> conversation.clock.advance("4m59s")
        >>> client.closed
        False
        >>> conversation.clock.advance("1s")
        >>> client.closed, client.read().splitlines()[-1]
        (True, '421 mx.example.com Timeout, closing the connection')
        """
        nanoseconds = to_nanoseconds(by)
        if nanoseconds < 0:
            raise ValueError("the virtual clock does not go back")
        self._run.advance_clock(nanoseconds)
        self._on_moved()


class Clock(HandClock):
    """A virtual clock that goes by itself, as fast as one likes, and can be moved.

    >>> import postiche
    >>> with postiche.serve("honest") as server:
    ...     server.clock.freeze()
    ...     before = server.clock.now
    ...     server.clock.advance("5m")
    ...     print(server.clock.now - before)
    0:05:00
    """

    def __init__(self, started: _postiche.Server, speed: float) -> None:
        super().__init__(started)
        self._started = started
        self._speed = speed

    @property
    def speed(self) -> float:
        """Virtual seconds per real second: 60 makes a minute a second, 0 freezes the clock."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        check_speed(speed)
        self._started.set_clock_speed(speed)
        self._speed = speed

    def freeze(self) -> None:
        """Stops it until it is moved, or gets another speed: the same as `speed = 0`."""
        self.speed = 0


class Transcript:
    """The record of all connections, every octet of both directions.

    >>> import smtplib
    >>> import postiche
    >>> with postiche.serve("honest") as server:
    ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
    ...         answer = client.noop()
    ...     print("C: noop" in server.transcript.to_text())
    True
    """

    def __init__(self, started: _postiche.Run) -> None:
        self._started = started

    def to_text(self) -> str:
        """The C:/S: form, for people and for tests/transcripts. Secrets are masked."""
        return self._started.transcript_text()

    def to_jsonl(self, *, show_secrets: bool = False) -> str:
        """JSON Lines, one event a line; harness/transcript/README.md describes them."""
        return self._started.transcript_jsonl(bool(show_secrets))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes a file: JSON Lines if its name ends in .jsonl, else the C:/S: form.

        Raises OSError if it cannot be written.
        """
        jsonl = os.fspath(path).endswith(".jsonl")
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write(self.to_jsonl() if jsonl else self.to_text())

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<postiche.Transcript of {self._started.counts()[1]} closed sessions>"
