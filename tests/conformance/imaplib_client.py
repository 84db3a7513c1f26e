# SPDX-License-Identifier: MIT
"""Python's own IMAP client, for `postiche conform`.

    postiche conform imap -- python3 tests/conformance/imaplib_client.py {imap.host} {imap.port}
        {user} {password} {message} [--ca {ca}]

With --ca it wants STARTTLS. It does a little of everything: it lists and opens mailboxes, reads,
marks, copies, deletes, searches, makes a mailbox, and keeps the letter in the one for sent mail.
What the server refuses is told and passed over. Exit status 1 where it could not log in, or where
imaplib did not understand the server.
"""

from __future__ import annotations

import argparse
import contextlib
import imaplib
import pathlib
import re
import ssl
import sys

from account import account_parser

FEW = 20  # letters that are read whole
NAME = re.compile(rb'\((?P<marks>[^)]*)\) (?P<delimiter>NIL|"[^"]*") (?P<name>.*)')


def quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Box:
    """A mailbox as LIST tells of it."""

    def __init__(self, line: bytes | tuple[bytes, bytes]) -> None:
        head, literal = (line, b"") if isinstance(line, bytes) else line
        found = NAME.match(head)
        if not found:
            raise ValueError(f"cannot read the mailbox {head!r}")
        name = literal.decode() or found["name"].decode().strip()
        if name.startswith('"'):
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
        self.name = name
        self.delimiter = found["delimiter"].decode().strip('"')
        self.marks = found["marks"].decode().lower().split()

    def can_be_opened(self) -> bool:
        return not {"\\noselect", "\\nonexistent"} & set(self.marks)

    def can_have_others(self) -> bool:
        return self.delimiter != "NIL" and "\\noinferiors" not in self.marks


class Session:
    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._link = imaplib.IMAP4(options.host, options.port, timeout=20)

    def has(self, word: str) -> bool:
        return word in self._link.capabilities

    def do(self, command: str, *arguments: str | bytes | bool) -> list[bytes]:
        """What the server answers; nothing where it refuses."""
        status, data = getattr(self._link, command)(*arguments)
        if status == "OK":
            return [line for line in data if line is not None]
        print(f"{command} was refused: {data}", file=sys.stderr)
        return []

    def log_in(self) -> None:
        if self._options.ca:
            self._link.starttls(ssl.create_default_context(cafile=self._options.ca))
        if self._link.state == "AUTH":
            return
        user, password = self._options.user, self._options.password
        if self.has("AUTH=PLAIN"):
            secret = f"\0{user}\0{password}".encode()
            self._link.authenticate("PLAIN", lambda _: secret)
        elif not self.has("LOGINDISABLED"):
            self._link.login(user, password)
        else:
            raise imaplib.IMAP4.error("the server offers no way to log in")
        # What is offered now may be something else: RFC 9051 sec 7.1.
        words = self.do("capability")
        self._link.capabilities = tuple(words[0].decode().upper().split()) if words else ()

    def boxes(self) -> list[Box]:
        lines = self._link.list('""', "*")[1]
        return [Box(line) for line in lines if line and line != b")"]

    def open(self, name: str) -> bool:
        try:
            return bool(self.do("select", quoted(name)))
        except imaplib.IMAP4.readonly:
            return bool(self.do("select", quoted(name), True))

    def may_change(self) -> bool:
        return not self._link.is_readonly

    def read(self) -> None:
        uids = self.do("uid", "SEARCH", "ALL")
        some = uids[0].decode().split()[-FEW:] if uids else []
        if not some:
            return
        self.do("fetch", "1:*", "(UID FLAGS RFC822.SIZE ENVELOPE BODYSTRUCTURE)")
        self.do("uid", "FETCH", ",".join(some), "(FLAGS BODY.PEEK[])")
        if self.may_change():
            self.do("uid", "STORE", some[-1], "+FLAGS", r"(\Seen)")
        self.do("noop")
        self.do("search", "UTF-8", "SUBJECT", "Message")

    def delete(self, spare: str) -> None:
        uids = self.do("uid", "SEARCH", "ALL")
        if not uids or not uids[0] or not self.may_change():
            return
        last = uids[0].decode().split()[-1]
        if self.has("MOVE"):
            self.do("uid", "MOVE", last, quoted(spare))
        elif self.do("uid", "COPY", last, quoted(spare)):
            self.do("uid", "STORE", last, "+FLAGS", r"(\Deleted)")
            if self.has("UIDPLUS"):
                self.do("uid", "EXPUNGE", last)

    def keep(self, boxes: list[Box]) -> None:
        marked = [box.name for box in boxes if "\\sent" in box.marks]
        named = [box.name for box in boxes if box.name.lower().endswith("sent")]
        name = (marked + named or ["INBOX"])[0]
        letter = pathlib.Path(self._options.message).read_bytes()
        limits = [word for word in self._link.capabilities if word.startswith("APPENDLIMIT=")]
        if any(len(letter) > int(limit.partition("=")[2]) for limit in limits):
            print("the letter is too large for the server", file=sys.stderr)
            return
        self.do("append", quoted(name), r"(\Seen)", imaplib.Time2Internaldate(0), letter)

    def work(self) -> None:
        self.log_in()
        boxes = self.boxes()
        others = [box for box in boxes if box.name.upper() != "INBOX" and box.can_be_opened()]
        if self.open("INBOX"):
            self.read()
            if others:
                self.delete(others[0].name)
        self.keep(boxes)
        for box in [box for box in others if box.can_have_others()][:1]:
            self.do("create", quoted(f"{box.name}{box.delimiter}Notes"))
        for box in others:
            if self.open(box.name):
                self.read()

    def leave(self) -> None:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self._link.logout()


def main() -> int:
    parser = account_parser()
    parser.add_argument("message")
    session: Session | None = None
    try:
        session = Session(parser.parse_args())
        session.work()
    except (imaplib.IMAP4.error, OSError, ValueError) as fault:
        print(type(fault).__name__, fault, file=sys.stderr)
        return 1
    finally:
        if session:
            session.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
