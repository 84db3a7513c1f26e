# SPDX-License-Identifier: MIT
"""Many TLS clients at once, a third of whom misbehave: the honest ones notice nothing.

200 of them, or as many as POSTICHE_SOAK says: `./dev soak` says 2000.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import Program, run, until

COUNT = int(os.environ.get("POSTICHE_SOAK", "200"))
CROWD = Path(__file__).with_name("crowd.py")


@pytest.fixture(autouse=True)
def _many_descriptors() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def descriptors(program: Program) -> int:
    return len(list(Path(f"/proc/{program.process.pid}/fd").iterdir()))


def send_crowd(program: Program, count: int, ca: Path) -> dict[str, int]:
    (port,) = (
        word.rpartition(":")[2] for word in program.told.split() if word.startswith("smtps=")
    )
    crowd = run(sys.executable, str(CROWD), port, str(count), str(ca), timeout=320)
    assert crowd.returncode == 0, crowd.stderr
    outcomes: dict[str, int] = json.loads(crowd.stdout)
    return outcomes


@pytest.mark.timeout(400)
def test_a_crowd_of_whom_a_third_misbehaves(serve: Callable[..., Program], tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    program = serve("honest", "--quiet", "--smtps", "127.0.0.1:0", "--ca-file", str(ca))
    # What is made for the first clients only is there.
    assert send_crowd(program, 12, ca)["honest: done"] == 8
    until(lambda: len(program.events("close")) >= 12, "the first clients to be gone")
    before = descriptors(program)

    outcomes = send_crowd(program, COUNT, ca)
    honest = sum(1 for number in range(COUNT) if number % 3 != 2)
    told = {name: times for name, times in outcomes.items() if name.startswith("honest")}
    assert told == {"honest: done": honest}
    assert sum(outcomes.values()) == COUNT
    assert outcomes["reset_amid_data: done"] > 0

    until(lambda: descriptors(program) <= before, f"{before} descriptors, as before the crowd")
    assert program.process.poll() is None
    assert program.stop() == 0
    assert program.complaints == ""
    assert program.accepted() == 8 + honest
    assert len(program.events("open")) == 12 + COUNT
