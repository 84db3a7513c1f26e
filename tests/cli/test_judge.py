# SPDX-License-Identifier: MIT
"""What the program says of clients: explain, list --checks, judge, conform and sweep."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from running import PROGRAM, run

RIGHT = """
import smtplib, sys
content = open(sys.argv[3], "rb").read()
with smtplib.SMTP(sys.argv[1], int(sys.argv[2]), "c.example", timeout=5) as client:
    client.sendmail("ann@client.example", ["bob@example.com"], content)
"""

# It looks at no reply, waits for none, and says that all is well.
CARELESS = """
import socket, sys, time
peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
peer.sendall(b"HELO c\\r\\nMAIL FROM: <a@c.example>\\r\\nRCPT TO:<b@example.com>\\r\\nDATA\\r\\n")
time.sleep(0.2)
peer.sendall(b"Hi\\n\\r\\n.\\r\\n")
time.sleep(0.2)
"""


@pytest.fixture
def client(tmp_path: Path, request: pytest.FixtureRequest) -> list[str]:
    script = tmp_path / "client.py"
    script.write_text(request.param, encoding="ascii")
    return [sys.executable, str(script), "{smtp.host}", "{smtp.port}", "{message}"]


def test_a_requirement_is_explained_by_id_and_by_shorthand() -> None:
    told = run(PROGRAM, "explain", "SMTP-LINE-01")
    assert told.returncode == 0
    assert told.stdout == run(PROGRAM, "explain", "smtp.line.crlf-only").stdout
    assert "MUST by RFC 5321 sec 2.3.8" in told.stdout
    assert "In any run" in told.stdout


def test_a_requirement_that_is_not_there_gets_a_hint() -> None:
    told = run(PROGRAM, "explain", "smtp.line.crlf-onyl")
    assert told.returncode == 2
    assert "did you mean 'smtp.line.crlf-only'?" in told.stderr


def test_requirements_are_listed_by_subject_area_and_level() -> None:
    def ids(*flags: str) -> list[str]:
        told = run(PROGRAM, "list", "--checks", "--format", "json", *flags)
        return [row["id"] for row in json.loads(told.stdout)]

    assert len(ids()) == 497
    assert all(id.startswith("lmtp.") for id in ids("--about", "lmtp"))
    assert "smtp.pipelining.lock-step-unless-offered" in ids("--about", "smtp.pipelining")
    assert 0 < len(ids("--about", "smtp", "--level", "security")) < len(ids("--about", "smtp"))


@pytest.mark.parametrize("client", [CARELESS], indirect=True)
def test_a_run_tells_what_standards_say_and_fails_by_it_where_that_is_wanted(
    client: list[str],
) -> None:
    told = run(PROGRAM, "run", "honest", "--", *client)
    assert "    FAIL       smtp.path.no-space-around-colon  RFC 5321 sec 3.3" in told.stdout
    assert told.returncode == 0, told.stdout + told.stderr
    assert run(PROGRAM, "run", "honest", "--strict", "--", *client).returncode == 1


@pytest.mark.parametrize("client", [CARELESS], indirect=True)
def test_a_saved_transcript_has_the_same_verdicts(client: list[str], tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    live = run(PROGRAM, "run", "honest", "--record", str(saved), "--", *client)
    told = run(PROGRAM, "judge", str(saved))
    assert told.returncode == 1, told.stdout + told.stderr

    def bad(text: str) -> list[str]:
        lines = [line.strip() for line in text.splitlines()]
        # Only the live run knows which letter was to be sent.
        return [line for line in lines if line.startswith(("FAIL ", "WARN       smtp"))]

    assert bad(live.stdout) == bad(told.stdout) != []


def test_what_is_no_transcript_is_told(tmp_path: Path) -> None:
    told = run(PROGRAM, "judge", str(tmp_path))
    assert (told.returncode, "there is no transcript" in told.stderr) == (2, True)
    told = run(PROGRAM, "judge", str(tmp_path / "none.jsonl"))
    assert (told.returncode, "cannot read the transcript" in told.stderr) == (2, True)


@pytest.mark.parametrize("client", [RIGHT], indirect=True)
def test_a_careful_client_conforms(client: list[str], tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    only = "conformance.smtp.honest,conformance.smtp.refused-recipient"
    told = run(
        *(PROGRAM, "conform", "smtp", "-j", "2", "--only", only),
        *("--json", str(report), "--", *client),
    )
    assert told.returncode == 0, told.stdout + told.stderr
    found = json.loads(report.read_text(encoding="utf-8"))
    assert [case["scenario"] for case in found["cases"]] == only.split(",")
    outcomes = {v["id"]: v["outcome"] for case in found["cases"] for v in case["verdicts"]}
    assert outcomes["smtp.line.crlf-only"] == outcomes["delivery"] == "PASS"


@pytest.mark.parametrize("client", [CARELESS], indirect=True)
def test_a_careless_client_does_not(client: list[str]) -> None:
    told = run(
        *(PROGRAM, "conform", "smtp", "--only", "conformance.smtp.refused-recipient"),
        *("--", *client, "{message}"),
    )
    assert told.returncode == 1, told.stdout + told.stderr
    assert "FAIL       tells-its-user" in told.stdout
    assert "in conformance.smtp.refused-recipient" in told.stdout


def test_what_python_does_wrong_with_pop3_is_found() -> None:
    client = Path(__file__).parents[1] / "conformance/poplib_client.py"
    only = (
        "conformance.pop3.honest,pop3.uidl.no-repeat-downloads,pop3.apop.refuse-malformed-timestamp"
    )
    told = run(
        *(PROGRAM, "conform", "pop3", "-j", "2", "--tls", "cleartext-allowed", "--only", only),
        *("--", sys.executable, str(client), "{pop3.host}", "{pop3.port}", "{user}", "{password}"),
    )
    assert told.returncode == 1, told.stdout + told.stderr
    assert told.stdout.count("FAIL ") == 1
    assert "FAIL       pop3.apop.refuse-malformed-timestamp  RFC 1939 sec 7" in told.stdout
    assert (
        "UNRESOLVED" in told.stdout
    )  # poplib remembers nothing, and nobody has said that it should


def test_a_client_that_cannot_be_started_is_no_verdict_on_it() -> None:
    told = run(PROGRAM, "conform", "smtp", "--only", "conformance.smtp.honest", "--", "./none")
    assert told.returncode == 2, told.stdout + told.stderr
    assert "ERROR" in told.stdout


def test_nothing_left_to_conform_to_is_told() -> None:
    told = run(PROGRAM, "conform", "smtp", "--only", "no.such.thing", "--", "true")
    assert (told.returncode, "no conformance scenario is left" in told.stderr) == (2, True)


@pytest.mark.parametrize("client", [RIGHT], indirect=True)
def test_a_sweep_finds_where_nobody_can_know_and_saves_what_it_did(
    client: list[str], tmp_path: Path
) -> None:
    cells = tmp_path / "cells"
    told = run(
        *(PROGRAM, "sweep", "honest", "--stall", "100ms", "-j", "2", "--save", str(cells)),
        *("--", *client),
    )
    # Half of a 250 is good news to smtplib: a weakness that is known.
    assert told.returncode == 1, told.stdout + told.stderr
    assert "LOST   message, truncated" in told.stdout
    assert "?      message, done-reset" in told.stdout
    one = cells / "message-1-done-reset.yaml"
    assert run(PROGRAM, "check", "--strict", str(one)).returncode == 0
    again = run(PROGRAM, "run", str(one), "--", *client)
    assert "unknowable" in again.stdout or "standards:" in again.stdout


@pytest.mark.parametrize("client", [CARELESS], indirect=True)
def test_a_sweep_shows_what_a_careless_client_loses(client: list[str]) -> None:
    told = run(
        *(PROGRAM, "sweep", "honest", "--stall", "100ms", "-j", "2", "--", *client),
    )
    assert told.returncode == 1, told.stdout + told.stderr
    assert "LOST" in told.stdout


def test_a_client_that_fails_by_itself_cannot_be_swept() -> None:
    told = run(PROGRAM, "sweep", "honest", "--", "false", "{smtp.port}")
    assert (told.returncode, "could be swept" in told.stderr) == (2, True)
