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
    role: str = "library"
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


ACCOUNT = ("{user}", "{password}")


def driven(
    name: str, protocol: str, driver: str, *words: str, login: Words = (), role: str = "library"
) -> Client:
    """A library, or a program that wants a file of settings, by a small program beside this.

    `driver` is that and its first words; then come host and port.
    """
    file, *first = driver.split()
    is_javascript = file.endswith(".cjs")
    if is_javascript:
        package = f"{BUILD}/node/node_modules/{name}/package"
        version: Words = ("node", "-p", f"require('{package}').version")
    else:
        # smtplib and its like are as old as their Python.
        version = (sys.executable if name.endswith("lib") else name, "--version")
    return Client(
        name=name,
        protocol=protocol,
        version=version,
        words=(
            *("node" if is_javascript else sys.executable, str(HERE / file), *first),
            *("localhost", f"{{{protocol}.port}}", *words),
        ),
        login=login,
        role=role,
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

SMTPLIB = driven(
    *("smtplib", "smtp", "smtplib_client.py smtp", "{sender}", "{recipient}", "{message}"),
    login=("--login", "{user}:{password}"),
)

NODEMAILER = driven(
    *("nodemailer", "smtp", "nodemailer.cjs", "{sender}", "{recipient}", "{message}"),
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

POPLIB = driven("poplib", "pop3", "poplib_client.py", *ACCOUNT)

CURL_POP3 = Client(
    name="curl",
    protocol="pop3",
    version=("curl", "--version"),
    words=(
        *("curl", "-sS", "--max-time", "20", "pop3://localhost:{pop3.port}/1"),
        *("--user", "{user}:{password}"),
    ),
)

FETCHMAIL = driven(
    *("fetchmail", "pop3", "fetch_client.py fetchmail", *ACCOUNT, "{folder}"), role="mua"
)

# It knows no STLS.
GETMAIL = driven(*("getmail", "pop3", "fetch_client.py getmail", *ACCOUNT, "{folder}"), role="mua")

IMAPLIB = driven("imaplib", "imap", "imaplib_client.py", *ACCOUNT, "{message}")

CURL_IMAP = Client(
    name="curl",
    protocol="imap",
    version=("curl", "--version"),
    words=(
        *("curl", "-sS", "--max-time", "20", "imap://localhost:{imap.port}/INBOX?ALL"),
        *("--user", "{user}:{password}"),
    ),
)

IMAPFLOW = driven("imapflow", "imap", "imapflow_client.cjs", *ACCOUNT, "{message}")

MBSYNC = driven(
    *("mbsync", "imap", "mbsync_client.py", *ACCOUNT, "{message}", "{folder}"), role="mua"
)

CURL_TLS = ("--ssl-reqd", "--cacert", "{ca}")
DRIVER_TLS = ("--ca", "{ca}")  # of the small programs beside this

CLIENTS = (
    SWAKS,
    secured(SWAKS, ("--tls", "--tls-verify", "--tls-ca-path", "{ca}")),
    CURL,
    secured(CURL, CURL_TLS),
    MSMTP,
    secured(
        MSMTP,
        words=("--tls=on", "--tls-starttls=on", "--tls-trust-file={ca}"),
        login=("--auth=on", "--user={user}", "--passwordeval=echo {password}"),
    ),
    SMTPLIB,
    secured(SMTPLIB, DRIVER_TLS),
    NODEMAILER,
    secured(NODEMAILER, DRIVER_TLS),
    GO,
    POPLIB,
    secured(POPLIB, DRIVER_TLS),
    CURL_POP3,
    secured(CURL_POP3, CURL_TLS),
    FETCHMAIL,
    secured(FETCHMAIL, DRIVER_TLS),
    GETMAIL,
    IMAPLIB,
    secured(IMAPLIB, DRIVER_TLS),
    CURL_IMAP,
    secured(CURL_IMAP, CURL_TLS),
    IMAPFLOW,
    secured(IMAPFLOW, ("{ca}",)),
    MBSYNC,
    secured(MBSYNC, DRIVER_TLS),
)
