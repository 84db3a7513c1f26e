# SPDX-License-Identifier: MIT
"""For suites that are written with unittest, Django's among them."""

from __future__ import annotations

import sys
import unittest
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._pytest.telling import conversation
from ._scenario import ScenarioSource
from ._server import Server, serve

if TYPE_CHECKING:
    _Base = unittest.TestCase
else:
    _Base = object


class MailServerMixin(_Base):
    """Gives each test a mail server, `self.mailserver`; one that fails prints the conversation.

    `scenario` is what it plays, `mailserver_keywords` whatever else `postiche.serve` takes; both
    are attributes of the class. Write it before TestCase. Errors are those of `postiche.serve`.

    >>> import smtplib, unittest
    >>> from postiche.testing import MailServerMixin
    >>> class Welcome(MailServerMixin, unittest.TestCase):
    ...     scenario = "reject-recipient"
    ...     mailserver_keywords = {"refused": "bob@example.com"}
    ...
    ...     def test_a_refused_recipient(self):
    ...         with smtplib.SMTP(self.mailserver.smtp.host, self.mailserver.smtp.port) as client:
    ...             with self.assertRaises(smtplib.SMTPRecipientsRefused):
    ...                 client.sendmail("ann@example.com", ["bob@example.com"], "Hi")
    >>> Welcome("test_a_refused_recipient").run().wasSuccessful()
    True
    """

    scenario: ScenarioSource = "honest"
    mailserver_keywords: Mapping[str, Any] = {}
    mailserver: Server

    if not TYPE_CHECKING:  # who checks types is to be told of names that there are not

        def __getattr__(self, name: str) -> object:
            text = f"{type(self).__name__!r} object has no attribute {name!r}"
            if name == "mailserver":
                text += " yet: write MailServerMixin before TestCase, and call super().setUp()"
            raise AttributeError(text)

    def setUp(self) -> None:
        """Starts the server; it stops when the test is over."""
        self.mailserver = serve(self.scenario, **self.mailserver_keywords)
        self.addCleanup(self.mailserver.stop)
        super().setUp()

    def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
        """As TestCase.run; a failure prints the conversation on standard error."""
        if result is None:
            result = self.defaultTestResult()
        super().run(_Telling(result, self))  # type: ignore[arg-type]
        return result


class _Telling:
    """A result of tests that hears first what a server has to say."""

    def __init__(self, result: unittest.TestResult, test: MailServerMixin) -> None:
        self._result = result
        self._test = test

    def __getattr__(self, name: str) -> Any:
        return getattr(self._result, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("_result", "_test"):
            super().__setattr__(name, value)
        else:
            setattr(self._result, name, value)

    def _tell(self) -> None:
        server = getattr(self._test, "mailserver", None)
        if server is not None:
            print(f"The mail server of {self._test.id()}:", file=sys.stderr)
            print(conversation(server), file=sys.stderr)

    def addFailure(self, test: unittest.TestCase, error: Any) -> None:  # noqa: N802
        self._tell()
        self._result.addFailure(test, error)

    def addError(self, test: unittest.TestCase, error: Any) -> None:  # noqa: N802
        self._tell()
        self._result.addError(test, error)

    def addSubTest(  # noqa: N802
        self, test: unittest.TestCase, subtest: unittest.TestCase, error: Any
    ) -> None:
        if error is not None:
            self._tell()
        self._result.addSubTest(test, subtest, error)
