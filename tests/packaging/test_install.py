# SPDX-License-Identifier: MIT
"""`cmake --install`: the program, and what C++ programs build against."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

CONSUMER = Path(__file__).with_name("consumer")
Do = Callable[..., CompletedProcess[str]]


@pytest.fixture
def prefix(tmp_path: Path, built: Path, do: Do) -> Path:
    """Installed there, and then moved: nothing may remember a path."""
    first = tmp_path / "first"
    do("cmake", "--install", built, "--prefix", first, "--strip")
    return first.rename(tmp_path / "moved")


def test_the_program_finds_its_scenarios(prefix: Path, do: Do) -> None:
    program = prefix / "bin/postiche"
    shown = do(program, "show", "greylisting").stdout
    assert shown.startswith(f"# {prefix}/share/postiche/scenarios/smtp/greylisting.yaml")
    assert "postiche: passed" in do(program, "run", "honest", "--", "true").stdout


def test_a_program_builds_by_cmake(prefix: Path, tmp_path: Path, do: Do) -> None:
    folder = tmp_path / "build"
    do("cmake", "-S", CONSUMER, "-B", folder, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}")
    do("cmake", "--build", folder)
    assert do(folder / "consumer").stdout.endswith("Hello.\n")


def test_a_program_builds_by_pkg_config(prefix: Path, tmp_path: Path, do: Do) -> None:
    (found,) = prefix.glob("lib/**/pkgconfig")
    flags = do(
        "pkg-config", "--cflags", "--libs", "--static", "postiche", PKG_CONFIG_PATH=str(found)
    ).stdout
    program = tmp_path / "consumer"
    do("c++", "-std=c++20", CONSUMER / "main.cpp", "-o", program, *shlex.split(flags))
    assert do(program).stdout.endswith("Hello.\n")
