# SPDX-License-Identifier: MIT
"""Storms of IMAP sessions on one mailbox, and proof that they see what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import imap_storm
import mail_server
import pytest
from altering_proxy import AlteringProxy, add, put
from mail_server import MailServer

SEEDS = (1, 2, 3)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    servers = mail_server.Servers(tmp_path, "imap")
    yield servers.start([])
    servers.stop()


def imap(server: MailServer, port: int, seed: int = 1) -> imap_storm.Storm:
    account = server.account("imap")
    return imap_storm.rage(
        imap_storm.Weather(
            *("127.0.0.1", port, account.user, account.password),
            seed=seed,
            enable=server.ENABLE,
        )
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mailbox_stands_a_storm_of_imap(server: MailServer, seed: int) -> None:
    storm = imap(server, server.account("imap").port, seed)
    assert storm.faults == [], storm
    assert min(storm.expunged, storm.commands["IDLE"]) > 10, storm


IMAP_LIES = {
    "a message that nobody expunged": put(rb"^(\* SEARCH)", b"* 1 EXPUNGE\r\n\\1"),
    "an EXPUNGE that never came": put(rb"^\* \d+ EXPUNGE\r\n", b""),
    "an EXPUNGE of another message": add(rb"^(\* )(\d+)(?= EXPUNGE)", 1),
    "a VANISHED of another message": add(rb"^(\* VANISHED )(\d+)", 1000),
    "a mailbox that shrinks": add(rb"^(\* )(\d+)(?= EXISTS)", -1),
    "a mailbox that is larger": add(rb"^(\* )(\d+)(?= EXISTS)", 1),
    "a UID that is another's": add(rb"^(\* 3 FETCH .*UID )(\d+)", 1),
    "a flag that is another": put(rb"(FETCH .*)\\Answered", rb"\1$Other"),
    "a flag that nobody set": put(rb"(FETCH .*FLAGS \()\)", rb"\1\\Flagged)"),
    "a MODSEQ that goes back": put(rb"MODSEQ \(\d*[13579]\)", b"MODSEQ (1)"),
    "no MODSEQ": put(rb" MODSEQ \(\d+\)|MODSEQ \(\d+\) ", b""),
    "an APPENDUID from the past": put(rb"APPENDUID (\d+) \d+", rb"APPENDUID \1 1"),
    "a COPYUID of another": add(rb"(COPYUID \d+ )(\d+)", 1),
    "another content": put(rb"^From: storm", b"From: stern"),
    "a wrong size": put(rb"RFC822.SIZE \d", b"RFC822.SIZE 9"),
    "a space too much": put(rb"FLAGS \(", b"FLAGS  ("),
    "no answer to SEARCH": put(rb"^\* SEARCH.*\n", b""),
    "something found twice": put(rb"^\* SEARCH( \d+)", rb"* SEARCH\1\1"),
}


def test_a_storm_hears_no_lie_where_there_is_none(server: MailServer) -> None:
    account = server.account("imap")
    with AlteringProxy("127.0.0.1", account.port, lambda line: line) as proxy:
        assert imap(server, proxy.port).faults == []


@pytest.mark.parametrize("lie", IMAP_LIES)
def test_a_storm_of_imap_hears_a_lie(server: MailServer, lie: str) -> None:
    account = server.account("imap")
    with AlteringProxy("127.0.0.1", account.port, IMAP_LIES[lie]) as proxy:
        assert imap(server, proxy.port).faults
