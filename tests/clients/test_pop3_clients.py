# SPDX-License-Identifier: MIT
"""Maildrops, and the real clients that fetch from them."""

from __future__ import annotations

import poplib
from collections.abc import Callable, Iterator
from pathlib import Path

import mail_server
import pytest
from fetchers import (
    FETCHERS,
    LONGEST_LINE,
    REMEMBERING,
    WITHOUT_STLS,
    Then,
    curl_asks,
    got_nothing,
    python_opens,
    same,
    tells_of_password,
)
from letters import LETTERS, ODD, letter
from mail_server import MailServer, Security

Serve = Callable[..., MailServer]

WAYS = [
    (client, security)
    for client in FETCHERS
    for security in Security
    if not (client in WITHOUT_STLS and security is Security.STARTTLS)
]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts servers whose inbox has these messages."""
    servers = mail_server.Servers(tmp_path, "pop3")
    yield servers.start
    servers.stop()


def left(server: MailServer) -> list[bytes]:
    """What the maildrop has now."""
    client = python_opens(server.account("pop3"))
    client.user(mail_server.USER)
    client.pass_(mail_server.PASSWORD)
    count = client.stat()[0]
    found = [b"\r\n".join([*client.retr(number + 1)[1], b""]) for number in range(count)]
    client.quit()
    return found


@pytest.mark.parametrize(("client", "security"), WAYS)
def test_mail_is_read_and_stays(
    client: str, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server = serve(LETTERS)
    fetched = FETCHERS[client](server.account("pop3", security), tmp_path, Then.KEEP)
    assert (fetched.status, fetched.messages) == (0, LETTERS), fetched.told
    assert left(server) == LETTERS


@pytest.mark.parametrize(("client", "security"), WAYS)
def test_mail_is_read_and_deleted(
    client: str, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server = serve(LETTERS)
    fetched = FETCHERS[client](server.account("pop3", security), tmp_path, Then.DELETE)
    assert (fetched.status, fetched.messages) == (0, LETTERS), fetched.told
    assert left(server) == []


@pytest.mark.parametrize("client", REMEMBERING)
def test_what_was_read_is_not_read_again(client: str, serve: Serve, tmp_path: Path) -> None:
    server = serve(LETTERS)
    account = server.account("pop3")
    assert FETCHERS[client](account, tmp_path, Then.KEEP).messages == LETTERS
    assert FETCHERS[client](account, tmp_path, Then.KEEP).messages == []
    server.deliver(letter(9, b"New"))
    (new,) = FETCHERS[client](account, tmp_path, Then.KEEP).messages
    assert new.endswith(b"\r\n\r\nNew\r\n")
    assert len(left(server)) == 4


@pytest.mark.parametrize("client", FETCHERS)
def test_an_empty_maildrop_is_no_error(client: str, serve: Serve, tmp_path: Path) -> None:
    fetched = FETCHERS[client](serve([]).account("pop3"), tmp_path, Then.DELETE)
    # fetchmail says so by its status.
    assert (fetched.status, fetched.messages) == (1 if client == "fetchmail" else 0, [])


@pytest.mark.parametrize("client", FETCHERS)
def test_odd_mail_arrives_as_it_is(client: str, serve: Serve, tmp_path: Path) -> None:
    longest = LONGEST_LINE.get(client, 10_000)
    odd = {name: mail for name, mail in ODD.items() if max(map(len, mail.split())) <= longest}
    server = serve(odd.values())
    fetched = FETCHERS[client](server.account("pop3"), tmp_path, Then.KEEP)
    assert fetched.status == 0, fetched.told
    assert len(fetched.messages) == len(odd)
    differing = [
        name for name, got in zip(odd, fetched.messages) if not same(client, got, odd[name])
    ]
    assert differing == []


@pytest.mark.parametrize("client", FETCHERS)
def test_a_wrong_password_is_told_and_leads_nowhere(
    client: str, serve: Serve, tmp_path: Path
) -> None:
    server = serve(LETTERS)
    account = server.account("pop3").with_password("pen")
    fetched = FETCHERS[client](account, tmp_path, Then.DELETE)
    assert got_nothing(client, fetched), fetched.told
    assert tells_of_password(client, fetched.told.replace(str(tmp_path), "")), fetched.told
    assert left(server) == LETTERS


@pytest.mark.parametrize(
    ("client", "security"), [way for way in WAYS if way[1] is not Security.CLEAR]
)
def test_a_certificate_of_somebody_else_is_refused(
    client: str, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server, other = serve(LETTERS), serve([])
    account = server.account("pop3", security).trusting(other.ca)
    fetched = FETCHERS[client](account, tmp_path, Then.DELETE)
    assert got_nothing(client, fetched), fetched.told
    assert left(server) == LETTERS


# Some start a program for each message.
MANY = {"fetchmail": 200, "getmail": 100, "mpop": 2000, "poplib": 2000, "jakarta": 2000}


@pytest.mark.parametrize("client", MANY)
def test_a_large_maildrop_is_emptied(client: str, serve: Serve, tmp_path: Path) -> None:
    letters = [letter(number, b"Hi %d" % number) for number in range(1, MANY[client] + 1)]
    server = serve(letters)
    fetched = FETCHERS[client](server.account("pop3"), tmp_path, Then.DELETE)
    assert fetched.status == 0, fetched.told[-2000:]
    assert fetched.messages == letters
    assert left(server) == []


def test_curl_asks_for_one_thing_at_a_time(serve: Serve, tmp_path: Path) -> None:
    account = serve(LETTERS).account("pop3", Security.STARTTLS)

    def ask(path: str, *options: str) -> bytes:
        status, answer, told = curl_asks(account, tmp_path, path, *options)
        assert status == 0, told
        return answer

    sizes = b"".join(b"%d %d\r\n" % (i + 1, len(LETTERS[i])) for i in range(3))
    assert ask("") == sizes
    assert ask("2") == LETTERS[1]
    assert ask("", "-X", "TOP 1 0") == letter(1)
    uidl = ask("", "-X", "UIDL").split(b"\r\n")
    assert [line.split()[0] for line in uidl[:-1]] == [b"1", b"2", b"3"]
    ids = [line.split()[1] for line in uidl[:-1]]
    assert len(set(ids)) == 3
    ask("", "-X", "NOOP", "--head")
    ask("2", "-X", "DELE", "--head")
    assert ask("2") == LETTERS[2]
    assert [line.split()[1] for line in ask("", "-X", "UIDL").split(b"\r\n")[:-1]] == [
        ids[0],
        ids[2],
    ]


def test_who_does_not_say_quit_has_deleted_nothing(serve: Serve) -> None:
    server = serve(LETTERS)
    client = python_opens(server.account("pop3"))
    client.user(mail_server.USER)
    client.pass_(mail_server.PASSWORD)
    client.dele(1)
    assert client.stat()[0] == 2
    client.close()
    assert left(server) == LETTERS


def test_rset_brings_back_what_was_deleted(serve: Serve) -> None:
    server = serve(LETTERS)
    client = python_opens(server.account("pop3"))
    client.user(mail_server.USER)
    client.pass_(mail_server.PASSWORD)
    client.dele(2)
    with pytest.raises(poplib.error_proto):
        client.retr(2)
    client.rset()
    assert client.retr(2)[1][-1] == b"Hi 2"
    client.quit()
    assert left(server) == LETTERS
