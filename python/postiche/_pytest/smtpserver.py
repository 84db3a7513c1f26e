# SPDX-License-Identifier: MIT
"""What stands in for the SMTP server of pytest-localserver."""

from __future__ import annotations

import email
import email.message
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .. import Message, Server


class Details:
    """The envelope of a message, as pytest-localserver has it."""

    def __init__(self, message: Message) -> None:
        self.peer = (message.client, 0)
        self.mailfrom = message.reverse_path
        self.rcpttos = message.recipients


class Received(email.message.Message):
    """A message that came, with its envelope in `details`."""

    details: Details


class SmtpServer:
    """As pytest-localserver's: `addr`, `outbox`. `server` is what else can be had."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.addr = (server.smtp.host, server.smtp.port)
        self.port = server.smtp.port
        self._outbox: list[Received] = []
        self._taken = 0
        self._is_alive = True

    @property
    def outbox(self) -> list[Received]:
        """What came, each with `details`: peer, mailfrom, rcpttos.

        It may be emptied; what has come since is in it when it is next asked for.
        """
        fresh = self.server.messages[self._taken :]
        self._taken += len(fresh)
        self._outbox += map(_with_details, fresh)
        return self._outbox

    @property
    def accepting(self) -> bool:
        """Whether it listens."""
        return self._is_alive

    def is_alive(self) -> bool:
        """Whether `stop` has not been called yet."""
        return self._is_alive

    def stop(self, timeout: float | None = None) -> None:
        """Closes all connections and listens no more; it takes no time. Again does nothing."""
        self._is_alive = False
        self.server.stop()


def _with_details(message: Message) -> Received:
    parsed = email.message_from_bytes(message.content, Received)
    parsed.details = Details(message)
    return parsed
