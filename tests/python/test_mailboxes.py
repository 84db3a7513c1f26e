# SPDX-License-Identifier: MIT
"""Mail that a test puts into mailboxes, and what clients made of it."""

from __future__ import annotations

import imaplib
import poplib
import smtplib
import socket
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any

import postiche
import pytest

ACCOUNTS: dict[str, Any] = {
    "postiche": 1,
    "scenario": "test.accounts",
    "accounts": [
        {
            "user": "ann@example.com",
            "password": "s3cret",
            "aliases": ["office@example.com"],
            "quota": "1MB",
            "mailboxes": {"Archive": [{"text": "Subject: Old\n\nOld\n", "flags": ["\\Seen"]}]},
        },
        {"user": "bob@example.com"},
    ],
}


def test_accounts_are_those_of_the_scenario() -> None:
    with postiche.serve(ACCOUNTS, listen=["imap"]) as server:
        ann, bob = server.accounts
        (old,) = server.mailbox(ann, "Archive")
    assert (ann.name, ann.password, ann.aliases, ann.quota) == (
        "ann@example.com",
        "s3cret",
        ["office@example.com"],
        1_048_576,
    )
    assert ann.mailboxes == {"INBOX": 0, "Archive": 1}
    assert (bob.password, bob.quota, bob.mailboxes) == (None, None, {"INBOX": 0})
    assert (old.flags, old.content, old.size) == (["\\Seen"], b"Subject: Old\r\n\r\nOld\r\n", 21)


def test_without_accounts_whoever_comes_has_one() -> None:
    with postiche.serve("honest") as server:
        assert server.accounts == []
        with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
            client.sendmail("a@example.com", "c@example.com", "Subject: Hi\r\n\r\nHi!\r\n")
        server.wait_for(messages=1)
        assert [(one.name, one.mailboxes) for one in server.accounts] == [
            ("c@example.com", {"INBOX": 1})
        ]


def test_pop3_and_imap_read_what_was_delivered() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Gr\u00fc\u00dfe"
    mail.set_content("one\ntwo\n")
    date = datetime(2020, 2, 29, 12, 0, 0, tzinfo=timezone(timedelta(hours=2)))
    with postiche.serve(ACCOUNTS, listen=["imap", "pop3"]) as server:
        uid = server.deliver(
            "ann@example.com", mail, flags=["\\Flagged", "$Junk"], received_at=date
        )
        server.deliver("office@example.com", b"exactly\nthis")
        (first, second) = server.mailbox("ann@example.com")
        pop3 = poplib.POP3(server.pop3.host, server.pop3.port, timeout=20)
        pop3.user("ann@example.com"), pop3.pass_("s3cret")
        assert b"two" in pop3.retr(1)[1]
        pop3.quit()
        with imaplib.IMAP4(server.imap.host, server.imap.port, timeout=20) as imap:
            imap.login("ann@example.com", "s3cret")
            imap.select()
            found = imap.fetch("1", "(FLAGS INTERNALDATE)")[1]
        assert server.messages == []
        assert "! arrived mail for ann@example.com in INBOX" in server.transcript.to_text()
    assert first.uid == uid
    assert first.flags == ["\\Flagged", "$Junk"]
    assert first.received_at == date
    assert first.email["Subject"] == mail["Subject"]
    assert b"\r\none\r\ntwo\r\n" in first.content
    assert second.content == b"exactly\nthis"
    assert b"29-Feb-2020 10:00:00 +0000" in found[0]
    assert b"$Junk" in found[0]


def test_who_idles_is_told_at_once() -> None:
    with (
        postiche.serve("honest", listen=["imap"]) as server,
        socket.create_connection((server.imap.host, server.imap.port), timeout=20) as client,
        client.makefile("rb") as replies,
    ):
        client.sendall(b"a LOGIN ann x\r\nb SELECT INBOX\r\nc IDLE\r\n")
        while not replies.readline().startswith(b"+ "):
            pass
        server.deliver("ann", "Subject: Hi\n\nHi!\n")
        assert replies.readline() == b"* 1 EXISTS\r\n"


def test_a_mailbox_is_made_where_it_is_not_there() -> None:
    with postiche.serve("honest") as server:
        server.deliver("ann", "Subject: Hi\n\nHi!\n", "Lists")
        assert server.accounts[0].mailboxes == {"INBOX": 0, "Lists": 1}
        server.reset()
        assert server.accounts[0].mailboxes == {"INBOX": 0}


def test_what_is_wrong_is_told_with_what_is_near() -> None:
    with postiche.serve(ACCOUNTS) as server:
        with pytest.raises(ValueError, match=r"'amn@example.com'; did you mean 'ann@example.com'"):
            server.deliver("amn@example.com", "")
        with pytest.raises(ValueError, match=r"they are ann@example.com, bob@example.com"):
            server.mailbox("somebody.else@example.org")
        with pytest.raises(ValueError, match="did you mean 'Archive'"):
            server.mailbox("ann@example.com", "Archiv")
        with pytest.raises(ValueError, match="is no flag"):
            server.deliver("ann@example.com", "", flags=["\\Sen"])
        with pytest.raises(ValueError, match="is no flag"):
            server.deliver("ann@example.com", "", flags=["two words"])
        with pytest.raises(TypeError, match="several words"):
            server.deliver("ann@example.com", "", flags="\\Seen")
        with pytest.raises(ValueError, match="can be named"):
            server.deliver("ann@example.com", "", "a//b")
        assert server.accounts[0].mailboxes == {"INBOX": 0, "Archive": 1}
