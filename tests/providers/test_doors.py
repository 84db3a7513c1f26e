# SPDX-License-Identifier: MIT
"""Which door is open: closed ports, TLS in two ways, a relay that knows addresses."""

from __future__ import annotations

import contextlib
import smtplib

import postiche
import pytest
from mailing import connected, letter, verdicts

ANN = "ann@example.com"
DOORS = pytest.mark.parametrize("case", postiche.cases("three-doors"), ids=str)


def through_submissions(server: postiche.Server) -> smtplib.SMTP:
    """Port 465."""
    door = server.submissions
    return smtplib.SMTP_SSL("localhost", door.port, timeout=20, context=server.ssl_context)


def through_submission(server: postiche.Server) -> smtplib.SMTP:
    """Port 587."""
    client = smtplib.SMTP("localhost", server.submission.port, timeout=20)
    client.starttls(context=server.ssl_context)
    return client


@DOORS
def test_a_naive_mailer_knows_one_door(case: dict[str, str]) -> None:
    with postiche.serve("three-doors", parameters=case) as server:
        with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
            connected(server.smtp)
        with pytest.raises(AssertionError, match="the mail was sent"):
            server.check()


@DOORS
def test_one_that_does_not_ask_for_tls_gives_its_password_away(case: dict[str, str]) -> None:
    with postiche.serve("three-doors", parameters=case) as server:
        with connected(server.submission) as client:
            client.ehlo()
            client.docmd("AUTH", "PLAIN AGFubkBleGFtcGxlLmNvbQBwZW5jaWw=")
        assert verdicts(server)["no-password-in-clear"] == "FAIL"


@DOORS
@pytest.mark.parametrize("door", [through_submissions, through_submission])
def test_a_right_one_comes_in_by_either_of_the_others(case: dict[str, str], door: object) -> None:
    assert callable(door)
    with postiche.serve("three-doors", parameters=case) as server:
        with contextlib.suppress(smtplib.SMTPServerDisconnected, OSError):
            connected(server.smtp)
        with door(server) as client:
            client.login(ANN, "pencil")
            client.send_message(letter(ANN))
        server.check()


def at_the_relay(server: postiche.Server, address: str) -> smtplib.SMTP:
    """From one of this machine's own addresses, as if it were in the office or elsewhere."""
    relay = server.smtp
    return smtplib.SMTP(relay.host, relay.port, timeout=20, source_address=(address, 0))


OFFICE, CLOUD = "127.0.0.1", "127.0.0.2"


def test_a_naive_mailer_that_always_logs_in_fails_in_the_office() -> None:
    with postiche.serve("relay-by-address") as server:
        with at_the_relay(server, OFFICE) as client, pytest.raises(smtplib.SMTPNotSupportedError):
            client.login(ANN, "pencil")
        assert verdicts(server)["sent"] == "FAIL"


def test_a_naive_mailer_that_never_logs_in_fails_in_the_cloud() -> None:
    with postiche.serve("relay-by-address") as server:
        with at_the_relay(server, CLOUD) as client, pytest.raises(smtplib.SMTPSenderRefused) as no:
            client.send_message(letter(ANN))
        assert no.value.smtp_code == 530
        assert verdicts(server)["sent"] == "FAIL"


@pytest.mark.parametrize("address", [OFFICE, CLOUD])
def test_a_right_one_logs_in_where_that_is_offered(address: str) -> None:
    with postiche.serve("relay-by-address") as server:
        with at_the_relay(server, address) as client:
            client.ehlo()
            if client.has_extn("auth"):
                client.login(ANN, "pencil")
            client.send_message(letter(ANN))
        server.check()
