# SPDX-License-Identifier: MIT
"""What an IMAP server says, cut into responses and read strictly: an odd space is a fault."""

from __future__ import annotations

import re
import select
import socket
from dataclasses import dataclass, field
from typing import Union

PATIENCE = 20.0

# An atom, a quoted string or a literal; NIL; a list of values.
Value = Union[bytes, None, "list[Value]"]

STATUSES = (b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH")
ATOM = re.compile(rb'[^ ()"{}\[\]\r\n\0]+(\[[^\]]*\](<\d+>)?)?')
QUOTED = re.compile(rb'"((?:[^"\\\r\n\0]|\\["\\])*)"')
LITERAL = re.compile(rb"\{(\d+)\}\Z")
CODE = re.compile(rb"\[([^\]]+)\] ")


class Fault(Exception):
    """The server has said something that may not be."""


@dataclass
class Response:
    """`* 3 FETCH (...)` has the number 3, `A1 OK [APPENDUID 1 2] Done` the code APPENDUID 1 2."""

    tag: str  # "*" and "+" too
    name: str = ""
    number: int | None = None
    code: str = ""
    values: list[Value] = field(default_factory=list)
    text: str = ""

    def numbers(self) -> list[int]:
        return [int(value) for value in self.values if isinstance(value, bytes)]

    def pairs(self) -> dict[str, Value]:
        """Of a FETCH: what stands behind each name."""
        (inside,) = self.values
        if not isinstance(inside, list) or len(inside) % 2:
            raise Fault(f"a FETCH without pairs: {self.values!r}")
        names = [str(name, "ascii") if isinstance(name, bytes) else "" for name in inside[::2]]
        if len(set(names)) != len(names):
            raise Fault(f"a FETCH that says something twice: {names}")
        return dict(zip(names, inside[1::2]))


def texts(value: Value) -> list[str]:
    """A list of atoms, such as flags; they compare without regard to case."""
    if not isinstance(value, list):
        raise Fault(f"not a list: {value!r}")
    return [str(one, "ascii").lower() for one in value if isinstance(one, bytes)]


def in_set(text: str) -> list[int]:
    """A sequence set, spelt out in its order."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition(":")
        ends = sorted((int(first), int(last or first)))
        found += range(ends[0], ends[1] + 1)
    return found


class _Reader:
    """The values of one response; literals stand where their lengths were announced."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts  # line, literal, line, literal, ..., line
        self._text, self._at = parts[0], 0

    def left(self) -> bytes:
        return self._text[self._at :]

    def word(self) -> bytes:
        found = ATOM.match(self._text, self._at)
        if not found:
            raise Fault(f"no word at the front of {self.left()[:80]!r}")
        self._at = found.end()
        return found[0]

    def eat(self, octet: bytes) -> bool:
        if self._text[self._at : self._at + 1] != octet:
            return False
        self._at += 1
        return True

    def values(self, end: bytes) -> list[Value]:
        found: list[Value] = []
        while not (self.eat(end) if end else not self.left()):
            if found and not self.eat(b" "):
                raise Fault(f"no space before {self.left()[:80]!r}")
            found.append(self._value())
        return found

    def _value(self) -> Value:
        if self.eat(b"("):
            return self.values(b")")
        if quoted := QUOTED.match(self._text, self._at):
            self._at = quoted.end()
            return re.sub(rb"\\(.)", rb"\1", quoted[1])
        if LITERAL.match(self._text, self._at):
            self._text, self._at = self._parts[2], 0
            literal = self._parts[1]
            del self._parts[:2]
            return literal
        word = self.word()
        return None if word == b"NIL" else word


class Wire:
    """Sends bytes and gives responses."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._came = bytearray()

    def send(self, octets: bytes) -> None:
        self._socket.sendall(octets)

    def quiet_for(self, seconds: float) -> bool:
        """Nothing comes for so long."""
        return not self._came and not select.select([self._socket], [], [], seconds)[0]

    def read(self) -> Response:
        parts = [self._line()]
        while announced := LITERAL.search(parts[-1]):
            parts.append(self._octets(int(announced[1])))
            parts.append(self._line())
        return read_response(parts)

    def _line(self) -> bytes:
        searched = 0
        while (end := self._came.find(b"\r\n", searched)) < 0:
            searched = max(0, len(self._came) - 1)
            self._hear()
        return self._octets(end + 2)[:-2]

    def _octets(self, count: int) -> bytes:
        while len(self._came) < count:
            self._hear()
        found = bytes(self._came[:count])
        del self._came[:count]
        return found

    def _hear(self) -> None:
        heard = self._socket.recv(65536)
        if not heard:
            raise Fault(f"the connection has ended behind {bytes(self._came[-80:])!r}")
        self._came += heard

    def close(self) -> None:
        self._socket.close()


def read_response(parts: list[bytes]) -> Response:
    if parts[0].startswith(b"+ "):
        return Response("+", text=parts[0][2:].decode(errors="replace"))
    reader = _Reader(parts)
    response = Response(reader.word().decode())
    if not reader.eat(b" "):
        raise Fault(f"no space behind the tag: {parts[0]!r}")
    word = reader.word()
    if word.isdigit():
        response.number = int(word)
        if not reader.eat(b" "):
            raise Fault(f"a number and nothing else: {parts[0]!r}")
        word = reader.word()
    response.name = word.decode()
    if reader.left() and not reader.eat(b" "):
        raise Fault(f"no space behind {word!r} in {parts[0]!r}")
    if word in STATUSES:
        text = reader.left()
        if code := CODE.match(text):
            response.code = code[1].decode()
        response.text = text.decode(errors="replace")
    else:
        response.values = reader.values(b"")
    return response
