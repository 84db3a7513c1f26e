# SPDX-License-Identifier: MIT
"""`postiche serve`: where it listens, what it prints, how it ends, what it leaves on disk."""

from __future__ import annotations

import asyncio
import json
import signal
import smtplib
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from running import PROGRAM, Program, octets, run, until


def test_the_ready_line_is_for_programs(serve: Callable[..., Program], tmp_path: Path) -> None:
    ports = tmp_path / "ports"
    program = serve("honest", "--quiet", "--ports-file", str(ports), "--smtp", "127.0.0.1:0")
    first, second = program.addresses
    assert program.told == f"postiche: ready smtp={first} smtp={second}\n"
    assert ports.read_text() == f"smtp={first}\nsmtp={second}\n"
    for address in (first, second):
        with smtplib.SMTP(*address.split(":"), timeout=20) as client:
            assert client.noop()[0] == 250


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_it_with_the_summary(ending: str, serve: Callable[..., Program]) -> None:
    program = serve("greylisting", "--coverage")
    with smtplib.SMTP("127.0.0.1", program.port, timeout=20) as client:
        client.ehlo()
        client.mail("a@b.example")
        assert client.rcpt("c@d.example")[0] == 451
    run("kill", f"-{ending[3:]}", str(program.process.pid))
    assert program.process.wait(30) == 0
    assert program.complaints == ""
    told = program.told.lower()  # some versions of smtplib write commands small
    for words in (
        "> rcpt to:<c@d.example>",
        "< 451 4.7.1 Greylisted",
        "rule 'too early'",
        "1 connection, 4 commands, 0 messages accepted",
        "greylisting.yaml:12:7: rule 'too early' spoke once",
        "FAIL       came-back",
        "transcript: ",
    ):
        assert words.lower() in told
    assert "\x1b" not in program.told


def test_it_ends_although_clients_are_connected(serve: Callable[..., Program]) -> None:
    program = serve("slow-greeting", "--set", "delay=1h")
    with socket.create_connection(("127.0.0.1", program.port), timeout=20):
        assert program.stop() == 0


def test_ipv6(serve: Callable[..., Program]) -> None:
    program = serve("honest", smtp="[::1]:0")
    assert program.addresses[0].startswith("[::1]:")
    with smtplib.SMTP("::1", program.port, timeout=20) as client:
        assert client.noop()[0] == 250
    assert program.stop() == 0
    assert program.events("open")[0]["fields"]["client"].startswith(("::1", "[::1]"))


def test_a_unix_socket(serve: Callable[..., Program], tmp_path: Path) -> None:
    path = tmp_path / "smtp"
    program = serve("honest", smtp=f"unix:{path}")
    assert program.addresses == [f"unix:{path}"]
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(20)
        client.connect(str(path))
        client.sendall(b"QUIT\r\n")
        assert b"".join(iter(lambda: client.recv(4096), b"")).endswith(b"221 Bye\r\n")
    assert program.stop() == 0
    assert not path.exists()


class Load:
    """Clients that send small letters as fast as they can, and remember what was acknowledged."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.acknowledged: list[tuple[float, bytes]] = []  # when (monotonic), which
        self.sent = 0

    async def _ask(self, streams: tuple, line: bytes) -> bytes:
        reader, writer = streams
        writer.write(line)
        reply = await reader.readline()
        while reply[3:4] == b"-":
            reply = await reader.readline()
        if not reply:
            raise ConnectionResetError
        return reply

    async def _client(self) -> None:
        streams = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            await self._ask(streams, b"")
            await self._ask(streams, b"EHLO load.example\r\n")
            while True:
                self.sent += 1
                mark = b"letter-%d" % self.sent
                await self._ask(streams, b"MAIL FROM:<%s@load.example>\r\n" % mark)
                await self._ask(streams, b"RCPT TO:<b@example.com>\r\n")
                await self._ask(streams, b"DATA\r\n")
                reply = await self._ask(streams, b"Subject: %s\r\n\r\nHi!\r\n.\r\n" % mark)
                assert reply.startswith(b"250 ")
                self.acknowledged.append((time.monotonic(), mark))
        except ConnectionError:
            pass
        finally:
            streams[1].close()

    async def run(self, seconds: float, kill: Callable[[], None]) -> float:
        """Gives the moment of the kill."""
        clients = [asyncio.create_task(self._client()) for _ in range(10)]
        await asyncio.sleep(seconds)
        moment = time.monotonic()
        kill()
        await asyncio.wait_for(asyncio.gather(*clients), 30)
        return moment


def test_what_was_acknowledged_survives_kill_9(serve: Callable[..., Program]) -> None:
    program = serve("honest", "--quiet")
    load = Load(program.port)
    killed = asyncio.run(load.run(2.0, program.process.kill))
    program.process.wait(30)

    header, *whole, _ = program.lines  # the last one may be cut anywhere
    assert json.loads(header)["scenario"] == "honest"
    events = [event for event in map(json.loads, whole) if "seq" in event]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    heard = b"".join(octets(event) for event in events if event["kind"] == "command")
    senders = {line for line in heard.split(b"\r\n") if line.startswith(b"MAIL")}
    ended = sum(event["kind"] == "message" for event in events)
    owed = [mark for when, mark in load.acknowledged if when < killed - 0.15]
    assert len(owed) > 20
    assert [m for m in owed if b"MAIL FROM:<%s@load.example>" % m not in senders] == []
    assert ended >= len(owed)


def test_list_show_and_check_know_the_library() -> None:
    listed = run(PROGRAM, "list")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines() if line]
    assert "smtp/greylisting" in names
    assert run(PROGRAM, "check", *names).returncode == 0
    shown = run(PROGRAM, "show", "greylisting")
    assert shown.returncode == 0
    assert "smtp.retry.greylisting" in shown.stdout


def test_a_signal_begins_an_outage_and_the_next_ends_it(serve: Callable[..., Program]) -> None:
    program = serve("honest", "--quiet", "--outage-kind", "reset")
    for words, down in (("begins: reset", True), ("over", False)):
        program.process.send_signal(signal.SIGUSR1)
        until(lambda words=words: words in "\n".join(program.lines), f"the outage that {words}")
        if down:
            with (
                pytest.raises(ConnectionResetError),
                socket.create_connection(("127.0.0.1", program.port), timeout=20) as client,
            ):
                client.recv(100)
        else:
            with smtplib.SMTP("127.0.0.1", program.port, timeout=20) as client:
                assert client.noop()[0] == 250
    assert program.stop() == 0


def test_the_control_interface_begins_and_ends_outages(serve: Callable[..., Program]) -> None:
    program = serve("honest", "--quiet", "--control", "127.0.0.1:0")
    control = f"http://{program.addresses[-1]}"

    def post(path: str) -> str:
        return run("curl", "-sS", "-X", "POST", control + path).stdout

    assert "write /outage?kind=refuse" in post("/outage?kind=sleep&for=10s")
    assert "write /outage?kind=refuse" in post("/outage?kind=refuse&for=0s")
    assert '"scenario"' in post("/outage?kind=refuse&for=1h")
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", program.port, timeout=20)
    post("/resume")
    with smtplib.SMTP("127.0.0.1", program.port, timeout=20) as client:
        assert client.noop()[0] == 250
    post("/outage?kind=reset&for=1h")
    post("/clock/advance?by=1h")
    with smtplib.SMTP("127.0.0.1", program.port, timeout=20) as client:
        assert client.noop()[0] == 250
    assert program.stop() == 0
