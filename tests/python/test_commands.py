# SPDX-License-Identifier: MIT
"""The program's commands from Python: the same verdicts, for programs and for functions."""

from __future__ import annotations

import asyncio
import json
import os
import smtplib
import subprocess
import sys
import threading
from pathlib import Path

import postiche
import pytest
from postiche import Answer, Event, Job, Scenario
from postiche._judging import program

SENDS = """
import smtplib, sys
host, port, sender, recipient, letter = sys.argv[1:]
with smtplib.SMTP(host, int(port)) as client:
    client.sendmail(sender, [recipient], open(letter, "rb").read())
"""
WORDS = ["{smtp.host}", "{smtp.port}", "{sender}", "{recipient}", "{message}"]
CLIENT = [sys.executable, "-c", SENDS, *WORDS]


def send(job: Job) -> bool:
    with smtplib.SMTP(job.smtp.host, job.smtp.port) as client:
        client.sendmail(job.sender, [job.recipient], job.message)
    return True


def verdicts(report: postiche.Report) -> list[tuple[str, str, str]]:
    return [(one.case, one.id, one.outcome) for case in report.cases for one in case.findings]


def test_a_run_finds_what_the_program_finds(tmp_path: Path) -> None:
    words = ["run", "greylisting", "--set", "delay=2s", "--json", str(tmp_path / "own.json")]
    own = subprocess.run([program.find(), *words, "--", *CLIENT], capture_output=True, text=True)
    report = postiche.run("greylisting", CLIENT, delay="2s")
    report.save(tmp_path / "saved.json")
    assert own.returncode == 1
    assert not report.passed
    kept = json.loads((tmp_path / "saved.json").read_text())
    found = json.loads((tmp_path / "own.json").read_text())
    assert [case["verdicts"] for case in kept["cases"]] == [
        case["verdicts"] for case in found["cases"]
    ]
    assert "came-back" in report.text()
    assert [one.id for one in report.failures][:1] == ["came-back"]
    with pytest.raises(AssertionError, match="came-back") as told:
        report.check()
    # Some versions of smtplib write commands small.
    guilty = "\n  > c: rcpt to:<bob@example.com>              <-- came-back\n    ! rule too early\n"
    assert guilty in str(told.value).lower()
    assert "\n\nFAIL came-back: RCPT came once; expected: at least 2\n" in str(told.value)
    (case,) = report.cases
    assert case.conversation(report.failures[0]).partition("\n\n")[2] in str(told.value)
    with pytest.raises(ValueError, match=r"^came-back was found in another case"):
        postiche.run("honest", send).cases[0].conversation(report.failures[0])
    assert case.conversation().startswith("! connected to smtp\nS: 220 mx.example.com ESMTP\nC: ")


def test_a_function_is_judged_as_a_program_that_does_the_same() -> None:
    by_program, by_function = postiche.run("honest", CLIENT), postiche.run("honest", send)
    assert by_function.passed
    assert verdicts(by_function) == verdicts(by_program)
    assert by_function.client == "send"
    by_function.check()


def test_what_a_function_gives_is_how_the_client_ends() -> None:
    built = Scenario("test.ends").expect("ends", must={"client": {"status": 0}})

    async def coroutine(job: Job) -> str:
        await asyncio.sleep(0)
        return "sent"

    def raises(job: Job) -> None:
        raise ValueError("no such letter")

    def leaves(job: Job) -> None:
        sys.exit(3)

    statuses = {}
    for function in (lambda job: None, lambda job: False, lambda job: 7, coroutine, raises, leaves):
        report = postiche.run(built, function)
        statuses[report.client.rpartition(".")[2]] = report.cases[0].status
        assert report.passed == (report.cases[0].status == 0)
    assert statuses == {"<lambda>": 7, "coroutine": 0, "raises": 1, "leaves": 3}
    report = postiche.run(built, raises)
    assert "ValueError: no such letter" in report.raised[0]
    said = Scenario("test.said").expect("says", must={"client": {"output": {"contains": "sent"}}})
    assert postiche.run(said, coroutine).passed


def test_a_job_has_what_a_client_needs() -> None:
    seen: list[Job] = []

    def looks(job: Job) -> None:
        seen.append(job)
        assert not os.listdir(job.folder)
        assert job.ca_pem.startswith("-----BEGIN CERTIFICATE-----")
        assert "PRIVATE KEY" in Path(job.client_certificate_file).read_text()
        with smtplib.SMTP("localhost", job.submission.port, timeout=20) as client:
            client.starttls(context=job.ssl_context)
            client.login(job.user, job.password)
        assert job.submission.ca_file == job.ca_file
        inside, context = job.submission.tls_port, job.smtp.ssl_context
        assert inside is not None
        assert inside == job.submissions.port
        with smtplib.SMTP_SSL("localhost", inside, timeout=20, context=context) as client:
            client.noop()

    built = Scenario("test.job").parameters({"letter-to": "eve@example.com"}).phase("only")
    services = ["submission", "submissions", "smtp", "pop3"]
    report = postiche.run(built, looks, listen=services, message=b"Subject: Mine\n")
    assert report.raised == []
    (job,) = seen
    assert (job.message, job.recipient, job.phase) == (
        b"Subject: Mine\n",
        "eve@example.com",
        "only",
    )
    assert job.pop3.port != job.submission.port


def test_a_matrix_is_run_case_by_case() -> None:
    built = Scenario("test.matrix").matrix(code=[450, 550]).smtp.on("RCPT").reply("{code} No")
    assert [case.case for case in postiche.run(built, send).cases] == ["code=450", "code=550"]
    assert [case.case for case in postiche.run(built, send, case={"code": 550}).cases] == [
        "code=550"
    ]


def test_functions_that_answer_are_asked_by_the_program_too() -> None:
    async def refused(event: Event) -> Answer:
        return f"550 5.1.1 No {event.recipient}"

    built = Scenario("test.asks").smtp.on("RCPT").call(refused, timeout="20s")
    report = postiche.run(built, send)
    assert "550, b'5.1.1 No bob@example.com'" in report.raised[0]


def test_a_function_that_hangs_harms_one_case_only() -> None:
    let_go = threading.Event()
    asked = 0

    def hangs_once(job: Job) -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            # Its server is gone then, and the port may be that of the next test.
            let_go.wait(50)
            return
        send(job)

    built = Scenario("test.hangs").matrix(n=[1, 2])
    report = postiche.run(built, hangs_once, timeout="1s")
    let_go.set()
    assert [case.ended_well for case in report.cases] == [False, True]


def test_conform_judges_a_library() -> None:
    only = ["smtp.data.dot-stuffing", "smtp.line.crlf-only"]
    by_function = postiche.conform("smtp", send, only=only, jobs=2)
    by_program = postiche.conform("smtp", CLIENT, only=only, name="sends")
    assert by_function.cases
    assert verdicts(by_function) == verdicts(by_program)
    assert (by_function.client, by_program.client) == ("send", "sends")


@pytest.mark.timeout(240)
def test_sweep_says_what_each_fault_has_led_to(tmp_path: Path) -> None:
    def never_fails(job: Job) -> None:
        try:
            send(job)
        except (smtplib.SMTPException, OSError):
            return

    report = postiche.sweep("honest", never_fails, stall="100ms", save=tmp_path / "cells", jobs=2)
    led_to = {case.case: case.led_to for case in report.cases}
    assert not report.passed
    assert (led_to["rcpt-1-5yz"], led_to["rcpt-1-split"]) == ("lost", "fine")
    assert (tmp_path / "cells" / "rcpt-1-5yz.yaml").exists()
    report.save(tmp_path / "sweep.html")
    report.save(tmp_path / "sweep.xml")
    assert "rcpt-1-5yz" in (tmp_path / "sweep.html").read_text()
    assert "never_fails" in (tmp_path / "sweep.xml").read_text()
    with pytest.raises(ValueError, match="its name ends in"):
        report.save(tmp_path / "sweep.pdf")


def test_saved_transcripts_are_judged_as_the_live_run_was(tmp_path: Path) -> None:
    live = postiche.run("greylisting", CLIENT, record=tmp_path, delay="2s")
    again = postiche.judge(tmp_path)
    assert verdicts(again) == verdicts(live)
    assert not again.passed


def test_a_server_that_played_what_was_built_is_judged_too(tmp_path: Path) -> None:
    built = Scenario("test.judged").parameters(at_least=2)
    built = built.expect("twice", must={"count": {"event": "connect", "at-least": "{at_least}"}})
    with postiche.serve(built, at_least=1) as server:
        smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20).close()
        server.wait_for(sessions=1)
        server.transcript.save(tmp_path / "own.jsonl")
    assert postiche.judge(server.transcript, scenario=built).cases[0].findings[0].id == "twice"
    assert (
        postiche.judge(tmp_path / "own.jsonl", scenario=built).cases[0].findings[0].outcome
        == "PASS"
    )
    failed = postiche.judge(server.transcript, scenario=built, at_least=2)
    assert [one.id for one in failed.failures] == ["twice"]


def test_what_is_wrong_is_told_as_the_program_tells_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(postiche.ScenarioError, match="test_commands"):
        postiche.run(Scenario("test.wrong").smtp.on("RCTP").close(), send)
    with pytest.raises(postiche.ProgramError, match=r"^no conformance scenario is left by --only"):
        postiche.conform("smtp", send, only=["no.such"])
    with pytest.raises(postiche.ProgramError, match="fails without any fault"):
        postiche.sweep("honest", lambda job: not send(job))
    with pytest.raises(postiche.ProgramError, match="no-such-client"):
        postiche.run("honest", ["no-such-client"])
    monkeypatch.setenv("POSTICHE_PROGRAM", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(
        program, "__file__", str(tmp_path / "python" / "postiche" / "_judging" / "x.py")
    )
    with pytest.raises(postiche.ProgramError, match=r"^\$POSTICHE_PROGRAM is .* no program$"):
        postiche.run("honest", send)
    monkeypatch.delenv("POSTICHE_PROGRAM")
    with pytest.raises(postiche.ProgramError, match="the program postiche is not there"):
        postiche.run("honest", send)
