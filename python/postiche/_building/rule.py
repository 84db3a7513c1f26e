# SPDX-License-Identifier: MIT
"""Sections and rules of a scenario that is built in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar, Union

from .._answering.events import Function
from .._arguments import text
from .._time import Time
from .builder import Scenario, Words
from .entries import Append, Path, Put, Step, caller, length
from .plain import keys_of, words

# The events that are met most; a verb is one too, and so is `{"quiet": "30s"}`.
EventName = Union[
    Literal["connect", "command", "message", "data", "close", "tls", "sasl", "garbage", "unknown"],
    Literal["EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT", "STARTTLS", "AUTH", "BDAT"],
    Literal["USER", "PASS", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE"],
    Literal["LOGIN", "SELECT", "FETCH", "STORE", "SEARCH", "APPEND", "IDLE", "idle", "literal"],
    str,
]
When = Union[EventName, "list[EventName]", "tuple[EventName, ...]", Mapping[str, object]]
Conditions = Mapping[str, object]
Here = TypeVar("Here", bound="Section")
This = TypeVar("This", bound="Rule")


class Section(Scenario):
    """How one of the servers differs: `Scenario("my.own").smtp` and so on."""

    def on(
        self,
        when: When,
        *,
        if_: Conditions | None = None,
        name: str | None = None,
        per: Words | None = None,
        times: int | None = None,
        after: int | None = None,
        every: int | None = None,
        for_: Time | None = None,
        from_: Time | None = None,
        over: str | None = None,
        chance: str | float | None = None,
        forget: Time | None = None,
        also: bool | None = None,
        **more: object,
    ) -> Rule:
        """A rule: when this comes, its steps are done. The first rule that holds speaks.

        `times` is how often, `after` how often not, `every` each so-manieth time, `for_` and
        `from_` how long after the first, each kept `per` client, recipient and so on. The steps
        follow: `on("RCPT").wait("2s").reply(451, "4.7.1", "Later")`.
        """
        here = caller()
        counts = {"per": per, "times": times, "after": after, "every": every}
        spans = {"for_": for_, "from_": from_, "over": over, "chance": chance, "forget": forget}
        keys = {"name": name, "when": when, "if_": if_, **counts, **spans, "also": also, **more}
        made = self._with(Append((*self._section_path(), "rules"), words(keys), here))
        return made._at(Rule, self._base, made._last_rule())

    def greeting(self: Here, *lines: str) -> Here:
        """What the server says first: "220 mx.example.com ESMTP"; several lines as they stand."""
        return self._say("greeting", lines[0] if len(lines) == 1 else list(lines))

    def offer(
        self: Here,
        *only: str,
        add: Words | None = None,
        remove: Words | None = None,
        hide: Words | None = None,
        **stages: object,
    ) -> Here:
        """What it says that it can do: nothing but `only`, or the honest offer with changes."""
        changes = words({"add": add, "remove": remove, "hide": hide, **stages})
        return self._say("offer", changes or list(only))

    def require(self: Here, what: Literal["nothing", "tls", "auth"]) -> Here:
        """What a client has to do before mail is taken, or before it is let in."""
        return self._say("require", what)

    def pace(self: Here, **keys: object) -> Here:
        """How all that is written is cut: `pace(bytes=1, every="100ms")`, `pace(rate="1KB/s")`."""
        return self._say("pace", words(keys))

    def dialogue(self: Here, *items: object, else_: str | None = None) -> Here:
        """The whole conversation: `dialogue({"S": "220 Hi"}, {"C": "EHLO *"}, ...)`."""
        lines = list(items)
        return self._say("dialogue", {"else": else_, "lines": lines} if else_ else lines)

    def dialogues(self: Here, name: str, *items: object) -> Here:
        """A dialogue that others and rules `play`."""
        return self._say("dialogues", {text(name, "a dialogue's name"): list(items)})

    def _say(self: Here, key: str, value: object) -> Here:
        return self._with(Put((*self._section_path(), key), value, caller()))

    def _section_path(self) -> Path:
        return self._focus[: len(self._base) + 1]

    def _last_rule(self) -> Path:
        path = (*self._section_path(), "rules")
        return (*path, length(self._entries, path) - 1)


class Rule(Section):
    """A rule, to which its steps are added in order; where none answers, the honest server does.

    Texts may name parameters, attributes and variables in braces: "No {recipient} here".
    `if_` makes a step depend on conditions.
    """

    def where(self: This, conditions: Conditions | None = None, **more: object) -> This:
        """Holds only if these do: `where(recipient="bob@*")`, `where({"client.ip": "10.*"})`."""
        return self._with(Put((*self._focus, "if"), keys_of(conditions, words(more)), caller()))

    def do(self: This, *steps: str | Mapping[str, object], **more: object) -> This:
        """Any steps, as the language has them: `do("honest", {"close": "fin"})`, `do(mark="x")`."""
        here = caller()
        written = [_written(one) for one in steps]
        written += [{key: value} for key, value in words(more).items()]
        return self._with(*(Step(self._focus, one, here) for one in written))

    def reply(
        self: This, *words: str | int, effect: bool | None = None, if_: Conditions | None = None
    ) -> This:
        """A reply: `reply(451, "4.7.1", "Later")`, `reply("NO", "[INUSE] Later")`.

        A positive one has the command's effect, unless `effect` says otherwise.
        """
        return self._reply(" ".join(map(str, words)), effect, if_)

    def reply_lines(
        self: This, *lines: str, effect: bool | None = None, if_: Conditions | None = None
    ) -> This:
        """A reply of several lines, as they stand: `reply_lines("250-one", "250 two")`."""
        return self._reply(list(lines), effect, if_)

    def send(
        self: This, what: bytes | str, *, if_: Conditions | None = None, **more: object
    ) -> This:
        """Exactly these bytes, instead of a reply: `send(b"220 no line end")`."""
        if not more:
            return self._step("send", what, if_)
        octets = {"hex": what.hex()} if isinstance(what, (bytes, bytearray)) else {"text": what}
        return self._step("send", {**octets, **words(more)}, if_)

    def wait(self: This, time: Time | Mapping[str, object], if_: Conditions | None = None) -> This:
        """Waits before what comes next: seconds, "2s", a timedelta or "forever"."""
        return self._step("wait", time, if_)

    def pace(self: This, **keys: object) -> This:
        """From now on, cuts what is written: `pace(bytes=1, every="100ms")`."""
        return self._step("pace", words(keys), None)

    def close(
        self: This,
        how: Literal["fin", "rst", "half", "no-close-notify"] = "fin",
        if_: Conditions | None = None,
    ) -> This:
        """Ends the connection: orderly, with a reset, one way only, or without a word to TLS."""
        return self._step("close", how, if_)

    def silence(self: This, if_: Conditions | None = None) -> This:
        """Answers nothing, and nothing else does either."""
        return self._step("silence", True, if_)

    def discard(self: This, if_: Conditions | None = None) -> This:
        """Gives the honest positive reply and drops the message."""
        return self._step("discard", True, if_)

    def honest(self: This, if_: Conditions | None = None, **changes: object) -> This:
        """The honest answer; `before`, `after`, `change` and `only` say what differs."""
        return self._step("honest", words(changes) or True, if_)

    def set(self: This, values: Mapping[str, object] | None = None, **more: object) -> This:
        """Remembers texts: `set(who="{helo}")`, `set({"world.who": "{helo}"})`."""
        return self._step("set", keys_of(values, more), None)

    def state(self: This, name: str, if_: Conditions | None = None) -> This:
        """Names where this connection is now, for `state` in conditions."""
        return self._step("state", name, if_)

    def mark(self: This, text: str, if_: Conditions | None = None) -> This:
        """Names this moment in the transcript."""
        return self._step("mark", text, if_)

    def verdict(self: This, if_: Conditions | None = None, **keys: object) -> This:
        """Finds something out about the client: `verdict(fail="it insists", id="gives-up")`."""
        return self._step("verdict", words(keys), if_)

    def store(self: This, if_: Conditions | None = None, **changes: object) -> This:
        """Changes the store behind the client's back: `store(lock="bob@example.com")`."""
        return self._step("store", words(changes), if_)

    def bounce(self: This, if_: Conditions | None = None, **keys: object) -> This:
        """Sends the sender a report that its mail failed: `bounce(after="5m", status="5.1.1")`."""
        return self._step("bounce", words(keys), if_)

    def outage(
        self: This,
        kind: Literal["refuse", "reset", "stop"] = "refuse",
        time: Time = "forever",
        if_: Conditions | None = None,
    ) -> This:
        """Takes the whole server off the network, as `Server.outage` does."""
        return self._step("listen", {text(kind, "an outage"): time}, if_)

    def handshake(self: This, if_: Conditions | None = None, **keys: object) -> This:
        """Starts the handshake of TLS, or breaks it off: `handshake(certificate="expired")`."""
        return self._step("tls", words(keys) or "start", if_)

    def play(self: This, dialogue: str) -> This:
        """Goes on with a dialogue of `dialogues`."""
        return self._step("dialogue", dialogue, None)

    def call(self: This, function: Function | str, *, timeout: Time | None = None) -> This:
        """Asks a function what to do, or a web server by its url.

        It is given a `postiche.Event` and gives a reply (`"451 4.7.1 Later"`), a step
        (`{"close": "rst"}`), a list of steps, or None for the honest answer; it may be `async`.
        `timeout` is real time, 5 s without it.

        >>> import smtplib
        >>> import postiche
        >>> def only_bob(event: postiche.Event) -> postiche.Answer:
        ...     return None if event.recipient.startswith("bob@") else "550 5.1.1 Not Bob"
        >>> asking = postiche.Scenario("my.own").smtp.on("RCPT").call(only_bob)
        >>> with postiche.serve(asking) as server:
        ...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
        ...         everybody = ["bob@example.com", "eve@example.com"]
        ...         client.sendmail("ann@example.org", everybody, "Subject: Hi")
        {'eve@example.com': (550, b'5.1.1 Not Bob')}
        """
        asked = {"url": function} if isinstance(function, str) else {"python": function}
        if timeout is None and callable(function):
            return self._step("call", function, None)
        return self._step("call", words({**asked, "timeout": timeout}), None)

    def _reply(
        self: This, said: str | list[str], effect: bool | None, if_: Conditions | None
    ) -> This:
        value = said if effect is None else {"text": said, "effect": effect}
        return self._step("reply", value, if_)

    def _step(self: This, word: str, value: object, if_: Conditions | None) -> This:
        written = {word: value} if if_ is None else {word: value, "if": if_}
        return self._with(Step(self._focus, written, caller()))


def _written(step: str | Mapping[str, object]) -> Mapping[str, object]:
    if isinstance(step, str):
        return {step: True}
    if not isinstance(step, Mapping) or not step:
        raise TypeError(f"a step is written 'honest' or {{'close': 'fin'}}, not {step!r}")
    return step
