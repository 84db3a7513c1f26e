# SPDX-License-Identifier: MIT
"""Mail that waits: fetched on the same connection, or brought to a server that others have made."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Iterator
from email.message import Message
from typing import Any

import postiche
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

LETTER = "Subject: one\r\n\r\n.a dot\r\nbye\r\n"


class Mailbox(MessageHandler):
    """Keeps what aiosmtpd accepts."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.kept.append(message)


@pytest.fixture
def receiver() -> Iterator[tuple[int, Mailbox]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield port, mailbox
    controller.stop()


def scenario(**sections: Any) -> dict[str, Any]:
    letters = [
        {"from": "a@x.example", "to": f"{name}@example.org", "text": LETTER}
        for name in ("bob", "ann")
    ]
    return {"postiche": 1, "scenario": "test.turn", "queue": {"example.org": letters}, **sections}


def ask(server: postiche.Server, *words: str) -> int:
    with smtplib.SMTP("127.0.0.1", server.smtp.port, timeout=20) as client:
        client.ehlo("example.org")
        return client.docmd(*words)[0]


def test_etrn_brings_the_mail_to_aiosmtpd(receiver: tuple[int, Mailbox]) -> None:
    port, mailbox = receiver
    with postiche.serve(scenario(dial={"example.org": f"127.0.0.1:{port}"})) as server:
        assert ask(server, "ETRN", "other.example") == 459
        assert ask(server, "ETRN", "example.org") == 253
        server.wait_for(sessions=3)
        assert ask(server, "ETRN", "example.org") == 251
        told = server.transcript.to_text()
    assert [message["X-RcptTo"] for message in mailbox.kept] == [
        "bob@example.org",
        "ann@example.org",
    ]
    assert mailbox.kept[0].get_payload() == ".a dot\r\nbye\r\n"
    assert "delivered bob@example.org" in told


def test_a_rule_brings_mail_twice_and_to_another_domain(receiver: tuple[int, Mailbox]) -> None:
    port, mailbox = receiver
    role = {"dial": f"127.0.0.1:{port}", "times": 2, "other-domain": "wrong.example"}
    rules = [{"name": "wrong", "when": "ETRN", "role": role}]
    with postiche.serve(scenario(smtp={"rules": rules})) as server:
        assert ask(server, "ETRN", "example.org") == 253
        server.wait_for(sessions=2)
    assert sorted(message["X-RcptTo"] for message in mailbox.kept) == [
        "ann@wrong.example",
        "ann@wrong.example",
        "bob@wrong.example",
        "bob@wrong.example",
    ]


def test_a_call_that_nobody_takes_keeps_the_mail() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with postiche.serve(scenario(dial={"example.org": f"127.0.0.1:{port}"})) as server:
        assert ask(server, "ETRN", "example.org") == 253
        assert ask(server, "ETRN", "example.org") == 253
        assert "no-answer" in server.transcript.to_text()


def splice(ours: socket.socket, port: int) -> None:
    """From here on aiosmtpd is the other end of this connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as theirs:

        def pass_on(source: socket.socket, target: socket.socket) -> None:
            while octets := source.recv(65536):
                target.sendall(octets)
            target.shutdown(socket.SHUT_WR)

        # What it says, until it has said goodbye.
        answers = threading.Thread(target=pass_on, args=(theirs, ours))
        answers.start()
        pass_on(ours, theirs)
        answers.join(20)


def test_turn_brings_the_mail_on_the_same_connection(receiver: tuple[int, Mailbox]) -> None:
    port, mailbox = receiver
    with (
        postiche.serve(scenario(smtp={"offer": {"add": ["TURN"]}})) as server,
        socket.create_connection(("127.0.0.1", server.smtp.port), timeout=20) as connection,
        connection.makefile(newline="", encoding="ascii") as lines,
    ):
        assert lines.readline().startswith("220")
        connection.sendall(b"HELO example.org\r\n")
        assert lines.readline().startswith("250")
        connection.sendall(b"TURN\r\n")
        assert lines.readline().startswith("250")
        splice(connection, port)
        server.wait_for(sessions=1)
    assert [kept["X-RcptTo"] for kept in mailbox.kept] == ["bob@example.org", "ann@example.org"]
    assert mailbox.kept[0].get_payload() == ".a dot\r\nbye\r\n"


def test_atrn_wants_a_login_first(receiver: tuple[int, Mailbox]) -> None:
    port, mailbox = receiver
    accounts = {"example.org": {"password": "pencil"}}
    with (
        postiche.serve(scenario(accounts=accounts)) as server,
        socket.create_connection(("127.0.0.1", server.smtp.port), timeout=20) as connection,
        connection.makefile(newline="", encoding="ascii") as lines,
    ):
        assert lines.readline().startswith("220")

        def say(line: str) -> str:
            connection.sendall(f"{line}\r\n".encode())
            while (reply := lines.readline())[3] == "-":
                pass
            return reply

        say("EHLO example.org")
        assert say("ATRN example.org").startswith("530")
        assert say("AUTH PLAIN AGV4YW1wbGUub3JnAHBlbmNpbA==").startswith("235")
        assert say("ATRN example.org").startswith("250")
        splice(connection, port)
        server.wait_for(sessions=1)
    assert [kept["X-MailFrom"] for kept in mailbox.kept] == ["a@x.example"] * 2
