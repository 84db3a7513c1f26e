# SPDX-License-Identifier: MIT
"""Stand-ins for fixtures of other plugins, so that a suite can move over by one line of its ini.

A suite that has both plugins installed would not know whose fixture it gets: uninstall the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from ..pytest_plugin import _running
from .asked import Asked, asked
from .smtpd import Smtpd
from .smtpserver import SmtpServer

if TYPE_CHECKING:
    from .. import Server


class _SmtpdAlias:
    @pytest.fixture
    def smtpd(self, request: pytest.FixtureRequest) -> Iterator[Smtpd]:
        """A mail server with the interface of smtpdfix."""

        @contextmanager
        def running(wanted: Asked) -> Iterator[Server]:
            yield from _running(request, wanted)

        with closing(Smtpd(asked(request), running)) as smtpd:
            yield smtpd


class _SmtpServerAlias:
    @pytest.fixture
    def smtpserver(self, request: pytest.FixtureRequest) -> Iterator[SmtpServer]:
        """A mail server with the interface of pytest-localserver."""
        for server in _running(request, asked(request)):
            yield SmtpServer(server)


ALIASES = {"smtpd": _SmtpdAlias(), "smtpserver": _SmtpServerAlias()}
