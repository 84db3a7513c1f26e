# SPDX-License-Identifier: MIT
"""Scenarios that are built in Python: what `postiche.Scenario(...)` gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, Union

from .._answering.events import Function
from .._arguments import text
from .._time import Time
from .entries import Append, Assembly, Caller, Entry, Path, Places, Put, caller, length
from .plain import Names, keys_of, words

if TYPE_CHECKING:
    from .rule import Section

Self = TypeVar("Self", bound="Scenario")
Words = Union[str, "list[str]", "tuple[str, ...]"]


class Scenario:
    """A scenario, built step by step; `scenarios/README.md` is the language that it speaks.

    Nothing changes what is there: each call gives a new scenario, so that one can be the base of
    many. A keyword is a word of the language, with `_` for `-` and one behind it where Python has
    the word itself (`if_`, `for_`, `with_`). Words without a method of their own are keywords of
    `having`. What is wrong is told when it is loaded, with the line of the call.

    >>> import postiche
    >>> later = postiche.Scenario("my.own").smtp.on("RCPT", per="client", times=2)
    >>> later = later.reply(451, "4.7.1", "Later").expect("came", must={"seen": "message"})
    >>> print(later.to_yaml())
    postiche: 1
    scenario: my.own
    smtp:
      rules:
        - {when: RCPT, per: client, times: 2, reply: 451 4.7.1 Later}
    expect:
      - {id: came, must: {seen: message}}
    <BLANKLINE>
    >>> with postiche.serve(later) as server:
    ...     print(server.messages)
    []
    """

    def __init__(
        self,
        id: str,
        *,
        title: str | None = None,
        why: str | None = None,
        spec: Words | None = None,
        needs: Words | None = None,
        tags: Words | None = None,
        domain: str | None = None,
        **more: object,
    ) -> None:
        here = caller()
        head = {"title": title, "why": why, "spec": spec, "needs": needs, "tags": tags}
        keys = {"postiche": 1, "scenario": id, **words({**head, "domain": domain, **more})}
        self._entries: tuple[Entry, ...] = tuple(
            Put((key,), value, here) for key, value in keys.items()
        )
        # Where `smtp` and the like are put, and where `having` puts its keywords.
        self._base: Path = ()
        self._focus: Path = ()

    # What it is.

    def to_dict(self, url: str = "") -> dict[str, object]:
        """The same as maps and lists; functions by their names, or asked at a `url`."""
        data = Names(url).plain(self._assembly().data)
        assert isinstance(data, dict)
        return data

    def to_yaml(self) -> str:
        """The same as a file. Whoever serves that gives the functions it names as `hooks`."""
        from .yaml import to_yaml  # which most who build scenarios never want

        return to_yaml(self.to_dict())

    @property
    def functions(self) -> dict[str, Function]:
        """The functions that its rules `call`, by the names that `to_yaml` gives them."""
        names = Names()
        names.plain(self._assembly().data)
        return names.functions

    @property
    def scenario(self) -> Scenario:
        """The same, outside of all sections, phases and rules."""
        return self._at(Scenario, (), ())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self._assembly().data == other._assembly().data

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<postiche.Scenario {self._assembly().data['scenario']}>"

    # Its sections.

    @property
    def smtp(self) -> Section:
        """How the SMTP server differs from the honest one: `smtp.on("RCPT").reply(550, "No")`."""
        return self._section("smtp")

    @property
    def lmtp(self) -> Section:
        """How the LMTP server differs (RFC 2033)."""
        return self._section("lmtp")

    @property
    def pop3(self) -> Section:
        """How the POP3 server differs: `pop3.on("DELE").reply("-ERR No")` (RFC 1939)."""
        return self._section("pop3")

    @property
    def imap(self) -> Section:
        """How the IMAP server differs: `imap.on("SELECT").reply("NO", "In use")` (RFC 9051)."""
        return self._section("imap")

    def having(self: Self, keys: Mapping[str, object] | None = None, **more: object) -> Self:
        """Any keys of the section, rule or scenario at hand, as the language has them."""
        return self._put_all(self._focus, keys_of(keys, words(more)))

    def parameters(self: Self, values: Mapping[str, object] | None = None, **more: object) -> Self:
        """Parameters: `{name}` in any text, and a keyword of `serve` and `run`."""
        return self._top("with", keys_of(values, more))

    def matrix(self: Self, values: Mapping[str, object] | None = None, **more: object) -> Self:
        """Parameters with several values each; `postiche.cases` has the combinations."""
        return self._top("matrix", keys_of(values, more))

    def use(self: Self, name: str, **parameters: object) -> Self:
        """Takes up another scenario: its rules are asked behind these."""
        item = {"scenario": name, "with": parameters} if parameters else name
        return self._append(("use",), item)

    def listen(self: Self, *services: str) -> Self:
        """What it listens as: "smtp", "submissions", "imap" and so on."""
        return self._top("services", list(services))

    def account(
        self: Self,
        user: str,
        *,
        password: str | None = None,
        quota: str | int | None = None,
        aliases: Words | None = None,
        mechanisms: Words | None = None,
        mailboxes: Mapping[str, object] | None = None,
        **more: object,
    ) -> Self:
        """Somebody who has a mailbox; once there is one, nobody else has. `quota` in octets."""
        keys = {"password": password, "quota": quota, "aliases": aliases, "mechanisms": mechanisms}
        who = text(user, "a user's name")
        return self._top("accounts", {who: words({**keys, "mailboxes": mailboxes, **more})})

    def accounts(self: Self, *users: str) -> Self:
        """Several of whom nothing else is known: any password is theirs."""
        return self._top("accounts", {text(user, "a user's name"): {} for user in users})

    def clock(
        self: Self, *, start: datetime | str | None = None, speed: float | None = None
    ) -> Self:
        """The virtual clock: a moment, and virtual seconds for each real one."""
        return self._top("clock", words({"start": start, "speed": speed}))

    def limits(self: Self, **limits: object) -> Self:
        """How much the honest server bears: `limits(recipients=5, idle="30s")`."""
        return self._top("limits", words(limits))

    def tls(self: Self, **keys: object) -> Self:
        """How TLS differs from a good server's: `tls(certificate="expired")`."""
        return self._top("tls", words(keys))

    def memory(self: Self, name: str, *, key: Words, **more: object) -> Self:
        """A tally that several rules have in common."""
        tally = text(name, "a tally's name")
        return self._top("memory", {tally: words({"key": key, **more})})

    def finish(
        self: Self,
        *,
        messages: int | None = None,
        sessions: int | None = None,
        time: Time | None = None,
    ) -> Self:
        """When a run is over; `time` is of the virtual clock."""
        return self._top(
            "finish", words({"messages": messages, "sessions": sessions, "time": time})
        )

    def checks(self: Self, checks: Mapping[str, object]) -> Self:
        """What is to be done with requirements of the catalogue, by their ids."""
        return self._top("checks", checks)

    def phase(self, name: str, *, until: str | None = None) -> Scenario:
        """One more part of the play; the sections that follow are those of this phase."""
        return self._part("phases", words({"name": name, "until": until}))

    def route(self, name: str, *, to: str | None = None, **more: object) -> Scenario:
        """Connections that meet `if_` play `to`, or the sections that follow."""
        return self._part("route", words({"name": name, "to": to, **more}))

    def expect(
        self: Self,
        id: str,
        *,
        must: object = None,
        should: object = None,
        may: object = None,
        info: object = None,
        says: str | None = None,
        arises: object = None,
        **more: object,
    ) -> Self:
        """What a client is expected to do: one level, with a form such as `{"seen": "message"}`."""
        levels = {"must": must, "should": should, "may": may, "info": info}
        keys = {"id": id, "arises": arises, **levels, "says": says, **more}
        return self._append(("expect",), words(keys))

    # How it is made. Whatever the focus, what is said of the whole scenario keeps it.

    def _assembly(self) -> Assembly:
        return Assembly(self._entries)

    def _with(self: Self, *entries: Entry) -> Self:
        made = object.__new__(type(self))
        made._entries = (*self._entries, *entries)
        made._base, made._focus = self._base, self._focus
        return made

    def _at(self, kind: type[Self], base: Path, focus: Path) -> Self:
        made = object.__new__(kind)
        made._entries, made._base, made._focus = self._entries, base, focus
        return made

    def _top(self: Self, key: str, value: object) -> Self:
        return self._with(Put((key,), value, caller()))

    def _put_all(self: Self, path: Path, keys: Mapping[str, object]) -> Self:
        here = caller()
        return self._with(*(Put((*path, key), value, here) for key, value in keys.items()))

    def _append(self: Self, path: Path, item: object) -> Self:
        return self._with(Append(path, item, caller()))

    def _part(self, key: str, item: object) -> Scenario:
        with_it = self._append((key,), item)
        part = (key, length(with_it._entries, (key,)) - 1)
        return with_it._at(Scenario, part, part)

    def _section(self, name: str) -> Section:
        from .rule import Section

        path = (*self._base, name)
        return self._at(Section, self._base, path)

    def _source(self) -> tuple[str, list[Caller]]:
        """The text that is loaded, and for each of its lines who said it."""
        from .yaml import to_lines

        assembly = self._assembly()
        lines = to_lines(self.to_dict(), 0)
        text = "".join(line + "\n" for line, _ in lines)
        return text, [_who_said(path, assembly.places) for _, path in lines]


def _who_said(path: Path, places: Places) -> Caller:
    while path and path not in places:
        path = path[:-1]
    return places.get(path, Caller("<scenario>", 0))
