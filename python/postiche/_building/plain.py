# SPDX-License-Identifier: MIT
"""From what people write in Python to the texts, numbers, lists and maps that scenarios are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from .._answering.events import Function
from .._time import to_text


def word(keyword: str) -> str:
    """The word of the language: `if_` is `if`, `ends_of_data` is `ends-of-data`."""
    return keyword.rstrip("_").replace("_", "-")


def words(keywords: Mapping[str, object]) -> dict[str, object]:
    """Keywords by the words of the language, without those that were not given (None)."""
    return {word(name): value for name, value in keywords.items() if value is not None}


def keys_of(given: Mapping[str, object] | None, more: Mapping[str, object]) -> dict[str, object]:
    """What is written as a mapping and what as keywords."""
    if not isinstance(given, (Mapping, type(None))):
        raise TypeError(f"{given!r} has no keys: write {{'key': value}}, or key=value")
    return {**(given or {}), **more}


class Names:
    """Names for the functions of a scenario: their own, and a number where two have the same.

    >>> def later(event): ...
    >>> names = Names()
    >>> names.plain({"rules": [{"when": "RCPT", "call": later}]})
    {'rules': [{'when': 'RCPT', 'call': {'python': 'later'}}]}
    >>> list(names.functions)
    ['later']

    With a `url` they are asked there, each below its name, for programs that have no functions.
    """

    def __init__(self, url: str = "") -> None:
        self.functions: dict[str, Function] = {}
        self._url = url

    def plain(self, value: object) -> object:
        """The same as JSON knows it, with names for functions.

        Times become texts in their shortest form, moments UTC, octets a map with their hex.
        """
        if isinstance(value, Mapping):
            return {str(key): self._entry(key, entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.plain(item) for item in value]
        if isinstance(value, timedelta):
            return to_text(value)
        if isinstance(value, datetime):
            return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
        if isinstance(value, (bytes, bytearray)):
            return {"hex": value.hex()}
        if value is None or isinstance(value, (str, int, float)):
            return value
        raise TypeError(f"a scenario has no place for {type(value).__name__}: {value!r}")

    def _entry(self, key: object, value: object) -> object:
        if key != "call":
            return self.plain(value)
        if callable(value):
            return self._asked(value)
        if isinstance(value, Mapping) and callable(value.get("python")):
            more = {one: self.plain(entry) for one, entry in value.items() if one != "python"}
            return {**self._asked(value["python"]), **more}
        return self.plain(value)

    def _asked(self, function: Function) -> dict[str, str]:
        name = self._name(function)
        return {"url": f"{self._url}/{name}"} if self._url else {"python": name}

    def _name(self, function: Function) -> str:
        for name, known in self.functions.items():
            if known == function:
                return name
        own = getattr(function, "__name__", type(function).__name__)
        base = re.sub(r"[^A-Za-z0-9_.-]+", "", own) or "function"
        name, number = base, 1
        while name in self.functions:
            number += 1
            name = f"{base}-{number}"
        self.functions[name] = function
        return name
