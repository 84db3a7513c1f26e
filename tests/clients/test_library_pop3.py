# SPDX-License-Identifier: MIT
"""The shelves `pop3/` and `whole/`: who fetches with care passes, who does not is found out."""

from __future__ import annotations

import pytest
from library import (
    CARELESS_FETCHER,
    CLIENTS,
    FETCHER,
    FETCHMAIL,
    POP3_CURL,
    READER,
    SECURE_POP3_CURL,
    SUBMIT,
    Reading,
    check_reading,
    meet,
    name_of,
    shell,
)

SECURE_FETCHER = (*FETCHER, "--ca", "{ca}")
TWICE = (*FETCHER, "--sessions", "2")
KEEPS = (*TWICE, "--keep")
AGAIN = (*FETCHER, "--tries", "5")
IMPATIENT = (*AGAIN, "--timeout", "0.4")
QUICK = ("--clock-speed", "60")


def careless(*habits: str) -> tuple[str, ...]:
    return (*CARELESS_FETCHER, *habits)


CASES = [
    Reading("maildrop", FETCHER, {}),
    # --- what comes is not what it should be ---
    Reading("no-final-dot", IMPATIENT, {"not-deleted": "PASS"}),
    Reading("no-final-dot", careless("halves", "two"), {"not-deleted": "FAIL"}),
    Reading("listing-without-end", IMPATIENT, {"not-believed": "PASS", "came": "PASS"}),
    Reading(
        "listing-without-end",
        careless("halves"),
        {"not-believed": "FAIL"},
        flags=("--case", "at=LIST"),
    ),
    Reading("dots-not-stuffed", FETCHER, {"stops": "PASS", "not-deleted": "PASS"}, 1),
    Reading("dots-not-stuffed", careless(), {"not-deleted": "WARN"}),
    Reading("sizes-do-not-match", FETCHER, {"read-to-the-dot": "PASS", "fetched-once": "PASS"}),
    Reading(
        "sizes-do-not-match",
        careless("counts"),
        {"read-to-the-dot": "FAIL"},
        1,
        ("--case", "at=RETR", "--case", "said=1000000"),
    ),
    Reading("line-feeds-only", FETCHER, {"went-on-or-left": "PASS"}),
    Reading("over-long-greeting", FETCHER, {"went-on-or-left": "PASS"}),
    Reading("long-line-in-message", FETCHER, {"went-on": "PASS"}),
    Reading("long-line-in-message", careless("ascii"), {"went-on": "FAIL"}, 1),
    Reading("eight-bit-in-replies", FETCHER, {"went-on": "PASS"}),
    Reading("eight-bit-in-replies", careless("ascii"), {"went-on": "WARN"}, 1),
    Reading("slow-retrieval", FETCHER, {"waited": "PASS"}, flags=QUICK),
    Reading("slow-retrieval", careless(), {"waited": "WARN"}, 1, ("--set", "pause=5s")),
    # --- what goes and what stays ---
    Reading("drop-mid-retrieval", AGAIN, {"came-whole": "PASS", "not-deleted": "PASS"}),
    Reading("drop-mid-retrieval", careless("halves", "two"), {"not-deleted": "FAIL"}),
    Reading("drop-before-quit", AGAIN, {"deleted-again": "PASS", "fetched-once": "PASS"}),
    Reading("drop-before-quit", careless("forgets"), {"deleted-again": "FAIL"}),
    Reading("quit-refused", AGAIN, {"deleted-again": "PASS", "fetched-once": "PASS"}),
    Reading("quit-refused", careless("forgets"), {"deleted-again": "FAIL"}),
    Reading("deletion-refused", TWICE, {"all-came": "PASS", "fetched-once": "PASS"}),
    Reading("deletion-refused", careless("two"), {"all-came": "PASS", "fetched-once": "WARN"}),
    Reading("message-vanishes", FETCHER, {"went-on": "PASS", "not-deleted": "PASS"}),
    Reading("message-vanishes", careless("stops"), {"went-on": "FAIL"}, 1),
    Reading("message-not-to-be-had", FETCHER, {"went-on": "PASS", "not-deleted": "PASS"}),
    Reading("message-not-to-be-had", careless("deletes"), {"not-deleted": "FAIL"}),
    Reading("expire-zero", FETCHER, {"all-came": "PASS"}),
    Reading("expire-zero", POP3_CURL, {"all-came": "FAIL"}),
    # --- names ---
    Reading("uidl-changes", KEEPS, {"asked-again": "PASS", "nothing-unseen": "PASS"}),
    Reading("uidl-changes", careless("numbers", "two"), {"asked-again": "FAIL"}),
    Reading("uidl-shared", FETCHER, {"first-came": "PASS", "second-came": "PASS"}),
    Reading("uidl-shared", careless("once"), {"first-came": "PASS", "second-came": "FAIL"}),
    Reading("numbers-move", KEEPS, {"new-one-came": "PASS"}),
    Reading("numbers-move", careless("numbers", "two"), {"new-one-came": "FAIL"}),
    Reading(
        "ten-thousand-messages",
        careless("singly"),
        {"names-at-once": "WARN"},
        flags=("--set", "messages=1000"),
    ),
    Reading(
        "ten-thousand-messages",
        FETCHER,
        {"lists-at-once": "PASS", "names-at-once": "PASS", "came-to-an-end": "PASS"},
        flags=("--set", "messages=1000"),
    ),
    Reading("empty-maildrop", FETCHER, {"nothing-asked": "PASS", "took-its-leave": "PASS"}),
    Reading("empty-maildrop", POP3_CURL, {"nothing-asked": "FAIL"}, None),
    # --- what is offered ---
    Reading("uidl-not-offered", FETCHER, {"asked-once": "PASS", "came": "PASS"}),
    Reading("uidl-not-offered", careless("singly"), {"asked-once": "WARN"}),
    Reading("top-not-offered", FETCHER, {"asked-once": "PASS", "came": "PASS"}),
    Reading("top-not-offered", careless("insists"), {"asked-once": "WARN"}),
    Reading("no-capa", FETCHER, {"came": "PASS", "asked-once": "PASS"}),
    Reading("no-capa", POP3_CURL, {"came": "PASS", "asked-once": "PASS"}),
    Reading("offered-and-refused", FETCHER, {"learns": "PASS"}, flags=("--case", "lie=UIDL")),
    Reading(
        "offered-and-refused",
        careless("insists"),
        {"learns": "WARN"},
        flags=("--case", "lie=TOP"),
    ),
    Reading("commands-one-by-one", FETCHER, {"came": "PASS"}),
    Reading("commands-one-by-one", careless("pipelines"), {"one-by-one": "FAIL"}, 1),
    Reading("utf8-required", FETCHER, {"said-utf8": "PASS", "not-deleted": "PASS"}),
    Reading("utf8-required", careless("deletes"), {"said-utf8": "WARN", "not-deleted": "FAIL"}),
    # --- who is let in ---
    Reading("greeting-refused", FETCHER, {"no-login": "PASS"}, 1),
    Reading("greeting-refused", careless("blind"), {"no-login": "FAIL"}),
    Reading(
        "maildrop-in-use",
        (*AGAIN, "--pause", "0.3"),
        {"came-back": "PASS", "no-hammering": "PASS"},
        flags=QUICK,
    ),
    Reading("maildrop-in-use", careless("two"), {"came-back": "FAIL", "no-hammering": "WARN"}),
    Reading(
        "login-too-soon",
        (*TWICE, "--pause", "0.7"),
        {"heeds-the-delay": "PASS"},
        flags=("--clock-speed", "100"),
    ),
    Reading("login-too-soon", careless("two"), {"heeds-the-delay": "WARN"}),
    Reading(
        "system-down-for-a-while",
        (*AGAIN, "--pause", "0.4"),
        {"came-back": "PASS", "no-hammering": "PASS"},
        flags=("--set", "outage=30s", *QUICK),
    ),
    Reading(
        "system-down-for-a-while",
        careless("two"),
        {"came-back": "FAIL", "no-hammering": "WARN"},
    ),
    Reading("system-down-for-good", AGAIN, {"tried-once": "PASS", "told-its-user": "PASS"}, 1),
    Reading("system-down-for-good", careless("insists"), {"tried-once": "WARN"}),
    Reading("password-changed", (*TWICE, "--tries", "5"), {"tried-once": "PASS"}, 1),
    Reading("password-changed", careless("two", "insists"), {"tried-once": "WARN"}),
    Reading("app-password-demanded", AGAIN, {"tried-once": "PASS", "showed-the-text": "INFO"}, 1),
    Reading("app-password-demanded", careless("insists"), {"tried-once": "WARN"}),
    Reading("user-refused", POP3_CURL, {"used-auth": "PASS", "no-password": "PASS"}),
    Reading("user-refused", careless(), {"used-auth": "WARN", "no-password": "FAIL"}),
    Reading(
        "strong-login-refused",
        FETCHER,
        {"no-password": "PASS", "no-weak-mechanism": "PASS"},
        1,
    ),
    Reading("strong-login-refused", careless("steps-down"), {"no-password": "FAIL"}),
    Reading("apop-only", FETCHER, {"used-apop": "PASS", "no-password": "PASS"}),
    Reading("apop-only", careless(), {"used-apop": "WARN", "no-password": "FAIL"}),
    Reading("apop-forged-challenge", FETCHER, {"not-answered": "PASS"}, 1),
    Reading("apop-forged-challenge", careless("trusting"), {"not-answered": "FAIL"}),
    # --- lines that break ---
    Reading("gone-at-each-command", AGAIN, {"all-came": "PASS", "took-its-leave": "PASS"}),
    Reading(
        "gone-at-each-command",
        careless(),
        {"all-came": "FAIL"},
        1,
        ("--case", "at=USER"),
    ),
    Reading(
        "never-answered",
        (*FETCHER, "--timeout", "0.4"),
        {"came-to-an-end": "PASS"},
        1,
        ("--case", "at=RETR"),
    ),
    Reading(
        "never-answered",
        careless("waits"),
        {"came-to-an-end": "WARN", "gave-up": "FAIL"},
        1,
        ("--case", "at=RETR", "--clock-speed", "10000"),
    ),
    # --- TLS ---
    Reading("stls-not-offered", SECURE_FETCHER, {"no-login-in-clear": "PASS"}, 1),
    Reading("stls-not-offered", careless("falls-back"), {"no-login-in-clear": "FAIL"}),
    Reading("stls-refused", SECURE_FETCHER, {"no-login-in-clear": "PASS"}, 1),
    Reading("stls-refused", careless("falls-back"), {"no-login-in-clear": "FAIL"}),
    Reading(
        "stls-hangs",
        (*SECURE_FETCHER, "--timeout", "0.4"),
        {"no-login-in-clear": "PASS"},
        1,
    ),
    Reading(
        "stls-hangs", (*SECURE_POP3_CURL, "--max-time", "0.5"), {"no-login-in-clear": "PASS"}, 28
    ),
    Reading(
        "stls-response-injection",
        (*SECURE_FETCHER, "--timeout", "1"),
        {"not-believed": "PASS", "no-login-in-clear": "PASS"},
        1,
    ),
    Reading("stls-response-injection", careless("keeps"), {"not-believed": "FAIL"}, 1),
    Reading("stls-said-ahead", SECURE_FETCHER, {"no-login-in-clear": "PASS"}),
    Reading("stls-said-ahead", careless("hurries"), {"silent-until-answered": "FAIL"}, 1),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_a_client_makes_of_a_maildrop(case: Reading) -> None:
    check_reading("pop3", case)


def test_a_careful_client_passes_the_whole_shelf_where_nothing_is_refused() -> None:
    for scenario in ("line-feeds-only", "eight-bit-in-replies", "sizes-do-not-match"):
        met = meet(f"pop3/{scenario}", FETCHER)
        assert met.status == 0, met.told + met.complaints


@pytest.mark.parametrize("scenario", ["maildrop", "no-capa", "user-refused", "top-not-offered"])
def test_curl_reads_the_first_message(scenario: str) -> None:
    met = meet(f"pop3/{scenario}", (*POP3_CURL, "-o", "/dev/null"))
    assert (met.status, met.statuses()) == (0, [0]), met.told + met.complaints


# What it says at the end, and what it makes of a maildrop.
FETCHMAIL_MEETS = {
    "maildrop": (0, {}),
    "no-final-dot": (2, {"not-deleted": "PASS"}),
    "dots-not-stuffed": (4, {"stops": "PASS", "not-deleted": "WARN"}),
    "sizes-do-not-match": (0, {"read-to-the-dot": "PASS", "fetched-once": "PASS"}),
    "message-vanishes": (0, {"went-on": "PASS", "not-deleted": "PASS"}),
    "message-not-to-be-had": (0, {"went-on": "PASS", "not-deleted": "PASS"}),
    "uidl-shared": (0, {"first-came": "PASS", "second-came": "PASS"}),
    "expire-zero": (0, {"all-came": "PASS"}),
    "empty-maildrop": (1, {"nothing-asked": "PASS", "took-its-leave": "PASS"}),
    "user-refused": (0, {"used-auth": "PASS", "no-password": "PASS"}),
    "greeting-refused": (3, {"no-login": "PASS"}),
    "system-down-for-good": (3, {"told-its-user": "PASS"}),
}


@pytest.mark.parametrize("scenario", FETCHMAIL_MEETS)
def test_what_fetchmail_makes_of_a_maildrop(scenario: str) -> None:
    status, wanted = FETCHMAIL_MEETS[scenario]
    met = meet(f"pop3/{scenario}", FETCHMAIL, "--clock-speed", "20")
    for verdicts in met.cases():
        assert wanted.items() <= verdicts.items(), met.told + met.complaints
    assert set(met.statuses()) == {status}, met.told + met.complaints


def test_what_was_sent_is_fetched() -> None:
    story = shell((*SUBMIT, "--user", "ann:pencil", "--mail-rcpt", "ann@example.com"), AGAIN)
    met = meet("whole/sent-and-fetched", (*story[:-1], f"{story[-1]} --pause 0.3"), *QUICK)
    assert met.status == 0, met.told + met.complaints
    assert met.cases() == [{"sent-once": "PASS", "fetched": "PASS", "fetched-once": "PASS"}]


def test_the_password_for_applications_opens_all_doors() -> None:
    curl = (*SUBMIT, "--mail-rcpt", "ann@example.com", "--user")
    doors = (curl, READER[:-1], FETCHER[:-1])
    logins = ("ann:pencil", "ann:abcdefghijklmnop")
    story = shell(*((*door, login) for login in logins for door in doors))
    met = meet("whole/application-password", story)
    assert met.status == 0, met.told + met.complaints
    assert set(met.cases()[0].values()) == {"PASS"}, met.told
    assert "Application-specific password required" in met.told + met.complaints
    (verdicts,) = meet("whole/application-password", careless("insists")).cases()
    assert verdicts["asks-once"] == "WARN"


def test_a_report_is_found_in_the_senders_maildrop() -> None:
    story = shell(CLIENTS["curl"], (*TWICE, "--pause", "1.5"))
    met = meet("whole/bounce-found", story, *QUICK)
    assert met.cases() == [{"sent-once": "PASS", "report-found": "PASS"}], met.told
    met = meet("whole/bounce-found", shell(CLIENTS["curl"], FETCHER))
    assert met.cases() == [{"sent-once": "PASS", "report-found": "FAIL"}], met.told


def test_a_client_that_never_connected_is_told_where() -> None:
    assert "with {pop3.host} and {pop3.port}" in meet("pop3/maildrop", ("true",)).told
