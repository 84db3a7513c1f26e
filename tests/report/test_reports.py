# SPDX-License-Identifier: MIT
"""Reports as files, baselines, and transcripts that are judged once more."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from running import PROGRAM, run

CLIENT = Path(__file__).with_name("rough_client.py")
ROUGH = ("--", sys.executable, str(CLIENT), "{smtp.port}", "rough")
TIDY = ("--", sys.executable, str(CLIENT), "{smtp.port}", "tidy")


def outcomes(file: Path) -> dict[tuple[str, str, str], str]:
    """The outcome of each verdict, by scenario, case and id."""
    report: dict[str, Any] = json.loads(file.read_text())
    return {
        (case["scenario"], case["case"], verdict["id"]): verdict["outcome"]
        for case in report["cases"]
        for verdict in case["verdicts"]
    }


def test_junit_is_xml_that_counts_right(tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    run(PROGRAM, "conform", "smtp", "--only", "smtp/honest", "--junit", str(file), *ROUGH)
    run(PROGRAM, "run", "honest", "--junit", str(file), *ROUGH)
    suites = ET.parse(file).getroot()
    assert suites.tag == "testsuites"
    (suite,) = suites.findall("testsuite")
    cases = suite.findall("testcase")
    assert suite.get("tests") == suites.get("tests") == str(len(cases))
    failures = [case.get("name") for case in cases if case.find("failure") is not None]
    assert suite.get("failures") == str(len(failures))
    assert "smtp.line.crlf-only" in failures
    told = suite.findtext("testcase[@name='smtp.line.crlf-only']/failure") or ""
    assert "RFC 5321 sec 2.3.8" in told
    assert "C: MAIL FROM:<ann@client.example>\\n" in told


def test_conform_writes_all_forms(tmp_path: Path) -> None:
    files = {form: tmp_path / f"report.{form}" for form in ("json", "junit", "html")}
    words = [word for form, file in files.items() for word in (f"--{form}", str(file))]
    ended = run(PROGRAM, "conform", "smtp", *words, *ROUGH)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert len(json.loads(files["json"].read_text())["cases"]) > 1
    assert len(ET.parse(files["junit"]).getroot()) > 1
    again = tmp_path / "again.json"
    ended = run(PROGRAM, "report", str(files["json"]), "--json", str(again))
    assert ended.returncode == 0, ended.stderr
    assert again.read_bytes() == files["json"].read_bytes()


@pytest.mark.parametrize("command", ["run", "conform", "judge"])
def test_what_the_baseline_has_fails_nobody_again(tmp_path: Path, command: str) -> None:
    records = tmp_path / "records"
    words = {
        "run": ("run", "conformance/smtp/honest", "--strict"),
        "conform": ("conform", "smtp", "--only", "conformance.smtp.honest"),
        "judge": ("judge", str(records)),
    }[command]
    run(PROGRAM, "run", "conformance/smtp/honest", "--record", str(records), *ROUGH)
    client = () if command == "judge" else ROUGH
    old = tmp_path / "old.json"
    ended = run(PROGRAM, *words, "--json", str(old), *client)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    ended = run(PROGRAM, *words, "--baseline", str(old), *client)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"\d known failures?: .*smtp\.line\.crlf-only", ended.stdout)
    assert "0 new failures" in ended.stdout
    report = json.loads(old.read_text())
    for verdict in report["cases"][0]["verdicts"]:
        if verdict["id"] == "smtp.line.crlf-only":
            verdict["outcome"] = "PASS"
    old.write_text(json.dumps(report))
    ended = run(PROGRAM, *words, "--baseline", str(old), *client)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "1 new failure: smtp.line.crlf-only" in ended.stdout


def test_a_baseline_that_is_none_is_told_of(tmp_path: Path) -> None:
    ended = run(PROGRAM, "run", "honest", "--baseline", str(tmp_path / "none.json"), *TIDY)
    assert ended.returncode == 2
    assert "cannot read the report" in ended.stderr


SCENARIO = """
postiche: 1
scenario: matrix.of-two
title: Some recipients are refused
with: {allowed: 1, note: "a b=c"}
matrix: {which: [RCPT, MAIL]}
smtp:
  rules:
    - {when: "{which}", reply: "250 2.0.0 {note}", times: 1}
expect:
  verbs-seen: {must: {count: {event: "{which}", exactly: "{allowed}"}}}
"""


def test_a_transcript_is_judged_by_what_was_played(tmp_path: Path) -> None:
    scenario = tmp_path / "of-two.yaml"
    scenario.write_text(SCENARIO)
    live, offline = tmp_path / "live.json", tmp_path / "offline.json"
    for wanted in (1, 2):
        records = tmp_path / f"records{wanted}"
        ended = run(
            *(PROGRAM, "run", str(scenario), "--set", f"allowed={wanted}"),
            *("--record", str(records), "--json", str(live), *TIDY),
        )
        assert ended.returncode == wanted - 1, ended.stdout + ended.stderr
        run(PROGRAM, "judge", str(records), "--json", str(offline))
        told = outcomes(live)
        assert {key[1] for key in told} == {"which=RCPT", "which=MAIL"}
        assert outcomes(offline) == told


def test_secrets_by_name_stay_out_of_the_head(tmp_path: Path) -> None:
    scenario = tmp_path / "secret.yaml"
    scenario.write_text(
        "postiche: 1\nscenario: a.secret\ntitle: A secret\nwith: {password: pencil, other: pen}\n"
        "smtp:\n  greeting: 220 {other} {password}\n"
    )
    for flag, known in (((), False), (("--show-secrets",), True)):
        records = tmp_path / f"records{known}"
        run(PROGRAM, "run", str(scenario), "--record", str(records), *flag, *TIDY)
        (file,) = records.glob("*.jsonl")
        head = json.loads(file.read_text().split("\n")[0])
        assert head["file"] == str(scenario)
        assert ("password" in head["with"]) == known
        assert head["with"]["other"] == "pen"
