# SPDX-License-Identifier: MIT
"""The scenarios of logins: who does right passes, and who does wrong is found out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from library import CARELESS, CLIENTS, FAST, SECURE, meet

CURL = (*CLIENTS["curl"], "--user", "ann:pencil")
TLS_CURL = (*SECURE["curl"], "--user", "ann:pencil")
SWAKS = (*CLIENTS["swaks"], "-a", "-au", "ann", "-ap", "pencil")
SMTPLIB = (*CLIENTS["smtplib"], "--login", "ann:pencil")
TLS_SMTPLIB = (*SECURE["smtplib"], "--login", "ann:pencil")
ANSWERS = (*CARELESS, "{smtp.port}", "answers")
TOKEN = (*CLIENTS["curl"], "--user", "ann", "--oauth2-bearer", "old")
AGAIN = ("--tries", "3")


@dataclass(frozen=True)
class Case:
    scenario: str
    client: tuple[str, ...]
    verdicts: dict[str, str]  # of those that matter
    status: int = 0
    flags: tuple[str, ...] = ()


CASES = [
    Case("auth-required", CURL, {"takes-no-for-an-answer": "PASS"}),
    Case(
        "auth-required",
        (*CARELESS, "{smtp.port}", "insists"),
        {"takes-no-for-an-answer": "WARN"},
        1,
    ),
    Case("wrong-password", CURL, {"tried-once": "PASS", "sends-nothing": "PASS"}, 67),
    # smtplib sends the same password by each mechanism in turn: three failures for one.
    Case("wrong-password", SMTPLIB, {"tried-once": "WARN", "sends-nothing": "PASS"}, 1),
    Case("wrong-password", ANSWERS, {"sends-nothing": "FAIL"}),
    Case("password-transition", SMTPLIB, {"other-mechanism": "PASS", "not-again": "PASS"}),
    Case("password-transition", CURL, {"other-mechanism": "WARN", "not-again": "PASS"}, 67),
    Case("auth-temporary-failure", CURL, {"came-back": "FAIL", "delivered-once": "FAIL"}, 67),
    Case(
        "auth-temporary-failure",
        (*SMTPLIB, *AGAIN, "--pause", "0.3"),
        {"came-back": "PASS", "delivered-once": "PASS"},
        flags=("--set", "outage=10s", *FAST),
    ),
    Case("auth-third-try", SMTPLIB, {"logged-in": "PASS"}),
    Case("auth-third-try", CURL, {"logged-in": "WARN"}, 67),
    Case("account-locked", CURL, {"stops-in-time": "PASS"}, 55),
    Case(
        "account-locked",
        (*CLIENTS["smtplib"], "--login", "ann:pen", *AGAIN),
        {"stops-in-time": "WARN"},
        1,
    ),
    Case("mechanism-too-weak", CURL, {"strong-one": "PASS", "not-again": "PASS"}),
    Case(
        "mechanism-too-weak",
        (*CURL, "--login-options", "AUTH=PLAIN"),
        {"strong-one": "WARN", "not-again": "PASS"},
        67,
    ),
    Case(
        "application-password-required", CURL, {"tried-once": "PASS", "sends-nothing": "PASS"}, 67
    ),
    Case(
        "application-password-required",
        SMTPLIB,
        {"tried-once": "WARN", "showed-the-text": "INFO"},
        1,
    ),
    Case("encryption-required-for-auth", TLS_CURL, {"tried-once": "PASS", "inside-tls": "PASS"}),
    Case("encryption-required-for-auth", CURL, {"tried-once": "PASS", "inside-tls": "WARN"}, 67),
    Case("no-password-in-clear", TLS_CURL, {"no-password": "PASS", "no-login": "PASS"}),
    # Neither asks whether TLS is on before it sends a password.
    Case("no-password-in-clear", CURL, {"no-password": "FAIL", "no-login": "WARN"}),
    Case("no-password-in-clear", SMTPLIB, {"no-password": "FAIL", "no-login": "WARN"}),
    Case("sender-must-be-login", CURL, {"takes-no-for-an-answer": "PASS"}),
    Case(
        "sender-must-be-login",
        (*CLIENTS["curl"], "--user", "bob:pencil"),
        {"takes-no-for-an-answer": "PASS"},
        55,
    ),
    Case("broken-challenge", CURL, {"no-answer": "PASS", "came-to-an-end": "PASS"}, 67),
    # smtplib decodes what is no base64 without complaint, and answers it.
    Case("broken-challenge", SMTPLIB, {"no-answer": "FAIL"}, 1),
    Case("broken-challenge", SWAKS, {"no-answer": "FAIL"}),
    Case("drop-mid-auth", CURL, {"came-back": "FAIL", "delivered-once": "FAIL"}, 56),
    Case("drop-mid-auth", (*SMTPLIB, *AGAIN), {"came-back": "PASS", "delivered-once": "PASS"}),
    Case("auth-accepts-anything", CURL, {"server-was-checked": "PASS"}),
    Case("auth-cancelled", CURL, {"cancelled": "PASS"}, 67),
    Case("auth-cancelled", SMTPLIB, {"cancelled": "FAIL"}, 1),
    Case("auth-cancelled", ANSWERS, {"cancelled": "FAIL"}, 1),
    Case("oauth-token-expired", TOKEN, {"tried-once": "PASS", "sends-nothing": "PASS"}, 67),
    Case("ntlm", (*CURL, "--login-options", "AUTH=NTLM"), {"spoke-ntlm": "PASS"}),
    Case("ntlm", SMTPLIB, {"spoke-ntlm": "WARN"}, 1),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.scenario}-{case.client[0][-6:]}")
def test_what_a_client_makes_of_a_login(case: Case) -> None:
    met = meet(f"smtp/{case.scenario}", case.client, *case.flags)
    (verdicts,) = met.cases()
    assert case.verdicts.items() <= verdicts.items(), met.told + met.complaints
    assert met.statuses() == [case.status], met.told + met.complaints


def test_the_wrong_sender_is_refused_and_the_right_one_is_not() -> None:
    refused = (*CLIENTS["curl"], "--user", "bob:pencil")
    assert "0 messages accepted" in meet("smtp/sender-must-be-login", refused).told
    assert "1 message accepted" in meet("smtp/sender-must-be-login", CURL).told


@pytest.mark.parametrize("client", ["curl", "smtplib"])
def test_no_challenge_is_too_odd(client: str) -> None:
    login = CURL if client == "curl" else SMTPLIB
    met = meet("smtp/altered-challenge", login)
    assert met.status == 0, met.told + met.complaints
    assert len(met.cases()) == 6
    assert 0 not in met.statuses()


def test_a_locked_account_stays_locked_for_the_right_password() -> None:
    wrong = ("--login", "ann:pen", "--tries", "2")
    script = " ".join([*CLIENTS["smtplib"], *wrong]) + "; " + " ".join(CURL) + " -v"
    met = meet("smtp/account-locked", ("sh", "-c", script))
    assert met.complaints.count("Too many failed logins, ann is locked for 15m") == 2
    assert met.statuses() == [67]
