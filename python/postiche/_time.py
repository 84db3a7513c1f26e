# SPDX-License-Identifier: MIT
"""Durations as people write them, and moments as Python has them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Union

from . import _postiche

Time = Union[str, float, timedelta]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_nanoseconds(time: Time) -> int:
    """`"5m"`, `"1h30m"`, a number of seconds or a timedelta, in nanoseconds."""
    if isinstance(time, timedelta):
        return (time // timedelta(microseconds=1)) * 1000
    if isinstance(time, str):
        nanoseconds = _postiche.parse_duration(time)
        if nanoseconds is None:
            raise ValueError(f"{time!r} is no duration: write '250ms', '10s', '5m' or '1h30m'")
        return nanoseconds
    if not isinstance(time, (int, float)):
        raise TypeError(f"{time!r} is no time: write '250ms', a number of seconds or a timedelta")
    return round(time * 1_000_000_000)


def to_text(time: timedelta) -> str:
    """The shortest form that a scenario reads: `"1m30s"`."""
    return _postiche.duration_text(to_nanoseconds(time))


def from_datetime(moment: datetime) -> int:
    """The same in nanoseconds; a moment without a time zone is in local time, as in Python."""
    return (moment.astimezone(timezone.utc) - _EPOCH) // timedelta(microseconds=1) * 1000


def to_datetime(nanoseconds: int) -> datetime:
    """A moment of the virtual clock; in UTC, to the microsecond."""
    return _EPOCH + timedelta(microseconds=nanoseconds // 1000)
