# SPDX-License-Identifier: MIT
"""A running server and the handles on it."""

from __future__ import annotations

import atexit
import os
import ssl
import weakref
from collections.abc import Iterable, Mapping
from types import TracebackType

from . import _postiche
from ._endpoints import Endpoints
from ._errors import ServerError
from ._handles import Clock, Transcript
from ._hooks import Hook, answer_calls, together
from ._scenario import Parameter, ScenarioSource, functions_of, load
from ._time import Time, to_nanoseconds
from ._views import (
    Coverage,
    Message,
    Session,
    Verdict,
    coverage_of,
    endpoint_of,
    message_of,
    session_of,
    verdict_of,
)

_ANY_FREE = "127.0.0.1:0"


def serve(
    scenario: ScenarioSource,
    *,
    smtp: str = _ANY_FREE,
    listen: Mapping[str, str] | Iterable[str] | None = None,
    record: str | os.PathLike[str] | None = None,
    clock_speed: float | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    hooks: Mapping[str, Hook] | None = None,
    **more_parameters: Parameter,
) -> Server:
    """Starts a server; it runs until `stop()` or the end of the `with` block.

    `scenario` is a name or id of the library, a path, YAML text or a mapping. Every other keyword
    sets a parameter of the scenario; times may be timedeltas. `parameters` does the same for names
    that are no keywords or are taken.

    `smtp` is the address to listen on: "127.0.0.1:0" (0: any free port), "[::1]:2525",
    "unix:/path". `listen` names the services that it is to be, instead of those of the scenario:
    "smtp", "smtps", "submission", "submissions", "lmtp", "pop3", "pop3s", "imap", "imaps"; a
    mapping gives each an address, a list any free port. `record` is a folder for the transcript,
    written as it happens. `clock_speed` is virtual seconds per real second, instead of the
    scenario's; 0 freezes the virtual clock.

    `hooks` are the functions that `call` steps of the scenario ask, by name; what is built or a
    mapping can also have the function itself there. Each gets a `postiche.Event` and returns a
    reply, a list of reply lines, a step as in `do` (a dict), a list of steps, or None for the
    honest answer. It runs in a thread of the server's, beside others, and one that is `async` on
    the event loop that `serve` was called in, or else on one of the server's own; where it can't
    answer within the call's timeout, the honest answer is given and the transcript says why.

    Raises ScenarioError for a wrong or unknown scenario or parameter, ServerError if the address or
    the folder cannot be had or a hook is missing. In neither case anything is left running.

    >>> import postiche
    >>> with postiche.serve("greylisting", delay="10s") as server:
    ...     print(server.smtp.host)
    127.0.0.1
    """
    loaded = load(scenario, {**(parameters or {}), **more_parameters})
    folder = "" if record is None else os.fspath(record)
    try:
        listeners = _listeners(listen or loaded.services(), smtp)
        functions = together(functions_of(scenario), hooks or {})
        started = _postiche.Server(loaded, listeners, clock_speed, folder, list(functions))
    except ValueError as error:
        raise ServerError(str(error)) from None
    speed = loaded.clock_speed if clock_speed is None else clock_speed
    server = Server(started, speed, loaded.phases())
    if functions:
        answer_calls(server, started, functions)
    return server


def _listeners(wanted: Mapping[str, str] | Iterable[str], smtp: str) -> list[tuple[str, str]]:
    if isinstance(wanted, Mapping):
        return list(wanted.items())
    return [(name, smtp if name == "smtp" else _ANY_FREE) for name in wanted]


class Server(Endpoints):
    """A running server, made by `serve`. Safe to use from several threads.

    What it saw stays readable after it has stopped.

    >>> import postiche
    >>> with postiche.serve("honest") as server:
    ...     print(server.messages, server.sessions)
    [] []
    """

    def __init__(self, started: _postiche.Server, clock_speed: float, phases: list[str]) -> None:
        self._started = started
        self._phases = phases
        self._endpoints = [endpoint_of(view) for view in started.endpoints()]
        self._clock = Clock(started, clock_speed)
        self._transcript = Transcript(started)
        _running.add(self)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<postiche.Server {' '.join(map(str, self._endpoints))}>"

    def stop(self) -> None:
        """Closes all connections and frees the port. Again does nothing.

        >>> import postiche
        >>> server = postiche.serve("honest")
        >>> server.stop()
        >>> server.stop()
        """
        self._started.stop()
        _running.discard(self)

    @property
    def ca_pem(self) -> str:
        """The certificate that clients of this server must trust, as PEM."""
        return self._started.ca_pem()

    def client_pem(self, name: str) -> str:
        """A certificate for a client of this name and its key, as PEM."""
        return self._started.client_pem(name)

    def ssl_context(self) -> ssl.SSLContext:
        """What a client of Python needs to trust this server.

        >>> import smtplib
        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     with smtplib.SMTP("localhost", server.smtp.port) as client:
        ...         client.starttls(context=server.ssl_context())[0]
        220
        """
        return ssl.create_default_context(cadata=self.ca_pem)

    @property
    def clock(self) -> Clock:
        """The virtual clock, which all times of the scenario read."""
        return self._clock

    @property
    def transcript(self) -> Transcript:
        """Everything that was said and heard, so far."""
        return self._transcript

    @property
    def record_file(self) -> str | None:
        """The path of the transcript that `record` asked for."""
        return self._started.record_file() or None

    @property
    def messages(self) -> list[Message]:
        """What was accepted and kept, in order of arrival."""
        return [message_of(view) for view in self._started.messages()]

    @property
    def sessions(self) -> list[Session]:
        """Every connection, open ones too, in order of opening."""
        return [session_of(view) for view in self._started.sessions()]

    @property
    def verdicts(self) -> list[Verdict]:
        """What the scenario's expectations say of the client, as things are now."""
        return [verdict_of(view) for view in self._started.verdicts()]

    @property
    def coverage(self) -> list[Coverage]:
        """How often each rule, and each line of a dialogue, was played; in the order of the file.

        >>> import postiche
        >>> with postiche.serve("greylisting") as server:
        ...     print([one.name for one in server.coverage if one.times == 0])
        ["rule 'too early'"]
        """
        return [coverage_of(view) for view in self._started.coverage()]

    @property
    def troubles(self) -> list[str]:
        """What went wrong on our side, as sentences: a full disk, too few file descriptors."""
        return self._started.troubles()

    def wait_for(
        self, *, messages: int | None = None, sessions: int | None = None, timeout: Time = 5.0
    ) -> None:
        """Waits until so many messages are accepted, and so many sessions closed, in all.

        `timeout` is real time: seconds, "500ms" or a timedelta. Other threads run meanwhile, and
        Ctrl-C ends the wait. Raises TimeoutError with what came and the transcript.

        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     try:
        ...         server.wait_for(messages=1, timeout="10ms")
        ...     except TimeoutError as error:
        ...         print(str(error).splitlines()[0])
        waited 10ms for 1 message, 0 came
        """
        if messages is None and sessions is None:
            raise TypeError("wait_for needs what to wait for: messages=1 or sessions=1")
        limit = to_nanoseconds(timeout)
        if messages is not None and not self._started.wait_for_messages(messages, limit):
            raise self._too_late(limit, messages, "message", len(self.messages), "came")
        if sessions is not None and not self._started.wait_for_sessions(sessions, limit):
            closed = sum(not session.is_open for session in self.sessions)
            raise self._too_late(limit, sessions, "closed session", closed, "were closed")

    def _too_late(self, limit: int, wanted: int, what: str, seen: int, came: str) -> TimeoutError:
        plural = "" if wanted == 1 else "s"
        time = _postiche.duration_text(limit)
        return TimeoutError(
            f"waited {time} for {wanted} {what}{plural}, {seen} {came}\n{self._transcript.text()}"
        )

    @property
    def phase(self) -> str:
        """The name of the phase that new connections begin in; empty without `phases`.

        Setting it enters the phase; from then on phases change only so.

        >>> import postiche
        >>> yaml = "{postiche: 1, scenario: my.own, phases: [{name: learn}, {name: attack}]}"
        >>> with postiche.serve(yaml) as server:
        ...     print(server.phase)
        ...     server.phase = "attack"
        ...     print(server.phase)
        learn
        attack
        """
        return self._phases[self._started.phase()] if self._phases else ""

    @phase.setter
    def phase(self, name: str) -> None:
        if name not in self._phases:
            raise ValueError(f"no phase is named {name!r}; they are {', '.join(self._phases)}")
        self._started.enter_phase(self._phases.index(name))

    def arm(self, route: str) -> None:
        """The next connection that meets the conditions of this armed route takes it."""
        if not self._started.arm(route):
            raise ValueError(f"no route is named {route!r}")

    @property
    def finished(self) -> bool:
        """What the scenario's `finish` waits for has come."""
        return self._started.is_finished()

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
            time = _postiche.duration_text(limit)
            raise TimeoutError(f"waited {time} for the end of the run\n{self._transcript.text()}")

    def check(self) -> None:
        """Fails if the client did not do what the scenario expects of it.

        Raises AssertionError with what was expected, what was found and the transcript.

        >>> import postiche
        >>> with postiche.serve("greylisting") as server:
        ...     try:
        ...         server.check()
        ...     except AssertionError as error:
        ...         print("the client tried again" in str(error))
        True
        """
        # So that pytest points at the test's own line.
        __tracebackhide__ = True
        failed = [str(verdict) for verdict in self.verdicts if verdict.failed]
        if failed:
            raise AssertionError(
                "\n".join([*failed, "", "The transcript:", self._transcript.text()])
            )

    def outage(self, kind: str = "refuse", time: Time = "forever") -> None:
        """Takes the whole server off the network for so long, on the virtual clock.

        "refuse" listens nowhere, "reset" takes connections and resets them at once, "stop" takes
        them and never says a word. Open connections go on.

        >>> import smtplib
        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     server.outage("refuse", "10s")
        ...     try:
        ...         smtplib.SMTP("127.0.0.1", server.smtp.port)
        ...     except ConnectionRefusedError:
        ...         print("refused")
        refused
        """
        nanoseconds = to_nanoseconds(time)
        if nanoseconds <= 0:
            raise ValueError("an outage needs a time that passes, such as '10s'")
        if not self._started.begin_outage(kind, nanoseconds):
            raise ValueError(f"{kind!r} is no outage: write 'refuse', 'reset' or 'stop'")

    def resume(self) -> None:
        """Ends an outage, of `outage` or of a rule; without one nothing happens."""
        self._started.resume()

    def reset(self) -> None:
        """Forgets mail, transcript and what rules remember, and ends an outage.

        The port and open connections stay.

        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     server.reset()
        """
        self._started.reset()


# Whoever forgets to stop a server must not wait for it at the end of the interpreter.
_running: weakref.WeakSet[Server] = weakref.WeakSet()


@atexit.register
def _stop_all() -> None:
    for server in list(_running):
        server.stop()
