# SPDX-License-Identifier: MIT
"""The faults that tests can be made of, one test each."""

from __future__ import annotations

import smtplib
from pathlib import Path

import postiche
import pytest

LETTER = "Subject: Hello\r\n\r\nHello!\r\n"
SERVICES = ["smtp", "smtps", "submission", "submissions", "lmtp", "pop3", "pop3s", "imap", "imaps"]


def send(server: postiche.Server) -> bool:
    """A naive mailer: what it says of its success."""
    try:
        with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
            client.sendmail("ann@example.org", ["bob@example.com"], LETTER)
    except (smtplib.SMTPException, OSError):
        return False
    return True


@pytest.mark.parametrize("service", SERVICES)
def test_each_fault_is_a_scenario_for_its_service(service: str) -> None:
    faults = postiche.faults(service)
    assert len({fault.id for fault in faults}) == len(faults) > 50
    for fault in faults[:: len(faults) // 5]:
        with postiche.serve(fault.yaml) as server:
            assert server.endpoint(service).port


@pytest.mark.parametrize(
    ("service", "points"),
    [
        ("smtp", ["connect", "EHLO", "MAIL", "RCPT", "DATA", "content", "message", "QUIT"]),
        ("lmtp", ["connect", "LHLO", "MAIL", "RCPT", "DATA", "content", "message", "QUIT"]),
        (
            "submissions",
            ["connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "content", "message", "QUIT"],
        ),
        ("pop3", ["connect", "USER", "PASS", "STAT", "RETR", "DELE", "QUIT"]),
        ("imap", ["connect", "CAPABILITY", "LOGIN", "SELECT", "FETCH", "LOGOUT"]),
    ],
)
def test_the_points_are_those_of_a_plain_conversation(service: str, points: list[str]) -> None:
    assert list(dict.fromkeys(fault.point for fault in postiche.faults(service))) == points


@pytest.mark.parametrize("fault", postiche.faults("smtp", stall="100ms"), ids=str)
def test_smtplib_loses_mail_at_one_point(fault: postiche.Fault) -> None:
    with postiche.serve(fault.yaml) as server:
        outcome = fault.outcome(server, told_success=send(server))
    # Half of "250 2.0.0 Message accepted" and no line end are a reply to it.
    allowed = ("fine", "told", "unknowable", "false-failure")
    assert outcome in (("lost",) if fault.id == "message-1-truncated" else allowed)


def test_what_became_of_the_mail_is_told() -> None:
    by_id = {fault.id: fault for fault in postiche.faults("smtp")}

    def outcome(id: str, **told: bool) -> str:
        with postiche.serve(by_id[id].yaml) as server:
            success = send(server)
            return by_id[id].outcome(server, told_success=told.get("told_success", success))

    assert outcome("rcpt-1-split") == "fine"
    assert outcome("rcpt-1-5yz") == "told"
    assert outcome("message-1-5yz", told_success=True) == "lost"
    assert outcome("message-1-done-close") == "unknowable"
    assert outcome("quit-1-close", told_success=False) == "false-failure"


def test_a_conversation_of_ones_own_is_swept(tmp_path: Path) -> None:
    with postiche.serve("honest") as server:
        with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
            client.helo("c.example")
            client.noop()
            client.noop()
        server.wait_for(sessions=1)
        server.transcript.save(tmp_path / "own.jsonl")
        faults = postiche.faults(transcript=server.transcript)
    assert {fault.point for fault in faults} == {"connect", "HELO", "NOOP", "NOOP 2", "QUIT"}
    assert postiche.faults(transcript=tmp_path / "own.jsonl") == faults


def test_a_scenario_of_ones_own_is_played_where_nothing_goes_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.yaml").write_text("{postiche: 1, scenario: my.own, domain: own.example}")
    monkeypatch.chdir(tmp_path)
    fault = postiche.faults(scenario="own.yaml")[-1]
    with (
        postiche.serve(fault.yaml) as server,
        smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client,
    ):
        assert client.ehlo()[1].startswith(b"own.example")


def test_mistakes_are_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'smpt' is no service: write one of smtp, "):
        postiche.faults("smpt")
    (tmp_path / "no.jsonl").write_text("Subject: Hello\n")
    with pytest.raises(ValueError, match="<transcript>:1"):
        postiche.faults(transcript=tmp_path / "no.jsonl")
