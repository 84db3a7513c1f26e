# SPDX-License-Identifier: MIT
"""Figures as the bench prints them, and the bars that they have to stay below."""

from __future__ import annotations


def number(value: float | None, form: str = "{:.2f}") -> str:
    return "-" if value is None else form.format(value)


def print_bar(what: str, value: float | None, bar: float, form: str = "{:.2f}") -> None:
    outcome = "not measured" if value is None else "met" if value <= bar else "MISSED"
    print(f"{what:56}{number(value, form):>8}  {outcome}")
