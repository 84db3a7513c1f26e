# SPDX-License-Identifier: MIT
"""Scenarios in memory: no socket, no thread, no time but that which one lets pass."""

from __future__ import annotations

import time
from collections.abc import Mapping

from . import _postiche
from ._accounts import Mailboxes
from ._answering.events import Event
from ._answering.hooks import Hook, answer_of, together
from ._arguments import text
from ._evidence import Evidence
from ._handles import HandClock
from ._scenario import Parameter, ScenarioSource, functions_of, load, parameters_of

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True


class Conversation(Evidence, Mailboxes):
    """Clients that talk to a scenario in memory, line by line; for tests of the scenario itself.

    What `scenario`, `parameters`, `hooks` and the other keywords mean, and what is raised, `serve`
    tells. Hooks are asked at once, in the caller's thread. Time stands still until
    `clock.advance()`. What was seen is told as by a `Server`; `scenario` is the id of what is
    played.

    TLS does not exist in memory. A handshake is taken for done where it would begin, unless the
    scenario breaks it off: STARTTLS is answered, and what follows counts as said inside TLS 1.3.
    Whoever cares for certificates needs a server.

    Nor is there anybody to be called: a `call` of a web server gets no answer, as the transcript
    says, and where ETRN or `dial` have mail brought to an address, nobody brings it.

    >>> import postiche
    >>> conversation = postiche.Conversation("greylisting", delay="2m")
    >>> client = conversation.open("smtp")
    >>> said = client.say("EHLO me.example"), client.say("MAIL FROM:<a@x.example>")
    >>> client.say("RCPT TO:<b@y.example>")
    '451 4.7.1 Greylisted, try again in 2m\\r\\n'
    >>> conversation.clock.advance("2m")
    >>> client.say("RCPT TO:<b@y.example>")
    '250 2.1.5 Recipient ok\\r\\n'
    """

    _started: _postiche.Conversation

    def __init__(
        self,
        scenario: ScenarioSource,
        *,
        parameters: Mapping[str, Parameter] | None = None,
        hooks: Mapping[str, Hook] | None = None,
        **more_parameters: Parameter,
    ) -> None:
        loaded = load(scenario, parameters_of(parameters, more_parameters))
        self.scenario = loaded.id
        self._started = _postiche.Conversation(loaded, time.time_ns())
        self._hooks = together(functions_of(scenario), hooks, loaded)
        self._clock = HandClock(self._started, self._answer_hooks)

    def __repr__(self) -> str:
        return f"<postiche.Conversation {self.scenario}>"

    @property
    def clock(self) -> HandClock:
        """The virtual clock, which all times of the scenario read."""
        return self._clock

    def open(self, service: str = "smtp") -> Connection:
        """A client connects as to a listener: "smtp", "submission", "lmtp", "pop3", "imaps" ...

        Raises ValueError for a service that there is not, and in an outage that refuses.

        >>> import postiche
        >>> postiche.Conversation("honest").open("imap").said.split(b" ")[:2]
        [b'*', b'OK']
        """
        connection = Connection(self, self._started.open(text(service, "a service")))
        self._answer_hooks()
        return connection

    def reset(self) -> None:
        """Forgets mail, transcript and what rules remember. Open connections stay."""
        self._started.reset()

    def _answer_hooks(self) -> None:
        while (call := self._started.next_call()) is not None:
            number, protocol, name, facts = call
            answer, problem = "", f"there is no hook of the name {name!r}"
            if name in self._hooks:
                answer, problem = answer_of(self._hooks[name], Event(facts))
            self._started.answer_call(number, protocol, name, answer, problem)


class Connection:
    """One client of a `Conversation`.

    >>> import postiche
    >>> client = postiche.Conversation("honest").open("pop3")
    >>> client.said[:4], client.say("QUIT"), client.closed
    (b'+OK ', '+OK Bye\\r\\n', True)
    """

    def __init__(self, conversation: Conversation, number: int) -> None:
        self._conversation = conversation
        self._run = conversation._started
        self._number = number
        self._heard: list[bytes] = []
        self._read = 0

    def __repr__(self) -> str:
        state = "closed" if self.closed else "open"
        return f"<postiche.Connection {self._number} of {self._conversation.scenario}, {state}>"

    def say(self, what: str | bytes) -> str:
        """The client says a line, and CRLF is put behind it; or octets, which are sent as they are.

        Gives what the server says to it. Octets that are not UTF-8 are lone surrogates, as in
        `os.fsdecode`. When the connection is over, nobody listens.

        >>> import postiche
        >>> client = postiche.Conversation("honest").open()
        >>> client.say(b"NOOP\\r\\nNO"), client.say(b"OP\\r\\n")
        ('250 Ok\\r\\n', '250 Ok\\r\\n')
        """
        octets = what
        if not isinstance(octets, bytes):
            line = text(octets, "what a client says, unless it is octets,")
            octets = f"{line}\r\n".encode("utf-8", "surrogateescape")
        self._read = len(self.said)
        self._heard.append(octets)
        self._run.say(self._number, octets)
        self._conversation._answer_hooks()
        return self.read()

    def read(self) -> str:
        """What the server has said since it was last asked: by itself, or when time had passed.

        >>> import postiche
        >>> conversation = postiche.Conversation("slow-greeting", delay="1m")
        >>> client = conversation.open()
        >>> client.read()
        ''
        >>> conversation.clock.advance("1m")
        >>> client.read()[:4]
        '220 '
        """
        said = self.said
        fresh, self._read = said[self._read :], len(said)
        return fresh.decode("utf-8", "surrogateescape")

    @property
    def said(self) -> bytes:
        """All that the server has said; of what it says without end, 16 MB."""
        return self._run.told(self._number)

    @property
    def heard(self) -> bytes:
        """All that the client has said."""
        return b"".join(self._heard)

    @property
    def closed(self) -> bool:
        """Whether either side has ended it."""
        return self._run.is_closed(self._number)

    def close(self) -> None:
        """The client ends its direction, as by FIN. Again does nothing."""
        self._run.end(self._number)

    def abort(self) -> None:
        """The client drops the connection, as by RST."""
        self._run.abort(self._number)
