# SPDX-License-Identifier: MIT
"""Stand-ins for fixtures of other plugins, so that a suite can move over by one line of its ini.

A suite that has both plugins installed would not know whose fixture it gets: uninstall the other.
"""

from __future__ import annotations

import email.message
import email.policy
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ..pytest_plugin import _running
from .asked import asked

if TYPE_CHECKING:
    from .. import Message, Server


class Smtpd:
    """As smtpdfix's: `hostname`, `port`, `messages`. `server` is what else can be had."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.hostname = server.smtp.host
        self.port = server.smtp.port

    @property
    def messages(self) -> list[email.message.EmailMessage]:
        """What came, with the envelope in X-MailFrom and X-RcptTo."""
        return [_with_headers(message) for message in self.server.messages]


class Details:
    """The envelope of a message, as pytest-localserver has it."""

    def __init__(self, message: Message) -> None:
        self.peer = (message.client, 0)
        self.mailfrom = message.reverse_path
        self.rcpttos = message.recipients


class Received(email.message.EmailMessage):
    """A message that came, with its envelope in `details`."""

    details: Details


class SmtpServer:
    """As pytest-localserver's: `addr`, `outbox`. `server` is what else can be had."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.addr = (server.smtp.host, server.smtp.port)
        self.port = server.smtp.port

    @property
    def outbox(self) -> list[email.message.EmailMessage]:
        """What came, each with `details`: peer, mailfrom, rcpttos."""
        return [_with_details(message) for message in self.server.messages]


def _with_headers(message: Message) -> email.message.EmailMessage:
    parsed = message.email
    parsed["X-Peer"] = message.client
    parsed["X-MailFrom"] = message.reverse_path
    parsed["X-RcptTo"] = ", ".join(message.recipients)
    return parsed


def _with_details(message: Message) -> Received:
    policy = email.policy.default.clone(message_factory=Received)
    parsed = email.message_from_bytes(message.content, policy=policy)
    assert isinstance(parsed, Received)
    parsed.details = Details(message)
    return parsed


class _SmtpdAlias:
    @pytest.fixture
    def smtpd(self, request: pytest.FixtureRequest) -> Iterator[Smtpd]:
        """A mail server with the interface of smtpdfix."""
        for server in _running(request, asked(request)):
            yield Smtpd(server)


class _SmtpServerAlias:
    @pytest.fixture
    def smtpserver(self, request: pytest.FixtureRequest) -> Iterator[SmtpServer]:
        """A mail server with the interface of pytest-localserver."""
        for server in _running(request, asked(request)):
            yield SmtpServer(server)


ALIASES = {"smtpd": _SmtpdAlias(), "smtpserver": _SmtpServerAlias()}
