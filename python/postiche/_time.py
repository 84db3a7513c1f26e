# SPDX-License-Identifier: MIT
"""Durations as people write them, and moments as Python has them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from math import isfinite
from typing import Union

from . import _postiche

Time = Union[str, float, timedelta]

# What 64 bits hold, in nanoseconds: 292 years.
_LONGEST = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_nanoseconds(time: Time) -> int:
    """`"5m"`, `"1h30m"`, a number of seconds or a timedelta, in nanoseconds.

    Raises TypeError and ValueError for what is no time, and for more than 292 years.
    """
    hint = "write '250ms', '10s', '5m', '1h30m', a number of seconds or a timedelta"
    if isinstance(time, timedelta):
        nanoseconds = (time // timedelta(microseconds=1)) * 1000
    elif isinstance(time, str):
        found = _postiche.parse_duration(time)
        if found is None:
            raise ValueError(f"{time!r} is no duration: {hint}")
        nanoseconds = found
    elif not isinstance(time, (int, float)):
        raise TypeError(f"{time!r} is no duration: {hint}")
    elif not isfinite(time):
        raise ValueError(f"{time!r} is no duration: write 'forever' for what never ends")
    else:
        nanoseconds = round(time * 1_000_000_000)
    if abs(nanoseconds) > _LONGEST:
        raise ValueError(f"{time!r} is too long: write 'forever' for what never ends")
    return nanoseconds


def to_text(time: timedelta) -> str:
    """The shortest form that a scenario reads: `"1m30s"`."""
    return _postiche.duration_text(to_nanoseconds(time))


def from_datetime(moment: datetime) -> int:
    """The same in nanoseconds; a moment without a time zone is in local time, as in Python."""
    if not isinstance(moment, datetime):
        raise TypeError(f"{moment!r} is no moment: write a datetime")
    return (moment.astimezone(timezone.utc) - _EPOCH) // timedelta(microseconds=1) * 1000


def to_datetime(nanoseconds: int) -> datetime:
    """A moment of the virtual clock; in UTC, to the microsecond."""
    return _EPOCH + timedelta(microseconds=nanoseconds // 1000)
