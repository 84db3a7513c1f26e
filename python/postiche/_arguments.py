# SPDX-License-Identifier: MIT
"""What callers write by mistake, told in one sentence, before something deeper breaks of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TypeVar

Value = TypeVar("Value")


def text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{what} is a text, not {value!r}")
    return value


def path(value: object, what: str) -> str:
    # A number would be a file that is open already.
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{what} is a text or a path, not {value!r}")
    return os.fspath(value)


def count(value: object, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{what}={value!r} is no count: write a whole number")
    return value


def named(given: Mapping[str, Value] | None, what: str, example: str) -> dict[str, Value]:
    """A mapping from names to whatever it is; none is an empty one."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        raise TypeError(f"{what} maps names: write {example}, not {given!r}")
    return dict(given)
