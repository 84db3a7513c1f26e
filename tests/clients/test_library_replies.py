# SPDX-License-Identifier: MIT
"""The scenarios of replies and connections: bytes that are wrong, late, early or missing."""

from __future__ import annotations

import pytest
from library import CARELESS, CLIENTS, NEWER_CURL, SECURE, Case, meet

CURL, SWAKS, MSMTP = CLIENTS["curl"], CLIENTS["swaks"], CLIENTS["msmtp"]
SMTPLIB, AIOSMTPLIB = CLIENTS["smtplib"], CLIENTS["aiosmtplib"]
AGAIN = (*SMTPLIB, "--tries", "5", "--timeout", "1")
IMPATIENT = (*CURL, "--max-time", "1.5")
QUICK = ("--clock-speed", "200")
RIGHT = {"came-back": "PASS", "delivered-once": "PASS"}


CASES = [
    Case("codes-differ", CURL, {"came-to-an-end": "PASS"}, [0]),
    Case("long-reply", CURL, {"came-to-an-end": "PASS"}, [0 if NEWER_CURL else 56]),
    Case("long-reply", SMTPLIB, {"came-to-an-end": "PASS"}, [0]),
    Case("nul-in-reply", CURL, {"came-to-an-end": "PASS"}, [0]),
    Case("cr-cr-lf-replies", IMPATIENT, {"came-to-an-end": "PASS"}, [0, 28, 28, 0]),
    Case("bare-lf-replies", MSMTP, {"went-on-or-left": "PASS"}, [0]),
    Case("eight-bit-reply", CURL, {"sends-nothing": "PASS"}, [55] * 3),
    Case("empty-reply", CURL, {"sends-nothing-unasked": "PASS"}, [55] * 5, QUICK),
    Case("code-only-reply", CURL, {"understood": "PASS"}, [0, 0]),
    Case("over-long-reply-line", CURL, {"came-to-an-end": "PASS"}, [100 if NEWER_CURL else 0]),
    Case("over-long-reply-line", SMTPLIB, {"came-to-an-end": "PASS"}, [1]),
    Case("reply-bytewise", CURL, {"put-together": "PASS"}, [0], QUICK),
    Case("data-answered-250", CURL, {"no-content": "PASS", "told-so": "INFO"}, [55]),
    Case("endless-reply", CURL, {"sends-nothing": "PASS"}, [56]),
    Case("half-closed", CURL, {"noticed": "PASS"}, [55]),
    # An answer that came too early is taken for that to the next command: nobody can know better
    # but by looking whether something lies there before the command was sent.
    Case("unasked-reply", CURL, {"not-misled": "WARN"}, [55]),
    Case("reply-before-command", CURL, {"not-misled": "WARN"}, [0]),
    Case(
        "replies-out-of-order",
        (*SMTPLIB, "--to", "ann@example.com", "bob@example.com"),
        {"one-mail": "PASS"},
        [0],
    ),
    Case("early-354", CURL, {"not-misled": "WARN"}, [8]),
    # Half a line and the end of the connection: smtplib takes it for a reply, and the mail for
    # delivered.
    Case("no-line-end", SMTPLIB, {"came-back": "FAIL", "delivered-once": "FAIL"}, [0]),
    Case("no-line-end", CURL, {"came-back": "FAIL", "delivered-once": "FAIL"}, [56]),
    Case("no-line-end", (*AIOSMTPLIB, "--tries", "2"), RIGHT, [0]),
    Case("drop-at-each-command", AGAIN, {"delivered-once": "PASS"}, [0] * 7, ("--case", "how=fin")),
    Case("shutdown-421", AGAIN, RIGHT, [0]),
    Case("tarpit", CURL, {"waited": "PASS"}, [0], QUICK),
    Case("tarpit", IMPATIENT, {"waited": "WARN"}, [28], ("--clock-speed", "20")),
    Case("zero-window", CURL, {"waited": "PASS"}, [0], QUICK),
    Case("message-never-answered", AGAIN, {"came-back": "PASS"}, [0], ("--set", "waits=1s")),
    Case(
        "outage",
        (*AGAIN, "--pause", "0.2"),
        {"delivered-once": "PASS"},
        [0],
        ("--set", "away=300ms", "--case", "how=reset"),
    ),
    Case(
        "random-failures",
        (*SMTPLIB, "--tries", "30"),
        {"something-arrived": "PASS"},
        [0],
        ("--set", "share=20%", "--seed", "3"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.scenario}-{case.client[0][-6:]}")
def test_what_a_client_makes_of_a_reply(case: Case) -> None:
    met = meet(f"smtp/{case.scenario}", case.client, *case.flags)
    assert len(met.cases()) == len(case.statuses), met.told + met.complaints
    for verdicts in met.cases():
        assert case.verdicts.items() <= verdicts.items(), met.told + met.complaints
    assert met.statuses() == case.statuses, met.told + met.complaints


def test_a_code_alone_is_a_reply_though_not_for_everybody() -> None:
    for client in ((*SWAKS, "--timeout", "1"), MSMTP):
        bare, blank = meet("smtp/code-only-reply", client).cases()
        assert (bare["understood"], blank["understood"]) == ("FAIL", "PASS")


def test_goodbye_to_quit_does_no_harm_to_the_mail() -> None:
    quit_only = ("--case", "at=QUIT")
    for client, status in ((CURL, 0), (AIOSMTPLIB, 0), (SMTPLIB, 1)):
        # smtplib's `with` raises over the farewell, although the mail has been delivered.
        met = meet("smtp/goodbye-at-each-command", client, *quit_only)
        assert met.cases() == [{"delivered-once": "PASS"}]
        assert met.statuses() == [status]


def test_who_sends_again_what_was_delivered_is_found_out() -> None:
    again = (*SMTPLIB, "--tries", "2")
    met = meet("smtp/goodbye-at-each-command", again, "--case", "at=QUIT")
    assert met.cases() == [{"delivered-once": "FAIL"}]


def test_a_wrong_class_is_no_go_ahead() -> None:
    for client in (CURL, SMTPLIB):
        met = meet("smtp/wrong-class-reply", client, "--case", "reply=354 Go ahead")
        assert met.cases() == [{"sends-nothing": "PASS"}]


def test_silence_is_borne_only_for_a_while() -> None:
    met = meet("smtp/reply-withheld", IMPATIENT, "--case", "at=RCPT")
    assert met.cases() == [{"came-to-an-end": "PASS"}]
    met = meet("smtp/reply-withheld", CURL, "--case", "at=RCPT", "--set", "patience=50ms")
    assert met.cases()[0]["gave-up"] == "FAIL"


def test_commands_wait_for_their_turn_where_pipelining_is_not_offered() -> None:
    for client in (CURL, MSMTP):
        assert meet("smtp/pipelining-not-offered", client).cases() == [{"delivered": "PASS"}]
    careless = (*CARELESS, "{smtp.port}", "pipelines")
    (verdicts,) = meet("smtp/pipelining-not-offered", careless).cases()
    assert verdicts["one-by-one"] == "FAIL"


def test_old_answers_do_not_decide_what_is_used_inside_tls() -> None:
    met = meet("smtp/starttls-fewer-capabilities", SECURE["curl"])
    assert met.cases() == [{"asked-again": "PASS", "not-from-memory": "PASS"}]
