# SPDX-License-Identifier: MIT
"""What can go wrong before a client ever connects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._judging.report import Report


@dataclass(frozen=True)
class Diagnostic:
    """One problem of a scenario: where it is, what is wrong and what to write instead.

    `line` and `column` count from 1; 0 means unknown. A warning (`is_error` false) does not keep
    the scenario from being served. `text` is all of it in one line, as `postiche check` prints it.

    >>> import postiche
    >>> try:
    ...     postiche.serve({"postiche": 1, "scenario": "x", "smpt": {}})
    ... except postiche.ScenarioError as error:
    ...     print(error.diagnostics[0].what)
    unknown key in a scenario: 'smpt'
    """

    is_error: bool
    file: str
    line: int
    column: int
    what: str
    hint: str
    text: str


class ScenarioError(ValueError):
    """A scenario that is wrong or not there; nothing was started.

    The message holds every problem, one a line, each with file, line and column;
    `diagnostics` holds the same as objects, and is empty when no such scenario was found.

    >>> import postiche
    >>> try:
    ...     postiche.serve("greylistin")
    ... except postiche.ScenarioError as error:
    ...     print("greylisting" in str(error))
    True
    """

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[str, tuple[Diagnostic, ...]]]:
        # So that it survives the way from a worker process (multiprocessing, pytest-xdist).
        return (type(self), (str(self), self.diagnostics))


class ServerError(RuntimeError):
    """The machine does not let us: an address in use, a folder that cannot be written.

    >>> import postiche
    >>> with postiche.serve("honest") as first:
    ...     try:
    ...         postiche.serve("honest", smtp=f"127.0.0.1:{first.smtp.port}")
    ...     except postiche.ServerError as error:
    ...         print("in use" in str(error))
    True
    """


class ProgramError(RuntimeError):
    """The program `postiche` is not there, or could not do what was asked: its own sentence.

    `report` is what it found nevertheless, where it found anything.

    >>> import postiche
    >>> try:
    ...     postiche.judge("no-such-file.jsonl")
    ... except postiche.ProgramError as error:
    ...     print(error)
    cannot read the transcript 'no-such-file.jsonl'
    """

    def __init__(self, message: str, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report

    def __reduce__(self) -> tuple[type[ProgramError], tuple[str, Report | None]]:
        return (type(self), (str(self), self.report))
