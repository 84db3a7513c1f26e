# SPDX-License-Identifier: MIT
"""All that can go wrong in a conversation, one fault at each of its points."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal

from .. import _postiche
from .._arguments import path, text
from .._handles import Transcript
from .._server import Server
from .._time import Time, to_nanoseconds

# "fine": the mail is there once, or what was fetched is, and the client says so. "told": it went
# wrong, and the client says so. "unknowable": nobody could know whether the mail was there.
# "false-failure": the mail is there, and the client says that it failed.
Outcome = Literal["fine", "told", "unknowable", "false-failure", "altered", "duplicated", "lost"]


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong at one point of a conversation: a scenario, and where it is odd.

    `point` is what the client has just done ("RCPT", "message", "FETCH 2"; "connect" before the
    greeting, "content" amid a message), `fault` what befalls it: "4yz" and "5yz" are replies,
    "421" a goodbye, "close" and "reset" the end of the connection, "stall" silence and then its
    end, "garbage", "truncated", "split" and "duplicated" what becomes of the reply; "done-close"
    and "done-reset" end it when the command has had its effect and before the client hears so.
    `yaml` is for `postiche.serve`, `id` a name for tests and files.

    >>> import postiche
    >>> fault = postiche.faults("smtp")[0]
    >>> fault.id, fault.point, fault.fault
    ('connect-1-5yz', 'connect', '5yz')
    >>> with postiche.serve(fault.yaml) as server:
    ...     fault.outcome(server, told_success=False)
    'told'
    """

    id: str
    point: str
    fault: str
    service: str
    yaml: str = field(repr=False)

    def __str__(self) -> str:
        return self.id

    def outcome(self, server: Server, *, told_success: bool) -> Outcome:
        """What it led to, as `postiche sweep` has it: by what the server saw and the client said.

        "altered", "duplicated" and "lost" are what no fault excuses: "lost" is mail that is not
        there although the client was content.
        """
        record = server.transcript.to_jsonl(show_secrets=True)
        return _postiche.sweep_outcome(record, 0 if told_success else 1)  # type: ignore[return-value]


def faults(
    service: str = "smtp",
    *,
    scenario: str | None = None,
    transcript: Transcript | str | os.PathLike[str] | None = None,
    stall: Time = "2s",
) -> list[Fault]:
    """Every fault at every point of a conversation with this service, such as "submission".

    The conversation is a plain one of ours: a letter is sent by EHLO, MAIL, RCPT, DATA and QUIT,
    with AUTH where it is submitted (RFC 6409 sec 4.3); by POP3 a message is counted, fetched and
    deleted, by IMAP a mailbox is opened and read.
    `transcript` is another: of a server that has seen it, or its file (`*.jsonl`). `scenario` is
    what is played where nothing goes wrong, by its name or path: "honest", and for POP3 and IMAP
    "maildrop" and "mailbox", where the user `ann` with the password `pencil` has three messages.
    A stall lasts `stall`, on the virtual clock.

    >>> import postiche
    >>> sorted({fault.point for fault in postiche.faults("lmtp")})
    ['DATA', 'LHLO', 'MAIL', 'QUIT', 'RCPT', 'connect', 'content', 'message']
    """
    protocol = _PROTOCOLS.get(service) if isinstance(service, str) else None
    if protocol is None:
        raise ValueError(f"{service!r} is no service: write one of {', '.join(_PROTOCOLS)}")
    base = _absolute(scenario) if scenario else _BASES[protocol]
    record = _honest(service, base) if transcript is None else _read(transcript)
    cells = _postiche.sweep_cells(record, base, to_nanoseconds(stall))
    # A section of its own makes a server listen for its protocol, in clear.
    services = "" if service == protocol else f"services: [{service}]\n"
    return [Fault(id, point, fault, service, yaml + services) for point, fault, id, yaml in cells]


_PROTOCOLS = {
    **dict.fromkeys(("smtp", "smtps", "submission", "submissions"), "smtp"),
    "lmtp": "lmtp",
    **dict.fromkeys(("pop3", "pop3s"), "pop3"),
    **dict.fromkeys(("imap", "imaps"), "imap"),
}
_BASES = {"smtp": "honest", "lmtp": "honest", "pop3": "maildrop", "imap": "mailbox"}


def _absolute(scenario: str) -> str:
    """A fault's scenario has no folder of its own, from which paths could start."""
    name = text(scenario, "scenario")
    return os.path.abspath(name) if os.path.isfile(name) else name


def _read(transcript: Transcript | str | os.PathLike[str]) -> str:
    if isinstance(transcript, Transcript):
        return transcript.to_jsonl(show_secrets=True)
    with open(path(transcript, "transcript"), encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def _honest(service: str, scenario: str) -> str:
    from .plain_clients import conversation  # whose modules take their time

    # What is said inside TLS is the same: "smtps" and "smtp", "submissions" and "submission".
    return conversation(service.removesuffix("s"), scenario)
