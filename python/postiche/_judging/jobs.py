# SPDX-License-Identifier: MIT
"""What a client that is a function is given to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Union

from .._endpoints import Endpoint, Endpoints
from .._trust import TrustedFile

if TYPE_CHECKING:
    import ssl

# Words of a command line, or a function that does one job: it sends a letter, or reads mail. What
# it raises, and False, mean that it failed; a text is what it tells its user, a number is a status.
Client = Union[Sequence[str], Callable[["Job"], Any]]


@dataclass
class Job(Endpoints):
    """What a function that is the client is to do: a server to go to, a letter and an envelope.

    `smtp`, `imap` and so on say where the server listens, as those of `postiche.Server` do.
    `message` is the letter (RFC 5322), `user` and `password` log in. `ca_file` is what a client
    must trust, `client_certificate_file` what it can show, both PEM; `folder` is empty when a case
    begins and stays through its phases; `phase` is the name of the one at hand.

    >>> import smtplib
    >>> import postiche
    >>> def send(job: postiche.Job) -> None:
    ...     with smtplib.SMTP(job.smtp.host, job.smtp.port) as client:
    ...         client.sendmail(job.sender, [job.recipient], job.message)
    >>> postiche.run("honest", send).passed
    True
    """

    message: bytes
    sender: str
    recipient: str
    user: str
    password: str
    ca_file: str
    client_certificate_file: str
    folder: str
    phase: str
    endpoints: list[Endpoint]

    def __post_init__(self) -> None:
        self._endpoints = self.endpoints

    @property
    def ca_pem(self) -> str:
        """The certificate that a client must trust, as PEM."""
        return Path(self.ca_file).read_text()

    @property
    def ssl_context(self) -> ssl.SSLContext:
        """What a client of Python needs to trust the server; a new one each time."""
        return TrustedFile(self.ca_file).context()
