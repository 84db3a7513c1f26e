# SPDX-License-Identifier: MIT
"""What tests with mail servers show: in their report, in files, on a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from suites import run

pytest_plugins = ["pytester"]


FAILING = """
@pytest.mark.scenario("greylisting")
def test_gets_through(mailserver):
    try:
        send(mailserver)
    except smtplib.SMTPRecipientsRefused:
        pass
    assert len(mailserver.messages) == 1
"""


def test_a_failing_test_shows_the_conversation_and_where_it_is(pytester: pytest.Pytester) -> None:
    result = run(pytester, FAILING)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- Mail server -*",
            "FAIL came-back: RCPT came once; expected: at least 2",
            "  the client tried again (must)",
            "  > C: *:<bob@example.com> *<-- came-back",
            "    S: 451 4.7.1 Greylisted*",
            "The whole transcript: *.jsonl",
        ]
    )
    path = re.search(r"The whole transcript: (.*)", result.stdout.str())
    assert path
    events = [json.loads(line) for line in Path(path[1]).read_text().splitlines()]
    assert any(event.get("kind") == "command" for event in events)


def test_a_server_that_a_fixture_asks_for_is_shown_and_one_that_nobody_asks_for_is_not(
    pytester: pytest.Pytester,
) -> None:
    result = run(
        pytester,
        """
@pytest.fixture
def app(mailserver_session):
    send(mailserver_session, "app@example.com")


def test_with(app):
    assert False


def test_without():
    assert False
""",
    )
    result.assert_outcomes(failed=2)
    assert result.stdout.str().count("- Mail server -") == 1


def test_transcripts_of_all_tests_are_saved_on_demand(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.parametrize("name", ["x" * 300, "a/b: c"])
def test_passes(mailserver, mailserver_factory, name):
    send(mailserver)
    send(mailserver_factory("honest"))
""",
        "--postiche-record=records",
    )
    result.assert_outcomes(passed=2)
    files = sorted(path.name for path in (pytester.path / "records").iterdir())
    assert len(files) == 4
    assert any(name.startswith("test_mail.py-test_passes[a-b") for name in files)
    assert all(len(name) < 200 for name in files)


def test_a_folder_that_cannot_be_made_is_told_before_any_test(pytester: pytest.Pytester) -> None:
    (pytester.path / "records").touch()
    result = run(pytester, "def test_it(mailserver): pass\n", "--postiche-record=records")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--postiche-record: *File exists*"])


def test_a_transcript_that_cannot_be_saved_fails_no_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import shutil


def test_sends(mailserver):
    shutil.rmtree("records")
    send(mailserver)
""",
        "--postiche-record=records",
    )
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["postiche: could not be saved: *No such file*records*"])


def test_a_page_shows_the_conversations_of_all_tests(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_sends(mailserver):
    send(mailserver, "first@example.com")


def test_fails(mailserver):
    send(mailserver, "second@example.com")
    assert False
""",
        "--postiche-report=page.html",
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["postiche: the conversations are in */page.html"])
    page = (pytester.path / "page.html").read_text()
    for word in ("test_mail.py::test_sends", "test_mail.py::test_fails", "first@", "second@"):
        assert word in page


def test_a_page_that_has_no_place_is_told_before_any_test(pytester: pytest.Pytester) -> None:
    result = run(pytester, "def test_it(): pass\n", "--postiche-report=nowhere/page.html")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--postiche-report: *No such file*"])


def test_a_mark_that_is_wrong_shows_what_is_wrong_and_not_how_servers_start(
    pytester: pytest.Pytester,
) -> None:
    ran = run(
        pytester,
        """
        @pytest.mark.scenario("greylisting", delya="1s")
        def test_wrong(mailserver):
            pass
        """.replace("\n        ", "\n"),
    )
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["mailserver: *unknown parameter 'delya' - did you mean 'delay'?"])
    ran.stdout.no_fnmatch_line("*def serve(*")
    ran.stdout.no_fnmatch_line("*def load(*")


def test_a_teardown_that_fails_shows_the_conversation(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """


@pytest.fixture
def checked(mailserver):
    yield mailserver
    mailserver.check()


@pytest.mark.scenario("greylisting")
def test_gives_up(checked):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(checked)


def test_the_next_one_shows_its_own(mailserver):
    assert False


""",
    )
    result.assert_outcomes(passed=1, errors=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_gives_up*",
            "*- Mail server -*",
            "  > C: rcpt *:<bob@example.com> *",
            "*test_the_next_one_shows_its_own*",
            "*- Mail server -*",
            "  nobody has connected",
        ]
    )
    assert result.stdout.str().count("- Mail server -") == 2
