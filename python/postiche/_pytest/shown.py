# SPDX-License-Identifier: MIT
"""What a test shows of the conversations that it had: in its report, in files, on a page."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Generator, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .asked import SHARED
from .telling import conversation

if TYPE_CHECKING:
    from .. import Server

_NAME_LIMIT = 120


class Shown:
    """Knows the servers that run, and tells of them where a test fails.

    What is for the end of the run goes there as attributes of the tests' reports, since those of
    the workers of pytest-xdist come to the one process that has the end.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._running: list[tuple[str, Server]] = []
        # Of them, those that the test at hand has ended: its teardown may fail yet.
        self._over: list[Server] = []
        self._started = datetime.now(timezone.utc)
        self._unsaved: list[str] = []
        self._cases: list[str] = []
        self._folder = _made_folder(config.getoption("postiche_record"))
        self._page = _writable_file(config.getoption("postiche_report"))

    @contextlib.contextmanager
    def watching(self, request: pytest.FixtureRequest, server: Server) -> Iterator[None]:
        one = (request.fixturename or "", server)
        self._running.append(one)
        try:
            yield
        finally:
            self._over.append(server)

    def _used_by(self, item: pytest.Item, *, in_teardown: bool = False) -> list[Server]:
        """One that a class, a module or the run shares tells only of tests that ask for it."""
        names = getattr(item, "fixturenames", [])
        used = [one for name, one in self._running if name not in SHARED or name in names]
        return [one for one in used if one not in self._over or (in_teardown and one.sessions)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        result = yield
        if self._config.getini("postiche_check"):
            wrong = [text for server in self._used_by(item) if (text := _failure(server))]
            if wrong:
                pytest.fail("\n".join(wrong), pytrace=False)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "call" or report.failed:
            self._tell(item, report)
        if report.when == "teardown":
            self._running = [one for one in self._running if one[1] not in self._over]
            self._over.clear()
        return report

    def _tell(self, item: pytest.Item, report: pytest.TestReport) -> None:
        # -rP and -rA show what passing tests have to say, too.
        told = report.failed or bool({"P", "A"} & set(self._config.option.reportchars))
        in_teardown = report.when == "teardown"
        servers = self._used_by(item, in_teardown=in_teardown)
        if self._page and not in_teardown:
            _extra(report, "cases", [_case(server, item.nodeid) for server in servers])
        for number, server in enumerate(servers, start=1):
            path = None
            if told or self._folder:
                path = self._save(item, report, server, number)
            if told:
                title = "Mail server" if number == 1 else f"Mail server {number}"
                report.sections.append((title, conversation(server, path)))

    def _save(
        self, item: pytest.Item, report: pytest.TestReport, server: Server, number: int
    ) -> Path | None:
        name = _file_name(item.nodeid) + (f".{number}" if number > 1 else "") + ".jsonl"
        path = (self._folder or _temporary_folder(item)) / name
        try:
            server.transcript.save(path)
        except OSError as error:
            _extra(report, "unsaved", [str(error)])
            return None
        report.user_properties.append(("postiche_transcript", str(path)))
        return path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._unsaved += getattr(report, "postiche_unsaved", [])
        self._cases += getattr(report, "postiche_cases", [])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._page is None or hasattr(self._config, "workerinput"):
            return
        from .. import _postiche

        started = self._started.strftime("%Y-%m-%dT%H:%M:%SZ")
        page = _postiche.report_page(self._cases, f"pytest {self._config.rootpath.name}", started)
        try:
            self._page.write_text(page, encoding="utf-8", errors="surrogateescape")
        except OSError as error:
            self._unsaved.append(str(error))
            session.exitstatus = session.exitstatus or pytest.ExitCode.INTERNAL_ERROR

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for what in dict.fromkeys(self._unsaved):
            terminalreporter.write_line(f"postiche: could not be saved: {what}", red=True)
        if self._page and not self._unsaved:
            terminalreporter.write_line(f"postiche: the conversations are in {self._page}")


def _failure(server: Server) -> str:
    try:
        server.check()
    except AssertionError as error:
        return str(error)
    return ""


def _extra(report: pytest.TestReport, name: str, more: list[str]) -> None:
    known = getattr(report, f"postiche_{name}", [])
    setattr(report, f"postiche_{name}", known + more)


def _case(server: Server, name: str) -> str:
    from .. import _postiche

    return _postiche.report_json(server._started, name)


def _made_folder(name: str | None) -> Path | None:
    """Its absence is told before any test has run."""
    if not name:
        return None
    folder = Path(name).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise pytest.UsageError(f"--postiche-record: {error}") from None
    return folder


def _writable_file(name: str | None) -> Path | None:
    """So is that of a place for the page."""
    if not name:
        return None
    path = Path(name).absolute()
    try:
        path.open("a").close()
    except OSError as error:
        raise pytest.UsageError(f"--postiche-report: {error}") from None
    return path


def _temporary_folder(item: pytest.Item) -> Path:
    """In pytest's own, which keeps those of the last three runs."""
    factory: pytest.TempPathFactory = item.config._tmp_path_factory  # type: ignore[attr-defined]
    folder = factory.getbasetemp() / "postiche"
    folder.mkdir(exist_ok=True)
    return folder


def _file_name(node: str) -> str:
    """A name that says whose it is, on any file system."""
    name = re.sub(r"[^\w.\[\]=,-]+", "-", node).strip("-.")
    if len(name) <= _NAME_LIMIT:
        return name
    return f"{name[:_NAME_LIMIT]}-{hashlib.sha256(node.encode()).hexdigest()[:8]}"
