# SPDX-License-Identifier: MIT
"""What a mailbox must hold after many sessions have changed it at once.

Each flag but \\Deleted has one session that may set and clear it, so its last word holds whatever
the others did. A message once marked \\Deleted stays so, and may go with any EXPUNGE from then on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from imap_wire import Fault

SYSTEM = ("\\seen", "\\answered", "\\flagged", "\\draft")


def flag_of(session: int) -> str:
    """The one flag that is this session's."""
    return SYSTEM[session] if session < len(SYSTEM) else f"$storm{session}"


@dataclass
class Model:
    contents: dict[int, bytes] = field(default_factory=dict)  # by UID
    flags: dict[tuple[int, str], bool] = field(default_factory=dict)
    unsure: set[tuple[int, str]] = field(default_factory=set)
    doomed: set[int] = field(default_factory=set)  # \Deleted has been asked for
    marked: set[int] = field(default_factory=set)  # and has been granted
    gone: set[int] = field(default_factory=set)  # expunged for certain
    copies: dict[int, int] = field(default_factory=dict)  # UID in the other mailbox: UID here
    guard: threading.RLock = field(default_factory=threading.RLock)

    def appended(self, uid: int, content: bytes, flags: Iterable[str], above: int) -> None:
        """A message has got this UID; when it was sent, `above` was there already."""
        with self.guard:
            if uid in self.contents:
                raise Fault(f"APPEND gave UID {uid} twice")
            if uid <= above:
                raise Fault(f"APPEND gave UID {uid} after {above}")
            self.contents[uid] = content
            for flag in flags:
                self.flags[uid, flag] = True

    def highest(self) -> int:
        with self.guard:
            return max(self.contents, default=0)

    def known(self, uids: Iterable[int]) -> list[int]:
        with self.guard:
            return [uid for uid in uids if uid in self.contents]

    def wanted(self) -> set[int]:
        """Those that must be there, whatever else happens now: nobody has doomed them."""
        with self.guard:
            return self.contents.keys() - self.doomed

    def stored(self, uids: Iterable[int], flag: str, value: bool, sure: bool) -> None:
        with self.guard:
            for uid in uids:
                if sure:
                    self.flags[uid, flag] = value
                    self.unsure.discard((uid, flag))
                else:
                    self.unsure.add((uid, flag))

    def doom(self, uids: Iterable[int]) -> None:
        with self.guard:
            self.doomed.update(uids)

    def check_flag(self, uid: int, flag: str, found: Iterable[str]) -> None:
        with self.guard:
            if uid not in self.contents or (uid, flag) in self.unsure:
                return
            expected = self.flags.get((uid, flag), False)
        if (flag in found) != expected:
            state = "set" if expected else "not set"
            raise Fault(f"{flag} of UID {uid} is {state}, but its flags are {sorted(found)}")

    def check_all(self, bodies: dict[int, bytes], flags: dict[int, frozenset[str]]) -> None:
        """All is quiet, and this is what is there."""
        if lost := self.wanted() - bodies.keys():
            raise Fault(f"nobody has deleted UIDs {sorted(lost)}, and they are gone")
        if back := self.gone & bodies.keys():
            raise Fault(f"UIDs {sorted(back)} were expunged, and are there")
        for uid, body in bodies.items():
            if self.contents.get(uid, body) != body:
                raise Fault(f"UID {uid} has another content than was appended")
            if uid in self.marked and "\\deleted" not in flags[uid]:
                raise Fault(f"\\Deleted of UID {uid} is lost")
        for (uid, flag), _ in list(self.flags.items()):
            if uid in flags:
                self.check_flag(uid, flag, flags[uid])
