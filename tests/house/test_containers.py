# SPDX-License-Identifier: MIT
"""Dockerfile and compose.yaml, which nobody here can run, are at least well formed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from conftest import ROOT
from running import run

TOOLS = Path(sys.executable).parent


def test_the_dockerfile_is_clean() -> None:
    told = run(str(TOOLS / "hadolint"), "--no-color", str(ROOT / "Dockerfile"))
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout == ""


def test_the_compose_file_is_one() -> None:
    schema = ["--builtin-schema", "vendor.compose-spec"]
    told = run(str(TOOLS / "check-jsonschema"), *schema, str(ROOT / "compose.yaml"))
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_image_is_built_with_what_a_build_needs() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    (build,) = re.findall(
        r"^ +build\)\n(.*?);;", (ROOT / "dev").read_text(), re.DOTALL | re.MULTILINE
    )
    wanted = set(re.findall(r"\blib[\w-]+-dev\b|\bnlohmann[\w-]+\b|\bzlib1g-dev\b", build))
    assert len(wanted) >= 8
    assert sorted(package for package in wanted if package not in dockerfile) == []
