# SPDX-License-Identifier: MIT
"""Clients that keep a Maildir and an IMAP account equal, and the Maildir as one looks at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fetchers import BIN, secret_file, with_crlf
from mail_server import Account, Security
from running import run

PATIENCE = 120.0


@dataclass(frozen=True)
class Synced:
    status: int
    told: str


def unmarked(message: bytes) -> bytes:
    """Without the field by which a client knows its own message again."""
    head, end, body = with_crlf(message).partition(b"\r\n\r\n")
    return re.sub(rb"\r\nX-(TUID|OfflineIMAP): [^\r]*", b"", head) + end + body


class Maildirs:
    """A folder with a Maildir for each mailbox, levels with dots between them or as folders."""

    def __init__(self, root: Path, separator: str) -> None:
        self.root, self._separator = root, separator
        root.mkdir(exist_ok=True)

    def box(self, name: str) -> Path:
        return self.root / name.replace("/", self._separator)

    def make(self, name: str) -> None:
        for part in ("new", "cur", "tmp"):
            (self.box(name) / part).mkdir(parents=True)

    def files(self, name: str) -> Iterator[Path]:
        for part in ("new", "cur"):
            yield from sorted((self.box(name) / part).iterdir())

    def messages(self, name: str) -> list[bytes]:
        """In no certain order, so sorted."""
        return sorted(unmarked(file.read_bytes()) for file in self.files(name))

    def find(self, name: str, content: bytes) -> Path:
        (file,) = [one for one in self.files(name) if unmarked(one.read_bytes()) == content]
        return file

    def flags(self, name: str, content: bytes) -> str:
        return self.find(name, content).name.partition(":2,")[2]

    def set_flags(self, name: str, content: bytes, flags: str) -> None:
        """As a mail reader does: D raft, F lagged, R eplied, S een, T rashed."""
        file = self.find(name, content)
        base = file.name.partition(":2,")[0]
        file.rename(self.box(name) / "cur" / f"{base}:2,{flags}")

    def add(self, name: str, content: bytes) -> None:
        count = sum(1 for _ in self.files(name))
        file = self.box(name) / "new" / f"1700000000.{count}.here"
        file.write_bytes(content.replace(b"\r\n", b"\n"))

    def all_files(self) -> dict[str, bytes]:
        """Mail only, not what the client keeps beside it."""
        found = [file for file in self.root.rglob("*") if file.parent.name in ("new", "cur")]
        return {str(file.relative_to(self.root)): file.read_bytes() for file in found}


def mbsync_syncs(account: Account, folder: Path) -> Synced:
    tls = {Security.CLEAR: "None", Security.STARTTLS: "STARTTLS", Security.IMPLICIT: "IMAPS"}
    trust = "" if account.security is Security.CLEAR else f"CertificateFile {account.ca}\n"
    mail = folder / "mail"
    control = secret_file(
        folder / "mbsyncrc",
        f"FSync no\n\nIMAPAccount there\nHost {account.host}\nPort {account.port}\nTimeout 20\n"
        f"User {account.user}\nPass {account.password}\nAuthMechs LOGIN\n"
        f"SSLType {tls[account.security]}\n{trust}\n"
        "IMAPStore far\nAccount there\n\n"
        f"MaildirStore near\nPath {mail}/\nInbox {mail}/INBOX\nSubFolders Verbatim\n\n"
        "Channel both\nFar :far:\nNear :near:\nPatterns *\nCreate Both\nRemove Both\n"
        "Expunge Both\nCopyArrivalDate yes\nSyncState *\n",
    )
    ended = run("mbsync", "-c", control, "-V", "-a", timeout=PATIENCE)
    return Synced(ended.returncode, ended.stdout + ended.stderr)


def offlineimap_syncs(account: Account, folder: Path) -> Synced:
    trust = "" if account.security is Security.CLEAR else f"sslcacertfile = {account.ca}\n"
    control = secret_file(
        folder / "offlineimaprc",
        f"[general]\naccounts = both\nmetadata = {folder / 'metadata'}\nui = basic\n"
        "socktimeout = 20\n"
        "[Account both]\nlocalrepository = near\nremoterepository = far\n"
        f"[Repository near]\ntype = Maildir\nlocalfolders = {folder / 'mail'}\nsep = /\n"
        f"[Repository far]\ntype = IMAP\nremotehost = {account.host}\n"
        f"remoteport = {account.port}\nremoteuser = {account.user}\n"
        f"remotepass = {account.password}\nauth_mechanisms = PLAIN, LOGIN\n"
        f"ssl = {'yes' if account.security is Security.IMPLICIT else 'no'}\n"
        f"starttls = {'yes' if account.security is Security.STARTTLS else 'no'}\n" + trust,
    )
    ended = run(str(BIN / "offlineimap"), "-o", "-c", control, timeout=PATIENCE)
    return Synced(ended.returncode, ended.stdout + ended.stderr)


SYNCERS: dict[str, Callable[[Account, Path], Synced]] = {
    "mbsync": mbsync_syncs,
    "offlineimap": offlineimap_syncs,
}
