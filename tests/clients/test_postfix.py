# SPDX-License-Identifier: MIT
"""Postfix queues a letter, is told to come back, and does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from postfix import Postfix
from running import Program, until

LETTER = "From: ann@example.com\nTo: bob@example.com\nSubject: Hi\n\nHi!\n"


@pytest.fixture
def postfix() -> Iterator[Callable[[int], Postfix]]:
    started: list[Postfix] = []

    def start(relay_port: int) -> Postfix:
        started.append(Postfix(relay_port))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def deliver(mta: Postfix, program: Program) -> None:
    mta.send("ann@example.com", "bob@example.com", LETTER)
    until(lambda: "status=sent" in mta.log or "status=bounced" in mta.log, "the delivery")
    assert program.stop() == 0
    assert "status=bounced" not in mta.log, mta.log
    assert mta.log.count("status=sent") == 1


def test_postfix_comes_back_after_greylisting(
    serve: Callable[..., Program], postfix: Callable[[int], Postfix]
) -> None:
    program = serve("greylisting", "--set", "delay=1s")
    mta = postfix(program.port)
    deliver(mta, program)
    assert "status=deferred" in mta.log
    assert "said: 451 4.7.1 Greylisted" in mta.log
    assert set(program.rules()) == {"too early"}
    assert program.accepted() == 1
    assert program.verdicts() == {
        "came-back": "PASS",
        "no-hammering": "PASS",
        "delivered-once": "PASS",
    }


@pytest.mark.parametrize("how", ["rst", "fin"])
def test_postfix_sends_all_again_when_the_connection_breaks(
    how: str, serve: Callable[..., Program], postfix: Callable[[int], Postfix]
) -> None:
    program = serve("drop-mid-data", "--set", f"how={how}", "--set", "bytes=20")
    mta = postfix(program.port)
    deliver(mta, program)
    assert "status=deferred" in mta.log
    assert program.accepted() == 1
    assert program.verdicts() == {"came-back": "PASS", "delivered-once": "PASS"}


def test_postfix_falls_back_to_helo(
    serve: Callable[..., Program], postfix: Callable[[int], Postfix]
) -> None:
    program = serve("helo-only")
    deliver(postfix(program.port), program)
    assert program.verdicts() == {"falls-back": "PASS", "no-parameters": "PASS"}


def test_postfix_returns_what_is_refused_for_good(
    serve: Callable[..., Program], postfix: Callable[[int], Postfix]
) -> None:
    program = serve("two-recipients")
    mta = postfix(program.port)
    # The report goes to the sender, who is known to this server.
    mta.send("alice@example.com", "bob@example.com", LETTER)
    until(lambda: "status=sent" in mta.log, "the report to the sender")
    assert program.stop() == 0
    assert mta.log.count("status=bounced") == 1
    assert "said: 550 5.1.1 No such user here" in mta.log
    assert program.accepted() == 1
    assert b"MAIL FROM:<>" in b"".join(program.commands())
