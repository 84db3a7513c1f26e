# SPDX-License-Identifier: MIT
"""What mailers of all kinds do: write a letter, open a connection, log in."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import postiche

BOB = "bob@example.com"


def letter(
    sender: str, to: str = BOB, subject: str = "Your order", answer_to: str = ""
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    if answer_to:
        message["Reply-To"] = answer_to
    message.set_content("Ten pieces are on their way.")
    return message


def connected(endpoint: postiche.Endpoint) -> smtplib.SMTP:
    return smtplib.SMTP(endpoint.host, endpoint.port, timeout=20)


def verdicts(server: postiche.Server) -> dict[str, str]:
    """What is said of the client, by the expectation's id."""
    return {verdict.id: verdict.outcome for verdict in server.verdicts}
