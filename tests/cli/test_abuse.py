# SPDX-License-Identifier: MIT
"""Clients that behave badly: memory stays bounded, the record is there, others notice nothing."""

from __future__ import annotations

import contextlib
import resource
import smtplib
import socket
from collections.abc import Callable
from pathlib import Path

from running import Program, octets, until


def connect(program: Program) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", program.port), timeout=30)
    assert client.recv(4096).startswith(b"220 ")
    return client


def rest(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65536), b""))


def others_are_served(program: Program) -> None:
    with smtplib.SMTP("127.0.0.1", program.port, timeout=30) as client:
        assert client.sendmail("a@b.example", "c@d.example", "Subject: Hi\r\n\r\nHi!\r\n") == {}


def memory(program: Program) -> int:
    """Resident octets."""
    pages = Path(f"/proc/{program.process.pid}/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


def test_nuls_and_bare_line_feeds(serve: Callable[..., Program]) -> None:
    program = serve("honest", "--quiet")
    with connect(program) as client:
        client.sendall(b"NO\0OP\r\nEHLO a\0b\r\nNOOP\nQUIT\n")
        said = rest(client)
    others_are_served(program)
    assert program.stop() == 0
    assert said.startswith(b"500 ")
    assert said.endswith(b"221 Bye\r\n")
    heard = b"".join(
        octets(event)
        for event in program.events()
        if event["connection"] == 1 and event.get("direction") == "in"
    )
    assert heard == b"NO\0OP\r\nEHLO a\0b\r\nNOOP\nQUIT\n"


def test_fifty_megabytes_without_an_end_of_line(serve: Callable[..., Program]) -> None:
    program = serve("honest", "--quiet")
    others_are_served(program)
    before = memory(program)
    block = b"x" * 1_000_000
    with connect(program) as client, contextlib.suppress(ConnectionError):
        for _ in range(50):
            client.sendall(block)
        client.sendall(b"\r\nQUIT\r\n")
        assert rest(client).startswith(b"500 ")
    others_are_served(program)
    # The transcript keeps what was heard; nothing may keep it many times over. A sanitizer shadows
    # every octet and is slow to give back what was freed.
    maps = Path(f"/proc/{program.process.pid}/maps").read_text()
    shadowed = "asan" in maps or "tsan" in maps
    assert memory(program) - before < (1_600_000_000 if shadowed else 200_000_000)
    assert program.stop() == 0


def test_half_a_command_and_silence(serve: Callable[..., Program]) -> None:
    # Five minutes of patience (RFC 5321 sec 4.5.3.2.7) pass in half a second.
    program = serve("honest", "--quiet", "--clock-speed", "600")
    with connect(program) as client:
        client.sendall(b"EHLO half")
        said = rest(client)
    assert said.startswith(b"421 ")
    assert program.stop() == 0
    heard = [octets(event) for event in program.events() if event.get("direction") == "in"]
    assert b"".join(heard) == b"EHLO half"


def test_a_disconnect_in_the_middle_of_a_message(serve: Callable[..., Program]) -> None:
    program = serve("honest", "--quiet")
    with connect(program) as client:
        client.sendall(b"HELO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n")
        said = b""
        while b"354 " not in said:
            said += client.recv(4096)
        client.sendall(b"Subject: half\r\n\r\nnot yet")
    others_are_served(program)
    assert program.stop() == 0
    assert program.accepted() == 1
    heard = b"".join(
        octets(event)
        for event in program.events()
        if event["connection"] == 1 and event.get("direction") == "in"
    )
    assert heard.endswith(b"DATA\r\nSubject: half\r\n\r\nnot yet")


def test_two_thousand_idle_connections(serve: Callable[..., Program]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        program = serve("honest", "--quiet")
        with contextlib.ExitStack() as open_ones:
            for _ in range(2000):
                open_ones.enter_context(connect(program))
            others_are_served(program)
            assert program.process.poll() is None
        until(lambda: len(program.events("close")) >= 2001, "all connections to be closed")
        assert program.stop() == 0
        assert len(program.events("open")) == 2001
        assert program.complaints == ""
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
