# SPDX-License-Identifier: MIT
"""The examples of the manuals run as they are printed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from suites import PLUGIN

ROOT = Path(__file__).parents[2]
# What a project of Django has in its own settings.
DJANGO = """
import django.conf

django.conf.settings.configure()
"""


def examples(manual: str) -> list[str]:
    text = (ROOT / manual).read_text()
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def alike(told: str) -> list[str]:
    """Without what differs each time: ports, folders, seconds; and how smtplib writes commands."""
    for what in (r":\d+>", r"/\S+/postiche/", r"in [\d.]+s"):
        told = re.sub(what, "...", told)
    return told.strip().lower().splitlines()


def test_a_failing_test_shows_what_is_printed_here(
    tmp_path: Path, python_environment: dict[str, str]
) -> None:
    section = (ROOT / "tests/README.md").read_text().partition("## What a failing test shows")[2]
    example, printed = re.findall(r"^```(?:python)?\n(.*?)^```", section, re.DOTALL | re.MULTILINE)[
        :2
    ]
    (tmp_path / "test_newsletter.py").write_text(example)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    # pytest shortens its summary for people only, and these tell it that nobody looks on.
    for name in ("CI", "BUILD_NUMBER"):
        python_environment.pop(name, None)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *PLUGIN, "-p", "no:asyncio"],
        cwd=tmp_path,
        env={**python_environment, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert alike(ran.stdout) == alike(printed), ran.stdout + ran.stderr


README, MANUAL = examples("README.md"), examples("python/README.md")


def test_the_readme_has_three() -> None:
    assert len(README) == 3


@pytest.mark.parametrize(
    "example",
    [
        *(pytest.param(text, id=f"readme-{n}") for n, text in enumerate(README)),
        *(pytest.param(text, id=f"manual-{n}") for n, text in enumerate(MANUAL)),
    ],
)
def test_an_example_passes(
    example: str, tmp_path: Path, python_environment: dict[str, str]
) -> None:
    (tmp_path / "test_example.py").write_text(example)
    (tmp_path / "conftest.py").write_text(DJANGO)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nfilterwarnings = error\nasyncio_default_fixture_loop_scope = function\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *PLUGIN, "--strict-markers"],
        cwd=tmp_path,
        env=python_environment,
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
