# SPDX-License-Identifier: MIT
"""A mail client that does what clients must not do, so that scenarios can be seen to find it out.

python3 careless_client.py PORT HABIT...

keeps       what it has read in clear counts as read inside TLS too
hurries     says EHLO right behind STARTTLS
falls-back  goes on in clear where TLS cannot be had
pipelines   says RCPT and DATA without waiting, whatever is offered
answers     answers every challenge of AUTH, whatever it is
insists     sends what was refused again, twice
"""

from __future__ import annotations

import socket
import ssl
import sys

LETTER = b"Subject: Hi\r\n\r\nHi!\r\n.\r\n"


class Careless:
    def __init__(self, port: int, habits: set[str]) -> None:
        self.habits = habits
        self.link: socket.socket = socket.create_connection(("127.0.0.1", port), timeout=2)
        self.heard = b""

    def line(self) -> bytes:
        while b"\n" not in self.heard:
            part = self.link.recv(4096)
            if not part:
                raise ConnectionError("the server hung up")
            self.heard += part
        line, self.heard = self.heard.split(b"\n", 1)
        return line

    def reply(self) -> int:
        line = self.line()
        while line[3:4] == b"-":
            line = self.line()
        return int(line[:3])

    def say(self, *lines: bytes) -> int:
        """Says them all at once; the last answer counts."""
        self.link.sendall(b"".join(line + b"\r\n" for line in lines))
        return [self.reply() for _ in lines][-1]

    def secure(self) -> None:
        ahead = b"EHLO c.example\r\n" if "hurries" in self.habits else b""
        self.link.sendall(b"STARTTLS\r\n" + ahead)
        if self.reply() != 220:
            return
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.link = context.wrap_socket(self.link)
        if "keeps" not in self.habits:
            self.heard = b""
        self.say(b"EHLO c.example")

    def log_in(self) -> None:
        code = self.say(b"AUTH CRAM-MD5")
        for _ in range(10):
            if code != 334:
                return
            code = self.say(b"YW5u")

    def send(self) -> int:
        if "pipelines" in self.habits:
            rest = (b"RCPT TO:<bob@example.com>", b"DATA")
            code = self.say(b"MAIL FROM:<ann@example.com>", *rest)
        else:
            self.say(b"MAIL FROM:<ann@example.com>")
            self.say(b"RCPT TO:<bob@example.com>")
            code = self.say(b"DATA")
        return self.say(LETTER[:-2]) if code == 354 else code


def main() -> int:
    port, habits = int(sys.argv[1]), set(sys.argv[2:])
    client = Careless(port, habits)
    client.reply()
    client.say(b"EHLO c.example")
    if habits & {"keeps", "hurries", "falls-back"}:
        client.secure()
    if "answers" in habits:
        client.log_in()
    for _ in range(3 if "insists" in habits else 1):
        code = client.send()
    client.say(b"QUIT")
    return 0 if code == 250 else 1


if __name__ == "__main__":
    sys.exit(main())
