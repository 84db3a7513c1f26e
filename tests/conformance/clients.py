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

POPLIB = Client(
    name="poplib",
    protocol="pop3",
    version=(sys.executable, "--version"),
    words=(
        *(sys.executable, str(HERE / "poplib_client.py"), "localhost", "{pop3.port}"),
        *("{user}", "{password}"),
    ),
)

CURL_POP3 = Client(
    name="curl",
    protocol="pop3",
    version=("curl", "--version"),
    words=(
        *("curl", "-sS", "--max-time", "20", "pop3://localhost:{pop3.port}/1"),
        *("--user", "{user}:{password}"),
    ),
)

FETCHMAIL = Client(
    name="fetchmail",
    protocol="pop3",
    version=("fetchmail", "--version"),
    words=(
        *(sys.executable, str(HERE / "fetch_client.py"), "fetchmail", "localhost", "{pop3.port}"),
        *("{user}", "{password}", "{folder}"),
    ),
    role="mua",
)

# It knows no STLS.
GETMAIL = Client(
    name="getmail",
    protocol="pop3",
    version=("getmail", "--version"),
    words=(
        *(sys.executable, str(HERE / "fetch_client.py"), "getmail", "localhost", "{pop3.port}"),
        *("{user}", "{password}", "{folder}"),
    ),
    role="mua",
)

IMAPLIB = Client(
    name="imaplib",
    protocol="imap",
    version=(sys.executable, "--version"),
    words=(
        *(sys.executable, str(HERE / "imaplib_client.py"), "localhost", "{imap.port}"),
        *("{user}", "{password}", "{message}"),
    ),
)

CURL_IMAP = Client(
    name="curl",
    protocol="imap",
    version=("curl", "--version"),
    words=(
        *("curl", "-sS", "--max-time", "20", "imap://localhost:{imap.port}/INBOX?ALL"),
        *("--user", "{user}:{password}"),
    ),
)

IMAPFLOW = Client(
    name="imapflow",
    protocol="imap",
    version=("node", "-p", f"require('{BUILD}/node/node_modules/imapflow/package').version"),
    words=(
        *("node", str(HERE / "imapflow_client.cjs"), "localhost", "{imap.port}"),
        *("{user}", "{password}", "{message}"),
    ),
)

MBSYNC = Client(
    name="mbsync",
    protocol="imap",
    version=("mbsync", "--version"),
    words=(
        *(sys.executable, str(HERE / "mbsync_client.py"), "localhost", "{imap.port}"),
        *("{user}", "{password}", "{message}", "{folder}"),
    ),
    role="mua",
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
