# SPDX-License-Identifier: MIT
"""What a function that answers for the server is given, and what it may give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Callable, TypedDict, Union

if TYPE_CHECKING:
    from .._time import Time

_Keys = TypedDict(
    "_Keys",
    {
        "reply": "str | list[str] | Mapping[str, object]",
        "send": "str | bytes | Mapping[str, object]",
        "wait": "Time | Mapping[str, object]",
        "pace": Mapping[str, object],
        "read": "str | Mapping[str, object]",
        "close": str,
        "silence": bool,
        "discard": bool,
        "honest": "bool | Mapping[str, object]",
        "tls": "str | Mapping[str, object]",
        "role": "str | Mapping[str, object]",
        "set": Mapping[str, str],
        "state": str,
        "mark": str,
        "verdict": Mapping[str, str],
        "store": Mapping[str, object],
        "bounce": Mapping[str, object],
        "listen": "str | Mapping[str, object]",
        "if": Mapping[str, object],
    },
    total=False,
)


class Step(_Keys):
    """One step of a rule, as in `do`: `{"reply": "451 4.7.1 Later"}`, `{"wait": "2s"}`.

    It has one of these keys, and perhaps an `if`; scenarios/README.md says what they mean.

    >>> import postiche
    >>> later: list[postiche.Step] = [{"wait": "2s"}, {"reply": "451 4.7.1 Later"}]
    """


# None: the honest answer. A list is the lines of one reply, or steps.
Answer = Union[None, str, Step, Sequence[Union[str, Step]]]
# It gives an Answer, or is `async` and gives one later.
Function = Callable[["Event"], Any]


class Event(dict[str, str]):
    """What has happened where a rule asks a function: a dict of all that conditions can ask.

    Attributes that are met often have a name; what has no value then is empty, and 0 as a number,
    and `name in event` tells.

    >>> import postiche
    >>> event = postiche.Event({"event": "command", "verb": "RCPT", "client.ip": "127.0.0.1"})
    >>> event.verb, event.client_ip, event["client.ip"], "recipient" in event
    ('RCPT', '127.0.0.1', '127.0.0.1', False)
    """

    def __missing__(self, name: str) -> str:
        raise KeyError(f"this event has no {name!r}, only {', '.join(self)}")

    @property
    def kind(self) -> str:
        """What has come: "command", "connect", "message", "data", "literal" and so on."""
        return self.get("event", "")

    @property
    def rule(self) -> str:
        """The name of the rule that asks."""
        return self.get("rule", "")

    @property
    def connection(self) -> int:
        """The connection's number in this run, from 1."""
        return int(self.get("connection", "0"))

    @property
    def client_ip(self) -> str:
        """The client's address."""
        return self.get("client.ip", "")

    @property
    def service(self) -> str:
        """What it came to: "smtp", "submissions", "pop3" and so on."""
        return self.get("service", "")

    @property
    def verb(self) -> str:
        """The command's first word, as the standard writes it: "RCPT", "UID FETCH"."""
        return self.get("verb", "")

    @property
    def argument(self) -> str:
        """All behind the verb."""
        return self.get("argument", "")

    @property
    def line(self) -> str:
        """The whole command line."""
        return self.get("line", "")

    @property
    def helo(self) -> str:
        """What the latest EHLO or HELO gave as a name."""
        return self.get("helo", "")

    @property
    def reverse_path(self) -> str:
        """The sender of the mail at hand; empty for the null path too (RFC 5321 sec 4.5.5)."""
        return self.get("reverse-path", "")

    @property
    def recipient(self) -> str:
        """The recipient of the command at hand, else the latest accepted one."""
        return self.get("recipient", "")

    @property
    def recipients(self) -> int:
        """How many recipients this mail has so far."""
        return int(self.get("recipients", "0"))

    @property
    def size(self) -> int:
        """Octets of the message at hand, or those that MAIL declares (RFC 1870)."""
        return int(self.get("size", "0"))

    @property
    def mailbox(self) -> str:
        """The mailbox that the command of IMAP names, else the one that is open."""
        return self.get("mailbox", "")

    @property
    def user(self) -> str:
        """Who has authenticated."""
        return self.get("user", "")

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self.get("tls") == "yes"
