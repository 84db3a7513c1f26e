# SPDX-License-Identifier: MIT
"""A POP3 client that does what clients must not do, so that scenarios can be seen to find it out.

python3 careless_fetcher.py PORT HABIT...

numbers     knows messages by their number, from one session to the next
forgets     thinks mail gone once DELE was said, and ends there
halves      what has come of an answer is all of it, when the connection ends or falls silent
counts      reads as many octets of a message as were announced
once        fetches one message of each unique-id
singly      asks for each unique-id alone
stops       gives up at the first message that cannot be had
deletes     deletes what it could not fetch
insists     logs in again and again, and asks for what is not there
ascii       reads nothing but ASCII, and no line of more than 1000 octets
waits       waits for ever
blind       takes any line for a greeting
steps-down  where a strong mechanism is refused, it gives the password in clear
trusting    answers whatever stands in angle brackets by APOP
pipelines   says DELE and QUIT without waiting
two         a second session follows the first
keeps       what it has read in clear counts as read inside TLS too
hurries     says CAPA right behind STLS
falls-back  goes on in clear where TLS cannot be had
"""

from __future__ import annotations

import hashlib
import re
import socket
import ssl
import sys

from small_client import try_carelessly

Ok = tuple[bool, bytes]


class Careless:
    def __init__(self, port: int, habits: set[str]) -> None:
        self.port, self.habits = port, habits
        self.fetched: set[bytes] = set()
        self.came: set[str] = set()
        self.link: socket.socket
        self.heard = b""

    # --- what is said and heard ---

    def more(self) -> bool:
        try:
            part = self.link.recv(65536)
        except OSError:
            part = b""
        self.heard += part
        return bool(part)

    def line(self) -> bytes:
        while b"\n" not in self.heard:
            if not self.more():
                raise ConnectionError("the server hung up")
        line, self.heard = self.heard.split(b"\n", 1)
        if "ascii" in self.habits and (not line.isascii() or len(line) > 1000):
            raise ValueError("that is no line")
        return line.rstrip(b"\r")

    def say(self, *lines: str) -> Ok:
        """Says them all at once; the last answer counts."""
        self.link.sendall("".join(line + "\r\n" for line in lines).encode())
        said = [self.line() for _ in lines][-1]
        return said.startswith(b"+"), said

    def block(self) -> list[bytes]:
        lines = []
        try:
            while (line := self.line()) != b".":
                lines.append(line)
        except ConnectionError:
            if "halves" not in self.habits:
                raise
        return lines

    def ask(self, command: str) -> list[bytes] | None:
        good, said = self.say(command)
        if not good:
            return None
        if command.startswith("RETR") and "counts" in self.habits:
            octets = int(said.split()[1])
            while len(self.heard) < octets and self.more():
                pass
            body, self.heard = self.heard[:octets], self.heard[octets:]
            self.line()  # the dot
            return body.split(b"\r\n")
        return self.block()

    # --- a session ---

    def session(self) -> None:
        patience = None if "waits" in self.habits else 1.0
        self.link, self.heard = socket.create_connection(("127.0.0.1", self.port), patience), b""
        greeting = self.line()
        if not greeting.startswith(b"+") and "blind" not in self.habits:
            raise ConnectionError("not welcome")
        if self.habits & {"keeps", "hurries", "falls-back"}:
            self.secure()
        for _ in range(5 if "insists" in self.habits else 1):
            if self.log_in(greeting):
                self.fetch()
                break
        if "pipelines" not in self.habits:
            self.say("QUIT")
        self.link.close()

    def secure(self) -> None:
        ahead = "CAPA\r\n" if "hurries" in self.habits else ""
        self.link.sendall(f"STLS\r\n{ahead}".encode())
        if not self.line().startswith(b"+OK"):
            return
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.link = context.wrap_socket(self.link)
        if "keeps" not in self.habits:
            self.heard = b""
        self.ask("CAPA")

    def log_in(self, greeting: bytes) -> bool:
        stamp = re.search(rb"<.*>", greeting)
        if "trusting" in self.habits and stamp:
            digest = hashlib.md5(stamp[0] + b"pencil").hexdigest()
            return self.say(f"APOP ann {digest}")[0]
        if "steps-down" in self.habits and self.say("AUTH CRAM-MD5")[0]:
            raise ConnectionError("no digest is made here")
        self.say("USER ann")
        return self.say("PASS pencil")[0]

    def fetch(self) -> None:
        numbers = [line.split()[0].decode() for line in self.ask("LIST") or []]
        for _ in range(5 if "insists" in self.habits else 0):
            self.ask("TOP 1 0")
        done = [number for number in numbers if self.wants(number) and self.has(number)]
        if "pipelines" in self.habits:
            self.say(*[f"DELE {number}" for number in done], "QUIT")
        elif "numbers" not in self.habits:
            for number in done:
                self.say(f"DELE {number}")

    def wants(self, number: str) -> bool:
        if "numbers" in self.habits:
            name = number.encode()
        elif self.habits & {"once", "singly"}:
            name = self.say(f"UIDL {number}")[1].split()[-1]
        else:
            return True
        new = name not in self.fetched
        self.fetched.add(name)
        return new

    def has(self, number: str) -> bool:
        if "halves" in self.habits and number in self.came:
            return True
        self.came.add(number)
        if self.ask(f"RETR {number}") is not None or "deletes" in self.habits:
            return True
        if "stops" in self.habits:
            raise ConnectionError("that is too much")
        return False


def main() -> int:
    port, habits = int(sys.argv[1]), set(sys.argv[2:])
    client = Careless(port, habits)
    status = try_carelessly(client.session, 2 if "two" in habits else 1)
    return 0 if "forgets" in habits else status


if __name__ == "__main__":
    sys.exit(main())
