# SPDX-License-Identifier: MIT
"""Storms of IMAP sessions on one mailbox, and proof that they see what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import imap_storm
import mail_server
import pytest
from altering_proxy import Alter, add, put
from mail_server import MailServer
from storms import SECONDS, SEEDS, faults_behind


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    servers = mail_server.Servers(tmp_path, "imap")
    yield servers.start([])
    servers.stop()


def storm_on(
    server: MailServer, port: int, seed: int = 1, seconds: float = 5.0
) -> imap_storm.Storm:
    account = server.account("imap")
    return imap_storm.rage(
        imap_storm.Weather(
            *("127.0.0.1", port, account.user, account.password),
            seed=seed,
            seconds=seconds,
            enable=server.ENABLE,
        )
    )


@pytest.mark.timeout(SECONDS + 90)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_mailbox_stands_a_storm(server: MailServer, seed: int) -> None:
    storm = storm_on(server, server.account("imap").port, seed=seed, seconds=SECONDS)
    assert storm.faults == [], storm
    assert min(storm.expunged, storm.commands["IDLE"]) > 10, storm


LIES = {
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


def faults(server: MailServer, alter: Alter) -> list[str]:
    port = server.account("imap").port
    return faults_behind(port, alter, lambda at: storm_on(server, at).faults)


def test_a_storm_hears_no_lie_where_there_is_none(server: MailServer) -> None:
    assert faults(server, lambda line: line) == []


@pytest.mark.parametrize("lie", LIES)
def test_a_storm_hears_a_lie(server: MailServer, lie: str) -> None:
    assert faults(server, LIES[lie])
