# SPDX-License-Identifier: MIT
"""Every file of the library: it loads without a warning, and judges whoever comes."""

from __future__ import annotations

import re

import pytest
import yaml
from library import (
    CLIENTS,
    FILES,
    IMAP_CURL,
    NAMES,
    POP3_CURL,
    SECURE,
    SECURE_IMAP_CURL,
    SECURE_POP3_CURL,
    SUBMIT,
    meet,
)
from running import PROGRAM, run

# Short times, so that whoever hangs is soon told from whoever waits.
IMPATIENT = ("--max-time", "0.4")
ELSEWHERE = {
    "tls/inside-tls-from-start": (*SECURE["curl"][:-4], "smtps://localhost:{smtps.port}", "-k"),
    "whole/application-password": SUBMIT,
    "providers/application-password-only": SUBMIT,
    "providers/login-is-sender": SUBMIT,
    "providers/sender-substituted": SUBMIT,
    "providers/three-doors": SUBMIT,
    "providers/pop3-deletes-what-was-fetched": POP3_CURL,
    "whole/sent-and-fetched": SUBMIT,
    "whole/sent-and-read": SUBMIT,
    "whole/pop3-deletes-imap-shows": POP3_CURL,
    "smtp/lmtp-one-fails": CLIENTS["lmtp"],
    "smtp/lmtp-all-replies": CLIENTS["lmtp"],
}


def test_every_file_is_without_fault() -> None:
    ended = run(PROGRAM, "check", "--strict", *map(str, FILES))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    # Each is found by its file's name alone; conformance scenarios are chosen by protocol.
    named = [file.stem for file in FILES if "conformance" not in file.parts]
    assert len(set(named)) == len(named)
    assert ended.stdout.count(": ok, ") == len(FILES) >= 66


def test_every_file_says_what_it_is_for() -> None:
    ids = set()
    for file, name in zip(FILES, NAMES, strict=True):
        head = yaml.safe_load(file.read_text())
        for key in ("title", "why", "spec", "tags"):
            assert head.get(key), f"{name}: no {key}"
        assert name == "honest" or head.get("needs"), f"{name}: no needs"
        assert head["scenario"] not in ids, f"{name}: its id is another's too"
        assert max(map(len, file.read_text().splitlines())) <= 100, f"{name}: long lines"
        ids.add(head["scenario"])


def test_the_list_shows_every_file_and_its_title() -> None:
    told = run(PROGRAM, "list").stdout
    listed = re.findall(r"^(\S+) +(\S.*)$", told, re.MULTILINE)
    assert sorted(name for name, _ in listed) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_comes_to_a_verdict(name: str) -> None:
    head = yaml.safe_load(FILES[NAMES.index(name)].read_text())
    secure = "tls" in head.get("needs", [])
    client = ELSEWHERE.get(name) or (SECURE if secure else CLIENTS)["curl"]
    if "pop3/" in name:
        client = SECURE_POP3_CURL if secure else POP3_CURL
    if "imap/" in name:
        client = SECURE_IMAP_CURL if secure else IMAP_CURL
    patience = IMPATIENT if client[0] == "curl" else ("--timeout", "0.4")
    met = meet(name, (*client, *patience), "--clock-speed", "1000")
    assert met.status in (0, 1), met.told + met.complaints
    assert "ERROR" not in met.told, met.told
    expect = head.get("expect", [])
    wanted = set(expect) if isinstance(expect, dict) else {one["id"] for one in expect}
    for verdicts in met.cases():
        assert wanted <= set(verdicts), met.told
