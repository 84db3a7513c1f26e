# SPDX-License-Identifier: MIT
"""Mechanisms and extensions, each with a client that others have made and that really speaks it."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Any

import postiche
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler


def scenario(**sections: Any) -> dict[str, Any]:
    return {"postiche": 1, "scenario": "test.independent", **sections}


def run(*words: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(words, input=data, capture_output=True, timeout=60, check=False)


MECHANISMS = [
    "PLAIN",
    "LOGIN",
    "CRAM-MD5",
    "DIGEST-MD5",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256-PLUS",
    "ANONYMOUS",
]


# It gives up plain SCRAM by itself where TLS could bind it.
IN_CLEAR = ("SCRAM-SHA-1", "SCRAM-SHA-256")


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_gnu_sasl_logs_in(mechanism: str, tmp_path: Path) -> None:
    own = scenario(
        accounts={"ann": {"password": "pencil"}},
        smtp={"offer": {"add": [f"AUTH {mechanism}"]}},
    )
    with postiche.serve(own) as server:
        (tmp_path / "ca.pem").write_text(server.ca_pem)
        ended = run(
            *("gsasl", "--smtp", "--connect", f"localhost:{server.smtp.port}", "--quiet"),
            *(f"--x509-ca-file={tmp_path / 'ca.pem'}", "--mechanism", mechanism),
            *("--authentication-id", "ann", "--password", "pencil", "--anonymous-token", "ann"),
            *(["--no-starttls"] if mechanism in IN_CLEAR else []),
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        server.wait_for(sessions=1)
        who = "anonymous" if mechanism == "ANONYMOUS" else "ann"
        assert f"authenticated {who}, {mechanism}" in server.transcript.to_text()


def test_gnutls_and_openssl_agree_on_starttls(tmp_path: Path) -> None:
    with postiche.serve("honest") as server:
        ca = tmp_path / "ca.pem"
        ca.write_text(server.ca_pem)
        ended = run(
            *("gnutls-cli", "--starttls-proto=smtp", f"--x509cafile={ca}", "localhost"),
            *("-p", str(server.smtp.port)),
            data=b"EHLO gnutls.example\r\nQUIT\r\n",
        )
        assert b"certificate is trusted" in ended.stdout, ended.stdout + ended.stderr
        assert b"221 2.0.0" in ended.stdout
        ended = run(
            *("openssl", "s_client", "-connect", f"localhost:{server.smtp.port}"),
            *("-starttls", "smtp", "-CAfile", str(ca), "-verify_return_error", "-crlf"),
            data=b"QUIT\n",
        )
        assert b"Verify return code: 0 (ok)" in ended.stdout, ended.stdout + ended.stderr


def test_msmtp_asks_for_reports() -> None:
    with postiche.serve("honest") as server:
        ended = run(
            *("msmtp", "--host=127.0.0.1", f"--port={server.smtp.port}", "--from=a@c.example"),
            *("--dsn-notify=failure,delay", "--dsn-return=hdrs", "--", "b@example.com"),
            data=b"Subject: x\r\n\r\nHi\r\n",
        )
        assert ended.returncode == 0, ended.stderr
        (message,) = server.messages
        assert "RET=HDRS" in message.parameters
        assert "NOTIFY=FAILURE,DELAY" in message.recipient_parameters[0].upper()


def test_swaks_speaks_lmtp_and_hears_each_recipient() -> None:
    rules = [{"name": "full", "when": "message", "if": {"recipient": "bob@*"}}]
    rules[0]["reply"] = "452 4.2.2 Mailbox full"
    with postiche.serve(scenario(lmtp={"rules": rules})) as server:
        ended = run(
            *("swaks", "--protocol", "LMTP", "-s", f"127.0.0.1:{server.lmtp.port}"),
            *("-f", "a@c.example", "-t", "bob@example.com,ann@example.com"),
        )
        assert b"452 4.2.2 Mailbox full" in ended.stdout, ended.stdout
        assert b"<ann@example.com> Delivered" in ended.stdout
        server.wait_for(messages=1)
        assert server.messages[0].recipients == ["ann@example.com"]


class Mailbox(MessageHandler):
    """Keeps whom aiosmtpd accepted mail for."""

    def __init__(self) -> None:
        super().__init__()
        self.recipients: list[str] = []
        self.came = threading.Event()

    def handle_message(self, message: Any) -> None:
        self.recipients.append(message["X-RcptTo"])
        self.came.set()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def fetch(protocol: str, port: int, own_port: int, folder: Path) -> Any:
    control = folder / "fetchmailrc"
    control.write_text(
        f"poll 127.0.0.1 protocol {protocol} service {port} user ann password pencil "
        f"is ann here fetchdomains example.org smtphost 127.0.0.1/{own_port}\n"
        if protocol == "ODMR"
        else f"poll 127.0.0.1 protocol {protocol} service {port} fetchdomains example.org\n"
    )
    control.chmod(0o600)
    return run(
        *("fetchmail", "-f", str(control), "--nodetach", "--nosyslog", "-v"),
        *("--pidfile", str(folder / "pid"), "--sslproto", ""),
    )


LETTER = {"from": "a@x.example", "to": "bob@example.org", "text": "Subject: one\r\n\r\nHi\r\n"}


@pytest.mark.parametrize("protocol", ["ETRN", "ODMR"])
def test_fetchmail_gets_what_waits(protocol: str, tmp_path: Path) -> None:
    own_port, mailbox = free_port(), Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=own_port)
    controller.start()
    own = scenario(
        accounts={"ann": {"password": "pencil"}},
        queue={"example.org": LETTER},
        dial={"example.org": f"127.0.0.1:{own_port}"},
        services="smtp",
        smtp={"offer": {"add": ["AUTH CRAM-MD5"], "remove": ["STARTTLS"]}},
    )
    with postiche.serve(own) as server:
        ended = fetch(protocol, server.smtp.port, own_port, tmp_path)
        arrived = mailbox.came.wait(20)
        server.wait_for(sessions=1 if protocol == "ODMR" else 2)
        told = server.transcript.to_text()
    controller.stop()
    assert arrived, ended.stdout + ended.stderr + told.encode()
    assert mailbox.recipients == ["bob@example.org"]
    assert "delivered bob@example.org" in told


BEHIND_A_PROXY = {
    "curl": ("curl", "-sS", "--haproxy-protocol", "--mail-from", "a@example.com"),
    "swaks, a line": ("swaks", "--proxy-version", "1", "--proxy-family", "TCP4"),
    "swaks, a block": ("swaks", "--proxy-version", "2", "--proxy-family", "AF_INET"),
}


@pytest.mark.parametrize("which", BEHIND_A_PROXY)
def test_a_proxy_names_the_client(which: str) -> None:
    words = BEHIND_A_PROXY[which]
    with postiche.serve("behind-a-proxy", listed="198.51.100.*") as server:
        if words[0] == "curl":
            words += ("--mail-rcpt", "b@example.com", f"smtp://127.0.0.1:{server.smtp.port}")
            ended = run(*words, "-T", "-", data=b"Subject: Hi\r\n\r\nHi\r\n")
            address = "127.0.0.1"
        else:
            words += ("--proxy-source", "192.0.2.7", "--proxy-source-port", "4711")
            words += ("--proxy-dest", "203.0.113.1", "--proxy-dest-port", "25")
            words += ("--server", "127.0.0.1", "--port", str(server.smtp.port))
            ended = run(*words, "--from", "a@example.com", "--to", "b@example.com")
            address = "192.0.2.7"
        assert ended.returncode == 0, ended.stdout + ended.stderr
        server.wait_for(messages=1)
        (message,) = server.messages
        assert message.client == address
        (session,) = server.sessions
        assert session.client == address
        assert {verdict.outcome for verdict in server.verdicts} == {"PASS"}
        assert session.heard.startswith((b"PROXY TCP4 ", b"\r\n\r\n\0\r\nQUIT\n"))


def test_who_comes_without_a_proxy_is_hung_up_on() -> None:
    with postiche.serve("behind-a-proxy") as server:
        with socket.create_connection((server.smtp.host, server.smtp.port)) as client:
            client.sendall(b"EHLO client.example\r\n")
            assert client.recv(100) == b""
        (session,) = server.sessions
        assert session.closed_how == "proxy"
        (verdict, _) = server.verdicts
        assert (verdict.id, verdict.outcome) == ("names-the-client", "FAIL")


def test_a_proxy_stands_before_tls() -> None:
    own = scenario(smtp={"proxy-protocol": True}, services=["smtps"])
    with postiche.serve(own) as server:
        listener = server.endpoint("smtps")
        with socket.create_connection((listener.host, listener.port)) as plain:
            # In one segment with the handshake, as a balancer that passes it on may send it.
            outgoing, incoming = ssl.MemoryBIO(), ssl.MemoryBIO()
            inside = server.ssl_context.wrap_bio(incoming, outgoing, server_hostname="localhost")
            with pytest.raises(ssl.SSLWantReadError):
                inside.do_handshake()
            plain.sendall(b"PROXY TCP6 2001:db8::7 2001:db8::1 4711 465\r\n" + outgoing.read())
            while True:
                incoming.write(plain.recv(65536))
                try:
                    inside.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    plain.sendall(outgoing.read())
            plain.sendall(outgoing.read())
            said = b""
            while b"220 " not in said:
                try:
                    said += inside.read()
                except ssl.SSLWantReadError:
                    incoming.write(plain.recv(65536))
        (session,) = server.sessions
        assert session.client == "2001:db8::7"
        assert "early-handshake" not in server.transcript.to_text()
