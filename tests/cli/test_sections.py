# SPDX-License-Identifier: MIT
"""Sections of a scenario as the program's user meets them."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from pathlib import Path

import postiche
from running import PATIENCE, PROGRAM, Program, run

Serve = Callable[..., Program]

HEAD = "postiche: 1\nscenario: test.sections\n"


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(HEAD + text)
    return str(path)


def test_set_reaches_the_parameter_of_a_fragment(tmp_path: Path) -> None:
    main = written(tmp_path, "main.yaml", "use: part.yaml\n")
    part = "with: {code: 451}\nsmtp: {rules: [{when: RCPT, reply: '{code} 4.0.0 No'}]}\n"
    written(tmp_path, "part.yaml", part)
    swaks = ["swaks", "-s", "{smtp.address}", "--to", "b@example.com", "-f", "a@c.example"]
    ended = run(PROGRAM, "run", main, "--set", "code=452", "--verbose", "--", *swaks)
    assert "452 4.0.0 No" in ended.stderr, ended.stdout + ended.stderr


def test_a_wrong_fragment_is_told_of_with_its_own_place(tmp_path: Path) -> None:
    main = written(tmp_path, "main.yaml", "use: [part.yaml]\n")
    part = written(tmp_path, "part.yaml", "smpt: {}\n")
    ended = run(PROGRAM, "check", main)
    assert ended.returncode == 2
    assert f"{part}:3:1: error: unknown key in a scenario: 'smpt'" in ended.stderr


def test_serve_ends_by_itself_when_the_run_is_over(tmp_path: Path, serve: Serve) -> None:
    server = serve(written(tmp_path, "one.yaml", "finish: {messages: 1}\n"))
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        client.sendmail("a@client.example", ["b@example.com"], "Subject: x\r\n\r\nHi\r\n")
    assert server.process.wait(PATIENCE) == 0
    assert "1 message accepted" in server.told


def test_serve_ends_after_virtual_time(tmp_path: Path, serve: Serve) -> None:
    path = written(tmp_path, "one.yaml", "finish: {time: 1h}\n")
    assert serve(path, "--clock-speed", "100000").process.wait(PATIENCE) == 0


def test_run_ends_a_client_that_would_go_on(tmp_path: Path) -> None:
    path = written(tmp_path, "one.yaml", "finish: {sessions: 1}\n")
    script = "swaks -s {smtp.address} -t b@example.com -f a@c.example >&2; exec sleep 1000"
    ended = run(PROGRAM, "run", path, "--", "sh", "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the client was ended, since the run was over" in ended.stdout


def test_run_kills_a_client_that_does_not_want_to_go(tmp_path: Path) -> None:
    path = written(tmp_path, "one.yaml", "finish: {time: 100ms}\n")
    script = "trap '' TERM; while :; do sleep 1; done"
    ended = run(PROGRAM, "run", path, "--", "sh", "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the client was ended, since the run was over" in ended.stdout


def test_a_client_that_ends_in_time_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "one.yaml", "finish: {messages: 1}\n")
    swaks = ["swaks", "-s", "{smtp.address}", "--to", "b@example.com", "-f", "a@c.example"]
    ended = run(PROGRAM, "run", path, "--", *swaks)
    assert "the client exited with status 0" in ended.stdout, ended.stdout + ended.stderr


def test_accounts_and_limits_as_a_client_meets_them(tmp_path: Path) -> None:
    text = "accounts: [b@example.com]\nlimits: {message: 100}\n"
    with (
        postiche.serve(HEAD + text) as server,
        smtplib.SMTP(server.smtp.host, server.smtp.port) as client,
    ):
        assert client.ehlo()[0] == 250
        assert client.esmtp_features["size"] == "100"
        client.mail("a@client.example")
        assert client.rcpt("c@example.com") == (550, b"5.1.1 No such user here")
        assert client.rcpt("b@example.com")[0] == 250
        assert client.data(b"Subject: x\r\n\r\n" + b"x" * 100)[0] == 552
