# SPDX-License-Identifier: MIT
"""What functions have answered, as the server takes it."""

from __future__ import annotations

import json
from typing import Callable

from .._building.plain import Names

# Takes an answer as JSON, and why there is none.
Give = Callable[[str, str], None]


def to_json(answer: object) -> str:
    told = json.dumps(Names().plain(answer), ensure_ascii=False)
    told.encode()
    return told


def problem_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
