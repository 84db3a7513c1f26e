# SPDX-License-Identifier: MIT
"""What a test shows of the conversations that it had: in its report, in files, on a page."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ._telling import conversation

if TYPE_CHECKING:
    from . import Server

_NAME_LIMIT = 120
_UNSAVED = "postiche_unsaved"


class Shown:
    """Knows the servers that run, and tells of them where a test fails."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._running: list[tuple[str, Server]] = []
        self._unsaved: list[str] = []
        folder = config.getoption("postiche_record")
        self._folder = Path(folder).absolute() if folder else None
        if self._folder:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise pytest.UsageError(f"--postiche-record: {error}") from None

    @contextlib.contextmanager
    def watching(self, request: pytest.FixtureRequest, server: Server) -> Iterator[None]:
        one = (request.fixturename or "", server)
        self._running.append(one)
        try:
            yield
        finally:
            self._running.remove(one)

    def _used_by(self, item: pytest.Item) -> list[Server]:
        """One that a class, a module or the run shares tells only of tests that ask for it."""
        names = getattr(item, "fixturenames", [])
        shared = ("mailserver_class", "mailserver_module", "mailserver_session")
        return [one for name, one in self._running if name not in shared or name in names]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        result = yield
        if self._config.getini("postiche_check"):
            for server in self._used_by(item):
                server.check()
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "call" or report.failed:
            self._tell(item, report)
        return report

    def _tell(self, item: pytest.Item, report: pytest.TestReport) -> None:
        # -rP and -rA show what passing tests have to say, too.
        told = report.failed or bool({"P", "A"} & set(self._config.option.reportchars))
        for number, server in enumerate(self._used_by(item), start=1):
            path = None
            if told or self._folder:
                path = self._path(item, number)
                try:
                    server.transcript.save(path)
                    report.user_properties.append(("postiche_transcript", str(path)))
                except OSError as error:
                    report.user_properties.append((_UNSAVED, str(error)))
                    path = None
            if told:
                title = "Mail server" if number == 1 else f"Mail server {number}"
                report.sections.append((title, conversation(server, path)))

    def _path(self, item: pytest.Item, number: int) -> Path:
        name = _file_name(item.nodeid) + (f".{number}" if number > 1 else "") + ".jsonl"
        return (self._folder or _temporary_folder(item)) / name

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Those of the workers of pytest-xdist come here too."""
        self._unsaved += [str(what) for name, what in report.user_properties if name == _UNSAVED]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for what in dict.fromkeys(self._unsaved):
            terminalreporter.write_line(f"postiche: a transcript was not saved: {what}", red=True)


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
