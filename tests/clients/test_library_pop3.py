# SPDX-License-Identifier: MIT
"""The shelves `pop3/` and `whole/`: who fetches with care passes, who does not is found out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from library import (
    CARELESS_FETCHER,
    CLIENTS,
    FETCHER,
    FETCHMAIL,
    POP3_CURL,
    SECURE_POP3_CURL,
    meet,
)

SECURE_FETCHER = (*FETCHER, "--ca", "{ca}")
TWICE = (*FETCHER, "--sessions", "2")
KEEPS = (*TWICE, "--keep")
AGAIN = (*FETCHER, "--tries", "5")
IMPATIENT = (*AGAIN, "--timeout", "0.4")
QUICK = ("--clock-speed", "60")


def careless(*habits: str) -> tuple[str, ...]:
    return (*CARELESS_FETCHER, *habits)


@dataclass(frozen=True)
class Case:
    scenario: str
    client: tuple[str, ...]
    verdicts: dict[str, str]  # of those that matter, in each case of a matrix
    status: int | None = 0  # None: whatever it is
    flags: tuple[str, ...] = ()


CASES = [
    Case("maildrop", FETCHER, {}),
    # --- what comes is not what it should be ---
    Case("no-final-dot", IMPATIENT, {"not-deleted": "PASS"}),
    Case("no-final-dot", careless("halves", "two"), {"not-deleted": "FAIL"}),
    Case("listing-without-end", IMPATIENT, {"not-believed": "PASS", "came": "PASS"}),
    Case(
        "listing-without-end",
        careless("halves"),
        {"not-believed": "FAIL"},
        flags=("--case", "at=LIST"),
    ),
    Case("dots-not-stuffed", FETCHER, {"stops": "PASS", "not-deleted": "PASS"}, 1),
    Case("dots-not-stuffed", careless(), {"not-deleted": "WARN"}),
    Case("sizes-do-not-match", FETCHER, {"read-to-the-dot": "PASS", "fetched-once": "PASS"}),
    Case(
        "sizes-do-not-match",
        careless("counts"),
        {"read-to-the-dot": "FAIL"},
        1,
        ("--case", "at=RETR", "--case", "said=1000000"),
    ),
    Case("line-feeds-only", FETCHER, {"went-on-or-left": "PASS"}),
    Case("over-long-greeting", FETCHER, {"went-on-or-left": "PASS"}),
    Case("long-line-in-message", FETCHER, {"went-on": "PASS"}),
    Case("long-line-in-message", careless("ascii"), {"went-on": "FAIL"}, 1),
    Case("eight-bit-in-replies", FETCHER, {"went-on": "PASS"}),
    Case("eight-bit-in-replies", careless("ascii"), {"went-on": "WARN"}, 1),
    Case("slow-retrieval", FETCHER, {"waited": "PASS"}, flags=QUICK),
    Case("slow-retrieval", careless(), {"waited": "WARN"}, 1, ("--set", "pause=5s")),
    # --- what goes and what stays ---
    Case("drop-mid-retrieval", AGAIN, {"came-whole": "PASS", "not-deleted": "PASS"}),
    Case("drop-mid-retrieval", careless("halves", "two"), {"not-deleted": "FAIL"}),
    Case("drop-before-quit", AGAIN, {"deleted-again": "PASS", "fetched-once": "PASS"}),
    Case("drop-before-quit", careless("forgets"), {"deleted-again": "FAIL"}),
    Case("quit-refused", AGAIN, {"deleted-again": "PASS", "fetched-once": "PASS"}),
    Case("quit-refused", careless("forgets"), {"deleted-again": "FAIL"}),
    Case("deletion-refused", TWICE, {"all-came": "PASS", "fetched-once": "PASS"}),
    Case("deletion-refused", careless("two"), {"all-came": "PASS", "fetched-once": "WARN"}),
    Case("message-vanishes", FETCHER, {"went-on": "PASS", "not-deleted": "PASS"}),
    Case("message-vanishes", careless("stops"), {"went-on": "FAIL"}, 1),
    Case("message-not-to-be-had", FETCHER, {"went-on": "PASS", "not-deleted": "PASS"}),
    Case("message-not-to-be-had", careless("deletes"), {"not-deleted": "FAIL"}),
    Case("expire-zero", FETCHER, {"all-came": "PASS"}),
    Case("expire-zero", POP3_CURL, {"all-came": "FAIL"}),
    # --- names ---
    Case("uidl-changes", KEEPS, {"asked-again": "PASS", "nothing-unseen": "PASS"}),
    Case("uidl-changes", careless("numbers", "two"), {"asked-again": "FAIL"}),
    Case("uidl-shared", FETCHER, {"first-came": "PASS", "second-came": "PASS"}),
    Case("uidl-shared", careless("once"), {"first-came": "PASS", "second-came": "FAIL"}),
    Case("numbers-move", KEEPS, {"new-one-came": "PASS"}),
    Case("numbers-move", careless("numbers", "two"), {"new-one-came": "FAIL"}),
    Case(
        "ten-thousand-messages",
        careless("singly"),
        {"names-at-once": "WARN"},
        flags=("--set", "messages=1000"),
    ),
    Case(
        "ten-thousand-messages",
        FETCHER,
        {"lists-at-once": "PASS", "names-at-once": "PASS", "came-to-an-end": "PASS"},
        flags=("--set", "messages=1000"),
    ),
    Case("empty-maildrop", FETCHER, {"nothing-asked": "PASS", "took-its-leave": "PASS"}),
    Case("empty-maildrop", POP3_CURL, {"nothing-asked": "FAIL"}, None),
    # --- what is offered ---
    Case("uidl-not-offered", FETCHER, {"asked-once": "PASS", "came": "PASS"}),
    Case("uidl-not-offered", careless("singly"), {"asked-once": "WARN"}),
    Case("top-not-offered", FETCHER, {"asked-once": "PASS", "came": "PASS"}),
    Case("top-not-offered", careless("insists"), {"asked-once": "WARN"}),
    Case("no-capa", FETCHER, {"came": "PASS", "asked-once": "PASS"}),
    Case("no-capa", POP3_CURL, {"came": "PASS", "asked-once": "PASS"}),
    Case("offered-and-refused", FETCHER, {"learns": "PASS"}, flags=("--case", "lie=UIDL")),
    Case(
        "offered-and-refused",
        careless("insists"),
        {"learns": "WARN"},
        flags=("--case", "lie=TOP"),
    ),
    Case("commands-one-by-one", FETCHER, {"came": "PASS"}),
    Case("commands-one-by-one", careless("pipelines"), {"one-by-one": "FAIL"}, 1),
    Case("utf8-required", FETCHER, {"said-utf8": "PASS", "not-deleted": "PASS"}),
    Case("utf8-required", careless("deletes"), {"said-utf8": "WARN", "not-deleted": "FAIL"}),
    # --- who is let in ---
    Case("greeting-refused", FETCHER, {"no-login": "PASS"}, 1),
    Case("greeting-refused", careless("blind"), {"no-login": "FAIL"}),
    Case(
        "maildrop-in-use",
        (*AGAIN, "--pause", "0.3"),
        {"came-back": "PASS", "no-hammering": "PASS"},
        flags=QUICK,
    ),
    Case("maildrop-in-use", careless("two"), {"came-back": "FAIL", "no-hammering": "WARN"}),
    Case(
        "login-too-soon",
        (*TWICE, "--pause", "0.7"),
        {"heeds-the-delay": "PASS"},
        flags=("--clock-speed", "100"),
    ),
    Case("login-too-soon", careless("two"), {"heeds-the-delay": "WARN"}),
    Case(
        "system-down-for-a-while",
        (*AGAIN, "--pause", "0.4"),
        {"came-back": "PASS", "no-hammering": "PASS"},
        flags=("--set", "outage=30s", *QUICK),
    ),
    Case(
        "system-down-for-a-while",
        careless("two"),
        {"came-back": "FAIL", "no-hammering": "WARN"},
    ),
    Case("system-down-for-good", AGAIN, {"tried-once": "PASS", "told-its-user": "PASS"}, 1),
    Case("system-down-for-good", careless("insists"), {"tried-once": "WARN"}),
    Case("password-changed", (*TWICE, "--tries", "5"), {"tried-once": "PASS"}, 1),
    Case("password-changed", careless("two", "insists"), {"tried-once": "WARN"}),
    Case("app-password-demanded", AGAIN, {"tried-once": "PASS", "showed-the-text": "INFO"}, 1),
    Case("app-password-demanded", careless("insists"), {"tried-once": "WARN"}),
    Case("user-refused", POP3_CURL, {"used-auth": "PASS", "no-password": "PASS"}),
    Case("user-refused", careless(), {"used-auth": "WARN", "no-password": "FAIL"}),
    Case(
        "strong-login-refused",
        FETCHER,
        {"no-password": "PASS", "no-weak-mechanism": "PASS"},
        1,
    ),
    Case("strong-login-refused", careless("steps-down"), {"no-password": "FAIL"}),
    Case("apop-only", FETCHER, {"used-apop": "PASS", "no-password": "PASS"}),
    Case("apop-only", careless(), {"used-apop": "WARN", "no-password": "FAIL"}),
    Case("apop-forged-challenge", FETCHER, {"not-answered": "PASS"}, 1),
    Case("apop-forged-challenge", careless("trusting"), {"not-answered": "FAIL"}),
    # --- lines that break ---
    Case("gone-at-each-command", AGAIN, {"all-came": "PASS", "took-its-leave": "PASS"}),
    Case(
        "gone-at-each-command",
        careless(),
        {"all-came": "FAIL"},
        1,
        ("--case", "at=USER"),
    ),
    Case(
        "never-answered",
        (*FETCHER, "--timeout", "0.4"),
        {"came-to-an-end": "PASS"},
        1,
        ("--case", "at=RETR"),
    ),
    Case(
        "never-answered",
        careless("waits"),
        {"came-to-an-end": "WARN", "gave-up": "FAIL"},
        1,
        ("--case", "at=RETR", "--clock-speed", "10000"),
    ),
    # --- TLS ---
    Case("stls-not-offered", SECURE_FETCHER, {"no-login-in-clear": "PASS"}, 1),
    Case("stls-not-offered", careless("falls-back"), {"no-login-in-clear": "FAIL"}),
    Case("stls-refused", SECURE_FETCHER, {"no-login-in-clear": "PASS"}, 1),
    Case("stls-refused", careless("falls-back"), {"no-login-in-clear": "FAIL"}),
    Case(
        "stls-hangs",
        (*SECURE_FETCHER, "--timeout", "0.4"),
        {"no-login-in-clear": "PASS"},
        1,
    ),
    Case("stls-hangs", SECURE_POP3_CURL, {"no-login-in-clear": "PASS"}, 28),
    Case(
        "stls-response-injection",
        (*SECURE_FETCHER, "--timeout", "1"),
        {"not-believed": "PASS", "no-login-in-clear": "PASS"},
        1,
    ),
    Case("stls-response-injection", careless("keeps"), {"not-believed": "FAIL"}, 1),
    Case("stls-said-ahead", SECURE_FETCHER, {"no-login-in-clear": "PASS"}),
    Case("stls-said-ahead", careless("hurries"), {"silent-until-answered": "FAIL"}, 1),
]


def name_of(case: Case) -> str:
    who = "careless" if case.client[: len(CARELESS_FETCHER)] == CARELESS_FETCHER else "careful"
    return f"{case.scenario}-{who}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_a_client_makes_of_a_maildrop(case: Case) -> None:
    client = case.client
    if client == SECURE_POP3_CURL:
        client = (*client, "--max-time", "0.5")
    met = meet(f"pop3/{case.scenario}", client, *case.flags)
    assert met.cases(), met.told + met.complaints
    for verdicts in met.cases():
        assert case.verdicts.items() <= verdicts.items(), met.told + met.complaints
    wanted = set(met.statuses()) if case.status is None else {case.status}
    assert set(met.statuses()) == wanted, met.told + met.complaints


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


def shell(*clients: tuple[str, ...]) -> tuple[str, ...]:
    return ("sh", "-c", "; ".join(" ".join(client) for client in clients))


SUBMIT = (*CLIENTS["curl"][:-1], "smtp://127.0.0.1:{submission.port}")


def test_what_was_sent_is_fetched() -> None:
    story = shell((*SUBMIT, "--user", "ann:pencil", "--mail-rcpt", "ann@example.com"), AGAIN)
    met = meet("whole/sent-and-fetched", (*story[:-1], f"{story[-1]} --pause 0.3"), *QUICK)
    assert met.status == 0, met.told + met.complaints
    assert met.cases() == [{"sent-once": "PASS", "fetched": "PASS", "fetched-once": "PASS"}]


def test_the_password_for_applications_opens_both_doors() -> None:
    login = "ann:abcdefghijklmnop"
    curl = (*SUBMIT, "--mail-rcpt", "ann@example.com", "--user")
    fetch = FETCHER[:-1]
    story = shell(*((*curl, "ann:pencil"), (*fetch, "ann:pencil")), (*curl, login), (*fetch, login))
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
