# SPDX-License-Identifier: MIT
"""The shelf `imap/`: who reads with care passes, who does not is found out."""

from __future__ import annotations

import pytest
from library import CARELESS_READER, IMAP_CURL, READER, Reading, check_reading, name_of

DELETES = (*READER, "--delete")
TWICE = (*READER, "--sessions", "2")
AGAIN = (*DELETES, "--tries", "5")
IMPATIENT = (*AGAIN, "--timeout", "0.4")


def careless(*habits: str) -> tuple[str, ...]:
    return (*CARELESS_READER, *habits)


CASES = [
    Reading("mailbox", READER, {}),
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
    # --- answers that are none ---
    Reading("wrong-tag", (*READER, "--timeout", "0.4"), {"not-believed": "PASS"}, 1),
    Reading("wrong-tag", careless("any-tag"), {"not-believed": "FAIL"}),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_a_client_makes_of_a_mailbox(case: Reading) -> None:
    check_reading("imap", case)
