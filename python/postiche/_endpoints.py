# SPDX-License-Identifier: MIT
"""Where a running server listens, by the name of each service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ._errors import ServerError

if TYPE_CHECKING:
    import ssl

    from ._trust import Trust, TrustedFile

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True

# Name, host, port, and the path of a Unix socket.
Place = tuple[str, str, int, str]

# Who has TLS from the first octet where the other is plain: RFC 8314 sec 3.
_TLS_OF = {"smtp": "smtps", "submission": "submissions", "pop3": "pop3s", "imap": "imaps"}


@dataclass(frozen=True)
class Endpoint:
    """Where the server listens, and all that a client needs to get there.

    `host` and `port` as socket.create_connection takes them. On a Unix socket `path` is set,
    `host` is empty and `port` is 0. `tls_port` is where the same service has TLS from the first
    octet (RFC 8314 sec 3), None where the server does not listen so: the port of "smtps" for
    "smtp", of "submissions", "pop3s" and "imaps"; their own is `port`.

    >>> import smtplib
    >>> import postiche
    >>> with postiche.serve("honest", listen=["smtp", "smtps"]) as server:
    ...     print(server.smtp.host, server.smtp.url == f"smtp://127.0.0.1:{server.smtp.port}")
    ...     port, context = server.smtp.tls_port, server.smtp.ssl_context
    ...     with smtplib.SMTP_SSL(server.smtp.hostname, port, context=context) as client:
    ...         client.noop()[0]
    127.0.0.1 True
    250
    """

    name: str
    host: str
    port: int
    path: str = ""
    tls_port: int | None = None
    _trust: Trust | TrustedFile | None = field(default=None, repr=False, compare=False)

    @property
    def url(self) -> str:
        """`smtp://127.0.0.1:1025`, `imaps://[::1]:1993`, `unix:/path`: the service and where it is.

        curl takes those of smtp, pop3 and imap and of their TLS; submission and lmtp are no schemes
        that it knows.
        """
        if self.path:
            return f"unix:{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.name}://{host}:{self.port}"

    @property
    def hostname(self) -> str:
        """A name for `host` that is in the server's certificate too: "localhost".

        The addresses 127.0.0.1 and ::1 are in it as well: `host` will do for clients that look for
        addresses in certificates.
        """
        is_loopback = self.host.startswith("127.") or self.host == "::1"
        return "localhost" if is_loopback else self.host

    @property
    def ca_file(self) -> str:
        """The path of a PEM file with the certificate to trust; `Server.ca_file` tells more."""
        return self._trusted().file

    @property
    def ssl_context(self) -> ssl.SSLContext:
        """What a client of Python needs to trust the server; a new one each time."""
        return self._trusted().context()

    def _trusted(self) -> Trust | TrustedFile:
        if self._trust is None:
            raise ServerError("this endpoint is of no running server")
        return self._trust

    def __str__(self) -> str:
        return self.url


def endpoints_of(places: Iterable[Place], trust: Trust | TrustedFile) -> list[Endpoint]:
    places = list(places)
    inside_tls = {name: port for name, _, port, _ in reversed(places) if name in _TLS_OF.values()}
    return [
        Endpoint(name, host, port, path, inside_tls.get(_TLS_OF.get(name, name)) or None, trust)
        for name, host, port, path in places
    ]


class Endpoints:
    """What a server answers to: an attribute for each service that is met often."""

    _endpoints: list[Endpoint]

    @property
    def smtp(self) -> Endpoint:
        """Where it listens for SMTP: host, port, url."""
        return self.endpoint("smtp")

    @property
    def smtps(self) -> Endpoint:
        """Where it listens for SMTP inside TLS, as some still do on port 465."""
        return self.endpoint("smtps")

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
    def pop3s(self) -> Endpoint:
        """Where it listens for POP3 inside TLS (RFC 8314 sec 3.1)."""
        return self.endpoint("pop3s")

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
    def imaps(self) -> Endpoint:
        """Where it listens for IMAP inside TLS (RFC 8314 sec 3.2)."""
        return self.endpoint("imaps")

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
