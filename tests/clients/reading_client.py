# SPDX-License-Identifier: MIT
"""A small IMAP client that does it right: it knows mail by UIDVALIDITY and UID, and reads it once.

    python3 reading_client.py PORT USER:PASSWORD [--delete] [--sessions 2] [--tries 5] ...

Exit status 0 when as many sessions went well as were asked for, 1 when it gave up.
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
import time

from reading_wire import Answer, Response, TroubleError, Wire, quoted
from small_client import GiveUpError, come_again, option_parser

LETTER = b"From: ann@example.com\r\nSubject: Kept\r\n\r\nA copy.\r\n"
FINAL = ("AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "ALERT")
LISTED = re.compile(r'\* LIST \(([^)]*)\) (?:"[^"]*"|NIL) (?:"((?:[^"\\]|\\.)*)"|(\S+))$', re.I)


class Reader:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.user, self.password = options.login.split(":")
        self.seen: dict[str, tuple[int, set[int]]] = {}  # UIDVALIDITY and UIDs of each mailbox
        self.refused: set[str] = set()  # commands that are not asked for again
        self.offer: set[str] = set()
        self.writable = True
        self.latest = ""  # the URL of what was read last
        self.is_told = False  # of news, without asking
        self.wire: Wire

    # --- a session ---

    def session(self) -> None:
        self.wire = Wire(self.options.port, self.options.timeout)
        try:
            self._greet()
            self._learn()
            self._introduce()
            if self.options.note:
                self._note(b"x" * self.options.note)
            if self.options.notify:
                self._watch()
            for mailbox in self._mailboxes():
                self._read(mailbox)
            if self.options.append:
                self._append(self.options.append)
            self.wire.ask("LOGOUT")
        finally:
            self.wire.close()

    def _greet(self) -> None:
        greeting = self.wire.response().text
        if re.match(r"\* BYE\b", greeting, re.I):
            print(greeting)
            raise TroubleError("not welcome")
        is_in = bool(re.match(r"\* PREAUTH\b", greeting, re.I))
        if not is_in and not re.match(r"\* OK\b", greeting, re.I):
            raise TroubleError("that is no greeting")
        if self.options.ca:
            if is_in:
                raise GiveUpError("somebody is let in before TLS")
            self._secure()
        self._learn()
        if not is_in:
            self._log_in()

    def _secure(self) -> None:
        self._learn()
        if "STARTTLS" not in self.offer:
            raise GiveUpError("no TLS here")
        answer = self.wire.ask("STARTTLS")
        if answer.status != "OK":
            raise GiveUpError(f"no TLS here: {answer.text}")
        self.wire.secure(self.options.ca)

    def _learn(self) -> None:
        """What is offered at this stage; nothing is known where that is not told."""
        self.offer = set()
        for response in self.wire.ask("CAPABILITY").untagged:
            if response.text.upper().startswith("* CAPABILITY"):
                self.offer = set(response.text.upper().split()[2:])

    def _log_in(self) -> None:
        if "LOGINDISABLED" not in self.offer:
            answer = self.wire.ask(f"LOGIN {quoted(self.user)} {quoted(self.password)}")
        elif "AUTH=PLAIN" in self.offer and self.options.ca:
            answer = self._authenticate()
        else:
            raise GiveUpError("no way in")
        if answer.status != "OK":
            print(answer.text)
            raise (GiveUpError if answer.code in FINAL else TroubleError)("not let in")

    def _authenticate(self) -> Answer:
        if self.wire.ask("AUTHENTICATE PLAIN").status == "+":
            secret = f"\0{self.user}\0{self.password}".encode()
            self.wire.send(base64.b64encode(secret) + b"\r\n")
        return self.wire.answer()

    def _may(self, command: str, capability: str = "") -> bool:
        return (capability or command) in self.offer and command not in self.refused

    def _try(self, command: str, verb: str) -> bool:
        """What is refused is refused for good: another session does not ask again."""
        answer = self.wire.ask(command)
        if answer.status == "BAD":
            self.refused.add(verb)
        if answer.status != "OK":
            print(f"{verb} is refused: {answer.text}")
        return answer.status == "OK"

    def _introduce(self) -> None:
        if self._may("ID"):
            self._try('ID ("name" "reader")', "ID")
        if self._may("NAMESPACE"):
            self._try("NAMESPACE", "NAMESPACE")

    def _note(self, text: bytes) -> None:
        """What is too long is cut to what the server takes."""
        answer = self._note_once(text) if self._may("METADATA") else None
        if answer and (most := number_of(r"\[METADATA MAXSIZE (\d+)", answer.text)):
            answer = self._note_once(text[:most])
        if not answer or answer.status != "OK":
            print("the note was not kept")

    def _note_once(self, text: bytes) -> Answer:
        answer = self.wire.ask(f"SETMETADATA INBOX (/private/comment {{{len(text)}}}")
        if answer.status == "+":
            self.wire.send(text + b")\r\n")
            answer = self.wire.answer()
        return answer

    def _watch(self) -> None:
        events = "(selected (MessageNew (UID FLAGS) MessageExpunge))"
        self.is_told = self._may("NOTIFY") and self._try(f"NOTIFY SET {events}", "NOTIFY")

    def _mailboxes(self) -> list[str]:
        names = []
        for response in self.wire.ask('LIST "" "*"').untagged:
            found = LISTED.match(response.text)
            if found and not re.search(r"\\(Noselect|NonExistent)\b", found[1], re.I):
                names.append(re.sub(r"\\(.)", r"\1", found[2] or "") or found[3])
        return names if self.options.all else ["INBOX"]

    # --- a mailbox ---

    def _read(self, mailbox: str) -> None:
        self.wire.news.clear()
        answer = self.wire.ask(f"SELECT {quoted(mailbox)}")
        if answer.status != "OK":
            print(f"{mailbox}: {answer.text}")
            if answer.code == "INUSE":
                raise TroubleError("in use")
            return
        told = "\n".join(response.text for response in answer.untagged)
        self.writable = "[READ-ONLY]" not in answer.text and "[PERMANENTFLAGS ()]" not in told
        validity = number_of(r"\[UIDVALIDITY (\d+)", told)
        if mailbox not in self.seen or self.seen[mailbox][0] != validity:
            self.seen[mailbox] = (validity, set())
        if self.options.search:
            self._search(self.options.search)
        count = number_of(r"\* (\d+) EXISTS", told)
        while count:
            before = set(self.seen[mailbox][1])
            self._fetch_new(mailbox)
            told = "\n".join(response.text for response in self.wire.news)
            if f"[UIDVALIDITY {validity}]" not in told and "[UIDVALIDITY" in told:
                raise TroubleError("the UIDs are no longer what they were")
            if self.seen[mailbox][1] == before or not re.search(r"\* \d+ EXISTS", told):
                break
        if self.options.idle:
            self._wait_for_news()

    def _search(self, word: str) -> None:
        answer = self.wire.ask(f"UID SEARCH CHARSET UTF-8 SUBJECT {quoted(word)}")
        if answer.code == "BADCHARSET":
            self.wire.ask(f"UID SEARCH SUBJECT {quoted(word)}")

    def _fetch_new(self, mailbox: str) -> None:
        seen = self.seen[mailbox][1]
        self.wire.news.clear()
        items = "UID FLAGS RFC822.SIZE" + (" BODYSTRUCTURE" if self.options.outlines else "")
        listed = self.wire.ask(f"UID FETCH {max(seen, default=0) + 1}:* ({items})")
        sizes = {uid_of(one): number_of(r"RFC822\.SIZE (\d+)", one.text) for one in listed.untagged}
        new = sorted(uid for uid in sizes if uid and uid not in seen)
        for uid in new:
            body = self._body(uid)
            if body is None:
                print(f"{mailbox} {uid} has not come")
                continue
            if any("[UIDVALIDITY" in one.text for one in self.wire.news):
                return  # it may be another message
            seen.add(uid)
            self.latest = f"/{mailbox};UIDVALIDITY={self.seen[mailbox][0]}/;UID={uid}"
            if self.options.delete or self.options.file_to:
                self._put_away(uid)

    def _body(self, uid: int) -> bytes | None:
        answer = self.wire.ask(f"UID FETCH {uid} (UID BODY.PEEK[])")
        for response in answer.untagged:
            is_it = uid_of(response) == uid and b"BODY[]" in response.line
            if is_it and response.literals and answer.status == "OK":
                return response.literals[-1]
        return None

    def _put_away(self, uid: int) -> None:
        """Deletes it alone, and only after it is known to be elsewhere."""
        there = self.options.file_to
        if there and self._may("MOVE"):
            moved = self._try(f"UID MOVE {uid} {quoted(there)}", "MOVE")
            if moved or "MOVE" not in self.refused:
                return
        if there and not self._try(f"UID COPY {uid} {quoted(there)}", "COPY"):
            return
        if not self.writable or "STORE" in self.refused:
            return
        if not self._try(f"UID STORE {uid} +FLAGS.SILENT (\\Deleted)", "STORE"):
            self.refused.add("STORE")
        elif self._may("UID EXPUNGE", "UIDPLUS"):
            self._try(f"UID EXPUNGE {uid}", "UID EXPUNGE")

    def _wait_for_news(self) -> None:
        if self.is_told and not self.wire.has_overflowed:
            time.sleep(self.options.idle)
        elif self._may("IDLE"):
            self.wire.say("IDLE")
            if self.wire.answer().status == "+":
                time.sleep(self.options.idle)
                self.wire.send(b"DONE\r\n")
                self.wire.answer()
                return
            self.refused.add("IDLE")
        self.wire.ask("NOOP")

    # --- keeping a copy ---

    def _append(self, mailbox: str) -> None:
        answer = self._append_once(mailbox)
        if answer.code == "TRYCREATE" and self._try(f"CREATE {quoted(mailbox)}", "CREATE"):
            answer = self._append_once(mailbox)
        if answer.status != "OK":
            print(answer.text)
            raise GiveUpError("the copy was not kept")

    def _append_once(self, mailbox: str) -> Answer:
        if self.options.by_url and self.latest and self._may("CATENATE"):
            parts = f'(URL "{self.latest}")'
            answer = self.wire.ask(f"APPEND {quoted(mailbox)} (\\Seen) CATENATE {parts}")
            if answer.code != "BADURL":
                return answer
            self.refused.add("CATENATE")
        answer = self.wire.ask(f"APPEND {quoted(mailbox)} (\\Seen) {{{len(LETTER)}}}")
        if answer.status == "+":
            self.wire.send(LETTER + b"\r\n")
            answer = self.wire.answer()
        return answer


def number_of(pattern: str, text: str) -> int:
    found = re.search(pattern, text, re.IGNORECASE)
    return int(found[1]) if found else 0


def uid_of(response: Response) -> int:
    if not re.match(r"\* \d+ FETCH\b", response.text, re.IGNORECASE):
        return 0
    return number_of(r"\bUID (\d+)", response.text)


def read_options() -> argparse.Namespace:
    parser = option_parser()
    parser.add_argument("--all", action="store_true", help="read every mailbox, not INBOX alone")
    parser.add_argument("--delete", action="store_true", help="delete what was read")
    parser.add_argument("--file-to", help="move what was read to this mailbox")
    parser.add_argument("--append", help="keep a copy of a letter in this mailbox")
    parser.add_argument("--by-url", action="store_true", help="the copy is of what was read last")
    parser.add_argument("--note", type=int, default=0, help="note so many octets beside INBOX")
    parser.add_argument("--notify", action="store_true", help="ask to be told of news")
    parser.add_argument("--search", help="look for this word first")
    parser.add_argument("--outlines", action="store_true", help="ask for BODYSTRUCTURE too")
    parser.add_argument("--idle", type=float, default=0.0, help="wait so long for news")
    return parser.parse_args()


def main() -> int:
    options = read_options()
    return come_again(options, Reader(options).session, TroubleError)


if __name__ == "__main__":
    sys.exit(main())
