# SPDX-License-Identifier: MIT
"""The shelf `imap/`, and what `whole/` has of it: care passes, and the lack of it is found out."""

from __future__ import annotations

import pytest
from library import (
    CARELESS_READER,
    CLIENTS,
    FETCHER,
    IMAP_CURL,
    IMAPLIB,
    MBSYNC,
    READER,
    SECURE_IMAP_CURL,
    SUBMIT,
    Reading,
    check_reading,
    meet,
    name_of,
    shell,
)

DELETES = (*READER, "--delete")
FILES = (*READER, "--file-to", "Work")
WAITS = (*READER, "--idle", "0.05")
EVERYWHERE = (*READER, "--all")
TWICE = (*READER, "--sessions", "2")
AGAIN = (*DELETES, "--tries", "5")
IMPATIENT = (*AGAIN, "--timeout", "0.4")
PAUSING = (*AGAIN, "--pause", "0.2")
KEEPS_COPY = (*READER, "--append", "Sent")
SECURE_READER = (*READER, "--ca", "{ca}")
QUICK = ("--clock-speed", "400")


def careless(*habits: str) -> tuple[str, ...]:
    return (*CARELESS_READER, *habits)


CASES = [
    Reading("mailbox", (*READER, "--all"), {}),
    Reading("mailbox", careless(), {}),
    Reading("mailbox", IMAP_CURL, {}),
    # --- what changes meanwhile ---
    Reading("expunge-during-fetch", DELETES, {"no-old-numbers": "PASS"}),
    Reading("expunge-during-fetch", careless("numbers"), {"no-old-numbers": "FAIL"}, None),
    Reading("exists-grows-meanwhile", READER, {"new-one-came": "PASS"}),
    Reading("exists-grows-meanwhile", careless(), {"new-one-came": "WARN"}),
    Reading("uidvalidity-changes-between-sessions", TWICE, {"came-again": "PASS"}),
    Reading(
        "uidvalidity-changes-between-sessions",
        careless("uids", "keeps-all", "two"),
        {"came-again": "FAIL"},
    ),
    Reading("uidvalidity-changes-inside", DELETES, {"no-old-uids": "PASS"}, 1),
    Reading("uidvalidity-changes-inside", careless(), {"no-old-uids": "FAIL"}),
    Reading("uids-near-the-end", DELETES, {"asked-rightly": "PASS", "no-other-uids": "PASS"}),
    Reading(
        "uids-near-the-end",
        careless("signed"),
        {"asked-rightly": "WARN", "no-other-uids": "FAIL"},
    ),
    # --- mailboxes ---
    Reading("mailbox-vanishes", EVERYWHERE, {"asked-once": "PASS", "went-on": "PASS"}),
    Reading("mailbox-vanishes", careless("everywhere", "insists"), {"asked-once": "WARN"}),
    Reading("empty-mailbox", READER, {"nothing-asked": "PASS", "took-its-leave": "PASS"}),
    Reading("empty-mailbox", careless(), {"nothing-asked": "FAIL"}),
    Reading("empty-mailbox", IMAP_CURL, {"nothing-asked": "FAIL"}, None),
    Reading(
        "large-mailbox",
        READER,
        {"at-once": "PASS", "came-to-an-end": "PASS"},
        flags=("--set", "messages=1100"),
    ),
    Reading(
        "large-mailbox",
        careless("singly", "keeps-all"),
        {"at-once": "WARN"},
        flags=("--set", "messages=1100"),
    ),
    Reading(
        "odd-names",
        EVERYWHERE,
        {
            "blanks": "PASS",
            "quotes": "PASS",
            "backslash": "PASS",
            "letters": "PASS",
            "not-opened": "PASS",
        },
    ),
    Reading(
        "odd-names",
        careless("everywhere"),
        {"blanks": "WARN", "quotes": "WARN", "backslash": "WARN", "not-opened": "FAIL"},
    ),
    Reading("mailbox-in-use", PAUSING, {"came-back": "PASS", "no-hammering": "PASS"}, flags=QUICK),
    Reading("mailbox-in-use", careless("two"), {"came-back": "FAIL", "no-hammering": "WARN"}),
    # --- what is marked, deleted, moved ---
    Reading("flags-not-stored", DELETES, {"gives-up": "PASS", "no-expunge": "PASS"}),
    Reading(
        "flags-not-stored",
        careless("insists", "expunges"),
        {"gives-up": "WARN", "no-expunge": "FAIL"},
    ),
    Reading("flags-not-permanent", DELETES, {"not-tried": "PASS"}),
    Reading("flags-not-permanent", careless("marks"), {"not-tried": "WARN"}),
    Reading("read-only", DELETES, {"not-tried": "PASS"}),
    Reading("read-only", careless(), {"not-tried": "WARN"}),
    Reading("no-uidplus", DELETES, {"not-asked": "PASS", "spared": "PASS"}),
    Reading("no-uidplus", careless("expunges"), {"spared": "WARN"}),
    Reading("no-move", FILES, {"not-tried": "PASS", "copied-first": "PASS"}),
    Reading("no-move", careless("moves", "deletes"), {"not-tried": "FAIL", "copied-first": "FAIL"}),
    Reading("copy-refused", FILES, {"not-deleted": "PASS"}),
    Reading("copy-refused", careless("moves", "deletes"), {"not-deleted": "FAIL"}),
    # --- mail that does not come as it should ---
    Reading("fetch-out-of-order", READER, {"all-came": "PASS", "fetched-once": "PASS"}),
    Reading("fetch-out-of-order", careless("first"), {"fetched-once": "WARN"}),
    Reading("tagged-before-data", DELETES, {"not-deleted": "PASS"}),
    Reading("tagged-before-data", careless("deletes"), {"not-deleted": "FAIL"}),
    Reading("literal-too-long", IMPATIENT, {"not-deleted": "PASS"}),
    Reading("literal-too-long", careless("halves", "two"), {"not-deleted": "FAIL"}),
    Reading("literal-too-short", IMPATIENT, {"not-deleted": "PASS"}),
    Reading("literal-too-short", careless(), {"not-deleted": "FAIL"}),
    Reading(
        "literal-stalls-half-way", IMPATIENT, {"not-deleted": "PASS", "came-to-an-end": "PASS"}
    ),
    Reading("literal-stalls-half-way", careless("halves", "two"), {"not-deleted": "FAIL"}),
    Reading("huge-literal", DELETES, {"came-to-an-end": "PASS", "not-deleted": "PASS"}, 1),
    Reading(
        "huge-literal",
        careless(),
        {"came-to-an-end": "WARN", "not-deleted": "FAIL"},
        flags=("--set", "octets=6400000", "--set", "lines=100000"),
    ),
    Reading("slow-fetch", READER, {"waited": "PASS"}, flags=QUICK),
    Reading("slow-fetch", careless(), {"waited": "WARN"}, 1, ("--set", "pause=3s")),
    Reading("bodystructure-broken", (*READER, "--outlines"), {"all-came": "PASS"}),
    Reading("bodystructure-broken", careless("outlines"), {"all-came": "WARN"}, 1),
    # --- answers that are none ---
    Reading("wrong-tag", (*READER, "--timeout", "0.4"), {"not-believed": "PASS"}, 1),
    Reading("wrong-tag", careless("any-tag"), {"not-believed": "FAIL"}),
    Reading("no-tag", (*READER, "--timeout", "0.4"), {"not-believed": "PASS"}, 1),
    Reading("no-tag", careless("any-tag"), {"not-believed": "FAIL"}),
    Reading("untagged-flood", READER, {"went-on": "PASS"}),
    Reading("untagged-flood", careless("stops"), {"went-on": "FAIL"}, 1),
    Reading("alert-shown", READER, {"shown": "PASS"}),
    Reading("alert-shown", careless(), {"shown": "FAIL"}),
    Reading("imap-line-feeds-only", READER, {"went-on-or-left": "PASS"}),
    Reading(
        "imap-line-feeds-only",
        careless("crlf", "waits"),
        {"went-on-or-left": "FAIL"},
        1,
        ("--set", "patience=300ms"),
    ),
    Reading("eight-bit-in-responses", READER, {"went-on": "PASS"}),
    Reading("eight-bit-in-responses", careless("ascii"), {"went-on": "WARN"}, 1),
    Reading("folded-response", READER, {"went-on": "PASS", "took-its-leave": "PASS"}),
    Reading("folded-response", careless("stops"), {"went-on": "INFO"}, 1),
    Reading("greeting-over-long", READER, {"went-on": "PASS", "went-on-or-left": "PASS"}),
    Reading("greeting-over-long", careless("ascii"), {"went-on": "WARN"}, 1),
    Reading(
        "imap-never-answered",
        (*DELETES, "--all", "--timeout", "0.3"),
        {"came-to-an-end": "PASS"},
        1,
    ),
    Reading(
        "imap-never-answered",
        careless("waits", "asks", "everywhere"),
        {"came-to-an-end": "WARN", "gave-up": "FAIL"},
        1,
        ("--clock-speed", "2000"),
    ),
    # --- waiting for news ---
    Reading("idle-never-ends", (*WAITS, "--timeout", "0.4"), {"came-to-an-end": "PASS"}, 1),
    Reading(
        "idle-never-ends",
        careless("idles", "waits"),
        {"waited": "PASS", "gave-up": "FAIL"},
        1,
        ("--clock-speed", "2000"),
    ),
    Reading("idle-refused", WAITS, {"learns": "PASS", "asked-for-news": "PASS"}),
    Reading("idle-refused", careless("idles", "insists"), {"learns": "WARN"}),
    Reading("idle-not-offered", WAITS, {"not-tried": "PASS", "asked-for-news": "PASS"}),
    Reading("idle-not-offered", careless("idles"), {"not-tried": "FAIL"}),
    Reading("notify-overflows", (*WAITS, "--notify"), {"asked-for-news": "PASS", "learns": "PASS"}),
    Reading("notify-overflows", careless("notifies"), {"asked-for-news": "FAIL"}),
    # --- what is offered ---
    Reading(
        "imap-offered-and-refused", (*FILES, "--idle", "0.01"), {"learns": "PASS", "came": "PASS"}
    ),
    Reading(
        "imap-offered-and-refused",
        careless("idles", "tries", "insists"),
        {"learns": "WARN"},
    ),
    Reading("bad-charset", (*READER, "--search", "x"), {"learns": "PASS", "went-on": "PASS"}),
    Reading("bad-charset", careless("searches", "insists"), {"learns": "WARN"}),
    # --- copies ---
    Reading("account-over-quota", KEEPS_COPY, {"tried-once": "PASS", "told-its-user": "PASS"}, 1),
    Reading(
        "account-over-quota",
        careless("copies", "insists"),
        {"tried-once": "WARN", "told-its-user": "FAIL"},
    ),
    Reading(
        "append-try-create", (*READER, "--append", "Kept"), {"made-it": "PASS", "kept": "PASS"}
    ),
    Reading("append-try-create", careless("copies"), {"made-it": "WARN", "kept": "FAIL"}),
    Reading("append-literal-refused", KEEPS_COPY, {"kept-it": "PASS", "tried-once": "PASS"}, 1),
    Reading("append-literal-refused", careless("copies"), {"kept-it": "FAIL"}),
    Reading("literal-plus-not-offered", KEEPS_COPY, {"asked-first": "PASS"}),
    Reading("literal-plus-not-offered", careless("plus"), {"asked-first": "FAIL"}),
    Reading("catenate-bad-url", (*KEEPS_COPY, "--by-url"), {"kept": "PASS", "learns": "PASS"}),
    Reading(
        "catenate-bad-url", careless("catenates", "insists"), {"kept": "FAIL", "learns": "WARN"}
    ),
    # --- notes ---
    Reading(
        "metadata-too-large",
        (*READER, "--note", "3000"),
        {"learns": "PASS", "shortened": "PASS"},
    ),
    Reading(
        "metadata-too-large",
        careless("notes", "insists"),
        {"learns": "WARN", "shortened": "WARN"},
    ),
    # --- lines that break ---
    Reading("bye-in-the-middle", AGAIN, {"all-came": "PASS"}),
    Reading("bye-in-the-middle", careless(), {"all-came": "FAIL"}, 1, ("--case", "at=LOGIN")),
    Reading("imap-gone-at-each-command", AGAIN, {"all-came": "PASS", "took-its-leave": "PASS"}),
    Reading(
        "imap-gone-at-each-command", careless(), {"all-came": "FAIL"}, 1, ("--case", "at=LOGIN")
    ),
    # --- who is let in ---
    Reading("greeting-bye", READER, {"no-login": "PASS"}, 1),
    Reading("greeting-bye", careless("blind"), {"no-login": "FAIL"}),
    Reading(
        "wrong-password-for-a-while",
        PAUSING,
        {"came-back": "PASS", "no-hammering": "PASS"},
        flags=("--set", "outage=2m", *QUICK),
    ),
    Reading(
        "wrong-password-for-a-while",
        careless("two"),
        {"came-back": "FAIL", "no-hammering": "WARN"},
    ),
    Reading(
        "imap-too-many-connections",
        PAUSING,
        {"came-back": "PASS", "no-hammering": "PASS"},
        flags=QUICK,
    ),
    Reading(
        "imap-too-many-connections",
        careless("two"),
        {"came-back": "FAIL", "no-hammering": "WARN"},
        1,
    ),
    Reading("imap-password-changed", (*TWICE, "--tries", "5"), {"tried-once": "PASS"}, 1),
    Reading("imap-password-changed", careless("two", "insists"), {"tried-once": "WARN"}),
    Reading(
        "imap-app-password-demanded", AGAIN, {"tried-once": "PASS", "showed-the-text": "PASS"}, 1
    ),
    Reading(
        "imap-app-password-demanded",
        careless("insists"),
        {"tried-once": "WARN", "showed-the-text": "FAIL"},
    ),
    # --- TLS ---
    Reading(
        "preauth-with-starttls",
        SECURE_READER,
        {"sent-nothing": "PASS", "no-login-in-clear": "PASS", "no-mail-in-clear": "PASS"},
        1,
    ),
    Reading(
        "preauth-with-starttls",
        careless("preauth", "falls-back"),
        {"sent-nothing": "FAIL", "no-mail-in-clear": "FAIL"},
    ),
    Reading("imap-starttls-not-offered", SECURE_READER, {"no-login-in-clear": "PASS"}, 1),
    Reading("imap-starttls-not-offered", careless("falls-back"), {"no-login-in-clear": "FAIL"}),
    Reading("imap-starttls-refused", SECURE_READER, {"no-login-in-clear": "PASS"}, 1),
    Reading("imap-starttls-refused", careless("falls-back"), {"no-login-in-clear": "FAIL"}),
    Reading(
        "imap-starttls-hangs",
        (*SECURE_READER, "--timeout", "0.4"),
        {"no-login-in-clear": "PASS"},
        1,
    ),
    Reading("imap-starttls-hangs", careless("falls-back"), {"no-login-in-clear": "FAIL"}),
    Reading(
        "imap-starttls-hangs",
        (*SECURE_IMAP_CURL, "--max-time", "0.5"),
        {"no-login-in-clear": "PASS"},
        28,
    ),
    Reading(
        "imap-starttls-response-injection",
        (*SECURE_READER, "--timeout", "1"),
        {"not-believed": "PASS", "no-login-in-clear": "PASS"},
        1,
    ),
    Reading("imap-starttls-response-injection", careless("in-clear"), {"not-believed": "FAIL"}, 1),
    Reading("login-disabled", SECURE_READER, {"no-password-in-clear": "PASS"}),
    Reading("login-disabled", READER, {"no-password-in-clear": "PASS"}, 1),
    Reading("login-disabled", careless(), {"no-password-in-clear": "FAIL"}),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_a_client_makes_of_a_mailbox(case: Reading) -> None:
    check_reading("imap", case)


# How it ends, and what it makes of a mailbox.
MBSYNC_MEETS = {
    "mailbox": (0, {}),
    "expunge-during-fetch": (0, {"no-old-numbers": "PASS"}),
    "uidvalidity-changes-inside": (0, {"no-old-uids": "PASS"}),
    # The one of Debian 13 takes such a UID for none, and says so.
    "uids-near-the-end": (None, {"asked-rightly": "PASS", "no-other-uids": "PASS"}),
    "empty-mailbox": (0, {"nothing-asked": "PASS", "took-its-leave": "PASS"}),
    "fetch-out-of-order": (0, {"all-came": "PASS", "fetched-once": "PASS"}),
    "tagged-before-data": (1, {"not-deleted": "PASS"}),
    "literal-too-long": (1, {"not-deleted": "PASS"}),
    "literal-too-short": (1, {"not-deleted": "PASS"}),
    "untagged-flood": (0, {"went-on": "PASS"}),
    "alert-shown": (0, {"shown": "PASS"}),
    "imap-line-feeds-only": (0, {"went-on-or-left": "PASS"}),
    "eight-bit-in-responses": (0, {"went-on": "PASS"}),
    "greeting-bye": (1, {"no-login": "PASS"}),
    "imap-app-password-demanded": (1, {"tried-once": "PASS", "showed-the-text": "PASS"}),
}


IMAPLIB_MEETS = {
    "mailbox": (0, {}),
    "uidvalidity-changes-inside": (0, {"no-old-uids": "PASS"}),
    "exists-grows-meanwhile": (0, {"new-one-came": "WARN"}),
    "empty-mailbox": (0, {"nothing-asked": "PASS", "took-its-leave": "PASS"}),
    "fetch-out-of-order": (1, {"all-came": "FAIL"}),
    "tagged-before-data": (1, {"not-deleted": "PASS"}),
    "literal-too-short": (1, {"not-deleted": "PASS"}),
    "alert-shown": (0, {"shown": "FAIL"}),
    "imap-line-feeds-only": (1, {"went-on-or-left": "PASS"}),
    "eight-bit-in-responses": (0, {"went-on": "PASS"}),
    "greeting-bye": (1, {"no-login": "PASS"}),
    "imap-app-password-demanded": (1, {"tried-once": "PASS", "showed-the-text": "PASS"}),
    "wrong-tag": (1, {"not-believed": "PASS"}),
    "no-uidplus": (0, {"not-asked": "PASS", "spared": "WARN"}),
    "login-disabled": (1, {"no-password-in-clear": "FAIL"}),
}
MEETINGS = [
    *(Reading(name, MBSYNC, wanted, status) for name, (status, wanted) in MBSYNC_MEETS.items()),
    *(Reading(name, IMAPLIB, wanted, status) for name, (status, wanted) in IMAPLIB_MEETS.items()),
]


@pytest.mark.parametrize(
    "case",
    MEETINGS,
    ids=lambda one: f"{one.scenario}-{'mbsync' if one.client is MBSYNC else 'imaplib'}",
)
def test_what_real_clients_make_of_a_mailbox(case: Reading) -> None:
    check_reading("imap", case)


def test_what_was_sent_is_read() -> None:
    submit = (*SUBMIT, "--user", "ann:pencil", "--mail-rcpt", "ann@example.com")
    met = meet("whole/sent-and-read", shell(submit, PAUSING), *QUICK)
    assert met.status == 0, met.told + met.complaints
    assert met.cases() == [{"sent-once": "PASS", "read": "PASS", "read-once": "PASS"}], met.told


def test_a_report_is_found_in_the_senders_inbox() -> None:
    late = (*TWICE, "--pause", "0.3")
    met = meet("whole/bounce-found-by-imap", shell(CLIENTS["curl"], late), *QUICK)
    assert met.cases() == [{"sent-once": "PASS", "report-found": "PASS"}], met.told
    met = meet("whole/bounce-found-by-imap", shell(CLIENTS["curl"], READER))
    assert met.cases() == [{"sent-once": "PASS", "report-found": "FAIL"}], met.told


def test_what_one_client_has_deleted_is_gone_for_the_other() -> None:
    met = meet("whole/pop3-deletes-imap-shows", shell(READER, FETCHER, READER))
    (verdicts,) = met.cases()
    assert set(verdicts.values()) == {"PASS", "INFO"}, met.told + met.complaints
    met = meet("whole/pop3-deletes-imap-shows", shell(FETCHER, careless()))
    (verdicts,) = met.cases()
    assert verdicts["nothing-gone-asked"] == "FAIL", met.told + met.complaints
