# SPDX-License-Identifier: MIT
"""No verdict on a real client is false: each that fails is a fault that was looked up.

`./dev report` shows what is meant, with the octets.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from clients import CLIENTS, MBSYNC, Client
from faults import FAULTS
from playing import ENVIRONMENT, Deadline, outcomes, play, run_postiche, titled

sys.path.insert(0, str(Path(__file__).parent.parent / "clients"))
import library


def is_sampled(client: Client) -> bool:
    """Only where nothing is odd, and where it does wrong: all would take minutes."""
    return client.protocol != "smtp" or client.name.startswith("nodemailer")


def failed(file: Path) -> set[str]:
    found = outcomes(json.loads(file.read_text()))
    return {name for name, outcome in found.items() if outcome in ("FAIL", "ERROR")}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: f"{client.protocol}-{client.name}")
def test_each_failure_is_a_fault_of_the_client(client: Client, tmp_path: Path) -> None:
    name = f"{client.protocol} {titled(client)}"
    if name not in FAULTS:
        pytest.skip(f"nobody has looked at the faults of {name}")
    known = set(FAULTS[name])
    sample = ",".join([f"conformance.{client.protocol}.honest", *known])
    file = tmp_path / "report.json"
    play(client, file, Deadline(280), *(("--only", sample) if is_sampled(client) else ()))
    assert failed(file) == known


def test_mbsync_keeps_its_mail_in_the_folder_of_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setitem(ENVIRONMENT, "TMPDIR", str(temporary))
    file = tmp_path / "report.json"
    play(MBSYNC, file, Deadline(50), "--only", "conformance.imap.uidvalidity-differs-next-time")
    assert failed(file) == set()
    assert list(temporary.iterdir()) == []


HONEST = {
    **{f"smtp-{name}": ("honest", client) for name, client in library.CLIENTS.items()},
    **{f"smtp-{name}, STARTTLS": ("honest", client) for name, client in library.SECURE.items()},
    "pop3-curl": ("pop3/maildrop", library.POP3_CURL),
    "pop3-curl, STARTTLS": ("pop3/maildrop", library.SECURE_POP3_CURL),
    "pop3-fetchmail": ("pop3/maildrop", library.FETCHMAIL),
    "imap-curl": ("imap/mailbox", library.IMAP_CURL),
    "imap-curl, STARTTLS": ("imap/mailbox", library.SECURE_IMAP_CURL),
    "imap-imaplib": ("imap/mailbox", library.IMAPLIB),
    "imap-mbsync": ("imap/mailbox", library.MBSYNC),
}


@pytest.mark.parametrize("name", HONEST)
def test_nobody_fails_where_nothing_is_odd(name: str, tmp_path: Path) -> None:
    scenario, client = HONEST[name]
    file = tmp_path / "report.json"
    told = run_postiche(Deadline(50), "run", scenario, "--json", str(file), "--", *client)
    assert failed(file) == set(), told
