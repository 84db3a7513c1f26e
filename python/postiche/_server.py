# SPDX-License-Identifier: MIT
"""A running server and the handles on it."""

from __future__ import annotations

import atexit
import os
import weakref
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from . import _postiche
from ._accounts import Mailboxes
from ._arguments import path, text
from ._endpoints import Endpoints, endpoints_of
from ._errors import ScenarioError, ServerError
from ._evidence import Evidence
from ._handles import Clock, check_speed
from ._listening import ANY_FREE, Address, listeners_of
from ._scenario import Parameter, ScenarioSource, functions_of, load, parameters_of
from ._time import Time, to_nanoseconds
from ._trust import Trust
from ._waiting import Waiting

if TYPE_CHECKING:
    import ssl

    from ._answering.hooks import Hook

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True

# What people write who mean an address.
_MEANT = {"port", "host", "hostname", "address"}


def serve(
    scenario: ScenarioSource,
    *,
    smtp: Address = ANY_FREE,
    listen: Mapping[str, Address] | Iterable[str] | None = None,
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

    `smtp` is the address to listen on: "127.0.0.1:0" (0: any free port), 2525, "[::1]:2525",
    "unix:/path". `listen` names the services that it is to be, instead of those that the scenario
    names, or of all: "smtp", "smtps", "submission", "submissions", "lmtp", "pop3", "pop3s",
    "imap", "imaps"; a mapping gives each an address, a list any free port. `record` is a folder
    for the transcript, written as it happens. `clock_speed` is virtual seconds per real second,
    instead of the scenario's; 0 freezes the virtual clock.

    `hooks` are the functions that `call` steps of the scenario ask, by name; what is built or a
    mapping can also have the function itself there. Each gets a `postiche.Event` and returns a
    reply, a list of reply lines, a step as in `do` (a dict), a list of steps, or None for the
    honest answer. It runs in a thread of the server's, beside others, and one that is `async` on
    the event loop that `serve` was called in, or else on one of the server's own; where it can't
    answer within the call's timeout, the honest answer is given and the transcript says why.

    Raises ScenarioError for a wrong or unknown scenario or parameter, ServerError if the address or
    the folder cannot be had, a hook is missing or nobody asks it, ValueError for a service or a
    speed that there is not. In no case anything is left running.

    >>> import postiche
    >>> with postiche.serve("greylisting", delay="10s") as server:
    ...     print(server.smtp.host)
    127.0.0.1
    """
    if clock_speed is not None:
        check_speed(clock_speed)
    try:
        loaded = load(scenario, parameters_of(parameters, more_parameters))
    except ScenarioError as error:
        if not _MEANT & more_parameters.keys():
            raise
        hint = "where it listens stands in 'smtp' or 'listen': serve(..., smtp=2525)"
        raise ScenarioError(f"{error}\n{hint}", error.diagnostics) from None
    folder = "" if record is None else path(record, "record")
    listeners = listeners_of(listen or _services(loaded), smtp)
    functions = functions_of(scenario)
    if hooks is not None:
        from ._answering.hooks import together

        functions = together(functions, hooks, loaded)
    try:
        started = _postiche.Server(loaded, listeners, clock_speed, folder, list(functions))
    except ValueError as error:
        raise ServerError(str(error)) from None
    speed = loaded.clock_speed if clock_speed is None else clock_speed
    server = Server(started, speed, loaded)
    if functions:
        from ._answering.hooks import answer_calls

        answer_calls(server, started, functions)
    return server


def _services(loaded: _postiche.Scenario) -> list[str]:
    """Whoever sends a message may want to read it, too: a scenario that names none has all."""
    own = loaded.services()
    if loaded.names_services:
        return own
    return own + [name for name in _postiche.all_services() if name not in own]


class Server(Endpoints, Evidence, Mailboxes, Waiting):
    """A running server, made by `serve`. Safe to use from several threads.

    `scenario` is the id of what it plays. What it saw stays readable after it has stopped.

    >>> import postiche
    >>> with postiche.serve("honest") as server:
    ...     print(server.messages, server.sessions)
    [] []
    """

    _started: _postiche.Server

    def __init__(
        self, started: _postiche.Server, clock_speed: float, loaded: _postiche.Scenario
    ) -> None:
        self._started = started
        self.scenario = loaded.id
        self._phases = loaded.phases()
        self._trust = Trust(started)
        places = [(one.name, one.host, one.port, one.path) for one in started.endpoints()]
        self._endpoints = endpoints_of(places, self._trust)
        self._clock = Clock(started, clock_speed)
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

    async def __aenter__(self) -> Server:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Stopping takes a fraction of a millisecond: no thread is worth it.
        self.stop()

    def __repr__(self) -> str:
        return f"<postiche.Server {self.scenario} {self._endpoints[0]}>"

    def stop(self) -> None:
        """Closes all connections and frees the port. Again does nothing.

        >>> import postiche
        >>> server = postiche.serve("honest")
        >>> server.stop()
        >>> server.stop()
        """
        self._started.stop()
        self._trust.forget()
        _running.discard(self)

    @property
    def ca_pem(self) -> str:
        """The certificate that clients of this server must trust, as PEM."""
        return self._trust.pem

    @property
    def ca_file(self) -> str:
        """The path of a file with `ca_pem`, for clients that take files.

        It is made when it is first asked for, and gone when the server has stopped.

        >>> import pathlib
        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     path = pathlib.Path(server.ca_file)
        ...     print(path.read_text().splitlines()[0])
        -----BEGIN CERTIFICATE-----
        >>> path.exists()
        False
        """
        return self._trust.file

    def client_pem(self, name: str) -> str:
        """A certificate for a client of this name and its key, as PEM."""
        return self._started.client_pem(text(name, "the client's name"))

    @property
    def ssl_context(self) -> ssl.SSLContext:
        """What a client of Python needs to trust this server; a new one each time.

        >>> import smtplib
        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     with smtplib.SMTP("localhost", server.smtp.port) as client:
        ...         client.starttls(context=server.ssl_context)[0]
        220
        """
        return self._trust.context()

    @property
    def clock(self) -> Clock:
        """The virtual clock, which all times of the scenario read."""
        return self._clock

    @property
    def record_file(self) -> str | None:
        """The path of the transcript that `record` asked for."""
        return self._started.record_file() or None

    @property
    def troubles(self) -> list[str]:
        """What went wrong on our side, as sentences: a full disk, too few file descriptors."""
        return self._started.troubles()

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
            names = f"they are {', '.join(self._phases)}" if self._phases else "it has none"
            raise ValueError(f"{self.scenario} has no phase named {name!r}: {names}")
        self._started.enter_phase(self._phases.index(name))

    def arm(self, route: str) -> None:
        """The next connection that meets the conditions of this armed route takes it.

        Raises ValueError where the scenario has no route of this name.

        >>> import smtplib
        >>> import postiche
        >>> trap = postiche.Scenario("my.own").route("trap", armed=True)
        >>> with postiche.serve(trap.smtp.greeting("554 5.3.2 Not now")) as server:
        ...     server.arm("trap")
        ...     client = smtplib.SMTP()
        ...     client.connect(server.smtp.host, server.smtp.port)[0]
        ...     client.close()
        554
        """
        if not self._started.arm(text(route, "a route's name")):
            raise ValueError(f"{self.scenario} has no route named {route!r}")

    @property
    def finished(self) -> bool:
        """What the scenario's `finish` waits for has come."""
        return self._started.is_finished()

    def _whole_story(self) -> str:
        if self.record_file is None:
            return super()._whole_story()
        return f"\nAll of it is in {self.record_file}\n"

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
        if not self._started.begin_outage(text(kind, "an outage"), nanoseconds):
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
