# SPDX-License-Identifier: MIT
"""A mailbox as one IMAP session is told of it, message by message, and rules for the telling.

Sequence numbers are without gaps, UIDs ascend, nothing shrinks without EXPUNGE or VANISHED, and
those come at no time when they would change what a number means: RFC 9051 sec 7.5.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from imap_wire import Fault, Response, Value, in_set, texts

# During these a message keeps its number. "" is: between commands.
NUMBERED = ("FETCH", "STORE", "SEARCH", "")


@dataclass
class Seen:
    """What is known of a message."""

    uid: int | None = None
    flags: frozenset[str] | None = None
    modseq: int = 0


@dataclass
class View:
    condstore: bool = False  # then every change comes with its MODSEQ
    qresync: bool = False  # then VANISHED comes, and no EXPUNGE
    messages: list[Seen] = field(default_factory=list)
    bodies: dict[int, bytes] = field(default_factory=dict)  # by UID, of all time
    codes: dict[str, str] = field(default_factory=dict)  # of SELECT
    fetched: set[int] = field(default_factory=set)  # UIDs told of in this command
    found: list[int] | None = None  # by SEARCH, in this command
    highest: int = 0  # UID that was ever here

    def uids(self) -> list[int]:
        return [seen.uid for seen in self.messages if seen.uid is not None]

    def closed(self) -> None:
        self.messages.clear()
        self.codes.clear()

    def begin(self) -> None:
        self.fetched.clear()
        self.found = None

    def hear(self, response: Response, during: str) -> None:
        """An untagged response; `during` is the command, as in "UID FETCH"."""
        number = response.number
        if response.name == "EXISTS":
            self._exists(number or 0)
        elif response.name == "EXPUNGE":
            self._expunge(number or 0, during)
        elif response.name == "VANISHED":
            self._vanished(response.values, during)
        elif response.name == "FETCH":
            self._fetch(number or 0, response, during)
        elif response.name in ("SEARCH", "ESEARCH"):
            self.found = response.numbers() if response.name == "SEARCH" else []
        elif response.name == "OK" and response.code:
            name, _, value = response.code.partition(" ")
            self.codes[name] = value
        elif response.name in ("BYE", "NO", "BAD"):
            raise Fault(f"an untagged {response.name} during {during}: {response.text}")

    def _exists(self, count: int) -> None:
        if count < len(self.messages):
            raise Fault(f"{count} EXISTS, and {len(self.messages)} were there")
        self.messages += [Seen() for _ in range(count - len(self.messages))]

    def _expunge(self, number: int, during: str) -> None:
        if during in NUMBERED:
            raise Fault(f"{number} EXPUNGE during {during or 'no command'}")
        if self.qresync:
            raise Fault(f"{number} EXPUNGE although QRESYNC is enabled")
        if not 1 <= number <= len(self.messages):
            raise Fault(f"{number} EXPUNGE of {len(self.messages)} messages")
        del self.messages[number - 1]

    def _vanished(self, values: list[Value], during: str) -> None:
        earlier = isinstance(values[0], list)
        if not self.qresync:
            raise Fault("VANISHED although QRESYNC is not enabled")
        if during in NUMBERED and not earlier:
            raise Fault(f"VANISHED during {during or 'no command'}")
        gone = values[-1]
        assert isinstance(gone, bytes)
        for uid in in_set(gone.decode()):
            places = [place for place, seen in enumerate(self.messages) if seen.uid == uid]
            if places:
                del self.messages[places[0]]
            elif not earlier:
                self._lose_unknown(uid)

    def _lose_unknown(self, uid: int) -> None:
        """It stands behind all with a smaller UID, and before those with a larger one."""
        smaller = [place for place, one in enumerate(self.messages) if (one.uid or uid) < uid]
        place = smaller[-1] + 1 if smaller else 0
        if place == len(self.messages) or self.messages[place].uid is not None:
            raise Fault(f"VANISHED {uid}, which was not there")
        del self.messages[place]

    def _fetch(self, number: int, response: Response, during: str) -> None:
        if not 1 <= number <= len(self.messages):
            raise Fault(f"{number} FETCH of {len(self.messages)} messages")
        told, seen = response.pairs(), self.messages[number - 1]
        if "UID" in told:
            self._name(number, _number(told["UID"]))
        if seen.uid is not None:
            self.fetched.add(seen.uid)
        modseq = told.get("MODSEQ")
        if modseq is not None:
            if not isinstance(modseq, list):
                raise Fault(f"MODSEQ {modseq!r}")
            self._change(seen, _number(modseq[0]), told)
        elif self.condstore and "FLAGS" in told and "FETCH" not in during:
            # Who asks for flags alone may get them alone.
            raise Fault(f"{number} FETCH during {during} lacks MODSEQ: {response.values}")
        if "FLAGS" in told:
            seen.flags = _flags(told["FLAGS"])
        body = told.get("BODY[]")
        if isinstance(body, bytes) and seen.uid is not None:
            if self.bodies.setdefault(seen.uid, body) != body:
                raise Fault(f"the message with UID {seen.uid} has changed")
            if "RFC822.SIZE" in told and _number(told["RFC822.SIZE"]) != len(body):
                raise Fault(f"UID {seen.uid} has {len(body)} octets, not {told['RFC822.SIZE']!r}")

    def _change(self, seen: Seen, modseq: int, told: dict[str, Value]) -> None:
        if modseq < seen.modseq:
            raise Fault(f"MODSEQ of UID {seen.uid} went from {seen.modseq} to {modseq}")
        changed = "FLAGS" in told and seen.flags not in (None, _flags(told["FLAGS"]))
        if changed and modseq == seen.modseq:
            raise Fault(f"flags of UID {seen.uid} have changed, and MODSEQ is still {modseq}")
        if modseq > seen.modseq and "FLAGS" not in told:
            seen.flags = None
        seen.modseq = modseq

    def _name(self, number: int, uid: int) -> None:
        seen = self.messages[number - 1]
        if seen.uid == uid:
            return
        if seen.uid is not None:
            raise Fault(f"message {number} had UID {seen.uid} and has {uid}")
        before = [one.uid for one in self.messages[: number - 1] if one.uid is not None]
        behind = [one.uid for one in self.messages[number:] if one.uid is not None]
        if (before and before[-1] >= uid) or (behind and behind[0] <= uid):
            raise Fault(f"UIDs do not ascend at message {number}, which has {uid}")
        seen.uid = uid
        self.highest = max(self.highest, uid)


def _flags(value: Value) -> frozenset[str]:
    """But not \\Recent, which belongs to one session and has no MODSEQ."""
    return frozenset(texts(value)) - {"\\recent"}


def _number(value: Value) -> int:
    if not isinstance(value, bytes) or not value.isdigit():
        raise Fault(f"not a number: {value!r}")
    return int(value)
