# SPDX-License-Identifier: MIT
"""What an IMAP client says and hears: lines and literals, read with patience and with bounds."""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import dataclass, field

LONGEST_LINE = 1 << 20
LONGEST_LITERAL = 50 << 20
MOST_RESPONSES = 500_000  # to one command
LITERAL = re.compile(rb"\{(\d+)\+?\}$")
CODE = re.compile(r"^\[([A-Z-]+)[^\]]*\]")


class TroubleError(Exception):
    """This connection is of no more use; another may be."""


@dataclass
class Response:
    """A line, and the literals within it, whose places are marked by their announcements."""

    line: bytes
    literals: list[bytes] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.line.decode("utf-8", "replace")


@dataclass
class Answer:
    status: str  # OK, NO, BAD, or + where the server waits for more
    text: str
    untagged: list[Response]

    @property
    def code(self) -> str:
        found = CODE.match(self.text)
        return found[1] if found else ""


class Wire:
    def __init__(self, port: int, timeout: float) -> None:
        self._socket: socket.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._heard = b""
        self._count = 0
        self._tag = ""
        self._is_leaving = False
        self.news: list[Response] = []  # what nobody has asked for
        self.has_overflowed = False  # nothing is told by NOTIFY any more

    def close(self) -> None:
        self._socket.close()

    def secure(self, ca: str) -> None:
        """Whatever came in clear behind the answer is not believed."""
        if self._heard:
            raise TroubleError("somebody speaks in clear behind STARTTLS")
        context = ssl.create_default_context(cafile=ca)
        self._socket = context.wrap_socket(self._socket, server_hostname="localhost")

    # --- reading ---

    def _hear(self) -> None:
        heard = self._socket.recv(1 << 18)
        if not heard:
            raise TroubleError("the server hung up")
        self._heard += heard

    def _line(self) -> bytes:
        searched = 0
        while (end := self._heard.find(b"\n", searched)) < 0:
            searched = len(self._heard)
            if searched > LONGEST_LINE:
                raise TroubleError("a line without end")
            self._hear()
        line, self._heard = self._heard[:end], self._heard[end + 1 :]
        return line.rstrip(b"\r")

    def _octets(self, count: int) -> bytes:
        if count > LONGEST_LITERAL:
            raise TroubleError(f"a literal of {count} octets")
        while len(self._heard) < count:
            self._hear()
        octets, self._heard = self._heard[:count], self._heard[count:]
        return octets

    def response(self) -> Response:
        response = Response(self._line())
        while announced := LITERAL.search(response.line):
            response.literals.append(self._octets(int(announced[1])))
            rest = self._line()
            if not rest.startswith((b" ", b")")):
                raise TroubleError("a literal is not as long as was said")
            response.line += rest
        if response.line.startswith(b"* OK [NOTIFICATIONOVERFLOW]"):
            self.has_overflowed = True
        if b"[ALERT]" in response.line:
            print(response.text)
        return response

    # --- speaking ---

    def send(self, octets: bytes) -> None:
        self._socket.sendall(octets)

    def say(self, command: str) -> None:
        self._count += 1
        self._tag = f"R{self._count}"
        self.send(f"{self._tag} {command}\r\n".encode())

    def answer(self) -> Answer:
        """To the latest command: its tagged response, or a word that it may go on."""
        untagged: list[Response] = []
        while len(untagged) < MOST_RESPONSES:
            response = self.response()
            first, _, rest = response.text.partition(" ")
            if first == self._tag:
                status, _, text = rest.partition(" ")
                return Answer(status.upper(), text, untagged)
            if first == "+":
                return Answer("+", rest, untagged)
            if first == "*":
                if rest.upper().startswith("BYE") and not self._is_leaving:
                    print(rest)
                    raise TroubleError("sent away")
                untagged.append(response)
            elif re.fullmatch(r"R\d+|OK|NO|BAD", first):
                raise TroubleError(f"nobody has asked for this: {response.text[:80]}")
        raise TroubleError("a flood")

    def ask(self, command: str) -> Answer:
        self.say(command)
        self._is_leaving = command == "LOGOUT"
        answer = self.answer()
        self.news += answer.untagged
        return answer


def quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
