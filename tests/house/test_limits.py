# SPDX-License-Identifier: MIT
"""Limits of the house: short files, ASCII, a licence line, nothing left undone."""

from __future__ import annotations

import re

from conftest import Source, complain, sources

LONGEST_FILE = 400
# Spelt so that this file does not trip over itself.
LEFT_UNDONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
LICENCE = "SPDX-License-Identifier: MIT"


def test_no_file_is_longer_than_its_reader_s_patience(code: list[Source]) -> None:
    complain(
        [
            f"{source.path}:{LONGEST_FILE + 1}: {len(source.lines) - 1} lines; a file over "
            f"{LONGEST_FILE} holds more than one concept, so make it two"
            for source in code
            if len(source.lines) - 1 > LONGEST_FILE
        ]
    )


def test_source_is_ascii(code: list[Source]) -> None:
    complain(
        [
            f"{source.path}:{number}: a character outside ASCII; write it as an escape"
            for source in code
            for number, line in source.numbered()
            if not line.isascii()
        ]
    )


def test_every_file_names_its_licence() -> None:
    complain(
        [
            f"{source.path}:1: the line '{LICENCE}' is missing in the first three lines"
            for source in sources("*.cpp", "*.h", "*.py", "*.sh", "dev", ".ci/run")
            if any(source.lines) and not any(LICENCE in line for line in source.lines[:3])
        ]
    )


def test_nothing_is_left_undone(code: list[Source]) -> None:
    complain(
        [
            f"{source.path}:{number}: do it, or make it an issue: {line.strip()}"
            for source in code
            for number, line in source.numbered()
            if LEFT_UNDONE.search(line)
        ]
    )
