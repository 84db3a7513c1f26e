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
