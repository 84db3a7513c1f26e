# SPDX-License-Identifier: MIT
"""The Debian package: what it says of itself, what is in it, and that it runs from where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Do = Callable[..., CompletedProcess[str]]


@pytest.fixture
def package(built: Path) -> Path:
    (file,) = (built / "package").glob("postiche_*.deb")
    return file


def test_it_says_what_it_is_and_wants(package: Path, do: Do) -> None:
    fields = ["Package", "Section", "Maintainer", "Depends", "Description"]
    told = do("dpkg-deb", "--field", package, *fields).stdout
    assert "Package: postiche\n" in told
    assert "Section: mail\n" in told
    assert "Maintainer: Postiche contributors <" in told
    assert "Description: A mail server that misbehaves on purpose\n It plays" in told
    (depends,) = (line for line in told.splitlines() if line.startswith("Depends: "))
    for library in ("libc6 (>= ", "libuv1", "libmbedtls", "libre2-"):
        assert library in depends


def test_files_are_where_debian_wants_them_and_everybody_s_to_read(package: Path, do: Do) -> None:
    files = {}
    for line in do("dpkg-deb", "--contents", package).stdout.splitlines():
        rights, owner, _, _, _, path = line.split(maxsplit=5)
        assert owner == "root/root"
        files[path] = rights
    assert files["./usr/bin/postiche"] == "-rwxr-xr-x"
    assert files["./usr/share/postiche/scenarios/smtp/greylisting.yaml"] == "-rw-r--r--"
    assert files["./usr/share/doc/postiche/copyright"] == "-rw-r--r--"
    assert files["./usr/share/postiche/scenarios/"] == "drwxr-xr-x"
    top = ("./usr/bin/", "./usr/share/postiche/", "./usr/share/doc/postiche/")
    assert not [path for path in files if path[-1] != "/" and not path.startswith(top)]


def test_it_runs_where_it_was_unpacked(package: Path, tmp_path: Path, do: Do) -> None:
    do("dpkg-deb", "--extract", package, tmp_path / "root")
    program = tmp_path / "root/usr/bin/postiche"
    shown = do(program, "show", "greylisting").stdout
    assert shown.startswith(f"# {tmp_path}/root/usr/share/postiche/scenarios/")
    assert "postiche: passed" in do(program, "run", "honest", "--", "true").stdout
