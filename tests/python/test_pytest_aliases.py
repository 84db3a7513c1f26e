# SPDX-License-Identifier: MIT
"""Suites that were written for other plugins: their fixtures have stand-ins here."""

from __future__ import annotations

import pytest
from suites import run

pytest_plugins = ["pytester"]

SENT = """
def sent(host, port):
    with smtplib.SMTP(host, port) as client:
        client.sendmail("ann@example.com", ["bob@example.com"], "Subject: Hello\\n\\nHi!\\n")


"""


def moved(pytester: pytest.Pytester, text: str, *arguments: str) -> pytest.RunResult:
    pytester.makeini("[pytest]\npostiche_aliases = smtpd smtpserver")
    return run(pytester, SENT + text, *arguments)


def test_suites_of_other_plugins_move_over_by_one_line(pytester: pytest.Pytester) -> None:
    result = moved(
        pytester,
        """
def test_as_with_smtpdfix(smtpd):
    sent(smtpd.hostname, smtpd.port)
    (message,) = smtpd.messages
    assert message["Subject"] == "Hello"
    assert message["X-RcptTo"] == "bob@example.com"


def test_as_with_localserver(smtpserver):
    sent(*smtpserver.addr)
    (message,) = smtpserver.outbox
    assert message["Subject"] == "Hello"
    assert message.details.mailfrom == "ann@example.com"
    assert message.details.rcpttos == ["bob@example.com"]
    assert message.details.peer[0] == "127.0.0.1"


@pytest.mark.scenario("greylisting")
def test_with_a_scenario(smtpd):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        sent(smtpd.hostname, smtpd.port)
""",
    )
    result.assert_outcomes(passed=3)


def test_messages_are_of_the_class_that_they_were(pytester: pytest.Pytester) -> None:
    result = moved(
        pytester,
        """
import email.header
import email.message


def check(message):
    assert isinstance(message, email.message.Message)
    assert not isinstance(message, email.message.EmailMessage)
    ((text, charset),) = email.header.decode_header(message["Subject"])
    assert text.decode(charset) == "\u00dcbung"


def send_encoded(host, port):
    with smtplib.SMTP(host, port) as client:
        client.sendmail("a@example.com", "b@example.com", "Subject: =?utf-8?b?w5xidW5n?=\\n\\nHi")


def test_both(smtpd, smtpserver):
    send_encoded(smtpd.hostname, smtpd.port)
    send_encoded(*smtpserver.addr)
    check(smtpd.messages[0])
    check(smtpserver.outbox[0])
""",
    )
    result.assert_outcomes(passed=1)


def test_an_outbox_can_be_emptied_and_its_server_stopped(pytester: pytest.Pytester) -> None:
    result = moved(
        pytester,
        """
def test_emptied(smtpserver):
    sent(*smtpserver.addr)
    first = smtpserver.outbox[0]
    assert smtpserver.outbox[0] is first
    del smtpserver.outbox[:]
    assert smtpserver.outbox == []
    sent(*smtpserver.addr)
    assert len(smtpserver.outbox) == 1


def test_stopped(smtpserver):
    assert smtpserver.is_alive() and smtpserver.accepting
    smtpserver.stop(timeout=1)
    smtpserver.stop()
    assert not smtpserver.is_alive()
    with pytest.raises(ConnectionRefusedError):
        sent(*smtpserver.addr)
""",
    )
    result.assert_outcomes(passed=2)


def test_the_settings_of_smtpdfix_hold(pytester: pytest.Pytester) -> None:
    result = moved(
        pytester,
        """
def test_tls_begins_on_demand_and_must(smtpd):
    smtpd.config.use_starttls = True
    with smtplib.SMTP(smtpd.hostname, smtpd.port) as client:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            client.sendmail("ann@example.com", ["bob@example.com"], "Hi!")
        assert refused.value.smtp_code == 530
        client.starttls(context=smtpd.server.smtp.ssl_context)
        client.login("user", "password")
        client.sendmail("ann@example.com", ["bob@example.com"], "Hi!")
    assert len(smtpd.messages) == 1


def test_tls_from_the_first_octet(smtpd):
    smtpd.config.use_ssl = "yes"
    with smtplib.SMTP_SSL(smtpd.hostname, smtpd.port) as client:
        client.sendmail("ann@example.com", ["bob@example.com"], "Hi!")
    assert len(smtpd.messages) == 1


def test_nothing_of_it_is_there_without_a_setting(smtpd):
    with smtplib.SMTP(smtpd.hostname, smtpd.port) as client:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            client.starttls()
        with pytest.raises(smtplib.SMTPNotSupportedError):
            client.login("user", "password")
        assert client.docmd("AUTH", "PLAIN AHVzZXIAcGFzc3dvcmQ=")[0] == 538


def test_only_one_password_is_right(smtpd):
    smtpd.config.auth_require_tls = False
    smtpd.config.login_password = "pencil"
    with smtplib.SMTP(smtpd.hostname, smtpd.port) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("user", "password")
        client.login("user", "pencil")


def test_a_login_must_be(monkeypatch, smtpd):
    monkeypatch.setattr(smtpd.config, "enforce_auth", True)
    with smtplib.SMTP(smtpd.hostname, smtpd.port) as client:
        client.helo()
        assert client.docmd("DATA")[0] == 530


def test_variables_count(monkeypatch, request):
    for name, value in {"LOGIN_NAME": "ann", "ENFORCE_AUTH": "True", "USE_TLS": "1"}.items():
        monkeypatch.setenv(f"SMTPD_{name}", value)
    smtpd = request.getfixturevalue("smtpd")
    with smtplib.SMTP_SSL(smtpd.hostname, smtpd.port) as client:
        client.login("ann", "password")
        client.sendmail("ann@example.com", ["bob@example.com"], "Hi!")
    assert len(smtpd.messages) == 1


def test_the_order_of_commands_still_counts(smtpd):
    with smtplib.SMTP(smtpd.hostname, smtpd.port) as client:
        client.ehlo()
        assert client.rcpt("bob@example.com")[0] == 503
        client.mail("ann@example.com")
        assert client.docmd("RCPT", "bob@example.com")[0] == 501
""",
    )
    result.assert_outcomes(passed=7)


def test_mail_and_port_stay_when_a_setting_changes(pytester: pytest.Pytester) -> None:
    result = moved(
        pytester,
        """
def test_stays(smtpd):
    port = smtpd.port
    sent(smtpd.hostname, port)
    smtpd.config.auth_require_tls = False
    assert smtpd.port == smtpd.config.port == port
    sent(smtpd.hostname, port)
    smtpd.stop()
    with pytest.raises(ConnectionRefusedError):
        sent(smtpd.hostname, port)
    smtpd.start()
    sent(smtpd.hostname, port)
    assert len(smtpd.messages) == 3
    smtpd.reset(persist_messages=False)
    assert smtpd.messages == []
    assert False, "to see what is shown"
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*- Mail server -*", "*C: mail *:<ann@*", "*- Mail server 2 -*"])


def test_a_setting_that_is_undone_when_the_test_is_over_starts_nothing(
    pytester: pytest.Pytester,
) -> None:
    result = moved(
        pytester,
        """
kept = []


def test_undone_last(monkeypatch, smtpd):
    monkeypatch.setattr(smtpd.config, "enforce_auth", True)
    kept.append(smtpd)


def test_afterwards():
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(kept[0].hostname, kept[0].port)
""",
    )
    result.assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("smtpd.start()", "smtpd has not been stopped"),
        ("smtpd.config.use_startls = True", "smtpd.config has no 'use_startls', only host, port*"),
        ("smtpd.config.ssl_cert_files = 'x.pem'", "*trust smtpd.server.ca_file instead"),
        ("smtpd.config.use_ssl = 'maybe'", "'maybe' is neither yes nor no"),
    ],
)
def test_a_wrong_setting_is_told(pytester: pytest.Pytester, line: str, words: str) -> None:
    result = moved(pytester, f"def test_it(smtpd):\n    {line}\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"E  *Error: {words}"])


def test_a_scenario_has_settings_of_its_own(pytester: pytest.Pytester) -> None:
    result = moved(
        pytester,
        """
@pytest.mark.scenario("greylisting")
def test_it(smtpd):
    smtpd.config.host = "localhost"
    with pytest.raises(ValueError, match="smtpd plays smtp.retry.greylisting, and smtpd.config"):
        smtpd.config.use_ssl = True
    assert smtpd.config.use_ssl is False
""",
    )
    result.assert_outcomes(passed=1)


def test_an_alias_that_is_none_is_told(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\npostiche_aliases = smtp")
    result = run(pytester, "def test_it(): pass\n")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*postiche_aliases: there is no 'smtp', only smtpd, smtpserver*"])
