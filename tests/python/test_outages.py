# SPDX-License-Identifier: MIT
"""Outages of the whole server, as clients see them on the socket."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postiche
import pytest


def scenario(listen: Any) -> dict[str, Any]:
    down = {"when": "RCPT", "times": 1, "listen": listen, "reply": "451 4.3.2 Going down"}
    up = {"when": "NOOP", "listen": "resume"}
    return {"postiche": 1, "scenario": "test.outage", "smtp": {"rules": [down, up]}}


@pytest.fixture(name="server")
def started(request: pytest.FixtureRequest) -> Iterator[postiche.Server]:
    with postiche.serve(scenario(request.param), clock_speed=0) as server:
        yield server


def connect(server: postiche.Server) -> socket.socket:
    return socket.create_connection((server.smtp.host, server.smtp.port), timeout=20)


def take_down(server: postiche.Server) -> smtplib.SMTP:
    client = smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20)
    client.ehlo()
    client.mail("a@example.org")
    assert client.rcpt("b@example.com")[0] == 451
    return client


def deliver(server: postiche.Server) -> None:
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
        client.sendmail("a@example.org", ["b@example.com"], "Subject: x\r\n\r\ny")


@pytest.mark.parametrize("server", [{"refuse": "30s"}], indirect=True)
def test_a_server_that_refuses_is_back_in_its_time(server: postiche.Server) -> None:
    client = take_down(server)
    with pytest.raises(ConnectionRefusedError):
        connect(server)
    server.clock.advance("29s")
    with pytest.raises(ConnectionRefusedError):
        connect(server)
    assert client.rset()[0] == 250  # who was there goes on
    server.clock.advance("1s")
    deliver(server)
    client.quit()
    text = server.transcript.to_text()
    assert "! outage begins: refuse" in text
    assert "! outage over" in text
    assert len(server.sessions) == 2
    assert not server.troubles


@pytest.mark.parametrize("server", [{"reset": "30s"}], indirect=True)
def test_a_server_that_resets_is_back_in_its_time(server: postiche.Server) -> None:
    with take_down(server):
        # Which of the two finds it out is the network's affair.
        with pytest.raises(ConnectionResetError), connect(server) as late:
            late.recv(100)
        server.clock.advance("30s")
        deliver(server)
    assert [session.closed_how for session in server.sessions][1] == "rst"
    assert "! outage reset" in server.transcript.to_text()


@pytest.mark.parametrize("server", [{"stop": "30s"}], indirect=True)
def test_a_server_that_stops_hears_and_says_nothing(server: postiche.Server) -> None:
    with take_down(server), connect(server) as late:
        late.sendall(b"EHLO late.example\r\n")
        late.settimeout(0.3)
        with pytest.raises(TimeoutError):
            late.recv(100)
        server.clock.advance("30s")
        deliver(server)
        with pytest.raises(TimeoutError):
            late.recv(100)
        late.close()
        server.wait_for(sessions=2)
        assert "C: EHLO late.example" in server.transcript.to_text()


@pytest.mark.parametrize("server", ["refuse"], indirect=True)
def test_an_outage_for_ever_ends_when_it_is_told_to(server: postiche.Server) -> None:
    with take_down(server) as client:
        server.clock.advance("4m")
        with pytest.raises(ConnectionRefusedError):
            connect(server)
        client.noop()
        deliver(server)


@pytest.mark.parametrize("server", ["refuse"], indirect=True)
def test_a_reset_ends_an_outage(server: postiche.Server) -> None:
    with take_down(server):
        server.reset()
        with connect(server) as client:
            assert client.recv(100).startswith(b"220 ")


def test_a_port_that_refuses_is_nobody_elses() -> None:
    with postiche.serve(scenario("refuse")) as server, take_down(server):
        other = socket.socket()
        with pytest.raises(OSError, match="in use"):
            other.bind((server.smtp.host, server.smtp.port))
        other.close()
    with pytest.raises(ConnectionRefusedError):
        connect(server)


def speak_to(path: Path, client: socket.socket) -> None:
    client.connect(str(path))
    for line in ("EHLO c", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.com>"):
        client.recv(1000)
        client.sendall(line.encode() + b"\r\n")
    assert client.recv(1000).startswith(b"451 ")


def test_a_unix_socket_has_outages_too(tmp_path: Path) -> None:
    path = tmp_path / "smtp.sock"
    refuses = scenario({"refuse": "30s"})
    with (
        postiche.serve(refuses, smtp=f"unix:{path}", clock_speed=0) as server,
        socket.socket(socket.AF_UNIX) as client,
        socket.socket(socket.AF_UNIX) as late,
        socket.socket(socket.AF_UNIX) as back,
    ):
        speak_to(path, client)
        with pytest.raises(ConnectionRefusedError):
            late.connect(str(path))
        server.clock.advance("30s")
        back.connect(str(path))
        assert back.recv(1000).startswith(b"220 ")
    assert not path.exists()


def test_a_path_that_cannot_be_had_again_is_a_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "sockets"
    folder.mkdir()
    path = folder / "smtp.sock"
    with (
        postiche.serve(scenario({"refuse": "30s"}), smtp=f"unix:{path}", clock_speed=0) as server,
        socket.socket(socket.AF_UNIX) as client,
        socket.socket(socket.AF_UNIX) as late,
    ):
        held = path.rename(tmp_path / "held.sock")
        folder.rmdir()
        speak_to(held, client)
        (trouble,) = server.troubles
        assert trouble.startswith(f"cannot listen on unix:{path}: ")
        server.clock.advance("30s")
        with pytest.raises(ConnectionRefusedError):
            late.connect(str(held))


@pytest.mark.parametrize("kind", ["refuse", "reset", "stop"])
def test_an_outage_on_command_ends_in_its_time_or_when_told_to(kind: str) -> None:
    with postiche.serve("honest", clock_speed=0) as server:
        server.outage(kind, "10s")
        assert f"! outage begins: {kind}" in server.transcript.to_text()
        where = (server.smtp.host, server.smtp.port)
        with (
            pytest.raises((ConnectionError, TimeoutError)),
            socket.create_connection(where, timeout=0.3) as late,
        ):
            late.recv(100)
        server.clock.advance("10s")
        deliver(server)
        server.outage(kind)
        server.clock.advance("4m")
        server.resume()
        server.resume()
        deliver(server)
        assert server.transcript.to_text().count("! outage over") == 2


def test_an_outage_that_makes_no_sense_is_refused() -> None:
    with postiche.serve("honest") as server:
        with pytest.raises(ValueError, match="'refuse', 'reset' or 'stop'"):
            server.outage("sleep")
        with pytest.raises(ValueError, match="a time that passes"):
            server.outage("refuse", 0)
        deliver(server)
