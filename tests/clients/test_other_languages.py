# SPDX-License-Identifier: MIT
"""The clients that programs in JavaScript and Go send with: Nodemailer and net/smtp."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import postiche
import pytest
from running import run

BUILD = Path(__file__).parents[2] / "build"
NODEMAILER = (str(BUILD / "venv/bin/node"), str(Path(__file__).with_name("node") / "send.cjs"))
NET_SMTP = (str(BUILD / "go/send"),)
CLIENTS = {"nodemailer": NODEMAILER, "net/smtp": NET_SMTP}
CONTENT = b"Subject: Hi\r\n\r\n.a dot\r\nHi!\r\n"
ACCOUNTS = {"ann": {"password": "pencil"}}


def scenario(**sections: Any) -> dict[str, Any]:
    return {"postiche": 1, "scenario": "test.languages", **sections}


def send(client: str, port: int, **options: Any) -> CompletedProcess[str]:
    return run(*CLIENTS[client], json.dumps({"port": port, **options}))


def ca_of(server: postiche.Server, folder: Path) -> str:
    file = folder / "ca.pem"
    file.write_text(server.ca_pem)
    return str(file)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_letter_arrives_as_it_was_written(client: str, tmp_path: Path) -> None:
    with postiche.serve("honest") as server:
        assert send(client, server.smtp.port).stderr == ""
        ended = send(client, server.smtp.port, ca=ca_of(server, tmp_path))
        assert (ended.returncode, ended.stderr) == (0, "")
        server.wait_for(messages=2, sessions=2)
        assert [message.content for message in server.messages] == [CONTENT, CONTENT]
        assert "STARTTLS" in [command.verb for command in server.sessions[1].commands]


LOGINS = [
    ("nodemailer", "PLAIN"),
    ("nodemailer", "LOGIN"),
    ("nodemailer", "CRAM-MD5"),
    ("net/smtp", "PLAIN"),
    ("net/smtp", "CRAM-MD5"),
]


@pytest.mark.parametrize(("client", "mechanism"), LOGINS)
def test_a_password_logs_in_and_a_wrong_one_does_not(
    client: str, mechanism: str, tmp_path: Path
) -> None:
    own = scenario(accounts=ACCOUNTS, smtp={"require": "auth"})
    with postiche.serve(own) as server:
        secure = {"ca": ca_of(server, tmp_path), "user": "ann", "method": mechanism}
        ended = send(client, server.smtp.port, password="pencil", to=["ann@x.example"], **secure)
        assert ended.returncode == 0, ended.stderr
        server.wait_for(messages=1)
        assert f"authenticated ann, {mechanism}" in server.transcript.to_text()
        ended = send(client, server.smtp.port, password="pen", **secure)
        assert ended.returncode == 1
        assert "535" in ended.stderr
        assert len(server.messages) == 1


def test_nodemailer_logs_in_with_a_token(tmp_path: Path) -> None:
    own = scenario(smtp={"require": "auth", "offer": {"add": ["AUTH XOAUTH2"]}})
    with postiche.serve(own) as server:
        secure = {"ca": ca_of(server, tmp_path), "user": "ann", "token": "t0k3n"}
        ended = send("nodemailer", server.smtp.port, **secure)
        assert ended.returncode == 0, ended.stderr
        server.wait_for(messages=1)
        assert "authenticated ann, XOAUTH2" in server.transcript.to_text()


@pytest.mark.parametrize("client", CLIENTS)
def test_a_deferral_is_told_to_the_program(client: str) -> None:
    with postiche.serve("greylisting") as server:
        ended = send(client, server.smtp.port)
        assert ended.returncode == 1
        assert "451" in ended.stderr
        server.clock.advance("6m")
        assert send(client, server.smtp.port).returncode == 0
        server.wait_for(messages=1)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_certificate_that_nobody_vouches_for_is_refused(client: str, tmp_path: Path) -> None:
    with postiche.serve(scenario(tls={"certificate": "unknown-ca"})) as server:
        ended = send(client, server.smtp.port, ca=ca_of(server, tmp_path))
        assert ended.returncode == 1
        server.wait_for(sessions=1)
        assert "MAIL" not in [command.verb for command in server.sessions[0].commands]


@pytest.mark.parametrize("client", CLIENTS)
def test_an_internationalized_address_is_passed_on(client: str) -> None:
    with postiche.serve("honest") as server:
        ended = send(client, server.smtp.port, to=["bj\u00f8rn@example.com"])
        assert ended.returncode == 0, ended.stderr
        server.wait_for(messages=1)
        assert server.messages[0].recipients == ["bj\u00f8rn@example.com"]
        assert "SMTPUTF8" in server.messages[0].parameters


def test_nodemailer_asks_for_reports_and_speaks_lmtp() -> None:
    wanted = {"id": "letter-1", "return": "headers", "notify": ["success", "failure"]}
    with postiche.serve(scenario(services=["smtp", "lmtp"])) as server:
        assert send("nodemailer", server.smtp.port, dsn=wanted).returncode == 0
        assert send("nodemailer", server.lmtp.port, lmtp=True).returncode == 0
        server.wait_for(messages=2)
        asking, local = server.messages
        assert {"RET=HDRS", "ENVID=letter-1"} <= set(asking.parameters)
        assert asking.recipient_parameters[0].startswith("NOTIFY=SUCCESS,FAILURE")
        assert local.content == CONTENT


def test_nodemailer_speaks_tls_first(tmp_path: Path) -> None:
    with postiche.serve(scenario(services="smtps")) as server:
        port = server.endpoint("smtps").port
        ended = send("nodemailer", port, secure=True, ca=ca_of(server, tmp_path))
        assert ended.returncode == 0, ended.stderr
        server.wait_for(messages=1)
