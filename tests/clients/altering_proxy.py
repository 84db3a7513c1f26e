# SPDX-License-Identifier: MIT
"""A server's words, altered on their way: shows that who looks for faults can find them."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from types import TracebackType

# Given a line of the server's with its end; gives what the client gets instead.
Alter = Callable[[bytes], bytes]


def put(pattern: bytes, instead: bytes) -> Alter:
    return lambda line: re.sub(pattern, instead, line)


def add(pattern: bytes, by: int) -> Alter:
    """To the number that the pattern's last group has found."""

    def alter(line: bytes) -> bytes:
        return re.sub(pattern, lambda found: found[1] + b"%d" % (int(found[2]) + by), line)

    return alter


class AlteringProxy:
    """Listens on a port of its own, as long as the `with` lasts."""

    def __init__(self, host: str, port: int, alter: Alter) -> None:
        self._there, self._alter = (host, port), alter
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> AlteringProxy:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(20)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._there)
            for work in (self._pass_commands, self._pass_answers):
                self._threads.append(threading.Thread(target=work, args=(client, server)))
                self._threads[-1].start()

    def _pass_commands(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while octets := client.recv(65536):
                server.sendall(octets)
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _pass_answers(self, client: socket.socket, server: socket.socket) -> None:
        with client, server, server.makefile("rb") as lines, contextlib.suppress(OSError):
            for line in lines:
                client.sendall(self._alter(line))
            client.shutdown(socket.SHUT_WR)
