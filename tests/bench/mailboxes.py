# SPDX-License-Identifier: MIT
"""What a large mailbox costs: opening it by IMAP, and telling the flags of all its messages."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from servers import Peer, running

MESSAGES = 100_000
ROUNDS = 5
SCENARIO = """
postiche: 1
scenario: bench.mailbox
accounts: {{ann: {{password: pencil, mailboxes: {{INBOX: [{{generate: {0}, size: 2KB}}]}}}}}}
"""


@dataclass(frozen=True)
class Costs:
    """Of the server alone: CPU time."""

    open_ms: float
    lines_a_second: float


def measure(program: Path, folder: Path) -> Costs:
    scenario = folder / "mailbox.yaml"
    scenario.write_text(SCENARIO.format(MESSAGES))
    command = [str(program), "serve", str(scenario), "--imap", "127.0.0.1:{port}", "--quiet"]
    opened, told = [], []
    with running(Peer("postiche", command)) as server:
        for _ in range(ROUNDS):
            with socket.create_connection(("127.0.0.1", server.port), 30) as client:
                ask(client, b"a LOGIN ann pencil")
                before = server.cpu_ns()
                ask(client, b"a SELECT INBOX")
                opened.append(server.cpu_ns() - before)
                before = server.cpu_ns()
                ask(client, b"a FETCH 1:* (FLAGS)")
                told.append(server.cpu_ns() - before)
    return Costs(median(opened) / 1e6, MESSAGES / (median(told) / 1e9))


def ask(client: socket.socket, command: bytes) -> None:
    client.sendall(command + b"\r\n")
    tail = b""
    for piece in pieces(client):
        tail = (tail + piece)[-4096:]
        if tail.endswith(b"\r\n") and tail[:-2].rpartition(b"\n")[2].startswith(b"a OK"):
            return
    raise OSError(f"no answer to {command.decode()}")


def pieces(client: socket.socket) -> Iterator[bytes]:
    while piece := client.recv(1 << 20):
        yield piece
