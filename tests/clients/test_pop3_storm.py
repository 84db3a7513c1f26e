# SPDX-License-Identifier: MIT
"""Storms of POP3 sessions on one maildrop, and proof that they see what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mail_server
import pop3_storm
import pytest
from altering_proxy import Alter, add, put
from mail_server import MailServer
from storms import SECONDS, SEEDS, faults_behind


def drop() -> list[bytes]:
    """Mail of all sizes, with dots."""
    head = b"From: bob@example.com\r\nSubject: %d\r\n\r\n"
    return [head % number + b".\r\n.dot\r\n" * number + b"end\r\n" for number in range(80)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    servers = mail_server.Servers(tmp_path, "pop3")
    yield servers.start(drop())
    servers.stop()


def storm_on(
    server: MailServer, port: int, seed: int = 1, seconds: float = 5.0
) -> pop3_storm.Storm:
    account = server.account("pop3")
    return pop3_storm.rage(
        pop3_storm.Weather(
            *("127.0.0.1", port, account.user, account.password), seed=seed, seconds=seconds
        )
    )


@pytest.mark.timeout(SECONDS + 90)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_maildrop_stands_a_storm(server: MailServer, seed: int) -> None:
    storm = storm_on(server, server.account("pop3").port, seed=seed, seconds=SECONDS)
    assert storm.faults == []
    assert min(storm.read, storm.deleted) > 10, storm


LIES = {
    "a size that is not so": add(rb"^()(\d+)(?= \d+\r)", 1),
    "a unique-id for two": put(rb"^(\d+) (?!\d+\r)\S+\r", rb"\1 same\r"),
    "a message with another dot": put(rb"^\.\.dot", b"..!dot"),
    "dots that are not stuffed": put(rb"^\.\.dot", b".dot"),
    "a bare line end": put(rb"^end\r\n", b"end\n"),
    "a message that is not to be had": put(rb"^\+OK.* octets.*", b"-ERR No such message\r"),
    "an answer that is none": put(rb"^\+OK", b"OK"),
}


def faults(server: MailServer, alter: Alter) -> list[str]:
    port = server.account("pop3").port
    return faults_behind(port, alter, lambda at: storm_on(server, at).faults)


def test_a_storm_hears_no_lie_where_there_is_none(server: MailServer) -> None:
    assert faults(server, lambda line: line) == []


@pytest.mark.parametrize("lie", LIES)
def test_a_storm_hears_a_lie(server: MailServer, lie: str) -> None:
    assert faults(server, LIES[lie])
