# SPDX-License-Identifier: MIT
"""Mailboxes that an application reads: reports of bounces, and what POP3 takes away."""

from __future__ import annotations

import email
import email.policy
import imaplib
import poplib

import postiche
import pytest
from mailing import connected, letter, verdicts

BOUNCES = "bounces@example.com"
GONE = "gone@example.net"


def send(server: postiche.Server, to: str) -> None:
    with connected(server.smtp) as client:
        client.send_message(letter("shop@example.com", to), BOUNCES)


def opened(server: postiche.Server, user: str) -> imaplib.IMAP4:
    client = imaplib.IMAP4(server.imap.host, server.imap.port, timeout=20)
    client.login(user, "pencil")
    client.select("INBOX")
    return client


def dead_addresses(server: postiche.Server) -> list[str]:
    """Whom the reports in the bounce mailbox are about: RFC 3464 sec 2.3.2."""
    dead = []
    with opened(server, BOUNCES) as client:
        _, (numbers,) = client.search(None, "ALL")
        for number in numbers.split():
            _, data = client.fetch(number, "(RFC822)")
            report = email.message_from_bytes(data[0][1], policy=email.policy.default)
            if report.get_content_type() == "multipart/report":
                (_, status, *_) = report.iter_parts()
                for block in status.get_payload():
                    if block.get("Status", "").startswith("5"):
                        dead.append(block["Final-Recipient"].partition(";")[2].strip())
    return dead


def test_a_naive_mailer_never_looks_whether_its_mail_came_back() -> None:
    with postiche.serve("bounce-mailbox") as server:
        for _ in range(2):
            send(server, GONE)
            server.clock.advance("2h")
        assert verdicts(server) == {"report-read": "FAIL", "not-written-again": "FAIL"}


def test_a_right_one_reads_the_report_and_writes_no_more() -> None:
    everybody = [GONE, "carol@example.net"]
    with postiche.serve("bounce-mailbox") as server:
        for _ in range(2):
            for to in everybody:
                send(server, to)
            server.clock.advance("2h")
            dead = dead_addresses(server)
            everybody = [to for to in everybody if to not in dead]
        assert everybody == ["carol@example.net"]
        server.check()


def test_a_naive_importer_comes_back_for_what_pop3_has_taken() -> None:
    with postiche.serve("pop3-deletes-what-was-fetched") as server:
        counts = []
        for _ in range(2):
            client = poplib.POP3(server.pop3.host, server.pop3.port, timeout=20)
            client.user("ann")
            client.pass_("pencil")
            counts.append(client.stat()[0])
            for number in range(counts[-1]):
                client.retr(number + 1)
            client.quit()  # and fails before it has saved anything
            server.wait_for(sessions=len(counts))
        assert counts == [1, 0]
        with pytest.raises(AssertionError, match="nobody came back by POP3"):
            server.check()


def test_a_right_one_reads_by_imap_and_marks_what_it_has_saved() -> None:
    with postiche.serve("pop3-deletes-what-was-fetched") as server:
        for saves in (False, True):  # the first run fails before it has saved anything
            with opened(server, "ann") as client:
                _, (unseen,) = client.search(None, "UNSEEN")
                assert unseen == b"1"
                _, data = client.fetch("1", "(BODY.PEEK[])")
                assert b"Order 17" in data[0][1]
                if saves:
                    client.store("1", "+FLAGS", "\\Seen")
        server.check()
        assert verdicts(server)["marked"] == "PASS"
