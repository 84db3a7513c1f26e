# SPDX-License-Identifier: MIT
"""What a refusal is about: the content, the recipient, or nothing that a mailer can mend."""

from __future__ import annotations

import smtplib

import postiche
import pytest
from mailing import BOB, connected, letter, verdicts

SHOP = "shop@example.com"


def test_a_naive_mailer_takes_spam_for_a_bad_recipient() -> None:
    dead = set()
    with postiche.serve("spam-message-rejected") as server:
        for subject in ("You are a winner", "Your invoice"):
            with connected(server.smtp) as client:
                try:
                    if BOB not in dead:
                        client.send_message(letter(SHOP, subject=subject))
                except smtplib.SMTPException:
                    dead.add(BOB)
        with pytest.raises(AssertionError, match="the other message for the same recipient"):
            server.check()


def test_one_that_tries_until_it_works_is_told_so() -> None:
    with postiche.serve("spam-message-rejected") as server:
        for _ in range(3):
            with connected(server.smtp) as client, pytest.raises(smtplib.SMTPDataError):
                client.send_message(letter(SHOP, subject="You are a winner"))
        assert verdicts(server)["takes-no-for-an-answer"] == "FAIL"


def test_a_right_one_tells_the_author_and_goes_on() -> None:
    with postiche.serve("spam-message-rejected") as server:
        with connected(server.smtp) as client:
            with pytest.raises(smtplib.SMTPDataError) as refused:
                client.send_message(letter(SHOP, subject="You are a winner"))
            client.send_message(letter(SHOP, subject="Your invoice"))
        assert b"https://help.example.com/spam" in refused.value.smtp_error
        server.check()


def campaign(server: postiche.Server, recipients: list[str]) -> list[str]:
    """One message for each; gives those that were refused for good."""
    refused = []
    with connected(server.smtp) as client:
        for to in recipients:
            try:
                client.send_message(letter(SHOP, to))
            except smtplib.SMTPRecipientsRefused as error:
                if error.recipients[to][0] >= 500:
                    refused.append(to)
    return refused


def test_a_naive_mailer_writes_to_a_blacklisted_address_each_time() -> None:
    everybody = [BOB, "carol@example.com"]
    with postiche.serve("address-blacklisted") as server:
        for _ in range(2):
            campaign(server, everybody)
        with pytest.raises(AssertionError, match="no later campaign tried the address again"):
            server.check()


def test_a_right_one_remembers_who_was_refused() -> None:
    everybody = [BOB, "carol@example.com"]
    with postiche.serve("address-blacklisted") as server:
        for _ in range(2):
            dead = campaign(server, everybody)
            everybody = [to for to in everybody if to not in dead]
        server.check()
