# SPDX-License-Identifier: MIT
"""A server with mail to read, as the stories of POP3 and IMAP clients want one.

It has one user. A client is given an `Account`: where the mail waits, for whom, and how the way
there is secured.
"""

from __future__ import annotations

import json
import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from running import Program

USER, PASSWORD = "ann@example.com", "pencil"


class Security(str, Enum):
    """None, a command that starts it (STLS, STARTTLS), or TLS from the first octet."""

    CLEAR = "clear"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


@dataclass(frozen=True)
class Account:
    host: str
    port: int
    security: Security
    ca: Path
    user: str = USER
    password: str = PASSWORD

    def with_password(self, password: str) -> Account:
        return replace(self, password=password)

    def trusting(self, ca: Path) -> Account:
        return replace(self, ca=ca)


class MailServer:
    """`postiche serve` with these messages in these mailboxes, which pop3 or imap has to give."""

    ENABLE = ("", "CONDSTORE", "QRESYNC")  # what sessions of a storm enable

    def __init__(
        self, folder: Path, protocol: str, mailboxes: Mapping[str, Iterable[bytes]]
    ) -> None:
        folder.mkdir()
        boxes: dict[str, list[dict[str, str]]] = {}
        for number, (name, messages) in enumerate(mailboxes.items()):
            boxes[name] = []
            for place, content in enumerate(messages):
                file = folder / f"{number}-{place}.eml"
                file.write_bytes(content)
                boxes[name].append({"file": file.name})
        scenario = folder / "scenario.yaml"
        accounts = {USER: {"password": PASSWORD, "mailboxes": boxes}}
        # JSON is YAML.
        scenario.write_text(
            json.dumps({"postiche": 1, "scenario": "test.mail", "accounts": accounts})
        )
        self.ca, ports = folder / "ca.pem", folder / "ports"
        services = ("smtp", protocol, f"{protocol}s")
        anywhere = [word for name in services for word in (f"--{name}", "127.0.0.1:0")]
        files = ("--ca-file", str(self.ca), "--ports-file", str(ports))
        self._program = Program(folder / "program", str(scenario), *anywhere, *files, smtp=None)
        self._ports = {
            name: int(address.rpartition(":")[2])
            for name, _, address in (line.partition("=") for line in ports.read_text().split())
        }

    def account(self, protocol: str, security: Security = Security.CLEAR) -> Account:
        """The protocol is pop3 or imap."""
        service = protocol + ("s" if security is Security.IMPLICIT else "")
        return Account("localhost", self._ports[service], security, self.ca)

    def deliver(self, content: bytes) -> None:
        """While others look on: mail that comes by SMTP."""
        with smtplib.SMTP("127.0.0.1", self._ports["smtp"], timeout=20) as client:
            client.sendmail("bob@example.com", [USER], content)

    def stop(self) -> None:
        self._program.kill()


class Servers:
    """Those of one test, of one protocol."""

    def __init__(self, folder: Path, protocol: str) -> None:
        self._folder, self._protocol = folder, protocol
        self._started: list[MailServer] = []

    def start(self, inbox: Iterable[bytes] = (), **others: Iterable[bytes]) -> MailServer:
        """With mail in the inbox, and in mailboxes by name."""
        folder = self._folder / f"server{len(self._started)}"
        boxes = {"INBOX": inbox, **others}
        self._started.append(MailServer(folder, self._protocol, boxes))
        return self._started[-1]

    def stop(self) -> None:
        for server in self._started:
            server.stop()
