# SPDX-License-Identifier: MIT
"""The real clients that `./dev report` judges, one row each; `report.py` runs them.

A row is one column of the report: a client, and how it is used. What `postiche run` fills in
stands in braces. Options of `login` and `tls` are added to `words`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
BUILD = HERE.parent.parent / "build"

Words = tuple[str, ...]


@dataclass(frozen=True)
class Client:
    name: str
    protocol: str
    version: Words  # a command; the first number with a dot that it prints is meant
    words: Words
    login: Words = ()  # to log in; some fail where no login is offered, so only where one is
    tls: str = "cleartext-allowed"  # the profile that it is judged by
    tags: str = ""  # only what has such a tag: what is the same in clear need not be played again


def secured(client: Client, words: Words, login: Words = ()) -> Client:
    """The same, with words that make it insist on TLS."""
    return replace(
        client,
        name=f"{client.name}, STARTTLS",
        words=(*client.words, *words),
        login=login or client.login,
        tls="required",
        tags="tls",
    )


SWAKS = Client(
    name="swaks",
    protocol="smtp",
    version=("swaks", "--version"),
    words=(
        *("swaks", "--server", "localhost", "--port", "{smtp.port}", "--timeout", "20"),
        *("--from", "{sender}", "--to", "{recipient}", "--helo", "client.example"),
        *("--data", "@{message}", "--suppress-data"),
    ),
    login=("--auth", "--auth-user", "{user}", "--auth-password", "{password}"),
)

CURL = Client(
    name="curl",
    protocol="smtp",
    version=("curl", "--version"),
    words=(
        *("curl", "-sS", "--max-time", "20", "smtp://localhost:{smtp.port}/client.example"),
        *("--mail-from", "{sender}", "--mail-rcpt", "{recipient}", "--upload-file", "{message}"),
    ),
    login=("--user", "{user}:{password}"),
)

# It reads the letter from its standard input. In clear it shows no password.
MSMTP = Client(
    name="msmtp",
    protocol="smtp",
    version=("msmtp", "--version"),
    words=(
        *("sh", "-c", 'exec "$@" <"$0"', "{message}", "msmtp", "-C", "/dev/null", "--timeout=20"),
        *("--host=localhost", "--port={smtp.port}", "--from={sender}", "--domain=client.example"),
        "{recipient}",
    ),
)

SMTPLIB = Client(
    name="smtplib",
    protocol="smtp",
    version=(sys.executable, "--version"),
    words=(
        *(sys.executable, str(HERE / "smtplib_client.py"), "smtp", "localhost", "{smtp.port}"),
        *("{sender}", "{recipient}", "{message}"),
    ),
    login=("--login", "{user}:{password}"),
)

NODEMAILER = Client(
    name="nodemailer",
    protocol="smtp",
    version=("node", "-p", f"require('{BUILD}/node/node_modules/nodemailer/package').version"),
    words=(
        *("node", str(HERE / "nodemailer.cjs"), "localhost", "{smtp.port}"),
        *("{sender}", "{recipient}", "{message}"),
    ),
    login=("--user", "{user}", "--password", "{password}"),
)

# It says STARTTLS wherever that is offered, and cannot be told not to.
GO = Client(
    name="Go net/smtp",
    protocol="smtp",
    version=("go", "version"),
    words=(
        *("env", "SSL_CERT_FILE={ca}", f"{BUILD}/go/sendmail", "localhost", "{smtp.port}"),
        *("{sender}", "{recipient}", "{message}"),
    ),
    login=("{user}", "{password}"),
    tls="opportunistic",
)

CLIENTS = (
    SWAKS,
    secured(SWAKS, ("--tls", "--tls-verify", "--tls-ca-path", "{ca}")),
    CURL,
    secured(CURL, ("--ssl-reqd", "--cacert", "{ca}")),
    MSMTP,
    secured(
        MSMTP,
        words=("--tls=on", "--tls-starttls=on", "--tls-trust-file={ca}"),
        login=("--auth=on", "--user={user}", "--passwordeval=echo {password}"),
    ),
    SMTPLIB,
    secured(SMTPLIB, ("--ca", "{ca}")),
    NODEMAILER,
    secured(NODEMAILER, ("--ca", "{ca}")),
    GO,
)
