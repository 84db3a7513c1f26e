# SPDX-License-Identifier: MIT
"""One command of the program on its way: its words, the files that it needs, and its report."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import Message
from pathlib import Path
from types import TracebackType
from typing import cast

from .. import _postiche
from .._arguments import named, path, text
from .._errors import ProgramError
from .._handles import Transcript
from .._listening import ANY_FREE, Address, listeners_of
from .._scenario import ScenarioSource, as_file, functions_of, load
from .._time import Time, to_nanoseconds
from . import program
from .jobs import Client
from .office import Office
from .report import Report, report_of

_COULD_NOT_RUN = 2
# Flags that take a time: bare numbers are seconds there too, but fractions are not.
_TIMES = ("--timeout", "--stall")
_PATHS = ("--message", "--baseline", "--record", "--save")
_LISTS = ("--only", "--skip", "--tags")


class Running:
    """Collects words, runs the program, reads what it found; its files go when that is done."""

    def __init__(self, command: str, client: Client = ()) -> None:
        self._words = [command]
        self._client = client if callable(client) else _words_of(client)
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

    def scenario(
        self,
        source: ScenarioSource,
        parameters: dict[str, str],
        case: Mapping[str, object] | None = None,
    ) -> None:
        """Raises ScenarioError where it is wrong, as `serve` does."""
        loaded = load(source, parameters)
        url, functions = "", functions_of(source)
        if functions:
            from .._answering.web_hooks import WebHooks

            url = self._held.enter_context(WebHooks(functions)).url
        self.word(as_file(source, str(self._folder), url))
        self.settings("--set", parameters)
        self.settings("--case", named(case, "case", str(loaded.cases()[0] or {"code": "451"})))

    def settings(self, flag: str, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            self.flag(flag, f"{name}={value}")

    def transcripts(
        self, given: Iterable[str | os.PathLike[str] | Transcript], source: ScenarioSource | None
    ) -> None:
        """`source` is what was played, where the transcripts do not lead to it."""
        file = "" if source is None else as_file(source, str(self._folder), "")
        for transcript in given:
            if isinstance(transcript, Transcript):
                self._record(transcript.to_jsonl(show_secrets=True), file)
                continue
            name = path(transcript, "a transcript, where it is not server.transcript,")
            if file:
                lines = Path(name).read_text(encoding="utf-8", errors="surrogateescape")
                self._record(lines, file)
            else:
                self.word(name)

    def _record(self, lines: str, file: str) -> None:
        head, _, rest = lines.partition("\n")
        if file:
            head = json.dumps({**json.loads(head), "file": file})
        copy = self._folder / f"{len(self._words)}.jsonl"
        copy.write_text(f"{head}\n{rest}", encoding="utf-8", errors="surrogateescape")
        self.word(str(copy))

    def listeners(self, wanted: Mapping[str, Address] | Iterable[str] | None) -> None:
        """Raises ValueError for a service that there is not, as `serve` does."""
        for service, address in listeners_of(wanted or (), ANY_FREE):
            self.flag(f"--{service}", address)

    def flags(self, flags: Mapping[str, object]) -> None:
        """Those that were given: not None, not False, no empty list."""
        for name, value in flags.items():
            if value is True:
                self.word(name)
            elif value is not None and value is not False:
                self._valued(name, value)

    def _valued(self, name: str, value: object) -> None:
        what = name.strip("-").replace("-", "_")
        if name == "--message" and isinstance(value, (bytes, Message)):
            self.flag(name, self._letter(value))
        elif name in _PATHS:
            self.flag(name, path(value, what))
        elif name in _LISTS:
            self._listed(name, what, value)
        elif name in _TIMES and not isinstance(value, str):
            self.flag(name, _postiche.duration_text(to_nanoseconds(cast(Time, value))))
        else:
            self.flag(name, str(value))

    def flag(self, name: str, value: str) -> None:
        # One word, since the value may begin with a hyphen.
        self._words.append(f"{name}={value}")

    def _listed(self, name: str, what: str, given: object) -> None:
        values = [given] if isinstance(given, str) else given
        if not isinstance(values, Iterable):
            raise TypeError(f"{what} is a list of words: write ['one'], not {given!r}")
        words = [text(value, f"each word of {what}") for value in values]
        if words:
            self.flag(name, ",".join(words))

    def _letter(self, letter: bytes | Message) -> str:
        file = self._folder / "letter.eml"
        file.write_bytes(letter if isinstance(letter, bytes) else letter.as_bytes())
        return str(file)

    def report(self) -> Report:
        """Raises ProgramError with the program's own sentence where it could not do it."""
        found = self._folder / "report.json"
        client = [] if callable(self._client) else self._client
        if self._office:
            client = self._office.words
        separated = ["--", *client] if client else []
        ended = program.call([*self._words, f"--json={found}", *separated])
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


def _words_of(client: Sequence[str]) -> list[str]:
    if isinstance(client, str):
        import shlex

        raise TypeError(f"a client is a list of words: write {shlex.split(client)}")
    if not isinstance(client, Sequence) or isinstance(client, bytes):
        raise TypeError(f"a client is a list of words or a function of a job, not {client!r}")
    return [path(word, "each word of a client") for word in client]
