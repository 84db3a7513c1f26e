# SPDX-License-Identifier: MIT
"""The program as a test meets it: started, stopped, and its transcript read."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

PROGRAM = os.environ.get("POSTICHE_PROGRAM", "postiche")
PATIENCE = 30.0  # seconds; sanitizers are slow


def octets(event: dict[str, Any]) -> bytes:
    """What an event of the transcript carries."""
    value = event.get("bytes", "")
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value.encode()


def until(true: Any, what: str) -> None:
    """Polls, with a deadline."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s for {what}"
        time.sleep(0.005)


class Program:
    """`postiche serve` with a transcript on disk."""

    def __init__(self, folder: Path, *arguments: str, smtp: str | None = "127.0.0.1:0") -> None:
        folder.mkdir()
        self.records = folder / "records"
        self._told = folder / "stdout"
        self._complaints = folder / "stderr"
        where = [] if smtp is None else ["--smtp", smtp]
        with self._told.open("wb") as out, self._complaints.open("wb") as errors:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", *arguments, *where, "--record", str(self.records)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
            )
        until(lambda: "ready" in self.told or self.process.poll() is not None, "the ready line")
        assert self.process.poll() is None, self.complaints

    @property
    def told(self) -> str:
        return self._told.read_text(errors="surrogateescape")

    @property
    def complaints(self) -> str:
        return self._complaints.read_text()

    @property
    def addresses(self) -> list[str]:
        ready = re.search(r"^postiche: ready (.*)$", self.told, re.MULTILINE)
        assert ready, self.told
        return [word.partition("=")[2] for word in ready[1].split()]

    @property
    def port(self) -> int:
        return int(self.addresses[0].rpartition(":")[2])

    @property
    def lines(self) -> list[str]:
        (file,) = self.records.glob("*.jsonl")
        return file.read_text().split("\n")

    def stop(self) -> int:
        """Ends it as an operator does; gives its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """Of the transcript, in order; after stop() all of them."""
        found = [json.loads(line) for line in self.lines[1:-1]]
        return [event for event in found if not kinds or event["kind"] in kinds]

    def rules(self) -> list[str]:
        return [event["fields"]["rule"] for event in self.events("rule")]

    def codes(self) -> list[int]:
        return [int(octets(event)[:3]) for event in self.events("reply")]

    def commands(self) -> list[bytes]:
        """Command lines, and those within AUTH."""
        return [
            octets(event)
            for event in self.events("command", "bytes")
            if event["kind"] == "command" or "sasl" in event.get("fields", {})
        ]

    def accepted(self) -> int:
        said = [event["fields"] for event in self.events("message")]
        return sum(fields.get("accepted") == "yes" for fields in said)

    def verdicts(self) -> dict[str, str]:
        """As the summary on standard output has them."""
        words = "PASS|WARN|FAIL|INFO|SKIP|UNRESOLVED|ERROR"
        found = re.findall(rf"^  ({words}) +(\S+)", self.told, re.MULTILINE)
        return {name: outcome for outcome, name in found}


def run(*words: str, timeout: float = PATIENCE, **more: Any) -> subprocess.CompletedProcess[str]:
    """A program to its end, in silence."""
    more.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(
        words,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
        **more,
    )
