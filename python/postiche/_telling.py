# SPDX-License-Identifier: MIT
"""What a test that failed says of its mail server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import Server

# Of a transcript: enough to see how it began and how it ended.
_FIRST, _LAST = 20, 60


def conversation(server: Server, path: Path | None = None) -> str:
    """Verdicts, rules that never spoke, troubles of ours, and what was said; saved at `path`."""
    lines = [str(verdict) for verdict in server.verdicts]
    lines += [str(one) for one in server.coverage if one.times == 0]
    lines += server.troubles
    if lines:
        lines.append("")
    said = server.transcript.to_text().splitlines()
    left_out = len(said) - _FIRST - _LAST
    if left_out > 1:
        said[_FIRST:-_LAST] = [f"... {left_out} lines ..."]
    lines += said or ["No client connected."]
    if path:
        lines += ["", f"The whole transcript: {path}"]
    return "\n".join(lines)
