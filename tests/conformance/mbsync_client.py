# SPDX-License-Identifier: MIT
"""mbsync, for `postiche conform`: it keeps a Maildir and the account equal.

    postiche conform imap --role mua -- python3 tests/conformance/mbsync_client.py localhost
        {imap.port} {user} {password} {message} {folder} [--ca {ca}]

With --ca it wants STARTTLS. The Maildir is in the folder, which stays from one phase of a scenario
to the next. Before mbsync is started a second time its user has marked a letter, deleted another
one, and written the message into the mailbox for sent mail. The exit status is that of mbsync.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import subprocess
import sys

CONFIGURATION = """FSync no

IMAPAccount there
Host {host}
Port {port}
Timeout 15
User {user}
Pass "{password}"
{security}

IMAPStore far
Account there

MaildirStore near
Path {mail}/
Inbox {mail}/INBOX
SubFolders Verbatim

Channel both
Far :far:
Near :near:
Patterns *
Create Both
Expunge Both
SyncState *
"""


def synced(options: argparse.Namespace, mail: pathlib.Path) -> int:
    security = "SSLType None"
    if options.ca:
        security = f"SSLType STARTTLS\nCertificateFile {options.ca}"
    password = options.password.replace("\\", "\\\\").replace('"', '\\"')
    text = CONFIGURATION.format(
        host=options.host,
        port=options.port,
        user=options.user,
        password=password,
        security=security,
        mail=mail,
    )
    mail.mkdir(exist_ok=True)
    control = options.folder / "mbsyncrc"
    control.write_text(text, encoding="utf-8")
    command = ["mbsync", "-c", str(control), "-a"]
    return subprocess.run(command, check=False, timeout=100).returncode


def work_offline(mail: pathlib.Path, message: str) -> None:
    letters = sorted((mail / "INBOX").glob("*/*:2,*")) + sorted((mail / "INBOX" / "new").glob("*"))
    for letter, flag in zip(letters, "ST"):
        base, _, flags = letter.name.partition(":2,")
        if flag not in flags:
            letter.rename(mail / "INBOX" / "cur" / f"{base}:2,{''.join(sorted(flags + flag))}")
    sent = mail / "Sent" / "new"
    if sent.is_dir():
        text = pathlib.Path(message).read_bytes().replace(b"\r\n", b"\n")
        (sent / "1700000000.1.here").write_bytes(text)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("host")
    parser.add_argument("port")
    parser.add_argument("user")
    parser.add_argument("password")
    parser.add_argument("message")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--ca")
    options = parser.parse_args()
    mail = options.folder / "mail"
    first = 0
    if not mail.exists():
        first = synced(options, mail)
        if os.environ.get("POSTICHE_PHASE"):
            return first  # the second time is the next phase
    work_offline(mail, options.message)
    return synced(options, mail) or first


if __name__ == "__main__":
    sys.exit(main())
