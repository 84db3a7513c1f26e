# SPDX-License-Identifier: MIT
"""What was said of a scenario that is being built, piece by piece, each with the line it is from.

Nothing here changes: a longer list of pieces is another list. Only when the scenario is wanted is
it put together.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from types import FrameType
from typing import Any, Union

# Where something stands in a scenario: keys and indexes from the top.
Path = tuple[object, ...]

_PACKAGE = os.path.dirname(os.path.dirname(__file__)) + os.sep


@dataclass(frozen=True)
class Caller:
    """A line of the program that uses this package."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def caller() -> Caller:
    """The nearest line that is none of the package's own."""
    frame: FrameType | None = sys._getframe(1)
    while frame and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    return Caller(frame.f_code.co_filename, frame.f_lineno) if frame else Caller("?", 0)


@dataclass(frozen=True)
class _Said:
    """A value for a place, and who says so."""

    path: Path
    value: Any
    caller: Caller

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _copy(self.value))


class Put(_Said):
    """A value at a place: maps join what stands there, all else replaces it."""


class Append(_Said):
    """One more item of a list."""


class Step(_Said):
    """One more step of a rule, as it stands in `do`: a map, with an `if` or without."""


Entry = Union[Put, Append, Step]


def length(entries: Iterable[Entry], path: Path) -> int:
    """How many items the list at this place has."""
    count = 0
    for entry in entries:
        if isinstance(entry, Append) and entry.path == path:
            count += 1
        elif isinstance(entry, Put) and entry.path == path:
            count = len(entry.value) if isinstance(entry.value, Sized) else 0
    return count


Places = dict[Path, Caller]

# Steps may stand in the rule itself where their order is plain: notes first, one answer, the end.
_NOTES = ("set", "state", "mark", "verdict", "store", "bounce", "listen")
_ANSWERS = ("reply", "send", "silence", "discard", "honest")
_SLOTS = {
    **dict.fromkeys(_NOTES, 0),
    "read": 1,
    "pace": 2,
    "wait": 3,
    **dict.fromkeys(_ANSWERS, 4),
    "close": 5,
}
_ANSWER = 4


# A file has its keys in this order; what it should not have comes last.
_ORDER = (
    *("postiche", "scenario", "rev", "title", "why", "spec", "needs", "tags", "with", "use"),
    *("matrix", "clock", "domain", "memory", "hints", "limits", "accounts", "queue", "dial"),
    *("services", "smtp", "lmtp", "pop3", "imap", "tls", "phases", "route", "finish", "checks"),
    "expect",
)


class Assembly:
    """Puts the entries together: `data`, and `places`, who said what of it."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        unordered: dict[str, Any] = {}
        self.data = unordered
        self.places: Places = {}
        self._steps: dict[Path, list[Step]] = {}
        for entry in entries:
            self._take(entry)
        for path, steps in self._steps.items():
            self._write_steps(path, steps)
        keys = [*filter(unordered.__contains__, _ORDER), *unordered]
        self.data = {key: unordered[key] for key in keys}

    def _take(self, entry: Entry) -> None:
        if isinstance(entry, Step):
            self._steps.setdefault(entry.path, []).append(entry)
        elif isinstance(entry, Append):
            items = self._parent(entry.path, entry.caller).setdefault(entry.path[-1], [])
            if not isinstance(items, list):
                raise TypeError(
                    f"{entry.caller}: {entry.path[-1]!r} is no list, so nothing joins it"
                )
            place = (*entry.path, len(items))
            self.places[place] = entry.caller
            items.append(_copy(entry.value))
        else:
            self._put(entry)

    def _put(self, entry: Put) -> None:
        parent, key = self._parent(entry.path, entry.caller), entry.path[-1]
        self.places.setdefault(entry.path, entry.caller)
        if isinstance(entry.value, Mapping) and isinstance(parent.get(key), dict):
            parent[key].update(_copy(entry.value))
            self.places.update({(*entry.path, one): entry.caller for one in entry.value})
        else:
            parent[key] = _copy(entry.value)

    def _parent(self, path: Path, caller: Caller) -> Any:
        """The map that holds the last key of `path`, made where there is none."""
        at: Any = self.data
        for key, next_key in zip(path, path[1:]):
            at = at.setdefault(key, {}) if isinstance(key, str) else at[key]
            if isinstance(next_key, str) and not isinstance(at, dict):
                raise TypeError(f"{caller}: {key!r} is no map, so nothing joins it")
        return at

    def _write_steps(self, path: Path, steps: list[Step]) -> None:
        rule = self._parent((*path, "do"), steps[0].caller)
        if "do" not in rule and _is_plain(steps):
            for step in steps:
                rule.update(_copy(step.value))
                self.places.update({(*path, word): step.caller for word in step.value})
            return
        listed = rule.setdefault("do", [])
        for step in steps:
            place = (*path, "do", len(listed))
            self.places[place] = step.caller
            listed.append(_in_list(step.value))


def _is_plain(steps: list[Step]) -> bool:
    """They may stand in the rule itself, and mean the same there."""
    if any(len(step.value) != 1 for step in steps):
        return False
    words = [word for step in steps for word in step.value]
    slots = [_SLOTS.get(word, -1) for word in words]
    if len(words) == 1:
        return True
    is_known = -1 not in slots and len(set(words)) == len(words)
    return is_known and slots == sorted(slots) and slots.count(_ANSWER) < 2


def _in_list(written: Mapping[str, object]) -> object:
    (first, value), *more = written.items()
    return first if value is True and not more else _copy(written)


def _copy(value: Any) -> Any:
    """Maps and lists anew, so that nobody's own is changed; what is in them stays."""
    if isinstance(value, Mapping):
        return {key: _copy(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(item) for item in value]
    return value
