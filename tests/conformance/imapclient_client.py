# SPDX-License-Identifier: MIT
"""IMAPClient, for `postiche conform`.

    postiche conform imap -- python3 tests/conformance/imapclient_client.py {imap.host} {imap.port}
        {user} {password} {message} [--ca {ca}]

With --ca it wants STARTTLS. It lists and opens mailboxes, reads, marks, moves, searches, waits for
news, makes a mailbox and keeps the letter. What the server refuses is told and passed over. Exit
status 1 where it could not log in, or where IMAPClient did not understand the server.
"""

from __future__ import annotations

import argparse
import contextlib
import imaplib
import pathlib
import ssl
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from account import account_parser
from imapclient import IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

FEW = 20  # letters that are read whole


def asked(what: str, ask: Callable[[], Any]) -> Any:
    """What the server answers; None where it refuses."""
    try:
        return ask()
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as refusal:
        print(f"{what}: {refusal}", file=sys.stderr)
        return None


def log_in(client: IMAPClient, options: argparse.Namespace) -> None:
    if options.ca:
        client.starttls(ssl.create_default_context(cafile=options.ca))
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(options.user, options.password)
    else:
        client.login(options.user, options.password)


def read(client: IMAPClient) -> None:
    uids = asked("search", client.search) or []
    some = uids[-FEW:]
    if not some:
        return
    asked("envelopes", lambda: client.fetch(some, ["FLAGS", "ENVELOPE", "BODYSTRUCTURE"]))
    asked("letters", lambda: client.fetch(some, ["RFC822.SIZE", "BODY.PEEK[]"]))
    asked("flags", lambda: client.add_flags(some[-1:], [rb"\Seen"]))
    asked("news", client.noop)
    asked("search", lambda: client.search(["SUBJECT", "Gr\u00fc\u00dfe"], "UTF-8"))


def wait_for_news(client: IMAPClient) -> None:
    if not client.has_capability("IDLE") or not asked("idle", lambda: client.idle() or True):
        return
    client.idle_check(timeout=1)
    client.idle_done()


def move_the_last(client: IMAPClient, spare: str) -> None:
    last = (asked("search", client.search) or [])[-1:]
    if not last:
        return
    if client.has_capability("MOVE"):
        asked("move", lambda: client.move(last, spare))
    elif asked("copy", lambda: client.copy(last, spare)) is not None:
        asked("delete", lambda: client.delete_messages(last))
        if client.has_capability("UIDPLUS"):
            asked("expunge", lambda: client.uid_expunge(last))


def keep(client: IMAPClient, path: str) -> None:
    sent = client.find_special_folder(rb"\Sent") or "INBOX"
    letter = pathlib.Path(path).read_bytes()
    limits = [word for word in client.capabilities() if word.startswith(b"APPENDLIMIT=")]
    if any(len(letter) > int(limit.partition(b"=")[2]) for limit in limits):
        print("the letter is too large for the server", file=sys.stderr)
        return
    asked("append", lambda: client.append(sent, letter, [rb"\Seen"]))


def work(client: IMAPClient, options: argparse.Namespace) -> None:
    boxes = client.list_folders()
    closed = {b"\\noselect", b"\\nonexistent"}
    others = [
        name
        for marks, _, name in boxes
        if name.upper() != "INBOX" and not closed & {mark.lower() for mark in marks}
    ]
    if asked("select", lambda: client.select_folder("INBOX")):
        read(client)
        wait_for_news(client)
        if others:
            move_the_last(client, others[0])
    keep(client, options.message)
    parents = [
        (name, delimiter.decode())
        for marks, delimiter, name in boxes
        if name in others and delimiter and b"\\noinferiors" not in {one.lower() for one in marks}
    ]
    if parents:
        name, delimiter = parents[0]
        asked("create", lambda: client.create_folder(f"{name}{delimiter}Notes"))
    for other in others:
        if asked("select", partial(client.select_folder, other)):
            read(client)


def main() -> int:
    parser = account_parser()
    parser.add_argument("message")
    options = parser.parse_args()
    client: IMAPClient | None = None
    try:
        client = IMAPClient(options.host, options.port, use_uid=True, ssl=False, timeout=20)
        log_in(client, options)
        work(client, options)
    except (imaplib.IMAP4.error, IMAPClientError, OSError, ValueError) as fault:
        print(type(fault).__name__, fault, file=sys.stderr)
        return 1
    finally:
        if client:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                client.logout()
    return 0


if __name__ == "__main__":
    sys.exit(main())
