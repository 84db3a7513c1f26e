# SPDX-License-Identifier: MIT
"""Steps and events that show on a socket, or at the world's edge: closed windows, silence, ends."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import time
from collections.abc import Iterator
from typing import Any

import postiche


def scenario(**sections: Any) -> dict[str, Any]:
    return {"postiche": 1, "scenario": "test.steps", **sections}


@contextlib.contextmanager
def greeted(server: postiche.Server) -> Iterator[socket.socket]:
    with socket.create_connection((server.smtp.host, server.smtp.port), timeout=20) as client:
        assert client.recv(100).startswith(b"220 ")
        yield client


def push(client: socket.socket, most: int) -> int:
    """Sends until the window stays closed for a second, or `most` octets are gone."""
    client.settimeout(1)
    sent = 0
    with contextlib.suppress(TimeoutError):
        while sent < most:
            sent += client.send(b"NOOP\r\n" * 10_000)
    client.settimeout(20)
    return sent


def test_a_server_that_does_not_read_closes_its_window() -> None:
    rules = [{"when": "NOOP", "read": {"pause": "10m"}, "times": 1}]
    with postiche.serve(scenario(smtp={"rules": rules})) as server, greeted(server) as client:
        sent = push(client, 100_000_000)
        assert sent < 100_000_000
        server.clock.advance("10m")
        assert client.recv(4).startswith(b"250 ")
        client.settimeout(20)
        assert client.send(b"NOOP\r\n") > 0


def test_what_is_joined_comes_as_one_segment() -> None:
    smtp = {"rules": [{"when": "EHLO", "pace": {"join": "300ms"}, "reply": "250 Hello"}]}
    with postiche.serve(scenario(smtp=smtp)) as server, greeted(server) as client:
        client.sendall(b"EHLO c.example\r\n")
        time.sleep(0.05)  # a segment of its own
        client.sendall(b"NOOP\r\n")
        assert client.recv(1000) == b"250 Hello\r\n250 2.0.0 Ok\r\n"


def test_silence_and_time_are_the_worlds() -> None:
    rules: list[dict[str, Any]] = [
        {"when": {"quiet": "1m"}, "reply": "220 Still there?"},
        {"when": {"after": "1h"}, "reply": "421 4.3.2 Closing time"},
    ]
    with postiche.serve(scenario(smtp={"rules": rules})) as server, greeted(server) as client:
        server.clock.advance("1m")
        assert client.recv(1000) == b"220 Still there?\r\n"
        client.sendall(b"NOOP\r\n")
        assert client.recv(1000) == b"250 Ok\r\n"
        server.clock.advance("59m")
        assert client.recv(1000) == b"421 4.3.2 Closing time\r\n"


def test_a_rule_judges_a_client_that_hangs_up() -> None:
    rules = [
        {
            "when": "close",
            "if": {"protocol.state": "data"},
            "verdict": {"fail": "it hung up in the middle of a letter", "id": "patience"},
        }
    ]
    with postiche.serve(scenario(smtp={"rules": rules})) as server:
        with smtplib.SMTP(server.smtp.host, server.smtp.port) as polite:
            polite.sendmail("a@example.org", ["b@example.com"], "Subject: x\r\n\r\ny")
        assert not server.verdicts
        client = smtplib.SMTP(server.smtp.host, server.smtp.port)
        client.ehlo()
        client.mail("a@example.org")
        client.rcpt("b@example.com")
        client.putcmd("DATA")
        client.getreply()
        client.close()
        server.wait_for(sessions=2)
        assert [(v.id, v.outcome) for v in server.verdicts] == [("patience", "FAIL")]
