# SPDX-License-Identifier: MIT
"""Real clients of IMAP behind one call: read what is new in the inbox, keep it or delete it.

What a client remembers between two calls is in the folder that it is given.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import cast

import imapclient  # type: ignore[import-untyped]
from fetchers import (
    BIN,
    BUILD,
    CAUTIOUS,
    HERE,
    JAVA_READS,
    Fetched,
    Fetcher,
    Then,
    arguments_fetch,
    fetchmail_fetches,
    fresh,
    getmail_fetches,
    in_mbox,
    secret_file,
    yes_no,
)
from mail_server import Account, Security
from running import run
from terminal import in_terminal


def trusting(account: Account) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(account.ca))


def curl_asks(account: Account, folder: Path, path: str, *options: str) -> tuple[int, bytes, str]:
    """One URL: exit status, answer, complaints."""
    scheme = "imaps" if account.security is Security.IMPLICIT else "imap"
    secured = [] if account.security is Security.CLEAR else ["--ssl-reqd"]
    answer = folder / "answer"
    answer.write_bytes(b"")
    ended = run(
        *("curl", "-sS", "--max-time", "20", "--cacert", str(account.ca), *secured),
        *("--user", f"{account.user}:{account.password}", "-o", str(answer), *options),
        f"{scheme}://{account.host}:{account.port}/{path}",
    )
    return ended.returncode, answer.read_bytes(), ended.stderr


def curl_reads(account: Account, folder: Path, then: Then) -> Fetched:
    """As a shell script would: a search, each message, and a deletion of all."""
    status, found, told = curl_asks(account, folder, "INBOX?ALL")
    uids = [word.decode() for word in found.split()[2:]]
    messages = []
    for uid in uids:
        status, content, told = curl_asks(account, folder, f"INBOX;UID={uid}")
        if status != 0:
            break
        messages.append(content)
    if status == 0 and uids and then is Then.DELETE:
        words = "STORE 1:* +FLAGS.SILENT (\\Deleted)"
        status, _, told = curl_asks(account, folder, "INBOX", "-X", words)
        if status == 0:
            status, _, told = curl_asks(account, folder, "INBOX", "-X", "EXPUNGE")
    return Fetched(status, told, messages)


def imaplib_opens(account: Account) -> imaplib.IMAP4:
    if account.security is Security.IMPLICIT:
        return imaplib.IMAP4_SSL(
            account.host, account.port, ssl_context=trusting(account), timeout=20
        )
    client = imaplib.IMAP4(account.host, account.port, timeout=20)
    if account.security is Security.STARTTLS:
        client.starttls(trusting(account))
    return client


def imaplib_reads(account: Account, folder: Path, then: Then) -> Fetched:
    messages: list[bytes] = []
    try:
        with imaplib_opens(account) as client:
            client.login(account.user, account.password)
            client.select()
            for number in client.search(None, "ALL")[1][0].split():
                parts = client.fetch(number, "(UID FLAGS BODY.PEEK[])")[1]
                messages += [part[1] for part in parts if isinstance(part, tuple)]
                if then is Then.DELETE:
                    client.store(number, "+FLAGS", "\\Deleted")
            client.close()
    except (imaplib.IMAP4.error, OSError) as error:
        return Fetched(1, repr(error), messages)
    return Fetched(0, "", messages)


@contextlib.contextmanager
def imapclient_opens(account: Account) -> Iterator[imapclient.IMAPClient]:
    """Logged in."""
    secure = account.security is Security.IMPLICIT
    context = trusting(account) if secure else None
    with imapclient.IMAPClient(
        account.host, account.port, ssl=secure, ssl_context=context, timeout=20
    ) as client:
        if account.security is Security.STARTTLS:
            client.starttls(trusting(account))
        client.login(account.user, account.password)
        yield client


def left_in(account: Account, mailbox: str = "INBOX") -> list[bytes]:
    """What the mailbox has now."""
    with imapclient_opens(account) as client:
        client.select_folder(mailbox)
        found = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [cast(bytes, found[uid][b"BODY[]"]) for uid in sorted(found)]


def imapclient_reads(account: Account, folder: Path, then: Then) -> Fetched:
    messages: list[bytes] = []
    try:
        with imapclient_opens(account) as client:
            client.select_folder("INBOX")
            uids = client.search()
            what = ["BODY.PEEK[]", "FLAGS", "ENVELOPE", "BODYSTRUCTURE", "INTERNALDATE"]
            found = client.fetch(uids, what) if uids else {}
            messages += [cast(bytes, found[uid][b"BODY[]"]) for uid in sorted(found)]
            if then is Then.DELETE and uids:
                client.delete_messages(uids)
                client.expunge()
    except (imaplib.IMAP4.error, OSError) as error:
        return Fetched(1, repr(error), messages)
    return Fetched(0, "", messages)


def neomutt_reads(account: Account, folder: Path, then: Then) -> Fetched:
    """All of the inbox is copied, or moved, to a file, as by the keys T, ; and C."""
    came = fresh(folder, "came") / "mbox"
    control = neomutt_settings(account, folder)
    act = "copy" if then is Then.KEEP else "save"
    ended = in_terminal(
        *("neomutt", "-n", "-F", control),
        "-e",
        f"push '<tag-pattern>~A<enter><tag-prefix><{act}-message>{came}<enter>"
        "<sync-mailbox><exit>'",
        # Where there is nothing to act on it forgets what it was to do next.
        answers={**CAUTIOUS, "[Msgs:0]": "q"},
    )
    messages = [unmarked(one) for one in in_mbox(came)] if came.exists() else []
    return Fetched(ended.returncode, ended.stdout, messages)


def unmarked(message: bytes) -> bytes:
    """Without the fields that stand in an mbox only."""
    head, end, body = message.partition(b"\r\n\r\n")
    return re.sub(rb"\r\n(Status|X-Status|Content-Length|Lines): [^\r]*", b"", head) + end + body


def neomutt_settings(account: Account, folder: Path) -> str:
    scheme = "imaps" if account.security is Security.IMPLICIT else "imap"
    user = account.user.replace("@", "%40")
    place = f"{scheme}://{user}@{account.host}:{account.port}"
    return secret_file(
        folder / "neomuttrc",
        f"set folder='{place}' spoolfile='{place}/INBOX' imap_pass='{account.password}'\n"
        f"set certificate_file='{account.ca}'\n"
        f"set ssl_force_tls={yes_no(account.security)} ssl_starttls={yes_no(account.security)}\n"
        "set mbox_type=mbox sleep_time=0 sort=mailbox-order quit=yes move=no delete=yes\n"
        "set confirmappend=no confirmcreate=no wait_key=no mark_old=no record=''\n"
        f"set header_cache='{folder / 'cache'}' message_cachedir='{folder / 'bodies'}'\n",
    )


def program_reads(words: tuple[str, ...], account: Account, folder: Path, then: Then) -> Fetched:
    return arguments_fetch(words, "imap", account, fresh(folder, "came"), then)


READERS: dict[str, Fetcher] = {
    "fetchmail": partial(fetchmail_fetches, protocol="IMAP"),
    "getmail": partial(getmail_fetches, protocol="IMAP"),
    "curl": curl_reads,
    "imaplib": imaplib_reads,
    "IMAPClient": imapclient_reads,
    "neomutt": neomutt_reads,
    "imapflow": partial(program_reads, (str(BIN / "node"), str(HERE / "node/read.cjs"))),
    "jakarta": partial(program_reads, JAVA_READS),
    "go-imap 1": partial(program_reads, (str(BUILD / "go/imap1"),)),
    "go-imap 2": partial(program_reads, (str(BUILD / "go/imap2"),)),
}

# These know TLS only from the first octet.
WITHOUT_STARTTLS = ("getmail",)
