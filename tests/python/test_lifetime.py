# SPDX-License-Identifier: MIT
"""Servers come and go, in whatever way a test ends, and nothing hangs and nothing is left."""

from __future__ import annotations

import gc
import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from pathlib import Path

import postiche
import pytest


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def threads() -> int:
    return len(os.listdir("/proc/self/task"))


def test_a_thousand_servers_leave_nothing_behind() -> None:
    def cycle() -> None:
        with postiche.serve("greylisting", delay="1s") as server:
            address = (server.smtp.host, server.smtp.port)
            with socket.create_connection(address, timeout=20) as client:
                assert client.recv(3) == b"220"

    cycle()
    gc.collect()
    before = descriptors(), threads()
    for _ in range(1000):
        cycle()
    gc.collect()
    assert (descriptors(), threads()) == before


def test_a_test_that_fails_inside_the_block_leaves_nothing() -> None:
    gc.collect()
    before = descriptors(), threads()
    clients: list[socket.socket] = []
    servers: list[postiche.Server] = []

    def fail() -> None:
        with postiche.serve("honest") as server:
            servers.append(server)
            clients.append(socket.create_connection((server.smtp.host, server.smtp.port), 20))
            assert clients[0].recv(3) == b"220"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with clients.pop() as client:
        while client.recv(4096):
            pass
    server = servers.pop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.smtp.host, server.smtp.port), timeout=20)
    del server
    gc.collect()
    assert (descriptors(), threads()) == before


def test_stop_may_be_called_twice_and_what_was_seen_stays() -> None:
    server = postiche.serve("honest")
    with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
        client.sendmail("a@example.com", "b@example.com", "Subject: Hi\r\n\r\nHi!\r\n")
    server.wait_for(messages=1, sessions=1)
    seen = server.messages, server.sessions, server.verdicts, server.transcript.to_text()
    server.stop()
    server.stop()
    assert (server.messages, server.sessions, server.verdicts, server.transcript.to_text()) == seen
    server.wait_for(messages=1, timeout=0)
    server.clock.advance("1s")
    server.reset()


def test_a_server_that_nobody_holds_stops() -> None:
    server = postiche.serve("honest")
    address = (server.smtp.host, server.smtp.port)
    del server
    gc.collect()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=20)


def test_other_threads_run_while_one_waits() -> None:
    with postiche.serve("honest") as server:

        def send() -> None:
            with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
                client.sendmail("a@example.com", "b@example.com", "Subject: Hi\r\n\r\nHi!\r\n")

        sender = threading.Thread(target=send)
        sender.start()
        # Were the GIL held, the sender could not send and this would time out.
        server.wait_for(messages=1, timeout=20)
        sender.join(20)
        assert not sender.is_alive()


def test_stopping_frees_those_who_wait() -> None:
    server = postiche.serve("honest")
    ended = threading.Event()

    def wait() -> None:
        with pytest.raises(TimeoutError):
            server.wait_for(messages=1, timeout=0.5)
        ended.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    stoppers = [threading.Thread(target=server.stop) for _ in range(3)]
    for stopper in stoppers:
        stopper.start()
    for stopper in stoppers:
        stopper.join(20)
    assert ended.wait(20)
    waiter.join(20)


def test_asking_while_it_stops_never_hangs() -> None:
    for _ in range(50):
        server = postiche.serve("honest")
        asked = threading.Event()

        def ask(server: postiche.Server = server, asked: threading.Event = asked) -> None:
            for _ in range(20):
                assert server.sessions == []
                asked.set()

        asking = threading.Thread(target=ask)
        asking.start()
        assert asked.wait(20)
        server.stop()
        asking.join(20)
        assert not asking.is_alive()


ENDINGS = {
    "without stop": "",
    "by an exception": "raise ZeroDivisionError",
    "by sys.exit": "sys.exit(3)",
    "while a thread waits": """
import threading
def wait():
    try:
        server.wait_for(messages=1, timeout=3600)
    except BaseException:
        pass
threading.Thread(target=wait, daemon=True).start()
""",
    "in a cycle of references": "server.self = server; del server",
    "with an open connection": "client = socket.create_connection(('127.0.0.1', server.smtp.port))",
    "in a fork": """
child = os.fork()
if child == 0:
    del server
    sys.exit(0)
os.waitpid(child, 0)
server.messages
""",
}


@pytest.mark.parametrize("how", ENDINGS)
def test_the_interpreter_ends_promptly(how: str, python_environment: dict[str, str]) -> None:
    if how == "in a fork" and "libasan" in python_environment.get("LD_PRELOAD", ""):
        pytest.skip("a fork of AddressSanitizer's allocator may keep a lock of a lost thread")
    program = "import os, socket, sys\nimport postiche\nserver = postiche.serve('honest')\n"
    ended = subprocess.run(
        [sys.executable, "-c", program + ENDINGS[how]],
        env=python_environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    expected = {"by an exception": 1, "by sys.exit": 3}.get(how, 0)
    assert ended.returncode == expected, ended.stderr
    assert "Fatal" not in ended.stderr
    assert "terminate called" not in ended.stderr


def test_ctrl_c_ends_a_wait(python_environment: dict[str, str]) -> None:
    program = (
        # Who runs the tests in the background has SIGINT ignored, and children inherit that.
        "import postiche, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "with postiche.serve('honest') as server:\n"
        "    print('waiting', flush=True)\n"
        "    server.wait_for(messages=1, timeout=3600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=python_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "waiting\n"
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=30)
    assert child.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in told


def test_a_recording_is_whole_when_nobody_stopped_the_server(
    tmp_path: Path, python_environment: dict[str, str]
) -> None:
    program = (
        "import smtplib, sys, postiche\n"
        "server = postiche.serve('honest', record=sys.argv[1])\n"
        "client = smtplib.SMTP(server.smtp.host, server.smtp.port)\n"
        "client.noop()\n"
        "print(server.record_file)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env=python_environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert "noop" in Path(ended.stdout.strip()).read_text()
