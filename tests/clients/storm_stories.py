# SPDX-License-Identifier: MIT
"""Storms of POP3 and IMAP sessions on one mailbox, and proof that they see what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import imap_storm
import mail_server
import pop3_storm
import pytest
from altering_proxy import AlteringProxy
from mail_server import MailServer

SEEDS = (1, 2, 3)


def drop() -> list[bytes]:
    """Mail of all sizes, with dots."""
    head = b"From: bob@example.com\r\nSubject: %d\r\n\r\n"
    return [head % number + b".\r\n.dot\r\n" * number + b"end\r\n" for number in range(150)]


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MailServer]:
    protocol = "pop3" if "pop3" in request.node.name else "imap"
    servers = mail_server.Servers(tmp_path, protocol)
    yield servers.start(drop() if protocol == "pop3" else [])
    servers.stop()


def pop3(server: MailServer, port: int, seed: int = 1) -> pop3_storm.Storm:
    account = server.account("pop3")
    return pop3_storm.rage(
        pop3_storm.Weather("127.0.0.1", port, account.user, account.password, seed=seed)
    )


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
def test_a_maildrop_stands_a_storm_of_pop3(server: MailServer, seed: int) -> None:
    storm = pop3(server, server.account("pop3").port, seed)
    assert storm.faults == []
    assert min(storm.read, storm.deleted) > 10, storm


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mailbox_stands_a_storm_of_imap(server: MailServer, seed: int) -> None:
    storm = imap(server, server.account("imap").port, seed)
    assert storm.faults == [], storm
    assert min(storm.expunged, storm.commands["IDLE"]) > 10, storm


def put(pattern: bytes, instead: bytes) -> Callable[[bytes], bytes]:
    return lambda line: re.sub(pattern, instead, line)


def add(pattern: bytes, by: int) -> Callable[[bytes], bytes]:
    """To the number that the pattern's last group has found."""

    def alter(line: bytes) -> bytes:
        return re.sub(pattern, lambda found: found[1] + b"%d" % (int(found[2]) + by), line)

    return alter


POP3_LIES = {
    "a size that is not so": add(rb"^()(\d+)(?= \d+\r)", 1),
    "a unique-id for two": put(rb"^(\d+) (?!\d+\r)\S+\r", rb"\1 same\r"),
    "a message with another dot": put(rb"^\.\.dot", b"..!dot"),
    "dots that are not stuffed": put(rb"^\.\.dot", b".dot"),
    "a bare line end": put(rb"^end\r\n", b"end\n"),
    "a message that is not to be had": put(rb"^\+OK.* octets.*", b"-ERR No such message\r"),
    "an answer that is none": put(rb"^\+OK", b"OK"),
}

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


@pytest.mark.parametrize("protocol", ["pop3", "imap"])
def test_a_storm_hears_no_lie_where_there_is_none(server: MailServer, protocol: str) -> None:
    rages = pop3 if protocol == "pop3" else imap
    with AlteringProxy("127.0.0.1", server.account(protocol).port, lambda line: line) as proxy:
        assert rages(server, proxy.port).faults == []


@pytest.mark.parametrize("lie", POP3_LIES)
def test_a_storm_of_pop3_hears_a_lie(server: MailServer, lie: str) -> None:
    account = server.account("pop3")
    with AlteringProxy("127.0.0.1", account.port, POP3_LIES[lie]) as proxy:
        assert pop3(server, proxy.port).faults


@pytest.mark.parametrize("lie", IMAP_LIES)
def test_a_storm_of_imap_hears_a_lie(server: MailServer, lie: str) -> None:
    account = server.account("imap")
    with AlteringProxy("127.0.0.1", account.port, IMAP_LIES[lie]) as proxy:
        assert imap(server, proxy.port).faults
