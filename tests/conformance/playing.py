# SPDX-License-Identifier: MIT
"""Plays a client of `clients.py` against the conformance scenarios of its protocol."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from clients import BUILD, Client

PROGRAM = os.environ.get("POSTICHE_PROGRAM", str(BUILD / "release/postiche"))
# node and go are in the virtual environment.
ENVIRONMENT = {**os.environ, "PATH": f"{BUILD}/venv/bin:{os.environ['PATH']}"}

# From good to bad, as the report has it.
OUTCOMES = ("INFO", "SKIP", "UNRESOLVED", "PASS", "WARN", "FAIL", "ERROR")

Report = dict[str, Any]


class OutOfTime(Exception):
    """The client was ended, with all that belongs to it."""


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())


def version(client: Client) -> str:
    told = subprocess.run(
        client.version, capture_output=True, text=True, timeout=20, env=ENVIRONMENT, check=True
    ).stdout
    found = re.search(r"\d+(\.\d+)+", told)
    return found[0] if found else ""


def titled(client: Client) -> str:
    """As the report calls it: "curl 7.88.1, STARTTLS"."""
    name, comma, how = client.name.partition(",")
    return f"{name} {version(client)}{comma}{how}"


def run_postiche(deadline: Deadline, *words: str) -> str:
    """What it says. It is ended as Ctrl-C ends it, so that it can end the clients that it runs."""
    process = subprocess.Popen(
        (PROGRAM, *words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=ENVIRONMENT,
    )
    try:
        return process.communicate(timeout=deadline.left)[0]
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
        raise OutOfTime(" ".join(words[:2])) from None


def play(client: Client, file: Path, deadline: Deadline, *flags: str, jobs: int = 2) -> None:
    """Leaves a report in `file`: without a login, and then with one where a login is asked for."""
    common = (
        *("conform", client.protocol, "--name", titled(client)),
        *("--role", client.role, "--tls", client.tls),
        *("-j", str(jobs), "--timeout", "25s", "--json", str(file), *flags),
    )
    only = ("--tags", client.tags) if client.tags else ()
    if not client.login:
        run_postiche(deadline, *common, *only, "--", *client.words)
        return
    run_postiche(deadline, *common, "--tags", "login", "--", *client.words, *client.login)
    report = taken(file)
    run_postiche(deadline, *common, *only, "--skip", "login", "--", *client.words)
    rest = taken(file)
    whole = rest or report
    whole["cases"] = [*rest.get("cases", []), *report.get("cases", [])]
    whole["outcome"] = max((one["outcome"] for one in whole["cases"]), key=OUTCOMES.index)
    file.write_text(json.dumps(whole))


def taken(file: Path) -> Report:
    """A report whose file is then free for another; nothing where no scenario was chosen."""
    if not file.exists():
        return {}
    report: Report = json.loads(file.read_text())
    file.unlink()
    return report


def outcomes(report: Report) -> dict[str, str]:
    """The worst of each requirement."""
    found: dict[str, str] = {}
    for case in report["cases"]:
        for verdict in case["verdicts"]:
            worst = found.setdefault(verdict["id"], verdict["outcome"])
            found[verdict["id"]] = max(worst, verdict["outcome"], key=OUTCOMES.index)
    return found
