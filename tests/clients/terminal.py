# SPDX-License-Identifier: MIT
"""A program that wants a terminal gets one, which nobody looks at."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Mapping

from running import PATIENCE


def in_terminal(
    *words: str, answers: Mapping[str, str] | None = None, timeout: float = PATIENCE
) -> subprocess.CompletedProcess[str]:
    """To its end; what it paints is its output. Too late is status -9.

    When a key of the answers is painted the keys that are its value are typed, once.
    """
    ours, its = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "LINES": "40", "COLUMNS": "120"}
    with subprocess.Popen(
        words, stdin=its, stdout=its, stderr=its, env=environment, start_new_session=True
    ) as process:
        os.close(its)
        painted = bytearray()
        open_questions = dict(answers or {})
        deadline = time.monotonic() + timeout
        while select.select([ours], [], [], max(0.0, deadline - time.monotonic()))[0]:
            try:
                painted += os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            for asked in [one for one in open_questions if one.encode() in painted]:
                os.write(ours, open_questions.pop(asked).encode())
        else:
            process.kill()
        status = process.wait()
    os.close(ours)
    return subprocess.CompletedProcess(words, status, painted.decode(errors="replace"), "")
