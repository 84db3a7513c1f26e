# SPDX-License-Identifier: MIT
"""Suites that have postiche installed, for the tests of its plugin."""

from __future__ import annotations

from importlib.metadata import distributions

import pytest

# Where postiche is installed, pytest finds the plugin itself, and bears it once only.
_FOUND = (one for installed in distributions() for one in installed.entry_points)
_INSTALLED = any(one.value == "postiche.pytest_plugin" for one in _FOUND)
PLUGIN = [] if _INSTALLED else ["-p", "postiche.pytest_plugin"]

SENDING = """
import smtplib

import pytest


def send(server, to="bob@example.com", text="Hi!"):
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
        client.sendmail("ann@example.com", [to], f"Subject: Hello\\n\\n{text}\\n")
"""


def run(pytester: pytest.Pytester, text: str, *arguments: str) -> pytest.RunResult:
    """A suite of one file, as if postiche were installed."""
    pytester.makepyfile(test_mail=SENDING + text)
    return pytester.runpytest(
        *PLUGIN, "-p", "no:asyncio", "--strict-markers", "-Werror", *arguments
    )
