# SPDX-License-Identifier: MIT
"""What is written by mistake is told in one sentence that says what to write instead."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, Callable

import postiche
import pytest

# Mistakes are what types forbid.
given: Any = postiche
TIMES = " is no duration: write '250ms'"
Mistake = Callable[[Any], Any]


def idle(job: object) -> None:
    return None


def built(change: Mistake) -> Any:
    return given.serve(change(given.Scenario("my.own")))


@pytest.fixture(scope="module")
def server() -> Iterator[postiche.Server]:
    with postiche.serve("honest") as server:
        yield server


def told(mistake: Callable[[], Any]) -> str:
    with pytest.raises((TypeError, ValueError)) as error:
        mistake()
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("play", ["serve", "Conversation", "run", "sweep"])
@pytest.mark.parametrize(
    ("scenario", "keywords", "says"),
    [
        (5, {}, "5 is no scenario: a name, a path, YAML, a mapping or a postiche.Scenario"),
        (["honest"], {}, "['honest'] is no scenario"),
        ({"postiche": 1, "scenario": "x", "why": {1}}, {}, "a scenario has no place for set: {1}"),
        ("honest", {"parameters": "a=1"}, "parameters maps names: write {'delay': '10s'}, not 'a"),
        ("honest", {"parameters": {1: "1s"}}, "parameters maps names: "),
        (
            "greylisting",
            {"delay": None},
            "the parameter 'delay' is a text, a number, a yes or no, or a timedelta, not",
        ),
    ],
)
def test_what_is_no_scenario_and_no_parameter(
    play: str, scenario: Any, keywords: Any, says: str
) -> None:
    client = [idle] if play in ("run", "sweep") else []
    assert says in told(lambda: getattr(given, play)(scenario, *client, **keywords))


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: given.serve("honest", listen=5), "write ['smtp'], not 5"),
        (lambda: given.serve("honest", record=5), "record is a text or a path, not 5"),
        (lambda: given.Conversation("honest").open(5), "a service is a text, not 5"),
        (lambda: given.Conversation("honest").open().say(5), "unless it is octets, is a text"),
        (lambda: given.Conversation("honest").clock.advance(None), f"None{TIMES}"),
        (lambda: given.Conversation("honest").clock.advance(float("nan")), "nan is no duration"),
        (lambda: given.Conversation("honest").clock.advance(1e30), "1e+30 is too long"),
        (lambda: given.faults(["smtp"]), "['smtp'] is no service"),
        (lambda: given.faults("smtp", transcript=5), "transcript is a text or a path, not 5"),
        (lambda: given.faults("smtp", scenario=5), "scenario is a text, not 5"),
        (lambda: given.faults("smtp", stall=[1]), f"[1]{TIMES}"),
    ],
)
def test_what_cannot_be_started(mistake: Callable[[], Any], says: str) -> None:
    assert says in told(mistake)


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: given.run("honest", 5), "a client is a list of words or a function of a job, not"),
        (lambda: given.run("honest", None), "a function of a job, not None"),
        (lambda: given.run("honest", [5]), "each word of a client is a text or a path, not 5"),
        (lambda: given.run("honest", idle, case="x"), "case maps names: write {'code': '451'}, no"),
        (
            lambda: given.run("drop-at-each-command", idle, case="at=RCPT"),
            "case maps names: write {'at': 'connect', 'how': 'fin'}, not 'at=RCPT'",
        ),
        (lambda: given.run("honest", idle, timeout=[1]), f"[1]{TIMES}"),
        (lambda: given.run("honest", idle, message=5), "message is a text or a path, not 5"),
        (lambda: given.run("honest", idle, record=5), "record is a text or a path, not 5"),
        (lambda: given.conform(5, idle), "protocol is a text, not 5"),
        (
            lambda: given.conform("smtp", idle, only=5),
            "only is a list of words: write ['one'], not",
        ),
        (lambda: given.conform("smtp", idle, only=[5]), "each word of only is a text, not 5"),
        (lambda: given.sweep("honest", idle, save=5), "save is a text or a path, not 5"),
        (lambda: given.judge(5), "a transcript, where it is not server.transcript, is a text or a"),
    ],
)
def test_what_cannot_be_judged(mistake: Callable[[], Any], says: str) -> None:
    assert says in told(mistake)


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda server: server.wait_for(messages="1"), "messages='1' is no count"),
        (lambda server: server.wait_for(sessions=-1), "sessions=-1 is no count"),
        (lambda server: server.wait_for(messages=1, timeout=None), f"None{TIMES}"),
        (lambda server: server.deliver(None, "x"), "an account's name is a text, not None"),
        (lambda server: server.deliver("ann", "x", 5), "a mailbox's name is a text, not 5"),
        (lambda server: server.deliver("ann", "x", flags=5), r"write ['\\Seen']"),
        (lambda server: server.deliver("ann", "x", flags=[5]), "a flag is a text, not 5"),
        (
            lambda server: server.deliver("ann", "x", received_at=datetime.date(2026, 1, 1)),
            "datetime.date(2026, 1, 1) is no moment: write a datetime",
        ),
        (lambda server: server.mailbox(5), "an account's name is a text, not 5"),
        (lambda server: server.mailbox("ann", 5), "a mailbox's name is a text, not 5"),
        (lambda server: server.arm(5), "a route's name is a text, not 5"),
        (lambda server: server.outage(5), "an outage is a text, not 5"),
        (lambda server: server.client_pem(5), "the client's name is a text, not 5"),
        (lambda server: server.findings(role=5), "role is a text, not 5"),
        (lambda server: server.check(given="a letter"), "given is the letter's octets, not 'a let"),
    ],
)
def test_what_a_server_cannot_be_asked(
    server: postiche.Server, mistake: Mistake, says: str
) -> None:
    assert says in told(lambda: mistake(server))
    assert server.accounts == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda one: one.having("x"), "'x' has no keys: write {'key': value}, or key=value"),
        (lambda one: one.parameters(5), "5 has no keys"),
        (lambda one: one.accounts(["ann"]), "a user's name is a text, not ['ann']"),
        (lambda one: one.account(["ann"]), "a user's name is a text, not ['ann']"),
        (lambda one: one.memory(["x"], key="client"), "a tally's name is a text, not ['x']"),
        (lambda one: one.having(smtp=5).smtp.on("RCPT").close(), "'smtp' is no map, so nothing"),
        (lambda one: one.smtp.dialogues(["x"]), "a dialogue's name is a text, not ['x']"),
        (lambda one: one.smtp.on("RCPT").where("x"), "'x' has no keys"),
        (lambda one: one.smtp.on("RCPT").set(5), "5 has no keys"),
        (
            lambda one: one.smtp.on("RCPT").do(5),
            "a step is written 'honest' or {'close': 'fin'}, n",
        ),
        (lambda one: one.smtp.on("RCPT").do({}), "a step is written 'honest' or {'close': 'fin'}"),
        (lambda one: one.smtp.on("RCPT").wait(idle), "a scenario has no place for function"),
        (lambda one: one.smtp.on("RCPT").outage([]), "an outage is a text, not []"),
        (lambda one: one.smtp.on("RCPT").send(None, eol="lf"), "expected a text to send"),
    ],
)
def test_what_cannot_be_built(change: Mistake, says: str) -> None:
    assert says in told(lambda: built(change))


def test_octets_that_can_change_are_sent_with_a_line_end_too() -> None:
    client = postiche.Conversation(
        given.Scenario("my.own").smtp.on("NOOP").send(bytearray(b"250 \xff"), eol="crlf")
    ).open()
    assert client.say("NOOP") == "250 \udcff\r\n"
