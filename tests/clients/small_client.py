# SPDX-License-Identifier: MIT
"""What the small clients of these tests share: how they are called, and when they come again."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable


class GiveUpError(Exception):
    """To come again by itself would not help."""


def option_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("login")
    parser.add_argument("--ca", help="TLS by this authority, and nothing without it")
    parser.add_argument("--sessions", type=int, default=1, help="that are to go well")
    parser.add_argument("--tries", type=int, default=1, help="sessions at most")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between them")
    parser.add_argument("--timeout", type=float, default=20.0)
    return parser


def come_again(
    options: argparse.Namespace, session: Callable[[], None], *trouble: type[Exception]
) -> int:
    """Until as many sessions went well as are wanted: the exit status."""
    went_well = 0
    for _ in range(max(options.sessions, options.tries)):
        try:
            session()
            went_well += 1
        except (*trouble, OSError) as error:
            print(f"{type(error).__name__}: {error}", flush=True)
        except GiveUpError as error:
            print(error)
            return 1
        if went_well == options.sessions:
            return 0
        time.sleep(options.pause)
    return 1


def try_carelessly(session: Callable[[], None], times: int) -> int:
    """One session after the other, whatever comes of them: how the last one ended."""
    status = 0
    for _ in range(times):
        try:
            session()
            status = 0
        except (OSError, ValueError) as error:
            print(error)
            status = 1
    return status
