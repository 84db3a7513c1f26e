# SPDX-License-Identifier: MIT
"""TLS and AUTH with clients that others have made."""

from __future__ import annotations

import gc
import smtplib
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import postiche
import pytest


def scenario(**sections: Any) -> dict[str, Any]:
    return {"postiche": 1, "scenario": "test.tls", **sections}


def verified(server: postiche.Server) -> smtplib.SMTP:
    client = smtplib.SMTP("localhost", server.smtp.port, timeout=20)
    client.starttls(context=server.ssl_context)
    return client


def test_starttls_is_done_by_python_and_all_is_forgotten() -> None:
    with postiche.serve("honest") as server:
        with verified(server) as client:
            assert client.ehlo_resp is None
            code, words = client.ehlo()
            assert code == 250
            assert b"STARTTLS" not in words
            client.sendmail("a@example.org", ["b@example.com"], b"Subject: x\r\n\r\nInside.\r\n")
        server.wait_for(sessions=1)
        assert "tls TLSv1." in server.transcript.to_text()
        assert server.messages[0].content.endswith(b"Inside.\r\n")


def test_submissions_speaks_tls_first_and_wants_a_login() -> None:
    accounts = {"ann": {"password": "pencil"}}
    with postiche.serve(scenario(services="submissions", accounts=accounts)) as server:
        context = server.ssl_context
        with smtplib.SMTP_SSL("localhost", server.submissions.port, context=context) as client:
            client.ehlo("c.example")
            assert client.mail("a@example.org")[0] == 530
            with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
                client.login("ann", "pen")
            assert refused.value.smtp_code == 535
            client.login("ann", "pencil")
            assert client.mail("a@example.org")[0] == 250


BAD = {
    "expired": "expired",
    "not-yet-valid": "not yet valid",
    "wrong-host": "Hostname mismatch",
    "self-signed": "self-signed",
    "unknown-ca": "self-signed certificate in certificate chain",
    "incomplete-chain": "unable to get local issuer",
    "not-an-authority": "invalid CA certificate",
    "client-only": "unsuitable certificate purpose",
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_python_refuses_certificates_that_are_not_good(kind: str) -> None:
    with postiche.serve(scenario(tls={"certificate": kind})) as server:
        with pytest.raises(ssl.SSLCertVerificationError, match=BAD[kind]):
            verified(server)
        server.wait_for(sessions=1)
        assert "tls failed" in server.transcript.to_text()


def secure_and_greet(client: smtplib.SMTP, context: ssl.SSLContext) -> None:
    client.starttls(context=context)
    client.ehlo()


# A reset that comes while Python wraps the socket makes it forget to close it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("at", ["start", "server-hello", "finished"])
@pytest.mark.parametrize("how", ["alert", "garbage", "truncate", "close", "reset"])
def test_a_handshake_breaks_off_where_it_should(at: str, how: str) -> None:
    breaks: dict[str, Any] = {"at": at}
    if how == "garbage":
        breaks["garbage"] = {"text": "HTTP/1.0 400 Bad Request\r\n\r\n"}
    else:
        breaks["do"] = how
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with postiche.serve(scenario(tls={"break": breaks})) as server:
        client = smtplib.SMTP("localhost", server.smtp.port, timeout=1)
        client.ehlo()
        with pytest.raises((ssl.SSLError, OSError, smtplib.SMTPException)):
            secure_and_greet(client, context)
        client.close()
        server.wait_for(sessions=1)
        assert "tls failed" in server.transcript.to_text()
    gc.collect()


def test_plaintext_behind_starttls_is_thrown_away_or_kept_by_a_flawed_server() -> None:
    for plaintext, heard in [("discard", False), ("keep", True)]:
        rule = {"name": "tls", "when": "STARTTLS", "tls": {"plaintext": plaintext}}
        with postiche.serve(scenario(smtp={"rules": [rule]})) as server:
            raw = socket.create_connection(("127.0.0.1", server.smtp.port), timeout=20)
            raw.recv(1000)
            raw.sendall(b"EHLO c.example\r\n")
            raw.recv(1000)
            raw.sendall(b"STARTTLS\r\nNOOP injected\r\n")
            assert raw.recv(1000).startswith(b"220")
            context = server.ssl_context
            inside = context.wrap_socket(raw, server_hostname="localhost")
            inside.sendall(b"QUIT\r\n")
            said = b""
            while part := inside.recv(1000):
                said += part
            inside.close()
            assert (b"250 2.0.0" in said or b"250 Ok" in said) == heard
            assert b"221" in said


def test_a_client_certificate_is_who_external_is(tmp_path: Path) -> None:
    own = scenario(
        tls={"client-certificate": "demanded"}, smtp={"offer": {"add": ["AUTH EXTERNAL"]}}
    )
    with postiche.serve(own) as server:
        (tmp_path / "client.pem").write_text(server.client_pem("ann"))
        context = server.ssl_context
        context.load_cert_chain(tmp_path / "client.pem")
        client = smtplib.SMTP("localhost", server.smtp.port, timeout=20)
        client.starttls(context=context)
        client.ehlo()
        assert client.docmd("AUTH", "EXTERNAL =")[0] == 235
        client.quit()
        server.wait_for(sessions=1)
        assert "authenticated ann" in server.transcript.to_text()


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"])
@pytest.mark.parametrize("password", ["pencil", "pen"])
def test_swaks_logs_in(mechanism: str, password: str) -> None:
    own = scenario(
        accounts={"ann": {"password": "pencil"}, "bob@example.com": {}},
        smtp={"offer": {"add": [f"AUTH {mechanism}"]}},
    )
    with postiche.serve(own) as server:
        ended = subprocess.run(
            [
                "swaks",
                "-s",
                f"127.0.0.1:{server.smtp.port}",
                "-a",
                mechanism,
                "-au",
                "ann",
                "-ap",
                password,
                "-f",
                "a@c.example",
                "-t",
                "bob@example.com",
            ],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (ended.returncode == 0) == (password == "pencil"), ended.stdout + ended.stderr
        assert len(server.messages) == (password == "pencil")


@pytest.mark.parametrize(
    "mechanism",
    [
        "PLAIN",
        "LOGIN",
        "CRAM-MD5",
        "DIGEST-MD5",
        "XOAUTH2",
        "OAUTHBEARER",
    ],
)
@pytest.mark.parametrize("password", ["pencil", "pen"])
def test_curl_logs_in(mechanism: str, password: str, tmp_path: Path) -> None:
    own = scenario(
        accounts={"ann": {"password": "pencil"}, "bob@example.com": {}},
        smtp={"offer": {"add": [f"AUTH {mechanism}"]}},
    )
    letter = tmp_path / "letter"
    letter.write_bytes(b"Subject: x\r\n\r\nHi\r\n")
    secret = ["--user", f"ann:{password}"]
    if mechanism in ("XOAUTH2", "OAUTHBEARER"):
        secret = ["--user", "ann", "--oauth2-bearer", password]
    with postiche.serve(own) as server:
        ended = subprocess.run(
            [
                "curl",
                "-sS",
                f"smtp://127.0.0.1:{server.smtp.port}",
                *secret,
                "--login-options",
                f"AUTH={mechanism}",
                "--mail-from",
                "a@c.example",
                "--mail-rcpt",
                "bob@example.com",
                "-T",
                str(letter),
            ],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (ended.returncode == 0) == (password == "pencil"), ended.stderr
        assert len(server.messages) == (password == "pencil")


@pytest.mark.parametrize(
    "mechanism", ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"]
)
@pytest.mark.parametrize("password", ["pencil", "pen"])
def test_msmtp_logs_in(mechanism: str, password: str, tmp_path: Path) -> None:
    own = scenario(
        accounts={"ann": {"password": "pencil"}, "bob@example.com": {}},
        smtp={"offer": {"add": [f"AUTH {mechanism}"]}},
    )
    # GNU SASL gives up plain SCRAM by itself where TLS could bind it.
    tls = "off" if mechanism.startswith("SCRAM") else "on"
    with postiche.serve(own) as server:
        (tmp_path / "ca.pem").write_text(server.ca_pem)
        ended = subprocess.run(
            [
                "msmtp",
                "--host=localhost",
                f"--port={server.smtp.port}",
                "--from=a@c.example",
                f"--tls={tls}",
                "--tls-starttls=on",
                f"--tls-trust-file={tmp_path / 'ca.pem'}",
                f"--auth={mechanism.lower()}",
                "--user=ann",
                f"--passwordeval=echo {password}",
                "--",
                "bob@example.com",
            ],
            input=b"Subject: x\r\n\r\nHi\r\n",
            capture_output=True,
            timeout=60,
        )
        assert (ended.returncode == 0) == (password == "pencil"), ended.stderr
        assert len(server.messages) == (password == "pencil")
