# SPDX-License-Identifier: MIT
"""A suite of unittest that has a mail server for each test."""

from __future__ import annotations

import subprocess
import sys
import unittest
from pathlib import Path

import pytest
from postiche.testing import MailServerMixin

SUITE = """
import smtplib
import unittest

from postiche.testing import MailServerMixin


class Mail(MailServerMixin, unittest.TestCase):
    scenario = "reject-recipient"
    mailserver_keywords = {"refused": "bob@example.com"}

    def send(self, to):
        with smtplib.SMTP(self.mailserver.smtp.host, self.mailserver.smtp.port) as client:
            client.sendmail("ann@example.com", [to], "Subject: Hello\\n\\nHi!\\n")

    def test_arrives(self):
        self.send("carol@example.com")
        self.assertEqual(len(self.mailserver.messages), 1)

    def test_fails(self):
        self.send("carol@example.com")
        self.assertEqual(len(self.mailserver.messages), 2)

    def test_breaks(self):
        self.send("bob@example.com")

    def test_parts(self):
        with self.subTest("one"):
            self.send("bob@example.com")
        with self.subTest("two"):
            self.send("carol@example.com")


class Silent(unittest.TestCase):
    def test_without(self):
        self.fail("no server")
"""


def unittest_of(
    folder: Path, environment: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    (folder / "test_mail.py").write_text(SUITE)
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=50,
    )


def test_a_failing_test_prints_the_conversation(
    tmp_path: Path, python_environment: dict[str, str]
) -> None:
    run = unittest_of(tmp_path, python_environment, "unittest", "test_mail")
    assert run.returncode == 1
    assert "Ran 5 tests" in run.stderr
    assert "FAILED (failures=2, errors=2)" in run.stderr
    for name in ("fails", "breaks", "parts"):
        assert f"The mail server of test_mail.Mail.test_{name}:" in run.stderr
    assert run.stderr.count("The mail server of") == 3
    assert "S: 550 5.1.1 No such user here" in run.stderr


@pytest.mark.parametrize("runner", [["unittest", "-b"], ["pytest", "-q"]], ids=["buffer", "pytest"])
def test_the_conversation_stands_with_the_failure(
    tmp_path: Path, python_environment: dict[str, str], runner: list[str]
) -> None:
    run = unittest_of(tmp_path, python_environment, *runner, "test_mail.py")
    assert run.returncode == 1
    told = run.stdout + run.stderr
    assert "The mail server of test_mail.Mail.test_fails:" in told
    assert told.lower().index("c: rcpt to:<carol@example.com>") > told.index("test_fails")


def test_who_has_no_server_is_told_why() -> None:
    class Behind(unittest.TestCase, MailServerMixin):
        def runTest(self) -> None:  # noqa: N802
            assert self.mailserver

    class Silent(MailServerMixin, unittest.TestCase):
        def setUp(self) -> None:
            """Forgets super()."""

        def runTest(self) -> None:  # noqa: N802
            assert self.mailserver

    for case in (Behind(), Silent()):
        result = unittest.TestResult()
        case.run(result)
        ((_, error),) = result.errors
        assert "no attribute 'mailserver' yet: write MailServerMixin before TestCase" in error
        assert not hasattr(case, "mailbox")
