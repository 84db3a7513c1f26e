# SPDX-License-Identifier: MIT
"""Who may send as whom: passwords for applications, logins and From, senders that are replaced."""

from __future__ import annotations

import contextlib
import smtplib

import postiche
import pytest
from mailing import connected, letter, verdicts

ANN = "ann@example.com"
MANAGER = "manager@elsewhere.example"


def insist(server: postiche.Server, user: str, password: str, sender: str) -> None:
    """A naive mailer: what was refused is tried again, a little later, as it is."""
    for _ in range(3):
        with connected(server.submission) as client, contextlib.suppress(smtplib.SMTPException):
            client.login(user, password)
            client.send_message(letter(sender))
            return


def test_a_naive_mailer_locks_itself_out_with_the_old_password() -> None:
    with postiche.serve("application-password-only") as server:
        insist(server, "ann", "pencil", ANN)
        assert verdicts(server)["tried-once"] == verdicts(server)["sent"] == "FAIL"


def test_a_right_one_shows_the_text_and_takes_the_new_password() -> None:
    with postiche.serve("application-password-only") as server:
        with connected(server.submission) as client:
            client.ehlo()
            client.user, client.password = "ann", "pencil"
            with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
                client.auth("PLAIN", client.auth_plain)
            assert b"https://support.example.com/application-passwords" in refused.value.smtp_error
            client.password = "abcdefghijklmnop"  # what the person has made there
            client.auth("PLAIN", client.auth_plain)
            client.send_message(letter(ANN))
        server.check()


@pytest.mark.parametrize("envelope", ["noreply@shop.example", ANN], ids=["both", "header"])
def test_a_naive_mailer_sends_as_somebody_else(envelope: str) -> None:
    with postiche.serve("login-is-sender") as server:
        with connected(server.submission) as client:
            client.login(ANN, "pencil")
            with pytest.raises((smtplib.SMTPSenderRefused, smtplib.SMTPDataError)):
                client.send_message(letter("noreply@shop.example"), envelope)
        with pytest.raises(AssertionError, match="the mail was sent"):
            server.check()


def test_a_right_one_sends_as_its_login_and_has_answers_sent_elsewhere() -> None:
    with postiche.serve("login-is-sender") as server:
        with connected(server.submission) as client:
            client.login(ANN, "pencil")
            client.send_message(letter(ANN, answer_to="noreply@shop.example"))
        (message,) = server.messages
        assert message.email["Reply-To"] == "noreply@shop.example"
        server.check()


def send_for_a_user(server: postiche.Server) -> None:
    """A right CRM: as the manager where it may, else as itself, and answers go to the manager."""
    with connected(server.submission) as client:
        client.login("crm@example.com", "pencil")
        try:
            client.send_message(letter(MANAGER))
        except smtplib.SMTPDataError:
            client.send_message(letter("crm@example.com", answer_to=MANAGER))


def test_a_naive_crm_fails_where_senders_are_not_replaced() -> None:
    with postiche.serve("sender-substituted", others="refused") as server:
        insist(server, "crm@example.com", "pencil", MANAGER)
        assert verdicts(server) == {"sent": "FAIL", "takes-no-for-an-answer": "WARN"}


@pytest.mark.parametrize("case", postiche.cases("sender-substituted"), ids=str)
def test_a_right_crm_gets_the_letter_and_its_answer_through(case: dict[str, str]) -> None:
    with postiche.serve("sender-substituted", parameters=case) as server:
        send_for_a_user(server)
        (message,) = server.messages
        assert MANAGER in (message.email["From"], message.email["Reply-To"])
        server.check()
