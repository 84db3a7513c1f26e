# SPDX-License-Identifier: MIT
"""The conversation of a report, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

# A line of a report, as harness/judge/report/README.md has it.
Line = dict[str, Any]

# So many lines before and behind those that show a finding.
_AROUND = 4
_WHO = {"in": "C: ", "out": "S: "}


def shown(lines: Iterable[Line], marked: Iterable[int]) -> list[str]:
    """All of them; those of these numbers are marked, where there are any."""
    numbers = set(marked)
    margins = ("> ", "  ") if numbers else ("", "")
    return [margins[line["seq"] not in numbers] + text for line in lines for text in _texts(line)]


def around(lines: Sequence[Line], marked: Sequence[int]) -> list[str]:
    """Those of these numbers, and what stands near; "..." where lines are left out."""
    at = [index for index, line in enumerate(lines) if line["seq"] in marked]
    near = {near for index in at for near in range(index - _AROUND, index + _AROUND + 1)}
    told: list[str] = []
    for index, line in enumerate(lines):
        if index in near:
            told += shown([line], marked)
        elif not told or told[-1] != "...":
            told.append("...")
    return told


def _texts(line: Line) -> list[str]:
    if line["kind"] == "close":
        return [f"! {line['text']}"]
    who = _WHO.get(line["direction"], "! ")
    # Octets are shown with their line ends, as backslash and letter.
    texts = str(line["text"]).split("\\r\\n")
    return [who + text for text in (texts[:-1] if texts[-1] == "" else texts)]
