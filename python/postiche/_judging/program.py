# SPDX-License-Identifier: MIT
"""The program `postiche`, which runs and judges clients: where it is, and what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .._errors import ProgramError
from .._scenario import library_roots

# What is left to a program that was told to end, in seconds.
_GRACE = 5.0


def find() -> str:
    """$POSTICHE_PROGRAM, the package's own, that of a build of the sources, or one on $PATH.

    Raises ProgramError where there is none.
    """
    package = Path(__file__).parents[1]
    named = os.environ.get("POSTICHE_PROGRAM", "")
    own = [package / "bin" / "postiche", package.parents[1] / "postiche"]
    for candidate in [named, *map(str, own), shutil.which("postiche") or ""]:
        if candidate and os.access(candidate, os.X_OK) and not os.path.isdir(candidate):
            return candidate
    if named:
        raise ProgramError(f"$POSTICHE_PROGRAM is {named!r}, and that is no program")
    raise ProgramError(
        "the program postiche is not there: it comes with the package (pip install postiche); "
        "else name it with $POSTICHE_PROGRAM"
    )


@dataclass(frozen=True)
class Ended:
    """How the program has ended, and what it said."""

    status: int
    told: str
    complaints: str

    @property
    def sentence(self) -> str:
        """What it complained of, without its name before it."""
        lines = [line for line in self.complaints.splitlines() if line.strip()]
        return "\n".join(line.replace("postiche: error: ", "", 1) for line in lines)


def call(words: Sequence[str]) -> Ended:
    """Runs it to its end; where that is not waited for (Ctrl-C), it is told to end."""
    # Names mean the same to it as to `serve`.
    roots = os.pathsep.join(library_roots())
    environment = {**os.environ, "POSTICHE_SCENARIOS": roots, "POSTICHE_COLOR": "never"}
    with subprocess.Popen(
        [find(), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            told, complaints = process.communicate()
        except BaseException:
            process.terminate()
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
    return Ended(process.returncode, told, complaints)
