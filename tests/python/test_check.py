# SPDX-License-Identifier: MIT
"""A check that fails tells the fault, who forbids it, and the conversation around it."""

from __future__ import annotations

import socket
from pathlib import Path

import postiche
import pytest


def talk(server: postiche.Server, *lines: bytes) -> None:
    """Each line when the reply to the one before has come."""
    address = (server.smtp.host, server.smtp.port)
    with socket.create_connection(address, timeout=20) as client, client.makefile("rb") as replies:
        for line in (b"", *lines):
            client.sendall(line)
            while (reply := replies.readline())[3:4] == b"-":
                pass
            assert reply
    server.wait_for(sessions=1)


def test_what_the_standards_say_counts_when_it_is_strict() -> None:
    with postiche.serve("honest") as server:
        talk(server, b"EHLO c.example\r\n", b"NOOP\n", b"QUIT\r\n")
        server.check()
        with pytest.raises(AssertionError) as failed:
            server.check(strict=True)
        wrong = [one for one in server.findings() if one.outcome == "FAIL"]
    first, second, *rest = str(failed.value).splitlines()
    assert first == "FAIL smtp.line.crlf-only: a command line holds a lone LF"
    assert second.endswith("(must, RFC 5321 sec 2.3.8)")
    assert f"  > {'C: NOOP~':<40}  <-- smtp.line.crlf-only" in rest
    assert "    S: 250 2.0.0 Ok" in rest
    assert rest[-1].startswith("All of it is in .transcript")
    assert [(one.id, one.level, one.cites) for one in wrong] == [
        ("smtp.line.crlf-only", "must", ["RFC 5321 sec 2.3.8"])
    ]
    assert wrong[0].says.startswith("Every command line ends in CR LF")


def test_a_scenario_may_enforce_a_requirement() -> None:
    scenario = {
        "postiche": 1,
        "scenario": "test.enforced",
        "checks": {"smtp.line.crlf-only": "enforce"},
    }
    with postiche.serve(scenario) as server:
        talk(server, b"NOOP\n")
        with pytest.raises(AssertionError, match="a command line holds a lone LF"):
            server.check()


def test_what_is_asked_depends_on_what_the_client_is() -> None:
    with postiche.serve("honest") as server:
        talk(server, b"EHLO c.example\r\n", b"QUIT\r\n")
        assert server.findings(role="mta", tls="required")
        with pytest.raises(ValueError, match="'mailer' is no role: mua, library"):
            server.findings(role="mailer")
        with pytest.raises(ValueError, match="'never' is no use of TLS: required"):
            server.check(strict=True, tls="never")


def test_what_was_to_be_sent_is_compared_with_what_came() -> None:
    message = b"From: <a@example.com>\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n\r\nHi!\r\n"
    with postiche.serve("honest") as server:
        talk(
            server,
            b"EHLO c.example\r\n",
            b"MAIL FROM:<a@example.com>\r\n",
            b"RCPT TO:<b@example.com>\r\n",
            b"DATA\r\n",
            message + b".\r\n",
            b"QUIT\r\n",
        )
        same = {one.id: one.outcome for one in server.findings(given=message)}
        other = {one.id: one.outcome for one in server.findings(given=message + b"more\r\n")}
    assert same["delivery"] == "PASS"
    assert other["delivery"] == "WARN"


def test_the_file_of_a_recorded_transcript_is_named(tmp_path: Path) -> None:
    with postiche.serve("greylisting", record=tmp_path) as server:
        with pytest.raises(AssertionError) as failed:
            server.check()
        assert str(failed.value).endswith(f"All of it is in {server.record_file}\n")
    assert "nobody has connected" in str(failed.value)
