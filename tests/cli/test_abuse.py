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


# A sanitizer shadows every octet and is slow to give back what was freed.
def is_shadowed(program: Program) -> bool:
    maps = Path(f"/proc/{program.process.pid}/maps").read_text()
    return "asan" in maps or "tsan" in maps


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
        assert rest(client).startswith(b"421 ")
    others_are_served(program)
    # The transcript keeps what was heard; nothing may keep it many times over.
    allowed = 1_600_000_000 if is_shadowed(program) else 200_000_000
    assert memory(program) - before < allowed
    assert program.stop() == 0


def test_a_reply_of_a_gigabyte_is_not_kept(serve: Callable[..., Program], tmp_path: Path) -> None:
    much = tmp_path / "much.yaml"
    much.write_text(
        "{postiche: 1, scenario: test.much, smtp: {rules: [{when: HELP, do: ["
        f"{{send: {{text: {'y' * 100_000}, repeat: 10000}}}}, {{reply: 214 end}}]}}]}}}}"
    )
    program = serve(str(much), "--quiet")
    heard = 0
    end = b""
    with connect(program) as client:
        client.sendall(b"HELP\r\nQUIT\r\n")
        until(lambda: client.recv(1, socket.MSG_PEEK), "the first octet")
        before = most = memory(program)
        while data := client.recv(1 << 20):
            heard += len(data)
            end = (end + data)[-100:]
            most = max(most, memory(program))
    assert end.endswith(b"y214 end\r\n221 Bye\r\n")
    assert heard > 1_000_000_000
    assert most - before < (600_000_000 if is_shadowed(program) else 30_000_000)
    assert program.stop() == 0
    said = [event for event in program.events() if "times" in event.get("fields", {})]
    assert [(len(event["bytes"]), event["fields"]["times"]) for event in said] == [
        (100_000, "10000")
    ]


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
