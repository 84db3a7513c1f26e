# SPDX-License-Identifier: MIT
"""What a test that failed says of its mail server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .. import Server


def conversation(server: Server, path: Path | None = None) -> str:
    """What has failed, and what was said, with marks; rules that never spoke; troubles of ours.

    `path` is where the whole transcript was saved.
    """
    told = server._started.annotated_text()
    more = [str(one) for one in server.coverage if one.times == 0] + server.troubles
    if path:
        more.append(f"The whole transcript: {path}")
    return told + "".join(f"\n{line}" for line in more)
