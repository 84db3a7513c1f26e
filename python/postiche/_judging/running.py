# SPDX-License-Identifier: MIT
"""One command of the program on its way: its words, the files that it needs, and its report."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import timedelta
from email.message import Message
from pathlib import Path
from types import TracebackType

from .. import _postiche
from .._errors import ProgramError
from .._handles import Transcript
from .._listening import ANY_FREE, Address, listeners_of
from .._scenario import (
    Parameter,
    ScenarioSource,
    as_file,
    functions_of,
    load,
    parameter_text,
)
from .._time import to_nanoseconds
from . import program
from .jobs import Client
from .office import Office
from .report import Report, report_of

_COULD_NOT_RUN = 2
# Flags that take a time: bare numbers are seconds there too, but fractions are not.
_TIMES = ("--timeout", "--stall")


class Running:
    """Collects words, runs the program, reads what it found; its files go when that is done."""

    def __init__(self, command: str, client: Client | None) -> None:
        if isinstance(client, str):
            import shlex

            raise TypeError(f"a client is a list of words: write {shlex.split(client)}")
        self._words = [command]
        self._client = client
        self._office: Office | None = None
        self._held = contextlib.ExitStack()

    def __enter__(self) -> Running:
        folder = self._held.enter_context(tempfile.TemporaryDirectory(prefix="postiche-"))
        self._folder = Path(folder)
        if callable(self._client):
            self._office = self._held.enter_context(Office(self._client))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.close()

    def word(self, word: str) -> None:
        self._words.append(word)

    def scenario(self, source: ScenarioSource, parameters: Mapping[str, Parameter]) -> None:
        """Raises ScenarioError where it is wrong, as `serve` does."""
        load(source, parameters)
        url, functions = "", functions_of(source)
        if functions:
            from .._answering.web_hooks import WebHooks

            url = self._held.enter_context(WebHooks(functions)).url
        self.word(as_file(source, str(self._folder), url))
        self.settings(parameters)

    def settings(self, parameters: Mapping[str, Parameter]) -> None:
        for name, value in parameters.items():
            self.flag("--set", f"{name}={parameter_text(value)}")

    def transcripts(
        self, given: Iterable[str | os.PathLike[str] | Transcript], source: ScenarioSource | None
    ) -> None:
        """`source` is what was played, where the transcripts do not lead to it."""
        file = "" if source is None else as_file(source, str(self._folder), "")
        for transcript in given:
            if isinstance(transcript, Transcript):
                self._record(transcript.to_jsonl(show_secrets=True), file)
            elif file:
                path = Path(transcript)
                self._record(path.read_text(encoding="utf-8", errors="surrogateescape"), file)
            else:
                self.word(os.fspath(transcript))

    def _record(self, lines: str, file: str) -> None:
        head, _, rest = lines.partition("\n")
        if file:
            head = json.dumps({**json.loads(head), "file": file})
        path = self._folder / f"{len(self._words)}.jsonl"
        path.write_text(f"{head}\n{rest}", encoding="utf-8", errors="surrogateescape")
        self.word(str(path))

    def listeners(self, wanted: Mapping[str, Address] | Iterable[str] | None) -> None:
        """Raises ValueError for a service that there is not, as `serve` does."""
        for service, address in listeners_of(wanted or (), ANY_FREE):
            self.flag(f"--{service}", address)

    def flags(self, flags: Mapping[str, object]) -> None:
        """Those that were given: not None, not False, no empty list."""
        for name, value in flags.items():
            if value is True:
                self.word(name)
            elif name == "--message" and isinstance(value, (bytes, Message)):
                self.flag(name, self._letter(value))
            elif isinstance(value, (str, bytes, os.PathLike)):
                self.flag(name, os.fsdecode(value))
            elif isinstance(value, Iterable):
                self._listed(name, list(value))
            elif value is not None and value is not False:
                self.flag(name, _text(name, value))

    def flag(self, name: str, value: str) -> None:
        # One word, since the value may begin with a hyphen.
        self._words.append(f"{name}={value}")

    def _listed(self, name: str, values: list[str]) -> None:
        if values:
            self.flag(name, ",".join(values))

    def _letter(self, letter: bytes | Message) -> str:
        path = self._folder / "letter.eml"
        path.write_bytes(letter if isinstance(letter, bytes) else letter.as_bytes())
        return str(path)

    def report(self) -> Report:
        """Raises ProgramError with the program's own sentence where it could not do it."""
        found = self._folder / "report.json"
        client: list[str] = []
        if self._office:
            client = ["--", *self._office.words]
        elif self._client is not None and not callable(self._client):
            client = ["--", *self._client]
        ended = program.call([*self._words, f"--json={found}", *client])
        report = None
        if found.exists():
            report = report_of(
                found.read_text(encoding="utf-8"),
                passed=ended.status == 0,
                told=ended.told,
                client=self._name(),
                raised=self._office.raised if self._office else [],
            )
        if ended.status == _COULD_NOT_RUN or report is None:
            raise ProgramError(ended.sentence or ended.told.strip(), report)
        return report

    def _name(self) -> str | None:
        """What a function is called; else the report knows it."""
        is_named = any(word.startswith("--name=") for word in self._words)
        return self._office.name if self._office and not is_named else None


def _text(name: str, value: object) -> str:
    if name in _TIMES and isinstance(value, (int, float, timedelta)):
        return _postiche.duration_text(to_nanoseconds(value))
    return str(value)
