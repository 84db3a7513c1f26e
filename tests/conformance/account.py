# SPDX-License-Identifier: MIT
"""What the small programs around clients that read mail are told of an account."""

from __future__ import annotations

import argparse


def account_parser() -> argparse.ArgumentParser:
    """HOST PORT USER PASSWORD [--ca FILE]; the caller adds what else it takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("user")
    parser.add_argument("password")
    parser.add_argument("--ca")
    return parser
