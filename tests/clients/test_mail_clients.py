# SPDX-License-Identifier: MIT
"""What every client that reads mail does, by POP3 or by IMAP: it keeps, deletes, remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import fetchers
import mail_server
import mailboxes
import pytest
from fetchers import Fetched, Fetcher, Then, got_nothing, same, tells_of_password
from letters import LETTERS, ODD, letter
from mail_server import Account, MailServer, Security

Serve = Callable[..., MailServer]


@dataclass(frozen=True)
class Reader:
    protocol: str
    client: str

    def __str__(self) -> str:
        return f"{self.protocol}-{self.client}"

    def read(self, account: Account, folder: Path, then: Then) -> Fetched:
        return CLIENTS[self.protocol][self.client](account, folder, then)

    def account(self, server: MailServer, security: Security = Security.CLEAR) -> Account:
        return server.account(self.protocol, security)

    def left(self, server: MailServer) -> list[bytes]:
        """What the inbox has now."""
        look = fetchers.left_in if self.protocol == "pop3" else mailboxes.left_in
        return look(server.account(self.protocol))


CLIENTS: dict[str, dict[str, Fetcher]] = {"pop3": fetchers.FETCHERS, "imap": mailboxes.READERS}
TLS_FIRST = {"pop3": fetchers.WITHOUT_STLS, "imap": mailboxes.WITHOUT_STARTTLS}
READERS = [Reader(protocol, client) for protocol, all_ in CLIENTS.items() for client in all_]
WAYS = [
    (reader, security)
    for reader in READERS
    for security in Security
    if not (reader.client in TLS_FIRST[reader.protocol] and security is Security.STARTTLS)
]
REMEMBERING = [
    *(Reader("pop3", client) for client in fetchers.REMEMBERING),
    *(Reader("imap", client) for client in ("fetchmail", "getmail")),
]
# Some start a program for each message.
MANY = {
    Reader("pop3", "fetchmail"): 200,
    Reader("pop3", "getmail"): 100,
    Reader("pop3", "mpop"): 2000,
    Reader("pop3", "poplib"): 2000,
    Reader("pop3", "jakarta"): 2000,
    Reader("imap", "fetchmail"): 200,
    Reader("imap", "getmail"): 100,
    Reader("imap", "imaplib"): 2000,
    Reader("imap", "IMAPClient"): 2000,
    Reader("imap", "neomutt"): 500,
    Reader("imap", "imapflow"): 2000,
    Reader("imap", "jakarta"): 2000,
    Reader("imap", "go-imap 1"): 2000,
    Reader("imap", "go-imap 2"): 2000,
}


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts servers for a reader, whose inbox has these messages."""
    all_ = {protocol: mail_server.Servers(tmp_path, protocol) for protocol in CLIENTS}
    yield lambda reader, letters: all_[reader.protocol].start(letters)
    for servers in all_.values():
        servers.stop()


@pytest.mark.parametrize(("reader", "security"), WAYS, ids=str)
def test_mail_is_read_and_stays(
    reader: Reader, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server = serve(reader, LETTERS)
    read = reader.read(reader.account(server, security), tmp_path, Then.KEEP)
    assert (read.status, read.messages) == (0, LETTERS), read.told
    assert reader.left(server) == LETTERS


@pytest.mark.parametrize(("reader", "security"), WAYS, ids=str)
def test_mail_is_read_and_deleted(
    reader: Reader, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server = serve(reader, LETTERS)
    read = reader.read(reader.account(server, security), tmp_path, Then.DELETE)
    assert (read.status, read.messages) == (0, LETTERS), read.told
    assert reader.left(server) == []


@pytest.mark.parametrize("reader", REMEMBERING, ids=str)
def test_what_was_read_is_not_read_again(reader: Reader, serve: Serve, tmp_path: Path) -> None:
    server = serve(reader, LETTERS)
    account = reader.account(server)
    assert reader.read(account, tmp_path, Then.KEEP).messages == LETTERS
    assert reader.read(account, tmp_path, Then.KEEP).messages == []
    server.deliver(letter(9, b"New"))
    (new,) = reader.read(account, tmp_path, Then.KEEP).messages
    assert new.endswith(b"\r\n\r\nNew\r\n")
    assert len(reader.left(server)) == 4


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_an_empty_inbox_is_no_error(reader: Reader, serve: Serve, tmp_path: Path) -> None:
    read = reader.read(reader.account(serve(reader, [])), tmp_path, Then.DELETE)
    # fetchmail says so by its status.
    status = 1 if reader.client == "fetchmail" else 0
    assert (read.status, read.messages) == (status, []), read.told


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_odd_mail_arrives_as_it_is(reader: Reader, serve: Serve, tmp_path: Path) -> None:
    longest = fetchers.LONGEST_LINE.get(reader.client, 10_000)
    odd = {name: mail for name, mail in ODD.items() if max(map(len, mail.split())) <= longest}
    read = reader.read(reader.account(serve(reader, odd.values())), tmp_path, Then.KEEP)
    assert read.status == 0, read.told
    assert len(read.messages) == len(odd)
    arrived = zip(odd, read.messages)
    assert [name for name, got in arrived if not same(reader.client, got, odd[name])] == []


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_a_wrong_password_is_told_and_leads_nowhere(
    reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    server = serve(reader, LETTERS)
    account = reader.account(server).with_password("pen")
    read = reader.read(account, tmp_path, Then.DELETE)
    assert got_nothing(reader.client, read), read.told
    assert tells_of_password(reader.client, read.told.replace(str(tmp_path), "")), read.told
    assert reader.left(server) == LETTERS


@pytest.mark.parametrize(
    ("reader", "security"), [way for way in WAYS if way[1] is not Security.CLEAR], ids=str
)
def test_a_certificate_of_somebody_else_is_refused(
    reader: Reader, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server, other = serve(reader, LETTERS), serve(reader, [])
    account = reader.account(server, security).trusting(other.ca)
    read = reader.read(account, tmp_path, Then.DELETE)
    assert got_nothing(reader.client, read), read.told
    assert reader.left(server) == LETTERS


@pytest.mark.parametrize("reader", MANY, ids=str)
def test_a_large_inbox_is_emptied(reader: Reader, serve: Serve, tmp_path: Path) -> None:
    letters = [letter(number, b"Hi %d" % number) for number in range(1, MANY[reader] + 1)]
    server = serve(reader, letters)
    read = reader.read(reader.account(server), tmp_path, Then.DELETE)
    assert read.status == 0, read.told[-2000:]
    assert read.messages == letters
    assert reader.left(server) == []
