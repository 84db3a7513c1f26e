# SPDX-License-Identifier: MIT
"""What callers write by mistake, told in one sentence, before something deeper breaks of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Value = TypeVar("Value")


def named(given: Mapping[str, Value] | None, what: str, example: str) -> dict[str, Value]:
    """A mapping from names to whatever it is; none is an empty one."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        raise TypeError(f"{what} has names and what they mean: write {example}, not {given!r}")
    return dict(given)
