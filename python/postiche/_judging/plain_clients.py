# SPDX-License-Identifier: MIT
"""Plain conversations of clients that do nothing odd, with an honest server."""

from __future__ import annotations

import functools
import imaplib
import poplib
import smtplib

from .._server import Server, serve

_PATIENCE = 10.0  # seconds, for a server of this process


@functools.cache
def conversation(service: str, scenario: str) -> str:
    """Its transcript, as JSON Lines. It is had once: tests are collected again and again."""
    talk = {"pop3": _fetch, "imap": _read_mailbox}.get(service, _send)
    with serve(scenario, listen=[service]) as server:
        talk(server, service)
        server.wait_for(sessions=1, timeout=_PATIENCE)
        return server.transcript.to_jsonl(show_secrets=True)


def _send(server: Server, service: str) -> None:
    kind = smtplib.LMTP if service == "lmtp" else smtplib.SMTP
    where = server.endpoint(service)
    with kind(where.host, where.port, timeout=_PATIENCE) as client:
        client.ehlo("client.example")
        if service == "submission":
            client.user, client.password = "ann", "pencil"
            client.auth("PLAIN", client.auth_plain)
        client.mail("alice@example.org")
        client.rcpt("bob@example.com")
        client.data("Subject: Hello\r\n\r\nHello!\r\n")


def _fetch(server: Server, service: str) -> None:
    client = poplib.POP3(server.pop3.host, server.pop3.port, timeout=_PATIENCE)
    client.user("ann")
    client.pass_("pencil")
    client.stat()
    client.retr(1)
    client.dele(1)
    client.quit()


def _read_mailbox(server: Server, service: str) -> None:
    with imaplib.IMAP4(server.imap.host, server.imap.port, timeout=_PATIENCE) as client:
        client.login("ann", "pencil")
        client.select()
        client.fetch("1", "(FLAGS BODY[])")
