# SPDX-License-Identifier: MIT
"""Campaigns that are larger than what a provider takes in an hour, or in a day."""

from __future__ import annotations

import smtplib

import postiche
import pytest
from mailing import connected, letter, verdicts

SHOP = "shop@example.com"
CAMPAIGN = [f"customer{number}@example.net" for number in range(5)]


def naive(server: postiche.Server, recipients: list[str]) -> None:
    """Takes each refusal for one of this recipient, and goes on with the next."""
    with connected(server.smtp) as client:
        for to in recipients:
            try:
                client.send_message(letter(SHOP, to))
            except smtplib.SMTPSenderRefused:
                print(f"{to} is dead")


def right(server: postiche.Server, recipients: list[str]) -> list[str]:
    """Stops when the account has to wait; gives those that are left."""
    left = list(recipients)
    with connected(server.smtp) as client:
        while left:
            try:
                client.send_message(letter(SHOP, left[0]))
            except smtplib.SMTPSenderRefused:
                break
            left.pop(0)
    return left


LIMITS = pytest.mark.parametrize(
    ("scenario", "pause"), [("hourly-limit-then-on", "1h"), ("daily-limit-then-on", "24h")]
)


@LIMITS
def test_a_naive_mailer_loses_the_rest_of_the_campaign(scenario: str, pause: str) -> None:
    with postiche.serve(scenario) as server:
        naive(server, CAMPAIGN)
        server.clock.advance(pause)
        assert [message.recipients for message in server.messages] == [[to] for to in CAMPAIGN[:3]]
        assert verdicts(server)["all-arrived"] == "FAIL"
        with pytest.raises(AssertionError, match="each message of the campaign arrived once"):
            server.check()


@LIMITS
def test_one_that_starts_again_sends_twice(scenario: str, pause: str) -> None:
    with postiche.serve(scenario) as server:
        naive(server, CAMPAIGN)
        server.clock.advance(pause)
        naive(server, CAMPAIGN)
        assert verdicts(server) == {"all-arrived": "FAIL", "stopped": "FAIL"}


@LIMITS
def test_a_right_one_keeps_the_rest_and_goes_on_when_it_may(scenario: str, pause: str) -> None:
    with postiche.serve(scenario) as server:
        left = right(server, CAMPAIGN)
        assert left == CAMPAIGN[3:]
        server.clock.advance(pause)
        assert right(server, left) == []
        server.check()
