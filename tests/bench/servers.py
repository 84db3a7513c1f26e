# SPDX-License-Identifier: MIT
"""Servers as the bench sees them: started, ready, measured from /proc, gone in any case."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

START_WITHIN = 10.0  # seconds
READY = "postiche: ready "


class NotStarted(Exception):
    """The server could not be measured; the text says why."""


@dataclass(frozen=True)
class Peer:
    """A server to measure. `{port}` and `{folder}` in its command are filled in at each start.

    One that prints no ready line is ready when its port answers.
    """

    name: str
    command: list[str]
    prints_ready_line: bool = True


@dataclass(frozen=True)
class Server:
    pid: int
    port: int

    def cpu_ns(self) -> int:
        """User and system time so far, of all threads and child processes.

        schedstat counts in nanoseconds; utime and stime in /proc/PID/stat only in ticks of 10 ms.
        """
        return sum(_cpu_ns(pid) for pid in _family(self.pid))

    def rss_bytes(self) -> int:
        return sum(_rss_bytes(pid) for pid in _family(self.pid))


@contextlib.contextmanager
def running(peer: Peer) -> Iterator[Server]:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="postiche-bench-"))
        os.chmod(folder, 0o777)  # smtp-sink gives up root
        errors = Path(folder) / "stderr"
        port = _free_port()
        try:
            process = subprocess.Popen(
                [word.format(port=port, folder=folder) for word in peer.command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stack.enter_context(errors.open("wb")),
                start_new_session=True,
            )
        except OSError as error:
            raise NotStarted(f"{peer.command[0]}: {error.strerror}") from error
        stack.callback(_end, process)
        if peer.prints_ready_line:
            port = _await_ready_line(process, errors)
        else:
            _await_port(process, port, errors)
        yield Server(process.pid, port)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _await_ready_line(process: subprocess.Popen[bytes], errors: Path) -> int:
    """The first port of `postiche: ready smtp=127.0.0.1:1025 ...`."""
    assert process.stdout
    deadline = time.monotonic() + START_WITHIN
    heard = b""
    while time.monotonic() < deadline:
        if not select.select([process.stdout], [], [], deadline - time.monotonic())[0]:
            break
        piece = os.read(process.stdout.fileno(), 4096)
        if not piece:
            break
        heard += piece
        for line in heard.decode(errors="replace").split("\n")[:-1]:
            if line.startswith(READY):
                return int(line[len(READY) :].split()[0].rpartition(":")[2])
    raise NotStarted(_why(process, errors, "printed no ready line"))


def _await_port(process: subprocess.Popen[bytes], port: int, errors: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as it:
            if it.recv(512).startswith(b"220"):
                return
        time.sleep(0.02)
    raise NotStarted(_why(process, errors, f"does not answer on port {port}"))


def _why(process: subprocess.Popen[bytes], errors: Path, what: str) -> str:
    with contextlib.suppress(subprocess.TimeoutExpired):
        what = f"ended with status {process.wait(0.2)}"
    said = errors.read_text(errors="replace").strip().splitlines()
    return f"{what}: {said[-1]}" if said else what


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in children.read_text().split():
                found += _family(int(child))
    return found


def _cpu_ns(pid: int) -> int:
    total = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            total += int(thread.read_text().split()[0])
    return total


def _rss_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
