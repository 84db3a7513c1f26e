# SPDX-License-Identifier: MIT
"""The source distribution: all that a build needs and nothing else, and a wheel comes of it."""

from __future__ import annotations

import fnmatch
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from conftest import ROOT

Do = Callable[..., CompletedProcess[str]]

WANTED = [
    *("CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md"),
    *("bindings/*", "harness/*", "packaging/*", "python/*", "scenarios/*", "pyproject.toml"),
    *("tests/judge/*/right.txt", "tests/judge/*/wrong.txt"),
]


def build(what: str, source: Path, out: Path, do: Do, *settings: str) -> Path:
    flags = ["--no-isolation", "--skip-dependency-check", what, "--outdir", str(out)]
    do(sys.executable, "-m", "build", *flags, *settings, source)
    (made,) = out.iterdir()
    return made


@pytest.fixture
def source(tmp_path: Path, do: Do) -> Path:
    """What was in it, unpacked."""
    with tarfile.open(build("--sdist", ROOT, tmp_path / "sdist", do)) as archive:
        archive.extractall(tmp_path / "source")
    (folder,) = (tmp_path / "source").iterdir()
    return folder


def test_it_has_what_a_build_needs_and_makes_a_wheel(
    source: Path, tmp_path: Path, built: Path, do: Do
) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    known = [path for path in listed if (ROOT / path).is_file()]
    wanted = {path for path in known if any(fnmatch.fnmatch(path, form) for form in WANTED)}
    found = {str(file.relative_to(source)) for file in source.rglob("*") if file.is_file()}
    assert found == wanted | {"PKG-INFO"}

    # What compiles is the same as ever; that it does from here is seen once by `pip install .`.
    setting = f"-Ccmake.define.POSTICHE_BUILT={built}"
    wheel = build("--wheel", source, tmp_path / "wheel", do, setting)
    names = zipfile.ZipFile(wheel).namelist()
    assert "postiche/bin/postiche" in names
    assert "postiche/py.typed" in names
    assert "postiche/share/postiche/scenarios/smtp/greylisting.yaml" in names
    assert any(name.startswith("postiche/_postiche.") and name.endswith(".so") for name in names)
