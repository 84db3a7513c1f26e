# SPDX-License-Identifier: MIT
"""Mailboxes: whose they are, what is in them, and how a test puts mail there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Union

from . import _postiche
from ._arguments import text
from ._time import from_datetime, to_datetime

if TYPE_CHECKING:
    import email.message

    Mail = Union[email.message.Message, bytes, str]

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True


@dataclass(frozen=True)
class Account:
    """Somebody who has mailboxes.

    `password` is None where any will do. `mailboxes` has the number of messages of each by its
    name. `quota` is in octets.

    >>> import postiche
    >>> accounts = "[{user: ann@example.com, password: s3cret, mailboxes: {Sent: []}}]"
    >>> yaml = f"{{postiche: 1, scenario: my.own, accounts: {accounts}}}"
    >>> with postiche.serve(yaml) as server:
    ...     account = server.accounts[0]
    >>> account.name, account.password, account.mailboxes
    ('ann@example.com', 's3cret', {'INBOX': 0, 'Sent': 0})
    """

    name: str
    password: str | None
    aliases: list[str]
    quota: int | None
    mailboxes: dict[str, int]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class StoredMessage:
    """A message in a mailbox (RFC 9051 sec 2.3).

    `flags` are as IMAP writes them, "\\\\Seen". `size` is in octets, `received_at` the internal
    date, UTC.

    >>> import postiche
    >>> with postiche.serve("honest", listen=["imap"]) as server:
    ...     uid = server.deliver("ann", "Subject: Hi\\n\\nHi!\\n", flags=["\\\\Seen"])
    ...     message = server.mailbox("ann")[0]
    >>> message.uid == uid, message.flags, message.content
    (True, ['\\\\Seen'], b'Subject: Hi\\r\\n\\r\\nHi!\\r\\n')
    """

    uid: int
    flags: list[str]
    size: int
    received_at: datetime
    _view: _postiche.StoredView = field(repr=False, compare=False)

    @property
    def content(self) -> bytes:
        """All its octets."""
        return self._view.content()

    @property
    def email(self) -> email.message.EmailMessage:
        """The content parsed anew, so that changing it changes nothing here. Lines end in CRLF."""
        from ._parsing import parsed

        return parsed(self.content)


class Mailboxes:
    """The accounts of a run."""

    _started: _postiche.Run

    @property
    def accounts(self) -> list[Account]:
        """Who has mailboxes: whom the scenario names, or else all who came, in this order."""
        return [
            Account(
                name=view.user,
                password=view.password,
                aliases=view.aliases,
                quota=view.quota,
                mailboxes=dict(view.mailboxes),
            )
            for view in self._started.accounts()
        ]

    def mailbox(self, account: str | Account, name: str = "INBOX") -> list[StoredMessage]:
        """What is in a mailbox, by UID. Raises ValueError where there is no such one.

        >>> import smtplib
        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
        ...         client.sendmail("a@x.example", "b@y.example", "Subject: Hi\\n\\nHi!\\n")
        ...     server.mailbox("b@y.example")[0].email["Subject"]
        {}
        'Hi'
        """
        return [
            StoredMessage(view.uid, view.flags, view.size, to_datetime(view.received_at_ns), view)
            for view in self._started.mailbox(_name_of(account), text(name, "a mailbox's name"))
        ]

    def deliver(
        self,
        account: str | Account,
        message: Mail,
        mailbox: str = "INBOX",
        flags: Iterable[str] = (),
        *,
        received_at: datetime | None = None,
    ) -> int:
        """Puts a message into a mailbox and gives its UID; clients that idle there are told.

        Text gets CRLF at its line ends, octets are taken as they are. The mailbox is made if it is
        not there. `received_at` is the internal date, else the virtual clock's time. What is put in
        so is not among `messages`, which clients have sent.

        Raises ValueError where the scenario names its accounts and this is none of them, and for
        flags that IMAP has not.

        >>> import poplib
        >>> import postiche
        >>> with postiche.serve("honest", listen=["pop3"]) as server:
        ...     uid = server.deliver("ann", "Subject: Hi\\n\\nHi!\\n")
        ...     client = poplib.POP3(server.pop3.host, server.pop3.port)
        ...     login = client.user("ann"), client.pass_("any")
        ...     client.retr(1)[1]
        ...     end = client.quit()
        [b'Subject: Hi', b'', b'Hi!']
        """
        if isinstance(flags, str) or not isinstance(flags, Iterable):
            raise TypeError("flags are several words: write ['\\\\Seen']")
        words = [text(flag, "a flag") for flag in flags]
        at = None if received_at is None else from_datetime(received_at)
        content = _octets_of(message)
        name = text(mailbox, "a mailbox's name")
        return self._started.deliver(_name_of(account), name, content, words, at)


def _name_of(account: str | Account) -> str:
    return account.name if isinstance(account, Account) else text(account, "an account's name")


def _octets_of(message: Mail) -> bytes:
    if isinstance(message, bytes):
        return message
    if isinstance(message, str):
        lines = message.replace("\r\n", "\n").replace("\n", "\r\n")
        return lines.encode("utf-8", "surrogateescape")
    if not hasattr(message, "as_bytes"):
        raise TypeError(f"{message!r} is no message: text, octets or an email.message.Message")
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
