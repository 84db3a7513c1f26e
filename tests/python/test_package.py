# SPDX-License-Identifier: MIT
"""What a test of a mail client sees of a server: mail, sessions, clock, verdicts, transcript."""

from __future__ import annotations

import asyncio
import json
import smtplib
import socket
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import postiche
import pytest


def send(server: postiche.Server, to: str = "bob@example.com", text: str = "Hi!") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ann@example.com", to, "Hello"
    message.set_content(text)
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
        client.send_message(message)


def test_mail_arrives_as_it_was_sent() -> None:
    with postiche.serve("honest") as server:
        send(server, text="one\n.two\n")
        server.wait_for(messages=1)
        (message,) = server.messages
    assert message.reverse_path == "ann@example.com"
    assert message.recipients == ["bob@example.com"]
    assert message.email["Subject"] == "Hello"
    assert message.email.get_content().splitlines() == ["one", ".two"]
    assert b"\r\n.two\r\n" in message.content
    assert message.received_at.tzinfo is timezone.utc
    assert abs(message.received_at - datetime.now(timezone.utc)) < timedelta(minutes=5)


def test_an_internationalized_message_is_parsed_as_one() -> None:
    address = "\u0430\u043d\u043d\u0430@example.com"
    with postiche.serve("honest") as server:
        send(server, to=address)
        server.wait_for(messages=1)
        (message,) = server.messages
    assert "SMTPUTF8" in message.parameters
    assert message.recipients == [address]
    assert message.email["To"] == address


def test_aiosmtplib_is_greylisted_and_comes_back_when_the_clock_says() -> None:
    async def talk(server: postiche.Server) -> None:
        # It takes STARTTLS where it is offered, and trusts nobody.
        client = aiosmtplib.SMTP(
            hostname="localhost",
            port=server.smtp.port,
            timeout=20,
            tls_context=server.ssl_context,
        )
        async with client:
            await client.mail("ann@example.com")
            with pytest.raises(aiosmtplib.SMTPResponseException) as refused:
                await client.rcpt("bob@example.com")
            assert refused.value.code == 451
            server.clock.advance("2m")
            await client.rcpt("bob@example.com")
            await client.data(b"Subject: Hi\r\n\r\nHi!\r\n")

    with postiche.serve("greylisting", delay=timedelta(minutes=2)) as server:
        asyncio.run(talk(server))
        server.wait_for(messages=1)
        server.check()
        (session,) = server.sessions
    assert session.rules == ["too early"]
    refusals = [reply for reply in session.replies if reply.by == "too early"]
    assert [reply.code for reply in refusals] == [451]
    assert refusals[0].text.startswith("451 4.7.1 Greylisted, try again in ")


def test_a_client_that_gives_up_fails_the_check_in_words() -> None:
    with postiche.serve("greylisting", delay="1s") as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(server)
        server.wait_for(sessions=1)
        with pytest.raises(AssertionError) as failed:
            server.check()
        outcomes = {verdict.id: verdict.outcome for verdict in server.verdicts}
    assert outcomes["came-back"] == "FAIL"
    assert outcomes["delivered-once"] == "FAIL"
    assert "the client tried again" in str(failed.value)
    assert "S: 451 4.7.1 Greylisted" in str(failed.value)


def test_a_session_tells_every_command_reply_and_octet() -> None:
    with postiche.serve("honest") as server:
        with socket.create_connection((server.smtp.host, server.smtp.port), timeout=20) as client:
            client.sendall(b"EHLO c.example\nquit\r\n")
            said = b"".join(iter(lambda: client.recv(4096), b""))
        server.wait_for(sessions=1)
        (session,) = server.sessions
    assert session.heard == b"EHLO c.example\nquit\r\n"
    assert session.said == said
    assert [(one.verb, one.argument) for one in session.commands] == [
        ("EHLO", "c.example"),
        ("QUIT", ""),
    ]
    assert session.commands[0].deviations == ["bare-lf"]
    assert [reply.code for reply in session.replies] == [220, 250, 221]
    assert not session.is_open


def test_octets_that_are_no_text_are_shown_all_the_same() -> None:
    with postiche.serve("honest") as server:
        with socket.create_connection((server.smtp.host, server.smtp.port), timeout=20) as client:
            client.sendall(b"NOOP \xff\x00\r\nQUIT\r\n")
            while client.recv(4096):
                pass
        server.wait_for(sessions=1)
        (session,) = server.sessions
        text = server.transcript.to_text()
    assert session.commands[0].line.encode("utf-8", "surrogateescape") == b"NOOP \xff\x00"
    assert "C: NOOP \\xFF\\x00" in text or "C: NOOP \\xff\\x00" in text


def test_the_clock_can_be_read_moved_and_hastened() -> None:
    with postiche.serve("honest", clock_speed=0) as server:
        start = server.clock.now
        for step in ("5m", 30, timedelta(seconds=1)):
            server.clock.advance(step)
        assert server.clock.now - start == timedelta(minutes=5, seconds=31)
        assert server.clock.speed == 0
        server.clock.speed = 3600
        server.clock.freeze()
        assert server.clock.speed == 0
        frozen = server.clock.now
        assert server.clock.now == frozen
        server.clock.speed = 3600
        assert server.clock.speed == 3600
        with pytest.raises(ValueError, match="does not go back"):
            server.clock.advance(-1)
        with pytest.raises(ValueError, match="no duration"):
            server.clock.advance("soon")
        with pytest.raises(ValueError, match="no speed"):
            server.clock.speed = -1


def test_a_wait_of_the_server_ends_when_the_clock_is_moved() -> None:
    server = postiche.serve("slow-greeting", delay="1h")
    client = socket.create_connection((server.smtp.host, server.smtp.port), timeout=0.2)
    with server, client:
        with pytest.raises(TimeoutError):
            client.recv(4096)
        client.settimeout(20)
        server.clock.advance("1h")
        assert client.recv(4096).startswith(b"220 ")


@pytest.mark.parametrize(
    "scenario",
    [
        {"postiche": 1, "scenario": "own", "smtp": {"greeting": "220 no.example"}},
        "postiche: 1\nscenario: own\nsmtp: {greeting: 220 no.example}\n",
        "{postiche: 1, scenario: own, smtp: {greeting: 220 no.example}}",
    ],
    ids=["dict", "yaml", "flow"],
)
def test_a_scenario_may_be_written_on_the_spot(scenario: str | dict[str, object]) -> None:
    with postiche.serve(scenario) as server, smtplib.SMTP() as client:
        assert client.connect(server.smtp.host, server.smtp.port) == (220, b"no.example")


@pytest.mark.parametrize("as_path", [str, Path], ids=["str", "Path"])
def test_a_scenario_may_be_a_file(tmp_path: Path, as_path: type) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("postiche: 1\nscenario: own\nsmtp: {greeting: 220 no.example}\n")
    with postiche.serve(as_path(file)) as server, smtplib.SMTP() as client:
        assert client.connect(server.smtp.host, server.smtp.port) == (220, b"no.example")


def test_names_ids_and_folders_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postiche.serve("smtp.retry.greylisting"), postiche.serve("smtp/greylisting"):
        pass
    (tmp_path / "ours.yaml").write_text("postiche: 1\nscenario: ours\n")
    monkeypatch.setenv("POSTICHE_SCENARIOS", str(tmp_path))
    with postiche.serve("ours"), postiche.serve("greylisting"):
        pass


def test_the_transcript_is_kept_shown_and_saved(tmp_path: Path) -> None:
    with postiche.serve("honest", record=tmp_path) as server:
        send(server)
        server.wait_for(messages=1, sessions=1)
        server.transcript.save(tmp_path / "mine.jsonl")
        server.transcript.save(tmp_path / "mine.txt")
    events = [json.loads(line) for line in (tmp_path / "mine.jsonl").read_text().splitlines()]
    assert len(events) > 10
    # Some versions of smtplib write commands small.
    assert "c: mail from:<ann@example.com>" in (tmp_path / "mine.txt").read_text().lower()
    assert server.record_file is not None
    recorded = Path(server.record_file).read_text().splitlines()
    assert len([json.loads(line) for line in recorded]) >= len(events)


def test_secrets_are_masked_unless_asked_for() -> None:
    secret = "AGFubgBzM2NyZXQ="
    with postiche.serve("honest") as server:
        with socket.create_connection((server.smtp.host, server.smtp.port), timeout=20) as client:
            client.sendall(f"EHLO me\r\nAUTH PLAIN {secret}\r\nQUIT\r\n".encode())
            while client.recv(4096):
                pass
        assert secret not in server.transcript.to_jsonl()
        assert secret in server.transcript.to_jsonl(show_secrets=True)
        assert secret.encode() in server.sessions[0].heard


def test_reset_forgets_mail_rules_and_transcript_and_keeps_the_port() -> None:
    with postiche.serve("temporary-failure-then-accept") as server:
        for _ in range(2):
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                send(server)
            send(server)
            server.wait_for(messages=1)
            server.reset()
            assert (server.messages, server.sessions) == ([], [])


def test_ipv6_and_unix_sockets(tmp_path: Path) -> None:
    with postiche.serve("honest", smtp="[::1]:0") as server:
        assert server.smtp.url == f"smtp://[::1]:{server.smtp.port}"
        send(server)
    path = tmp_path / "socket"
    with postiche.serve("honest", smtp=f"unix:{path}") as server:
        assert (server.smtp.path, server.smtp.host) == (str(path), "")
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(20)
            client.connect(str(path))
            assert client.recv(4096).startswith(b"220 ")
    assert not path.exists()
