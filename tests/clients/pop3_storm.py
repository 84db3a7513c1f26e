# SPDX-License-Identifier: MIT
"""Many sessions on one maildrop, at random, and a model of what must come of it.

    python pop3_storm.py HOST PORT USER PASSWORD --sessions 4 --seconds 10 --seed 1

A maildrop is one session's at a time; what is deleted is gone after QUIT, and only then. Each
session has steps that a seed chooses; whoever finds the maildrop taken tries again. All that
contradicts the model is a fault, told in a sentence.
"""

from __future__ import annotations

import argparse
import random
import re
import socket
import sys
import threading
import time
from dataclasses import dataclass, field

PATIENCE = 20.0


class Fault(Exception):
    """The server has said something that may not be."""


class Connection:
    """Commands and answers as they are on the wire."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def send(self, *commands: str) -> None:
        self._socket.sendall("".join(f"{command}\r\n" for command in commands).encode())

    def line(self) -> bytes:
        line = self._file.readline(1_000_000)
        if not line.endswith(b"\r\n"):
            raise Fault(f"a line without its end: {line[-60:]!r}")
        return line[:-2]

    def answer(self) -> tuple[bool, str]:
        line = self.line().decode(errors="replace")
        if re.match(r"\+OK( |$)", line):
            return True, line[4:]
        if re.match(r"-ERR( |$)", line):
            return False, line[5:]
        raise Fault(f"neither +OK nor -ERR: {line!r}")

    def lines(self) -> list[bytes]:
        """Of an answer with more than one, without its dots."""
        found = []
        while (line := self.line()) != b".":
            if line.startswith(b"."):
                line = line[1:]
            found.append(line)
        return found

    def want_end(self) -> None:
        if self._file.read(1):
            raise Fault("the server goes on after QUIT")

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@dataclass
class Maildrop:
    """What is in it: contents by unique-id, in order. Filled by the first session that has it."""

    messages: dict[str, bytes] | None = None
    holder: int | None = None
    guard: threading.Lock = field(default_factory=threading.Lock)

    def take(self, session: int) -> None:
        with self.guard:
            if self.holder is not None:
                raise Fault(f"session {session} has the maildrop that {self.holder} has")
            self.holder = session

    def leave(self, deleted: set[str]) -> None:
        with self.guard:
            self.holder = None
            if self.messages is not None:
                for name in deleted:
                    del self.messages[name]


@dataclass
class Storm:
    """What happened, in numbers, and what should not have."""

    sessions: int = 0
    taken: int = 0  # how often the maildrop was somebody else's
    read: int = 0
    deleted: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.sessions} sessions, {self.taken} times taken"
        return f"{counts}, {self.read} read, {self.deleted} deleted, {len(self.faults)} faults"


@dataclass(frozen=True)
class Weather:
    """Where the storm is, and how strong."""

    host: str
    port: int
    user: str
    password: str
    sessions: int = 4
    seconds: float = 3.0
    seed: int = 1


class Session:
    """From the greeting to QUIT, or to the moment when the line breaks."""

    def __init__(
        self, number: int, weather: Weather, drop: Maildrop, storm: Storm, dice: random.Random
    ) -> None:
        self._number, self._weather, self._drop = number, weather, drop
        self._storm, self._dice = storm, dice
        self._names: list[str] = []
        self._deleted: set[int] = set()

    def run(self) -> None:
        connection = Connection(self._weather.host, self._weather.port)
        try:
            self._want(connection.answer(), "the greeting")
            if self._log_in(connection):
                self._drop.take(self._number)
                self._hold(connection)
        finally:
            connection.close()

    def _want(self, answer: tuple[bool, str], what: str) -> str:
        if not answer[0]:
            raise Fault(f"{what} was refused: {answer[1]}")
        return answer[1]

    def _log_in(self, connection: Connection) -> bool:
        connection.send(f"USER {self._weather.user}")
        self._want(connection.answer(), "USER")
        connection.send(f"PASS {self._weather.password}")
        good, text = connection.answer()
        if not good and "[IN-USE]" not in text:
            raise Fault(f"PASS was refused, and not as in use: {text}")
        self._storm.taken += not good
        return good

    def _hold(self, connection: Connection) -> None:
        """The maildrop is ours, and is given back on every way out."""
        leaves = False
        try:
            self._look(connection)
            steps = (self._retr, self._retr, self._top, self._dele, self._stat, self._batch)
            for _ in range(self._dice.randrange(12)):
                self._dice.choice(steps)(connection)
            if self._dice.random() < 0.2:
                connection.send("RSET")
                self._want(connection.answer(), "RSET")
                self._deleted.clear()
                self._stat(connection)
            leaves = self._dice.random() < 0.7
        finally:
            # Before the server gives it away: whoever gets it sees what is decided here.
            gone = {self._names[number - 1] for number in self._deleted} if leaves else set()
            self._drop.leave(gone)
        if leaves:
            connection.send("QUIT")
            self._want(connection.answer(), "QUIT")
            self._storm.deleted += len(gone)
            connection.want_end()

    def _look(self, connection: Connection) -> None:
        """UIDL and LIST have what the model has, in its order."""
        connection.send("UIDL")
        self._want(connection.answer(), "UIDL")
        for place, line in enumerate(connection.lines(), start=1):
            number, _, name = line.decode().partition(" ")
            if number != str(place) or not re.fullmatch(r"[!-~]{1,70}", name):
                raise Fault(f"line {place} of UIDL is {line!r}")
            self._names.append(name)
        if len(set(self._names)) != len(self._names):
            raise Fault("a unique-id is there twice")
        if self._drop.messages is None:
            self._drop.messages = {
                name: self._read(connection, place)
                for place, name in enumerate(self._names, start=1)
            }
        elif self._names != list(self._drop.messages):
            lost = [name for name in self._drop.messages if name not in self._names]
            odd = [name for name in self._names if name not in self._drop.messages]
            raise Fault(f"UIDL lacks {lost} and has {odd} too much, or in another order")
        connection.send("LIST")
        self._want(connection.answer(), "LIST")
        listed = [line.decode() for line in connection.lines()]
        if listed != [f"{place} {size}" for place, size in enumerate(self._sizes(), start=1)]:
            raise Fault(f"LIST is {listed}, the sizes are {self._sizes()}")

    def _sizes(self) -> list[int]:
        assert self._drop.messages is not None
        return [len(self._drop.messages[name]) for name in self._names]

    def _read(self, connection: Connection, number: int) -> bytes:
        connection.send(f"RETR {number}")
        self._want(connection.answer(), f"RETR {number}")
        return b"".join(line + b"\r\n" for line in connection.lines())

    def _expected(self, number: int) -> bytes:
        assert self._drop.messages is not None
        return self._drop.messages[self._names[number - 1]]

    def _any(self) -> int:
        return self._dice.randint(1, max(1, len(self._names)))

    def _there(self, number: int) -> bool:
        return number <= len(self._names) and number not in self._deleted

    def _check(self, answer: tuple[bool, str], number: int, what: str) -> bool:
        if answer[0] != self._there(number):
            state = "there" if self._there(number) else "not there"
            raise Fault(f"{what} {number}, which is {state}: {answer}")
        return answer[0]

    def _retr(self, connection: Connection) -> None:
        number = self._any()
        connection.send(f"RETR {number}")
        self._take_content(connection, number)

    def _take_content(self, connection: Connection, number: int) -> None:
        if not self._check(connection.answer(), number, "RETR"):
            return
        content = b"".join(line + b"\r\n" for line in connection.lines())
        if content != self._expected(number):
            raise Fault(f"message {number} of {len(self._names)} has changed: {content[:200]!r}")
        self._storm.read += 1

    def _top(self, connection: Connection) -> None:
        number, count = self._any(), self._dice.randrange(4)
        connection.send(f"TOP {number} {count}")
        if not self._check(connection.answer(), number, "TOP"):
            return
        head, _, body = self._expected(number).partition(b"\r\n\r\n")
        wanted = [*head.split(b"\r\n"), b"", *body.split(b"\r\n")[:-1][:count]]
        if (got := connection.lines()) != wanted:
            raise Fault(f"TOP {number} {count} is {got!r}")

    def _dele(self, connection: Connection) -> None:
        # Seldom enough for the maildrop to last.
        if self._dice.random() < 0.3:
            number = self._any()
            connection.send(f"DELE {number}")
            if self._check(connection.answer(), number, "DELE"):
                self._deleted.add(number)

    def _stat(self, connection: Connection) -> None:
        connection.send("STAT")
        told = self._want(connection.answer(), "STAT")
        left = [size for number, size in enumerate(self._sizes(), start=1) if self._there(number)]
        if not re.match(rf"{len(left)} {sum(left)}( |$)", told):
            raise Fault(f"STAT says {told!r}, there are {len(left)} with {sum(left)} octets")

    def _batch(self, connection: Connection) -> None:
        """Several commands in one segment, as PIPELINING has it."""
        numbers = [self._any() for _ in range(4)]
        connection.send("NOOP", *(f"RETR {number}" for number in numbers))
        self._want(connection.answer(), "NOOP")
        for number in numbers:
            self._take_content(connection, number)


def rage(weather: Weather) -> Storm:
    """Until the time is over, or a fault is found."""
    drop, storm = Maildrop(), Storm()
    end = time.monotonic() + weather.seconds

    def blow(number: int) -> None:
        dice = random.Random(f"{weather.seed}/{number}")
        while time.monotonic() < end and not storm.faults:
            try:
                Session(number, weather, drop, storm, dice).run()
            except (Fault, OSError) as fault:
                storm.faults.append(f"session {number}: {fault or type(fault).__name__}")
            storm.sessions += 1
            time.sleep(dice.random() * 0.01)

    threads = [threading.Thread(target=blow, args=(one,)) for one in range(weather.sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return storm


def main() -> int:
    parser = argparse.ArgumentParser(description="A storm of POP3 sessions on one maildrop.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("user")
    parser.add_argument("password")
    parser.add_argument("--sessions", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    storm = rage(Weather(**vars(parser.parse_args())))
    print(storm, *storm.faults, sep="\n")
    return 1 if storm.faults else 0


if __name__ == "__main__":
    sys.exit(main())
