# SPDX-License-Identifier: MIT
"""What a scenario's size costs: loading it, and each command while it plays."""

from __future__ import annotations

import resource
import subprocess
from pathlib import Path
from statistics import median

HEAD = "postiche: 1\nscenario: bench.rules\nsmtp:\n  rules:\n"
RULE = """    - name: no user {0}
      when: RCPT
      if: {{recipient: user{0}@example.com}}
      reply: 550 5.1.1 No such user
"""


def write_rules(folder: Path, count: int) -> Path:
    """A file of so many rules of four lines, each for another recipient."""
    file = folder / f"rules-{count}.yaml"
    file.write_text(HEAD + "".join(RULE.format(i) for i in range(count)))
    return file


def load_ms(program: Path, files: list[Path], rounds: int = 7) -> float:
    """CPU milliseconds that loading takes, over those of a program that loads nothing."""
    return max(0.0, _cpu_ms(program, ["check", *map(str, files)], rounds) - _start_ms(program))


def _start_ms(program: Path) -> float:
    return _cpu_ms(program, ["--version"], rounds=7)


def _cpu_ms(program: Path, words: list[str], rounds: int) -> float:
    costs = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, *words], check=True, capture_output=True, timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        costs.append(used * 1000)
    return median(costs)
