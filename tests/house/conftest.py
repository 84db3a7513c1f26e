# SPDX-License-Identifier: MIT
"""What the tests of the house share: which files the repository has, and how a fault is told."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """A file of the repository: its path from the root, and its lines."""

    path: str
    lines: tuple[str, ...]

    def numbered(self) -> list[tuple[int, str]]:
        return list(enumerate(self.lines, start=1))


def sources(*patterns: str) -> list[Source]:
    """The files that git knows, or would add, under the patterns."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    found = []
    for path in sorted(set(listed)):
        file = ROOT / path
        if file.is_file():
            text = file.read_bytes().decode("utf-8", errors="surrogateescape")
            found.append(Source(path, tuple(text.split("\n"))))
    return found


@pytest.fixture(scope="session")
def harness() -> list[Source]:
    return sources("harness/*.cpp", "harness/*.h")


@pytest.fixture(scope="session")
def code() -> list[Source]:
    """All that people write as code."""
    patterns = ["*.cpp", "*.h", "*.py", "*.sh", "*.cmake", "*CMakeLists.txt", "dev", ".ci/run"]
    return sources(*patterns)


def complain(faults: list[str]) -> None:
    """Fails with one line for each fault, `file:line: sentence`."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
