# SPDX-License-Identifier: MIT
"""One session of a storm: its steps, each a command or two, and what its answer must be."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence

from imap_model import Model, flag_of
from imap_view import View
from imap_wire import Fault, Response, Wire, in_set

COPIES = "Storm copies"


def spelt(numbers: Sequence[int]) -> str:
    return ",".join(str(number) for number in numbers)


class Session:
    def __init__(
        self, number: int, host: str, port: int, mailbox: str, model: Model, dice: random.Random
    ) -> None:
        self.number, self._mailbox = number, mailbox
        self._model, self._dice = model, dice
        self._own = flag_of(number)
        self.view = View()
        self.commands: Counter[str] = Counter()
        self.capabilities: set[str] = set()
        self._wire = Wire(host, port)
        self._wire.read()
        self._selected = ""

    def close(self) -> None:
        self._wire.close()

    # --- Commands and their answers ---------------------------------------------------------

    def _say(self, command: str) -> str:
        tag = f"{self.number}x{sum(self.commands.values())}"
        self.commands[" ".join(command.split()[: 2 if command.startswith("UID") else 1])] += 1
        self._wire.send(f"{tag} {command}\r\n".encode())
        return tag

    def _answer(self, tag: str, during: str) -> Response:
        """Everything up to the tagged response, seen by the view."""
        while (response := self._wire.read()).tag != tag:
            if response.tag != "*":
                raise Fault(f"{response.tag} {response.name} during {during}")
            if response.name == "CAPABILITY":
                self.capabilities = {word.decode() for word in _atoms(response)}
            self.view.hear(response, during)
        if response.name == "BAD":
            raise Fault(f"{during} is answered with BAD: {response.text}")
        return response

    def _do(self, command: str, during: str = "") -> Response:
        during = during or " ".join(command.split()[: 2 if command.startswith("UID") else 1])
        self.view.begin()
        return self._answer(self._say(command), during)

    def _must(self, command: str) -> Response:
        response = self._do(command)
        if response.name != "OK":
            raise Fault(f"{command} is refused: {response.text}")
        return response

    # --- Before and after the storm ---------------------------------------------------------

    def log_in(self, user: str, password: str) -> None:
        self._must(f'LOGIN "{user}" "{password}"')
        self._must("CAPABILITY")
        if "UIDPLUS" not in self.capabilities:
            raise Fault("UIDPLUS is not offered")

    def enable(self, what: str) -> None:
        self._must(f"ENABLE {what}")
        self.view.condstore = True
        self.view.qresync = "QRESYNC" in what

    def prepare(self) -> None:
        self._must(f'CREATE "{COPIES}"')
        self.select()
        for _ in range(20):
            self._append()

    def select(self, mailbox: str = "") -> None:
        """A mailbox opened now has all that was there before, and is not known from before."""
        wanted = self._model.wanted()
        self.view.closed()
        if mailbox:
            self.view.bodies = {}
        self._selected = mailbox or self._mailbox
        self._must(f'SELECT "{self._selected}"')
        self._fetch_all()
        if not mailbox and (lost := wanted - set(self.view.uids()) - self._model.doomed):
            raise Fault(f"SELECT shows no UIDs {sorted(lost)}, which nobody has deleted")

    def settle(self) -> None:
        """All the news, and everything read again."""
        self._must("NOOP")
        self._fetch_all("UID FLAGS RFC822.SIZE BODY.PEEK[]")
        if None in [seen.uid for seen in self.view.messages]:
            raise Fault("FETCH 1:* leaves out messages")
        self._must("NOOP")

    def _fetch_all(self, what: str = "UID FLAGS") -> None:
        if self.view.messages:
            what += " MODSEQ" if self.view.condstore else ""
            self._must(f"FETCH 1:* ({what})")

    # --- The steps --------------------------------------------------------------------------

    def step(self) -> None:
        steps = {
            self._append: 8,
            self._store: 12,
            self._delete: 5,
            self._fetch: 12,
            self._read_body: 4,
            self._search: 6,
            self._expunge: 3,
            self._copy: 4,
            self._noop: 6,
            self._idle: 2,
            self._select_again: 1,
            self._status: 2,
            self._together: 3,
            self._store_unchanged: 4 if self.view.condstore else 0,
            self._fetch_changes: 4 if self.view.condstore else 0,
        }
        (chosen,) = self._dice.choices(list(steps), list(steps.values()))
        chosen()

    def _some(self, most: int = 5) -> list[int]:
        """Sequence numbers of messages whose UIDs both we and the model know."""
        known = set(self._model.known(self.view.uids()))
        places = [
            place for place, seen in enumerate(self.view.messages, start=1) if seen.uid in known
        ]
        return sorted(self._dice.sample(places, min(len(places), self._dice.randint(1, most))))

    def _uids_of(self, places: Sequence[int]) -> list[int]:
        return [self.view.messages[place - 1].uid or 0 for place in places]

    def _addressed(self, places: Sequence[int]) -> tuple[str, str]:
        """By UID or by number: the prefix and the set."""
        if self._dice.random() < 0.5:
            return "UID ", spelt(self._uids_of(places))
        return "", spelt(places)

    def _append(self) -> None:
        size = self._dice.choice([0, 10, 500, 3000, 3000, 60_000])
        content = (
            f"From: storm@example.com\r\nSubject: {self.number} {self._dice.random()}\r\n\r\n"
        ).encode() + b"".join(b"%08x\r\n" % self._dice.getrandbits(32) for _ in range(size // 10))
        flags = [self._own] if self._dice.random() < 0.3 else []
        above = self._model.highest()
        plus = "+" if "LITERAL+" in self.capabilities and self._dice.random() < 0.5 else ""
        self.view.begin()
        tag = self._say(f'APPEND "{self._mailbox}" ({" ".join(flags)}) {{{len(content)}{plus}}}')
        while not plus and (response := self._wire.read()).tag != "+":
            if response.tag == tag:
                raise Fault(f"APPEND is refused: {response.text}")
            self.view.hear(response, "APPEND")
        self._wire.send(content + b"\r\n")
        response = self._answer(tag, "APPEND")
        given = re.fullmatch(r"APPENDUID \d+ (\d+)", response.code)
        if not given:
            raise Fault(f"APPEND without APPENDUID: {response.name} {response.text}")
        self._model.appended(int(given[1]), content, flags, above)

    def _store(self, extra: str = "") -> None:
        places = self._some()
        if not places:
            return
        uids, value = self._uids_of(places), self._dice.random() < 0.6
        prefix, numbers = self._addressed(places)
        silent = ".SILENT" if self._dice.random() < 0.4 else ""
        item = f"{'+' if value else '-'}FLAGS{silent}"
        response = self._do(
            f"{prefix}STORE {numbers} {extra}{item} ({self._own})", f"{prefix}STORE"
        )
        spared: set[int] = set()
        if modified := re.fullmatch(r"MODIFIED (\S+)", response.code):
            if not extra:
                raise Fault("MODIFIED without UNCHANGEDSINCE")
            names = set(in_set(modified[1]))
            numbers_of = uids if prefix else places
            spared = {uid for uid, name in zip(uids, numbers_of) if name in names}
        # A message that somebody expunges meanwhile may be the cause of NO.
        sure = response.name == "OK"
        self._model.stored([one for one in uids if one not in spared], self._own, value, sure)
        if silent:
            for seen in self.view.messages:
                if seen.uid in uids:
                    seen.flags = None

    def _store_unchanged(self) -> None:
        modseqs = [seen.modseq for seen in self.view.messages if seen.modseq]
        if modseqs:
            self._store(f"(UNCHANGEDSINCE {self._dice.choice(modseqs)}) ")

    def _delete(self) -> None:
        places = self._some(2)
        # Leave enough for the others.
        if len(self.view.messages) < 20 or not places:
            return
        uids = self._uids_of(places)
        self._model.doom(uids)
        prefix, numbers = self._addressed(places)
        if self._do(f"{prefix}STORE {numbers} +FLAGS (\\Deleted)").name == "OK":
            with self._model.guard:
                self._model.marked.update(uids)

    def _marked(self) -> set[int]:
        """Those that EXPUNGE must take: we have been told that they are marked."""
        marked = [one for one in self.view.messages if one.flags and "\\deleted" in one.flags]
        return {one.uid for one in marked if one.uid is not None}

    def _expunge(self) -> None:
        certain = self._marked()
        if self._dice.random() < 0.5:
            if certain:
                self._must(f"UID EXPUNGE {spelt(sorted(certain))}")
        else:
            self._must("EXPUNGE")
        if certain & set(self.view.uids()):
            raise Fault(f"after EXPUNGE {sorted(certain & set(self.view.uids()))} are still there")
        with self._model.guard:
            self._model.gone.update(certain)

    def _fetch(self) -> None:
        places = self._some(30)
        if places:
            items = ["FLAGS", "UID FLAGS INTERNALDATE"]
            items += ["MODSEQ", "FLAGS MODSEQ"] if self.view.condstore else []
            self._fetch_places(places, self._dice.choice(items))

    def _read_body(self) -> None:
        places = self._some(4)
        if places:
            self._fetch_places(places, "UID RFC822.SIZE BODY.PEEK[]")
            for uid, body in list(self.view.bodies.items()):
                if self._model.contents.get(uid, body) != body:
                    raise Fault(f"UID {uid} has another content than was appended")

    def _fetch_places(self, places: Sequence[int], what: str) -> None:
        uids = self._uids_of(places)
        prefix, numbers = self._addressed(places)
        response = self._do(f"{prefix}FETCH {numbers} ({what})", f"{prefix}FETCH")
        if lost := set(uids) - self.view.fetched - self._model.doomed:
            raise Fault(f"FETCH is {response.name} and lacks UIDs {sorted(lost)}")
        for seen in self.view.messages:
            if seen.uid in self.view.fetched and seen.flags is not None:
                self._model.check_flag(seen.uid, self._own, seen.flags)

    def _fetch_changes(self) -> None:
        modseqs = [seen.modseq for seen in self.view.messages if seen.modseq]
        if not modseqs:
            return
        since = self._dice.choice(modseqs)
        self._must(f"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {since})")
        if old := [
            s.uid for s in self.view.messages if s.uid in self.view.fetched and s.modseq <= since
        ]:
            raise Fault(f"CHANGEDSINCE {since} gives {old}, which are no younger")

    def _search(self) -> None:
        prefix = self._dice.choice(["", "UID "])
        key = self._dice.choice(["ALL", "DELETED", "UNDELETED", "SEEN", "LARGER 1000", "1:*"])
        self._must(f"{prefix}SEARCH {key}")
        found = self.view.found
        if found is None:
            raise Fault(f"{prefix}SEARCH without an untagged SEARCH")
        if len(set(found)) != len(found):
            raise Fault(f"SEARCH finds twice: {found}")
        if not prefix and [one for one in found if not 1 <= one <= len(self.view.messages)]:
            raise Fault(f"SEARCH finds {found} among {len(self.view.messages)}")

    def _copy(self) -> None:
        places = self._some(3)
        if not places:
            return
        uids = self._uids_of(places)
        prefix, numbers = self._addressed(places)
        response = self._do(f'{prefix}COPY {numbers} "{COPIES}"', f"{prefix}COPY")
        if not (code := re.fullmatch(r"COPYUID \d+ (\S+) (\S+)", response.code)):
            if response.name == "OK" and not set(uids) & self._model.doomed:
                raise Fault(f"COPY without COPYUID: {response.text}")
            return
        sources, copies = in_set(code[1]), in_set(code[2])
        if len(sources) != len(copies) or not set(sources) <= set(uids):
            raise Fault(f"COPY of {uids} has {response.code}")
        with self._model.guard:
            if twice := self._model.copies.keys() & set(copies):
                raise Fault(f"COPY gave UIDs {sorted(twice)} twice")
            self._model.copies.update(zip(copies, sources))

    def _noop(self) -> None:
        wanted = self._model.wanted()
        self._must(self._dice.choice(["NOOP", "CHECK"]))
        if len(self.view.messages) < len(wanted - self._model.doomed):
            raise Fault(f"after NOOP there are {len(self.view.messages)}, not {len(wanted)}")
        if None in [seen.uid for seen in self.view.messages]:
            self._must("UID FETCH 1:* (FLAGS)")

    def _idle(self) -> None:
        if "IDLE" not in self.capabilities:
            return
        self.view.begin()
        tag = self._say("IDLE")
        while (response := self._wire.read()).tag != "+":
            self.view.hear(response, "IDLE")
        while not self._wire.quiet_for(self._dice.random() * 0.1) and self._dice.random() < 0.9:
            self.view.hear(self._wire.read(), "IDLE")
        self._wire.send(b"DONE\r\n")
        if self._answer(tag, "IDLE").name != "OK":
            raise Fault("IDLE is refused at its end")

    def _status(self) -> None:
        self._must(f'STATUS "{COPIES}" (MESSAGES UIDNEXT UNSEEN)')

    def _select_again(self) -> None:
        if self._dice.random() < 0.5:
            certain = self._marked()
            self._must("CLOSE")
            with self._model.guard:
                self._model.gone.update(certain)
        before = self.view.codes.get("UIDVALIDITY")
        self.select()
        if before not in (None, self.view.codes.get("UIDVALIDITY")):
            raise Fault("UIDVALIDITY has changed")

    def _together(self) -> None:
        """Two commands in one segment, by UID, so that the first may change the numbers.

        A server may work on both at once and end them in either order: RFC 9051 sec 5.5.
        """
        places = self._some(3)
        if not places:
            return
        self.view.begin()
        tags = [f"{self.number}x{sum(self.commands.values())}{letter}" for letter in "ab"]
        lines = [f"{tags[0]} NOOP", f"{tags[1]} UID FETCH {spelt(self._uids_of(places))} (FLAGS)"]
        self._wire.send("".join(f"{line}\r\n" for line in lines).encode())
        self.commands["NOOP + UID FETCH"] += 1
        while tags:
            response = self._wire.read()
            if response.tag == "*":
                self.view.hear(response, "UID FETCH")
            elif response.tag in tags and response.name == "OK":
                tags.remove(response.tag)
            else:
                raise Fault(f"NOOP and UID FETCH together: {response}")


def _atoms(response: Response) -> list[bytes]:
    return [value for value in response.values if isinstance(value, bytes)]
