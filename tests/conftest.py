# SPDX-License-Identifier: MIT
"""For all Python tests: a sanitized Python does not sanitize its children.

Under a sanitizer preset, `./dev test` preloads the sanitizer's runtime into Python, because our
module needs it and Python itself has none. Real mail clients must not inherit it, and the
sanitized program, which brings its own, must look for leaks, unlike Python. By the time this file
is read the runtime has read its options, so changing the environment changes only the children.
A test that starts another Python to import postiche gives it `python_environment`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import Program

_PRELOADED = {
    name: os.environ[name] for name in ("LD_PRELOAD", "ASAN_OPTIONS") if name in os.environ
}


# What is handed to others is tested where it was built, which `./dev test` says.
collect_ignore = [] if "POSTICHE_BUILD" in os.environ else ["packaging"]


def pytest_configure(config: pytest.Config) -> None:
    # The workers of pytest-xdist are started by a Python that only hands out the tests; they are
    # the ones that run them.
    hands_out = bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")
    if "LD_PRELOAD" in os.environ and not hands_out:
        del os.environ["LD_PRELOAD"]
        os.environ["ASAN_OPTIONS"] = "detect_leaks=1:detect_stack_use_after_return=1"


@pytest.fixture
def python_environment() -> dict[str, str]:
    """The environment for a child that is a Python and imports postiche."""
    return {**os.environ, **_PRELOADED}


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts `postiche serve` with arguments; whatever happens, it ends with the test."""
    started: list[Program] = []

    def start(*arguments: str, smtp: str | None = "127.0.0.1:0") -> Program:
        started.append(Program(tmp_path / f"server{len(started)}", *arguments, smtp=smtp))
        return started[-1]

    yield start
    for program in started:
        program.kill()
