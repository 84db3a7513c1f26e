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
    """`postiche serve` with these messages in these mailboxes."""

    SERVICES = ("smtp", "pop3", "pop3s", "imap", "imaps")
    ENABLE = ("", "CONDSTORE", "QRESYNC")  # what sessions of a storm enable

    def __init__(self, folder: Path, mailboxes: Mapping[str, Iterable[bytes]]) -> None:
        folder.mkdir()
        scenario = folder / "scenario.yaml"
        boxes: dict[str, list[dict[str, str]]] = {}
        for number, (name, messages) in enumerate(mailboxes.items()):
            boxes[name] = []
            for place, content in enumerate(messages):
                file = folder / f"{number}-{place}.eml"
                file.write_bytes(content)
                boxes[name].append({"file": file.name})
        # JSON is YAML.
        scenario.write_text(
            json.dumps(
                {
                    "postiche": 1,
                    "scenario": "test.mail",
                    "services": list(self.SERVICES),
                    "accounts": {USER: {"password": PASSWORD, "mailboxes": boxes}},
                }
            )
        )
        self.ca = folder / "ca.pem"
        self._program = Program(
            folder / "program", str(scenario), "--ca-file", str(self.ca), smtp=None
        )
        ports = [int(address.rpartition(":")[2]) for address in self._program.addresses]
        self._ports = dict(zip(self.SERVICES, ports))

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
    """Those of one test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[MailServer] = []

    def start(self, inbox: Iterable[bytes] = (), **others: Iterable[bytes]) -> MailServer:
        """With mail in the inbox, and in mailboxes by name."""
        folder = self._folder / f"server{len(self._started)}"
        self._started.append(MailServer(folder, {"INBOX": inbox, **others}))
        return self._started[-1]

    def stop(self) -> None:
        for server in self._started:
            server.stop()
