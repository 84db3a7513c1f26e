# SPDX-License-Identifier: MIT
"""What a client needs to come to a server: addresses, ports, certificates."""

from __future__ import annotations

import gc
import imaplib
import os
import poplib
import smtplib
import ssl
from pathlib import Path

import postiche
import pytest

EVERYTHING = [
    "smtp",
    "smtps",
    "submission",
    "submissions",
    "lmtp",
    "pop3",
    "pop3s",
    "imap",
    "imaps",
]


def test_every_service_has_its_attribute_and_knows_its_tls_sibling() -> None:
    with postiche.serve("honest", listen=EVERYTHING) as server:
        endpoints = {name: getattr(server, name) for name in EVERYTHING}
        for name, endpoint in endpoints.items():
            assert endpoint.name == name
            assert endpoint.url == f"{name}://127.0.0.1:{endpoint.port}"
        for plain in ("smtp", "submission", "pop3", "imap"):
            inside = endpoints[plain + "s"]
            assert endpoints[plain].tls_port == inside.port == inside.tls_port
        assert server.lmtp.tls_port is None
    with postiche.serve("honest", listen=["imap", "smtps"]) as server:
        assert server.imap.tls_port is None


@pytest.mark.parametrize("address", ["127.0.0.1:0", "[::1]:0"])
def test_host_and_hostname_are_both_in_the_certificate(address: str) -> None:
    with postiche.serve("honest", smtp=address) as server:
        at = server.smtp
        for host in (at.host, at.hostname):
            context = ssl.create_default_context(cafile=at.ca_file)
            with smtplib.SMTP(at.host, at.port, timeout=20) as client:
                client._host = host  # type: ignore[attr-defined]
                assert client.starttls(context=context)[0] == 220
        assert at.hostname == "localhost"


def test_clients_of_python_come_in_by_tls_with_what_the_endpoint_has() -> None:
    with postiche.serve("honest", listen=EVERYTHING) as server:
        pop3, imap, smtp = server.pop3s, server.imaps, server.submission
        poplib.POP3_SSL(pop3.host, pop3.port, timeout=20, context=pop3.ssl_context).quit()
        with imaplib.IMAP4_SSL(imap.host, imap.port, ssl_context=imap.ssl_context) as reader:
            assert reader.noop()[0] == "OK"
        assert smtp.tls_port is not None
        context = smtp.ssl_context
        with smtplib.SMTP_SSL(smtp.host, smtp.tls_port, timeout=20, context=context) as sender:
            assert sender.noop()[0] == 250


def test_a_session_tells_whether_it_was_inside_tls_and_who_logged_in() -> None:
    with postiche.serve("honest") as server:
        with smtplib.SMTP("localhost", server.submission.port, timeout=20) as client:
            client.starttls(context=server.ssl_context)
            client.login("ann", "s3cret")
        with smtplib.SMTP("localhost", server.smtp.port, timeout=20) as client:
            client.noop()
        server.wait_for(sessions=2)
        inside, clear = server.sessions
    assert (inside.tls[:4], inside.user, inside.listener) == ("TLSv", "ann", "submission")
    assert (clear.tls, clear.user) == ("", "")


def test_the_file_of_the_authority_lives_as_long_as_the_server() -> None:
    with postiche.serve("honest", listen=["smtp", "imap"]) as server:
        path = Path(server.ca_file)
        assert path.read_text() == server.ca_pem
        assert str(path) == server.ca_file == server.smtp.ca_file == server.imap.ca_file
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()
    forgotten = postiche.serve("honest")
    path = Path(forgotten.ca_file)
    forgotten._self = forgotten  # type: ignore[attr-defined]
    del forgotten
    gc.collect()
    assert not path.exists()


def test_a_fork_leaves_the_file_to_the_server() -> None:
    with postiche.serve("honest") as server:
        path = server.ca_file
        child = os.fork()
        if child == 0:
            server.stop()
            os._exit(0)
        os.waitpid(child, 0)
        assert os.path.exists(path)


def test_an_endpoint_is_a_value() -> None:
    with postiche.serve("honest") as server:
        assert server.smtp == server.smtp
        assert "trust" not in repr(server.smtp)
    made = postiche.Endpoint("smtp", "mail.example", 25)
    assert made.hostname == "mail.example"
    with pytest.raises(postiche.ServerError, match="of no running server"):
        _ = made.ca_file
