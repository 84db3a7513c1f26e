# SPDX-License-Identifier: MIT
"""What the server saw, as values: copies that stay as they are when the server goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from . import _postiche
from ._time import to_datetime

if TYPE_CHECKING:
    # What few need is imported by those who do: a test suite imports this often.
    import email.message


@dataclass(frozen=True)
class Message:
    """A message that the server accepted and kept (RFC 5321 sec 4.4).

    `content` is exactly what was sent, dot-stuffing undone; `reverse_path` is "" for a bounce.
    `parameters` are those of MAIL, `recipient_parameters` has one text for each recipient.
    `received_at` is the virtual clock's time, UTC.

    >>> import smtplib
    >>> import postiche
    >>> with postiche.serve("honest") as server:
    ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
    ...         refused = client.sendmail("a@x.example", "b@y.example", "Subject: Hi\\n\\nHi!\\n")
    ...     message = server.messages[0]
    >>> message.reverse_path, message.recipients, message.email["Subject"]
    ('a@x.example', ['b@y.example'], 'Hi')
    """

    id: int
    reverse_path: str
    recipients: list[str]
    content: bytes = field(repr=False)
    parameters: list[str]
    recipient_parameters: list[str]
    received_at: datetime
    connection: int
    helo: str
    client: str

    @property
    def email(self) -> email.message.EmailMessage:
        """The content parsed anew, so that changing it changes nothing here. Lines end in CRLF."""
        from ._parsing import parsed

        return parsed(self.content, is_utf8="SMTPUTF8" in self.parameters)


@dataclass(frozen=True)
class Command:
    """A line that the client sent as a command (RFC 5321 sec 4.1.1).

    `verb` is in capitals, `line` without its ending. `deviations` name what was odd, as
    "bare-lf". `at` is the virtual clock's time, UTC. Octets outside UTF-8 are lone surrogates, as
    in `os.fsdecode`.

    >>> import socket
    >>> import postiche
    >>> with postiche.serve("honest") as server:
    ...     with socket.create_connection((server.smtp.host, server.smtp.port)) as client:
    ...         client.sendall(b"helo  me\\n")
    ...     server.wait_for(sessions=1)
    ...     command = server.sessions[0].commands[0]
    >>> command.verb, command.line, "bare-lf" in command.deviations
    ('HELO', 'helo  me', True)
    """

    verb: str
    argument: str
    line: str
    deviations: list[str]
    at: datetime

    def __str__(self) -> str:
        return self.line


@dataclass(frozen=True)
class Reply:
    """A reply of the server (RFC 5321 sec 4.2, RFC 1939 sec 3).

    `status` is the word that it begins with, "250" or "+OK". `text` has all its lines as sent,
    status included, without the last CRLF. `by` is "honest" or the name of the rule that spoke.
    `at` is the virtual clock's time, UTC.

    >>> import smtplib
    >>> import postiche
    >>> with postiche.serve("helo-only") as server:
    ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
    ...         code, text = client.ehlo()
    ...     reply = server.sessions[0].replies[1]
    >>> reply.code, reply.by
    (500, 'never heard of it')
    """

    status: str
    text: str
    by: str
    at: datetime

    def __str__(self) -> str:
        return self.text

    @property
    def code(self) -> int:
        """The reply code of SMTP as a number; 0 of POP3 and IMAP, which have none.

        >>> import datetime
        >>> Reply("-ERR", "-ERR No such message", "honest", datetime.datetime.now()).code
        0
        """
        return int(self.status) if self.status.isdecimal() else 0


@dataclass(frozen=True)
class Session:
    """One connection, as far as it has come.

    `client` is the client's address, `listener` the service that it came to, "smtp" or "imaps".
    `heard` and `said` are every octet of each direction; of one `send` that is repeated, 16 MB
    at most. `rules` names the rules that spoke, in order. `tls` is its version, "TLSv1.3", and
    empty in clear; `user` is who has logged in, and empty where nobody has. `closed_by` ("client",
    "server") and `closed_how` ("fin", "rst", "quit" ...) are empty while it is open.

    >>> import smtplib
    >>> import postiche
    >>> with postiche.serve("honest") as server:
    ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
    ...         answer = client.noop()
    ...     server.wait_for(sessions=1)
    ...     session = server.sessions[0]
    >>> [command.verb for command in session.commands], session.heard
    (['NOOP', 'QUIT'], b'noop\\r\\nQUIT\\r\\n')
    """

    connection: int
    client: str
    listener: str
    commands: list[Command]
    replies: list[Reply]
    rules: list[str]
    tls: str
    user: str
    closed_by: str
    closed_how: str
    heard: bytes = field(repr=False)
    said: bytes = field(repr=False)

    @property
    def is_open(self) -> bool:
        """Whether neither side has closed it yet."""
        return not self.closed_by


@dataclass(frozen=True)
class Verdict:
    """What is said of the client on one expectation of the scenario, or on one requirement.

    `outcome` is "PASS", "WARN" (a should was not met), "FAIL" (a must was not met), "INFO", "SKIP",
    "UNRESOLVED" (the situation never arose) or "ERROR" (no fault of the client: ours, or that of a
    function which a rule calls); `level` is "must", "should", "may" or "info", of requirements also
    "security" and "practice". `says` is what was asked, `measured` what was found; `cites` are the
    paragraphs that ask it, as "RFC 5321 sec 2.3.8", none where the scenario alone does. `evidence`
    are sequence numbers of the transcript's events.

    >>> import postiche
    >>> with postiche.serve("greylisting") as server:
    ...     verdict = server.verdicts[0]
    >>> verdict.id, verdict.outcome, verdict.level
    ('came-back', 'FAIL', 'must')
    """

    id: str
    outcome: str
    level: str
    says: str
    measured: str
    cites: list[str]
    evidence: list[int] = field(repr=False)

    @property
    def failed(self) -> bool:
        """Whether it fails a test: so does a must whose situation never arose."""
        unshown = self.outcome == "UNRESOLVED" and self.level in ("must", "security")
        return unshown or self.outcome in ("FAIL", "ERROR")

    def __str__(self) -> str:
        return f"{self.outcome} {self.id}: {self.says or self.level}: {self.measured}"


def message_of(view: _postiche.MessageView) -> Message:
    return Message(
        id=view.id,
        reverse_path=view.reverse_path,
        recipients=view.recipients,
        content=view.content,
        parameters=view.parameters,
        recipient_parameters=view.recipient_parameters,
        received_at=to_datetime(view.received_at_ns),
        connection=view.connection,
        helo=view.helo,
        client=view.client,
    )


def session_of(view: _postiche.SessionView) -> Session:
    return Session(
        connection=view.connection,
        client=view.client,
        listener=view.listener,
        commands=[
            Command(one.verb, one.argument, one.line, one.deviations, to_datetime(one.at_ns))
            for one in view.commands
        ],
        replies=[
            Reply(one.status, one.text, one.by, to_datetime(one.at_ns)) for one in view.replies
        ],
        rules=view.rules,
        tls=view.tls,
        user=view.user,
        closed_by=view.closed_by,
        closed_how=view.closed_how,
        heard=view.heard,
        said=view.said,
    )


@dataclass(frozen=True)
class Coverage:
    """How often one rule, or one line of a dialogue, was played.

    `name` is "rule 'too early'" or "line 'C: QUIT'", `place` is "file:line:column", `text` says
    what happened; for a rule that never spoke, what stood in its way.

    >>> import postiche
    >>> with postiche.serve("greylisting") as server:
    ...     rule = server.coverage[0]
    >>> rule.name, rule.times, rule.text
    ("rule 'too early'", 0, 'never spoke: RCPT never came')
    """

    name: str
    place: str
    times: int
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.name} {self.text}"


def coverage_of(view: _postiche.CoverageView) -> Coverage:
    return Coverage(name=view.name, place=view.place, times=view.times, text=view.text)


def verdict_of(view: _postiche.VerdictView) -> Verdict:
    return Verdict(
        id=view.id,
        outcome=view.outcome,
        level=view.level,
        says=view.says,
        measured=view.measured,
        cites=view.source.split(", ") if view.source else [],
        evidence=view.evidence,
    )
