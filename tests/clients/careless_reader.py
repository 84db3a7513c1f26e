# SPDX-License-Identifier: MIT
"""An IMAP client that does what clients must not do, so that scenarios can be seen to find it out.

python3 careless_reader.py PORT HABIT...

numbers     names messages by the number that they had at first
uids        knows messages by UID, whatever UIDVALIDITY says
signed      keeps UIDs as signed 32-bit numbers
halves      what has come of an answer is all of it, when the connection ends or falls silent
any-tag     takes any line with a tag, or with none, for the answer
deletes     deletes what it could not fetch, copy or mark
keeps-all   deletes nothing
first       takes the first FETCH for what was asked for, and asks again where it is not
stops       gives up at the first thing that is odd
insists     asks again and again for what was refused
ascii       reads nothing but ASCII, and no line of more than 1000 octets
crlf        waits for CR LF
waits       waits for ever
blind       takes any line for a greeting
singly      asks for each UID alone
marks       marks mail as read, whether that can be kept or not
moves       moves mail to Work
expunges    expunges all that is marked as deleted, by whomever
idles       waits for news by IDLE
copies      keeps a copy in Kept, and does not wait until it may send it
plus        the same, by LITERAL+
catenates   the same, by the URL of what it has read
notes       notes 3000 octets beside INBOX
notifies    wants to be told of everything, and believes that it will be
outlines    asks for BODYSTRUCTURE, and gives up where its brackets do not match
searches    searches in UTF-8
asks        asks what is offered first
tries       tries what else a server may offer
everywhere  reads all mailboxes, and writes their names as they are
preauth     believes that it is let in already
two         a second session follows the first
in-clear    what it has read in clear counts as read inside TLS too
hurries     says CAPABILITY right behind STARTTLS
falls-back  goes on in clear where TLS cannot be had
"""

from __future__ import annotations

import re
import socket
import ssl
import sys

from small_client import try_carelessly

LETTER = "Subject: Kept\r\n\r\nA copy.\r\n"
OFTEN_OFFERED = (
    "ID NIL",
    "NAMESPACE",
    "ENABLE CONDSTORE",
    "SORT (DATE) UTF-8 ALL",
    "UID EXPUNGE 9",
    "UID MOVE 1 Work",
)


class Careless:
    def __init__(self, port: int, habits: set[str]) -> None:
        self.port, self.habits = port, habits
        self.fetched: set[str] = set()
        self.came: set[str] = set()
        self.link: socket.socket
        self.heard = b""
        self.count = 0

    # --- what is said and heard ---

    def more(self) -> bool:
        try:
            part = self.link.recv(1 << 18)
        except OSError:
            part = b""
        self.heard += part
        return bool(part)

    def line(self) -> bytes:
        end = b"\r\n" if "crlf" in self.habits else b"\n"
        while end not in self.heard:
            if not self.more():
                raise ConnectionError("the server hung up")
        line, self.heard = self.heard.split(end, 1)
        if "ascii" in self.habits and (not line.isascii() or len(line) > 1000):
            raise ValueError("that is no line")
        if announced := re.search(rb"\{(\d+)\}\r?$", line):
            octets = int(announced[1])
            while len(self.heard) < octets and self.more():
                pass
            line, self.heard = line + b"\n" + self.heard[:octets], self.heard[octets:]
            if len(line) < octets and "halves" in self.habits:
                return line
            return line + self.line()
        return line.rstrip(b"\r")

    def answers(self, tag: str) -> tuple[bool, list[str]]:
        """Whether it was granted, and all that was said."""
        said: list[str] = []
        try:
            while True:
                said.append(self.line().decode("latin-1"))
                first, _, rest = said[-1].partition(" ")
                if first == tag or ("any-tag" in self.habits and first not in "*+"):
                    return rest.startswith("OK") or first == "OK", said
                if first == "+" and tag == "+":
                    return True, said
                is_odd = first not in ("*", "+") or len(said) > 1000
                if is_odd and "stops" in self.habits:
                    raise ValueError("that is too much")
        except ConnectionError:
            if "halves" not in self.habits:
                raise
        return True, said

    def ask(self, command: str) -> tuple[bool, list[str]]:
        for _ in range(5 if "insists" in self.habits else 1):
            self.count += 1
            self.link.sendall(f"C{self.count} {command}\r\n".encode())
            granted, said = self.answers(f"C{self.count}")
            if granted:
                break
        return granted, said

    # --- a session ---

    def session(self) -> None:
        patience = None if "waits" in self.habits else 0.8
        self.link, self.heard = socket.create_connection(("127.0.0.1", self.port), patience), b""
        greeting = self.line()
        if b"OK" not in greeting and b"PREAUTH" not in greeting and "blind" not in self.habits:
            raise ConnectionError("not welcome")
        if self.habits & {"in-clear", "hurries", "falls-back"}:
            self.secure()
        if "asks" in self.habits:
            self.ask("CAPABILITY")
        if "preauth" in self.habits or self.ask("LOGIN ann pencil")[0]:
            self.do_all()
        # What comes behind COMPRESS would be deflated.
        if "tries" not in self.habits or not self.ask("COMPRESS DEFLATE")[0]:
            self.ask("LOGOUT")
        self.link.close()

    def secure(self) -> None:
        ahead = "C0 CAPABILITY\r\n" if "hurries" in self.habits else ""
        self.link.sendall(f"S STARTTLS\r\n{ahead}".encode())
        if " OK" not in self.line().decode("latin-1"):
            return
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            self.link = context.wrap_socket(self.link)
        except OSError:
            if "falls-back" not in self.habits:
                raise
            self.link = socket.create_connection(("127.0.0.1", self.port), 0.8)
            self.heard = b""
            self.line()
            return
        if "in-clear" not in self.habits:
            self.heard = b""
        self.link.sendall(b"C0 CAPABILITY\r\n")
        self.answers("C0")

    def do_all(self) -> None:
        names = ["INBOX"]
        if "everywhere" in self.habits:
            listed = self.ask('LIST "" *')[1]
            names = [one.split('"/" ', 1)[1].strip('"') for one in listed if "* LIST" in one]
        for name in names:
            if self.ask(f"SELECT {name}")[0]:
                self.fetch()
        for command in OFTEN_OFFERED if "tries" in self.habits else ():
            self.ask(command)
        if "idles" in self.habits:
            self.idle()
        if "notifies" in self.habits:
            self.ask("NOTIFY SET (selected (MessageNew MessageExpunge))")
        if "notes" in self.habits:
            self.ask(f"SETMETADATA INBOX (/private/comment {{3000+}}\r\n{'x' * 3000})")
        if "catenates" in self.habits:
            self.ask('APPEND Kept CATENATE (URL "/INBOX/;UID=1")')
        if self.habits & {"copies", "plus"}:
            sign = "+" if "plus" in self.habits else ""
            self.ask(f"APPEND Kept {{{len(LETTER)}{sign}}}\r\n{LETTER}")

    def idle(self) -> None:
        for _ in range(5 if "insists" in self.habits else 1):
            self.link.sendall(b"I IDLE\r\n")
            if self.line().startswith(b"+"):
                self.link.sendall(b"DONE\r\n")
                self.answers("I")

    # --- the mail in a mailbox ---

    def fetch(self) -> None:
        if "searches" in self.habits:
            self.ask("SEARCH CHARSET UTF-8 SUBJECT x")
        items = "UID BODYSTRUCTURE" if "outlines" in self.habits else "UID FLAGS"
        listed = [one for one in self.ask(f"FETCH 1:* ({items})")[1] if " FETCH (" in one]
        if "outlines" in self.habits and any(one.count("(") != one.count(")") for one in listed):
            raise ValueError("that is no outline")
        if "stops" in self.habits and not listed:
            raise ValueError("that is too much")
        done = [name for name in map(self.name_of, listed) if self.wants(name) and self.has(name)]
        for name in done if "keeps-all" not in self.habits else []:
            self.put_away(name)
        if "expunges" in self.habits:
            self.ask("EXPUNGE")

    def by(self) -> str:
        return "" if "numbers" in self.habits else "UID "

    def name_of(self, fetched: str) -> str:
        if "numbers" in self.habits:
            return fetched.split()[1]
        found = re.search(r"UID (\d+)", fetched)
        name = int(found[1]) if found else 0
        return str(name - (1 << 32) if "signed" in self.habits and name >= 1 << 31 else name)

    def wants(self, name: str) -> bool:
        if "singly" in self.habits:
            self.ask(f"UID FETCH {name} (FLAGS)")
        new = name not in self.fetched
        if "uids" in self.habits:
            self.fetched.add(name)
        return new

    def has(self, name: str) -> bool:
        if "halves" in self.habits and name in self.came:
            return True
        self.came.add(name)
        granted, said = self.ask(f"{self.by()}FETCH {name} (BODY.PEEK[])")
        if "first" in self.habits and f"UID {name} " not in said[0]:
            granted, said = self.ask(f"{self.by()}FETCH {name} (BODY.PEEK[])")
        if granted and " FETCH (" in said[0]:
            return True
        if "stops" in self.habits:
            raise ValueError("that is too much")
        return "deletes" in self.habits

    def put_away(self, name: str) -> None:
        if "marks" in self.habits:
            self.ask(f"{self.by()}STORE {name} +FLAGS (\\Seen)")
        if "moves" in self.habits:
            granted, _ = self.ask(f"{self.by()}MOVE {name} Work")
            if granted or "deletes" not in self.habits:
                return
        self.ask(f"{self.by()}STORE {name} +FLAGS (\\Deleted)")


def main() -> int:
    port, habits = int(sys.argv[1]), set(sys.argv[2:])
    client = Careless(port, habits)
    return try_carelessly(client.session, 2 if "two" in habits else 1)


if __name__ == "__main__":
    sys.exit(main())
