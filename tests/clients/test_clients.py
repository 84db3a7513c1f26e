# SPDX-License-Identifier: MIT
"""Real clients meet every scenario of the first shelf.

For each: what its user is told (exit status, or how smtplib ended), and what the transcript says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from running import Program, until
from senders import SENDERS, Letter

Status = object  # an exit status or an exception's name; a tuple of them where timing decides


@dataclass(frozen=True)
class Case:
    scenario: str
    told: dict[str, list[Status]]  # per client, one for each attempt to send
    delivered: tuple[str, ...]  # the clients whose letter arrived
    heard: list[int]  # reply codes that every client gets
    rule: str | None = None
    settings: tuple[str, ...] = ()
    letter: Letter = field(default_factory=Letter)
    failed: dict[str, tuple[str, ...]] = field(default_factory=dict)  # expectations not met


EVERYBODY = tuple(SENDERS)
NOBODY: tuple[str, ...] = ()
SENT: dict[str, list[Status]] = {"smtplib": ["sent"], "curl": [0], "swaks": [0], "msmtp": [0]}
FAST = ("--clock-speed", "60")
GIVEN_UP = ("came-back", "delivered-once")

# curl tells refusals with 55 (upload failed), 56 or 8; swaks 23 to 26 by command, 6 for a lost
# connection; msmtp by sysexits.h: 65 bad data, 69 not available, 74 input or output.
CASES = [
    Case("honest", SENT, EVERYBODY, [220, 250, 354]),
    Case(
        "greylisting",
        {"smtplib": ["SMTPRecipientsRefused"], "curl": [55], "swaks": [24], "msmtp": [69]},
        NOBODY,
        [220, 250, 451],
        rule="too early",
        failed=dict.fromkeys(EVERYBODY, GIVEN_UP),
    ),
    Case(
        "reject-recipient",
        # curl and msmtp send to all or nobody; the other two tell and send to the rest.
        {"smtplib": ["sent"], "curl": [55], "swaks": [0], "msmtp": [65]},
        ("smtplib", "swaks"),
        [220, 250, 550],
        rule="no such user",
        letter=Letter(to=("alice@example.com", "bob@example.com")),
    ),
    Case(
        "size-limit",
        {"smtplib": ["SMTPSenderRefused"], "curl": [55], "swaks": [26], "msmtp": [69]},
        NOBODY,
        [220, 250, 552],
        letter=Letter(size=30_000),
    ),
    Case(
        "size-limit-at-end-of-data",
        {"smtplib": ["SMTPDataError"], "curl": [8], "swaks": [26], "msmtp": [69]},
        NOBODY,
        [220, 250, 354, 552],
        rule="too large",
        letter=Letter(size=30_000),
    ),
    Case("helo-only", SENT, EVERYBODY, [220, 500, 250, 354], rule="never heard of it"),
    Case(
        "shutdown-421",
        {
            "smtplib": ["SMTPRecipientsRefused", "sent"],
            "curl": [55, 0],
            "swaks": [24, 0],
            "msmtp": [69, 0],
        },
        EVERYBODY,
        [220, 250, 421, 354],
        rule="shutting down",
    ),
    Case(
        "drop-mid-data",
        {
            "smtplib": ["SMTPServerDisconnected", "sent"],
            "curl": [(55, 56), 0],
            "swaks": [6, 0],
            "msmtp": [74, 0],
        },
        EVERYBODY,
        [220, 250, 354],
        rule="drop",
        letter=Letter(size=300_000),
    ),
    Case("slow-greeting", SENT, EVERYBODY, [220, 250, 354], rule="late", settings=FAST),
    Case(
        "temporary-failure-then-accept",
        {
            "smtplib": ["SMTPRecipientsRefused", "sent"],
            "curl": [55, 0],
            "swaks": [24, 0],
            "msmtp": [69, 0],
        },
        EVERYBODY,
        [220, 250, 451, 354],
        rule="not now",
    ),
    Case("accept-and-discard", SENT, EVERYBODY, [220, 250, 354], rule="black hole"),
    Case(
        "auth-required",
        {"smtplib": ["SMTPSenderRefused"], "curl": [55], "swaks": [23], "msmtp": [65]},
        NOBODY,
        [220, 250, 530],
    ),
    Case(
        "smtputf8-not-offered",
        # Only smtplib looks before it sends what the server has not offered.
        {"smtplib": ["SMTPNotSupportedError"], "curl": [55], "swaks": [23], "msmtp": [65]},
        NOBODY,
        [220, 250],
        letter=Letter(sender="\u0430\u043d\u043d\u0430@example.com"),
        failed=dict.fromkeys(("curl", "swaks", "msmtp"), ("ascii-commands",)),
    ),
    Case(
        "two-recipients",
        {"smtplib": ["sent"], "curl": [55], "swaks": [0], "msmtp": [65]},
        ("smtplib", "swaks"),
        [220, 250, 550],
        rule="no such user",
        letter=Letter(to=("alice@example.com", "theboss@example.com", "carol@example.com")),
    ),
]


@pytest.mark.parametrize("client", SENDERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.scenario)
def test_what_a_client_makes_of_it(
    case: Case, client: str, serve: Callable[..., Program], tmp_path: Path
) -> None:
    program = serve(case.scenario, *case.settings)
    for wanted in case.told[client]:
        ending = SENDERS[client](program.port, case.letter, tmp_path)
        among = wanted if isinstance(wanted, tuple) else (wanted,)
        assert ending.status in among, ending.told
    assert program.stop() == 0

    assert program.accepted() == (client in case.delivered)
    assert set(case.heard) <= set(program.codes())
    if case.rule:
        assert case.rule in program.rules()
    verdicts = program.verdicts()
    failed = tuple(name for name, outcome in verdicts.items() if outcome == "FAIL")
    assert failed == case.failed.get(client, ())
    attempts = len(case.told[client])
    assert len(program.events("open")) == attempts


@pytest.mark.parametrize("client", SENDERS)
def test_a_client_that_is_called_again_gets_through_greylisting(
    client: str, serve: Callable[..., Program], tmp_path: Path
) -> None:
    # Forty seconds of waiting pass in two thirds of one.
    program = serve("greylisting", "--set", "delay=40s", "--clock-speed", "60")
    attempts = 0

    def gets_through() -> bool:
        nonlocal attempts
        attempts += 1
        return SENDERS[client](program.port, Letter(), tmp_path).status in (0, "sent")

    until(gets_through, "the letter to get through")
    assert program.stop() == 0
    assert attempts >= 2
    assert program.accepted() == 1
    assert program.rules() == ["too early"] * (attempts - 1)
    verdicts = program.verdicts()
    assert (verdicts["came-back"], verdicts["delivered-once"]) == ("PASS", "PASS")


def test_a_late_greeting_is_waited_for(serve: Callable[..., Program], tmp_path: Path) -> None:
    program = serve("slow-greeting", "--set", "delay=30s", "--clock-speed", "60")
    assert SENDERS["curl"](program.port, Letter(), tmp_path).status == 0
    assert program.stop() == 0
    opened, greeted = program.events("open")[0], program.events("reply")[0]
    assert greeted["virtual"] - opened["virtual"] >= 30 * 10**9
    assert greeted["at"] - opened["at"] >= 0.5 * 10**9


def test_a_discarded_message_is_nowhere(tmp_path: Path, serve: Callable[..., Program]) -> None:
    program = serve("accept-and-discard")
    assert SENDERS["swaks"](program.port, Letter(), tmp_path).status == 0
    assert program.stop() == 0
    assert program.verdicts() == {"sent-once": "PASS"}
