# SPDX-License-Identifier: MIT
"""What a suite gets that has postiche installed: fixtures, marks, and what failing tests show."""

from __future__ import annotations

import re

import pytest
from suites import run

pytest_plugins = ["pytester"]


def test_each_test_has_a_server_of_its_own(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.parametrize("to", ["a@example.com", "b@example.com"])
def test_one_message(mailserver, to):
    send(mailserver, to)
    mailserver.wait_for(messages=1)
    assert [message.recipients for message in mailserver.messages] == [[to]]
""",
    )
    result.assert_outcomes(passed=2)


def test_a_mark_says_what_is_played_and_the_nearer_one_counts(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
pytestmark = pytest.mark.scenario("greylisting", delay="1h")


def refusal(server):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as error:
        send(server)
    ((code, text),) = error.value.recipients.values()
    return code, text


def test_of_the_module(mailserver):
    code, text = refusal(mailserver)
    assert code == 451
    assert b"1h" in text or b"59m" in text


@pytest.mark.scenario(clock_speed=0)
def test_with_a_keyword_more(mailserver):
    assert b"try again in 1h" in refusal(mailserver)[1]


@pytest.mark.scenario("reject-recipient", refused="bob@example.com")
def test_of_its_own(mailserver):
    assert refusal(mailserver)[0] == 550


@pytest.mark.scenario({"postiche": 1, "scenario": "own", "smtp": {"greeting": "554 No"}})
def test_written_on_the_spot(mailserver):
    with pytest.raises(smtplib.SMTPConnectError):
        send(mailserver)
""",
    )
    result.assert_outcomes(passed=4)


def test_scenarios_come_by_parameters_too(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.parametrize("mailserver", ["honest", "helo-only"], indirect=True)
def test_both(mailserver):
    send(mailserver)
    assert len(mailserver.messages) == 1


@pytest.mark.scenarios("honest", "drop-at-each-command")
def test_every_case(mailserver):
    assert mailserver.smtp.port
""",
        "-v",
    )
    result.stdout.fnmatch_lines(
        ["*test_both?helo-only? PASSED*", "*test_every_case?honest? PASSED*"]
    )
    assert (
        len(re.findall(r"test_every_case\[drop-at-each-command,\w+=.*PASSED", result.stdout.str()))
        > 1
    )


def test_the_ini_file_names_a_scenario_for_all(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\npostiche_scenario = helo-only")
    result = run(
        pytester,
        """
def test_ehlo(mailserver):
    with smtplib.SMTP(mailserver.smtp.host, mailserver.smtp.port) as client:
        assert client.ehlo()[0] == 500
""",
    )
    result.assert_outcomes(passed=1)


def test_servers_are_shared_as_far_as_their_names_say(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
seen = []


class TestShared:
    def test_first(self, mailserver_class, mailserver_module, mailserver_session):
        seen.append((mailserver_class, mailserver_module, mailserver_session))
        send(mailserver_class)

    def test_second(self, mailserver_class, mailserver_module, mailserver_session):
        assert seen == [(mailserver_class, mailserver_module, mailserver_session)]
        assert len(mailserver_class.messages) == 1
        mailserver_class.reset()
        assert mailserver_class.messages == []


def test_after_the_class(mailserver_class, mailserver_module, mailserver_session):
    assert mailserver_class is not seen[0][0]
    assert (mailserver_module, mailserver_session) == seen[0][1:]
""",
    )
    result.assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("shared", "where"),
    [
        ("mailserver_class", "by a mark at the class"),
        ("mailserver_module", "by the module's pytestmark"),
        ("mailserver_session", "in the ini file, by postiche_scenario"),
    ],
)
def test_what_several_tests_share_is_not_for_one_of_them_to_say(
    pytester: pytest.Pytester, shared: str, where: str
) -> None:
    result = run(
        pytester,
        f"""
@pytest.mark.scenario("greylisting")
def test_alone({shared}):
    pass
""",
    )
    result.assert_outcomes(errors=1)
    told = f"{shared} is for several tests, and test_alone cannot say by a mark what it plays:"
    result.stdout.fnmatch_lines([f"{told} that is said {where}; or ask for 'mailserver'"])
    result.stdout.no_fnmatch_line("*def parametrize*")


def test_a_mark_is_for_what_the_test_has_beside_what_is_shared(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.scenario("greylisting")
class TestShared:
    def test_of_the_class(self, mailserver_class):
        assert mailserver_class.scenario == "smtp.retry.greylisting"


@pytest.mark.scenario("greylisting")
def test_both(mailserver, mailserver_session):
    assert mailserver.scenario == "smtp.retry.greylisting"
    assert mailserver_session.scenario != mailserver.scenario
""",
    )
    result.assert_outcomes(passed=2)


def test_a_factory_starts_several_and_stops_them(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
ports = []


def test_two(mailserver_factory):
    first = mailserver_factory()
    second = mailserver_factory("greylisting", delay="1s")
    send(first)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(second)
    ports.extend(server.smtp.port for server in (first, second))


def test_they_are_gone():
    for port in ports:
        with pytest.raises(OSError):
            smtplib.SMTP("127.0.0.1", port)
""",
    )
    result.assert_outcomes(passed=2)


def test_what_a_scenario_expects_may_decide(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\npostiche_check = true")
    result = run(
        pytester,
        """
@pytest.mark.scenario("greylisting")
def test_gives_up(mailserver):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mailserver)


def test_sends(mailserver):
    send(mailserver)
""",
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["FAIL came-back: RCPT came once; expected: at least 2"])


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ('scenario("greylistin")', "*greylisting*"),
        ('scenario("honest", "greylisting")', "*takes one scenario, not 2*"),
        ('scenario("greylisting", dely="1s")', "*delay*"),
    ],
)
def test_a_wrong_mark_is_told(pytester: pytest.Pytester, mark: str, words: str) -> None:
    result = run(pytester, f"@pytest.mark.{mark}\ndef test_it(mailserver): pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"mailserver: {words}"])
    result.stdout.no_fnmatch_line("*During handling of*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_mark_without_a_server_is_told(pytester: pytest.Pytester) -> None:
    result = run(pytester, "@pytest.mark.scenarios('honest')\ndef test_it(): pass\n")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*test_it: a mark of postiche wants a test with 'mailserver'*"])


def test_each_fault_at_each_point_is_a_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.mail_faults("smtp", stall="100ms")
def test_no_mail_is_lost(mailserver, mail_fault):
    try:
        send(mailserver)
    except (smtplib.SMTPException, OSError):
        success = False
    else:
        success = True
    assert mail_fault.outcome(mailserver, told_success=success) != "lost"
""",
    )
    outcomes = result.parseoutcomes()
    # Half a reply to the message is good news to smtplib.
    assert outcomes["failed"] == 1
    assert outcomes["passed"] > 60
    result.stdout.fnmatch_lines(["FAILED *test_no_mail_is_lost?message-1-truncated?*"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mail_faults('smpt')", "*mark.mail_faults: 'smpt' is no service*"),
        ("scenario('honest')", "*mail_fault is for tests with a mark mail_faults*"),
    ],
)
def test_wrong_faults_are_told(pytester: pytest.Pytester, text: str, words: str) -> None:
    text = f"@pytest.mark.{text}\ndef test_it(mailserver, mail_fault): pass\n"
    result = run(pytester, text)
    assert result.ret != 0
    result.stdout.fnmatch_lines([words])
