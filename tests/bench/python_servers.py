# SPDX-License-Identifier: MIT
"""What a server for each test costs in Python: beside aiosmtpd, smtpdfix and pytest-localserver.

Each figure is taken in a Python of its own, whose round is one of several; the peers take turns.
As a program, with a peer's name, this file is that Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bars import number, print_bar

PEERS = ["postiche", "aiosmtpd", "smtpdfix", "pytest-localserver"]
START_MS_BAR, RESET_MS_BAR, IMPORT_MS_BAR = 5, 0.5, 50
STARTS = 40  # of servers, in each round
RESETS = 200


@dataclass
class Costs:
    # Milliseconds: from the call to the greeting, by peer, one for each round.
    start: dict[str, list[float]] = field(default_factory=dict)
    reset: list[float] = field(default_factory=list)
    importing: list[float] = field(default_factory=list)  # over those of a bare Python

    def ratio(self, peer: str) -> float:
        """How many times our start that of a peer is."""
        return median(its / ours for its, ours in zip(self.start[peer], self.start["postiche"]))


def measure(python: Path, package: Path, rounds: int) -> Costs:
    """`python` has the peers installed; `package` is the folder with ours."""
    costs = Costs()
    environment = {**os.environ, "PYTHONPATH": str(package)}
    for _ in range(rounds):
        for peer in PEERS:
            figures = json.loads(_run([str(python), __file__, peer], environment))
            costs.start.setdefault(peer, []).append(figures["start"])
            costs.reset += figures.get("reset", [])
        bare = _milliseconds([str(python), "-c", "pass"], environment)
        ours = _milliseconds([str(python), "-c", "import postiche"], environment)
        costs.importing.append(ours - bare)
    return costs


def print_costs(costs: Costs | None) -> None:
    print("\nA server for each test, in Python; from the call to the greeting")
    for peer in PEERS:
        start = median(costs.start[peer]) if costs else None
        ratio = number(costs.ratio(peer) if costs else None)
        print(f"{peer:36}{number(start, '{:.1f} ms'):>12}{ratio:>9} x postiche")


def print_bars(costs: Costs | None) -> None:
    start = median(costs.start["postiche"]) if costs else None
    print_bar(f"Python: from serve() to the greeting in <= {START_MS_BAR} ms", start, START_MS_BAR)
    reset = median(costs.reset) if costs else None
    print_bar(f"Python: reset() in <= {RESET_MS_BAR} ms", reset, RESET_MS_BAR)
    importing = median(costs.importing) if costs else None
    what = f"Python: import postiche in <= {IMPORT_MS_BAR} ms over a bare one"
    print_bar(what, importing, IMPORT_MS_BAR, "{:.0f}")


def _run(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=60
    ).stdout


def _milliseconds(command: list[str], environment: dict[str, str]) -> float:
    costs = []
    for _ in range(5):
        begin = time.perf_counter()
        _run(command, environment)
        costs.append((time.perf_counter() - begin) * 1000)
    return median(costs)


# --- In the Python that is measured ---------------------------------------------------------


@contextlib.contextmanager
def _postiche() -> Iterator[tuple[str, int]]:
    import postiche

    with postiche.serve("honest") as server:
        yield server.smtp.host, server.smtp.port


@contextlib.contextmanager
def _aiosmtpd() -> Iterator[tuple[str, int]]:
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Message

    class Kept(Message):
        def handle_message(self, message: object) -> None:
            pass

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Kept(), hostname="127.0.0.1", port=port)
    controller.start()
    yield "127.0.0.1", port
    controller.stop()


@contextlib.contextmanager
def _smtpdfix() -> Iterator[tuple[str, int]]:
    from smtpdfix.fixture import SMTPDFix

    with SMTPDFix("127.0.0.1") as server:
        yield server.hostname, server.port


@contextlib.contextmanager
def _localserver() -> Iterator[tuple[str, int]]:
    from pytest_localserver.smtp import Server

    server = Server("127.0.0.1")
    server.start()
    yield server.addr
    server.stop()


def _start_ms(peer: str) -> float:
    begin_server = {
        "postiche": _postiche,
        "aiosmtpd": _aiosmtpd,
        "smtpdfix": _smtpdfix,
        "pytest-localserver": _localserver,
    }[peer]
    costs = []
    for turn in range(STARTS + 1):
        begin = time.perf_counter()
        with begin_server() as address, socket.create_connection(address, 10) as client:
            if not client.recv(512).startswith(b"220"):
                raise OSError(f"{peer} did not greet")
            # The first one pays for imports.
            if turn:
                costs.append((time.perf_counter() - begin) * 1000)
            client.sendall(b"QUIT\r\n")
            client.recv(512)
    return median(costs)


def _reset_ms() -> list[float]:
    import postiche

    costs = []
    with postiche.serve("honest") as server:
        for _ in range(RESETS):
            with socket.create_connection((server.smtp.host, server.smtp.port), 10) as client:
                client.sendall(b"QUIT\r\n")
                while client.recv(512):
                    pass
            begin = time.perf_counter()
            server.reset()
            costs.append((time.perf_counter() - begin) * 1000)
    return costs


if __name__ == "__main__":
    told: dict[str, object] = {"start": _start_ms(sys.argv[1])}
    if sys.argv[1] == "postiche":
        told["reset"] = _reset_ms()
    print(json.dumps(told))
