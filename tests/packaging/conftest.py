# SPDX-License-Identifier: MIT
"""For tests of what is handed to others: `./dev test` plays them once, after the preset release."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from running import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def built() -> Path:
    """The tree of the preset release."""
    return Path(os.environ["POSTICHE_BUILD"])


@pytest.fixture
def do(tmp_path: Path) -> Callable[..., CompletedProcess[str]]:
    """Runs a program in a folder of its own, which has to succeed; nothing tells it of the tree."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("POSTICHE_")
    }

    def do(*words: object, **variables: str) -> CompletedProcess[str]:
        done = run(*map(str, words), cwd=tmp_path, env={**environment, **variables})
        assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
        return done

    return do
