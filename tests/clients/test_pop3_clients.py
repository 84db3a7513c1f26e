# SPDX-License-Identifier: MIT
"""Maildrops, and what real clients do with them besides fetching: test_mail_clients.py has that."""

from __future__ import annotations

import poplib
from collections.abc import Callable, Iterator
from pathlib import Path

import mail_server
import pytest
from fetchers import curl_asks, left_in, python_opens
from letters import LETTERS, letter
from mail_server import MailServer, Security

Serve = Callable[..., MailServer]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts servers whose inbox has these messages."""
    servers = mail_server.Servers(tmp_path, "pop3")
    yield servers.start
    servers.stop()


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
    assert left_in(server.account("pop3")) == LETTERS


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
    assert left_in(server.account("pop3")) == LETTERS
