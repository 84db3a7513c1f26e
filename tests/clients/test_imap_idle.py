# SPDX-License-Identifier: MIT
"""Sessions that wait, ten of them on one mailbox of 100,000 messages, and what they are told."""

from __future__ import annotations

import contextlib
import imaplib
import re
import select
import smtplib
from pathlib import Path

from running import Program

SCENARIO = """
postiche: 1
scenario: test.idle
accounts: {ann: {password: pencil, mailboxes: {INBOX: [{generate: 100000, size: 2KB}]}}}
"""


def read_line(client: imaplib.IMAP4) -> bytes:
    return client.readline().rstrip(b"\r\n")


def wait(client: imaplib.IMAP4) -> None:
    client.send(b"w IDLE\r\n")
    assert read_line(client).startswith(b"+ ")


def test_all_who_idle_are_told_of_a_message_at_once(tmp_path: Path) -> None:
    scenario = tmp_path / "idle.yaml"
    scenario.write_text(SCENARIO)
    ports = tmp_path / "ports"
    services = ("--smtp", "127.0.0.1:0", "--imap", "127.0.0.1:0", "--ports-file", str(ports))
    program = Program(tmp_path / "program", str(scenario), *services, smtp=None)
    where = dict(re.findall(r"(\w+)=127\.0\.0\.1:(\d+)", ports.read_text()))
    with contextlib.ExitStack() as stack:
        stack.callback(program.kill)
        clients = []
        for _ in range(10):
            client = imaplib.IMAP4("127.0.0.1", int(where["imap"]), timeout=20)
            stack.callback(client.shutdown)
            client.login("ann", "pencil")
            assert client.select() == ("OK", [b"100000"])
            wait(client)
            clients.append(client)
        with smtplib.SMTP("127.0.0.1", int(where["smtp"]), timeout=20) as sender:
            sender.sendmail("bob@example.com", ["ann@example.com"], b"Subject: Hi\r\n\r\nHi\r\n")
        for client in clients:
            assert read_line(client) == b"* 100001 EXISTS"
            client.send(b"DONE\r\n")
            assert read_line(client) == b"w OK IDLE done"
        # Nobody is told twice.
        assert select.select([client.sock for client in clients], [], [], 0) == ([], [], [])


def test_who_has_said_notify_is_told_of_other_mailboxes_without_asking(tmp_path: Path) -> None:
    scenario = tmp_path / "notify.yaml"
    scenario.write_text(SCENARIO.replace("100000", "3"))
    ports = tmp_path / "ports"
    services = ("--imap", "127.0.0.1:0", "--ports-file", str(ports))
    program = Program(tmp_path / "program", str(scenario), *services, smtp=None)
    port = int(re.findall(r"imap=127\.0\.0\.1:(\d+)", ports.read_text())[0])
    with contextlib.ExitStack() as stack:
        stack.callback(program.kill)
        watcher, other = (imaplib.IMAP4("127.0.0.1", port, timeout=20) for _ in range(2))
        for client in (watcher, other):
            stack.callback(client.shutdown)
            client.login("ann", "pencil")
        watcher.select()
        groups = b"(selected (MessageNew (UID) MessageExpunge)) (personal (MailboxName))"
        watcher.send(b"w NOTIFY SET " + groups + b"\r\n")
        assert read_line(watcher) == b"w OK NOTIFY done"
        other.create("Work")
        assert read_line(watcher) == b'* LIST (\\HasNoChildren) "/" Work'
        other.append("INBOX", "", "", b"Subject: Hi\r\n\r\nHi\r\n")
        assert [read_line(watcher) for _ in range(2)] == [b"* 4 EXISTS", b"* 4 FETCH (UID 4)"]
        watcher.send(b"x NOTIFY NONE\r\n")
        assert read_line(watcher) == b"x OK NOTIFY done"
        other.create("Play")
        assert select.select([watcher.sock], [], [], 0.2) == ([], [], [])
