# SPDX-License-Identifier: MIT
"""Where a running server listens, by the name of each service."""

from __future__ import annotations

from ._errors import ServerError
from ._views import Endpoint


class Endpoints:
    """What a server answers to: an attribute for each service that is met often."""

    _endpoints: list[Endpoint]

    @property
    def smtp(self) -> Endpoint:
        """Where it listens for SMTP: host, port, url."""
        return self.endpoint("smtp")

    @property
    def pop3(self) -> Endpoint:
        """Where it listens for POP3, if it does: else ServerError.

        >>> import poplib
        >>> import postiche
        >>> with postiche.serve("honest", listen=["pop3"]) as server:
        ...     client = poplib.POP3(server.pop3.host, server.pop3.port)
        ...     client.user("alice@example.com"), client.pass_("any")
        ...     client.quit()
        (b'+OK Now the password', b'+OK Maildrop has 0 messages (0 octets)')
        b'+OK Bye, 0 messages left'
        """
        return self.endpoint("pop3")

    @property
    def imap(self) -> Endpoint:
        """Where it listens for IMAP, if it does: else ServerError.

        >>> import imaplib
        >>> import postiche
        >>> with postiche.serve("honest", listen=["imap"]) as server:
        ...     with imaplib.IMAP4(server.imap.host, server.imap.port) as client:
        ...         client.login("alice@example.com", "any")[0]
        ...         client.select()
        'OK'
        ('OK', [b'0'])
        """
        return self.endpoint("imap")

    @property
    def submission(self) -> Endpoint:
        """Where mail clients hand in mail, with STARTTLS (RFC 6409)."""
        return self.endpoint("submission")

    @property
    def submissions(self) -> Endpoint:
        """Where they do so inside TLS from the first octet (RFC 8314 sec 3.3)."""
        return self.endpoint("submissions")

    @property
    def lmtp(self) -> Endpoint:
        """Where it listens for LMTP (RFC 2033)."""
        return self.endpoint("lmtp")

    def endpoint(self, service: str) -> Endpoint:
        """Where it listens as this service. Raises ServerError where it does not.

        >>> import postiche
        >>> with postiche.serve("honest", listen=["smtps"]) as server:
        ...     print(server.endpoint("smtps").host)
        127.0.0.1
        """
        for endpoint in self._endpoints:
            if endpoint.name == service:
                return endpoint
        names = ", ".join(endpoint.name for endpoint in self._endpoints)
        raise ServerError(f"it does not listen as {service}, only as {names}; see 'listen'")
