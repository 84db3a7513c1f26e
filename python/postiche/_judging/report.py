# SPDX-License-Identifier: MIT
"""What the program found of a client, as values."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import _postiche
from .._errors import ProgramError
from .._views import Verdict

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True

# What files of a report may be called: the flag that writes each.
_FORMS = {".json": "--json", ".xml": "--junit", ".html": "--html"}

# So many cases that have failed are shown with what was said there.
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Finding(Verdict):
    """A verdict of a report: on a requirement of the catalogue, or on what the scenario expects.

    `case` says where it was found.

    >>> import postiche
    >>> finding = postiche.run("greylisting", lambda job: None).failures[0]
    >>> finding.id, finding.outcome, finding.case
    ('came-back', 'FAIL', 'smtp.retry.greylisting')
    """

    case: str


@dataclass(frozen=True)
class Case:
    """A client against one scenario, one case of its matrix, or one fault of a sweep.

    `case` is "code=451 verb=RCPT", the id of the fault, or empty. `status` is the client's exit
    status, `client_end` says how it ended, `ended_well` is false where it crashed or hung.
    `outcome` is the worst of what was found, "PASS" to "ERROR"; for a case of `sweep`, `led_to`
    is what became of the mail: "fine", "told", "lost" and so on.

    >>> import postiche
    >>> case = postiche.run("honest", lambda job: None).cases[0]
    >>> str(case), case.status, case.client_end
    ('honest', 0, 'exited with status 0')
    """

    scenario: str
    case: str
    title: str
    why: str
    client_end: str
    status: int | None
    ended_well: bool
    output: str = field(repr=False)
    outcome: str
    findings: list[Finding] = field(repr=False)
    # A report that has nothing but this case.
    _report: dict[str, Any] = field(repr=False)

    def conversation(self, finding: Finding | None = None) -> str:
        """What was said, line by line, as in transcripts; with a finding, what it is about.

        That is told as `Server.check` tells it: what was found and asked, and what was said around
        it, with marks on the lines that show it. Raises ValueError for a finding of another case.

        >>> import postiche
        >>> case = postiche.run("greylisting", lambda job: None).cases[0]
        >>> print(case.conversation())
        ! the client exited with status 0
        """
        if finding is None:
            return _postiche.case_conversation(json.dumps(self._report)).rstrip("\n")
        if finding not in self.findings:
            raise ValueError(f"{finding.id} was found in another case: {finding.case}")
        return self._told([finding])

    def _told(self, findings: list[Finding]) -> str:
        indexes = [self.findings.index(one) for one in findings]
        return _postiche.case_failure(json.dumps(self._report), indexes)

    @property
    def failures(self) -> list[Finding]:
        """What failed it."""
        return [one for one in self.findings if one.outcome in ("FAIL", "ERROR")]

    @property
    def led_to(self) -> str:
        """Of a case of `sweep`: what the fault led to. Else empty."""
        told = [one.measured for one in self.findings if one.id == "sweep"]
        return told[0].partition(":")[0] if told else ""

    def __str__(self) -> str:
        return _place(self.scenario, self.case)


@dataclass(frozen=True)
class Report:
    """What `run`, `conform`, `sweep` and `judge` find: the same as the program's.

    `passed` is what its exit status says. `role` and `tls` are the profile that the client was
    judged by, `client` is what it is called. `started` is in UTC, as "2026-11-28T15:00:00Z".
    `raised` has the traceback of each exception, where the client is a function that raised some.

    >>> import postiche
    >>> report = postiche.run("greylisting", lambda job: None)
    >>> report.passed, [str(case) for case in report.cases]
    (False, ['smtp.retry.greylisting'])
    >>> print(report.text().splitlines()[-1])
    postiche: failed
    """

    passed: bool
    client: str
    role: str
    tls: str
    started: str
    outcome: str
    cases: list[Case] = field(repr=False)
    raised: list[str] = field(repr=False)
    _told: str = field(repr=False)
    _json: str = field(repr=False)

    @property
    def failures(self) -> list[Finding]:
        """What failed, over all cases; for `run`, what counts is what the scenario expects."""
        return [finding for case in self.cases for finding in case.failures]

    def text(self) -> str:
        """What the program says on a terminal."""
        return self._told

    def check(self) -> None:
        """Raises AssertionError where the client has not passed, with the text and with what was
        said where it failed first."""
        if self.passed:
            return
        failed = [case for case in self.cases if case.failures][:_MOST_SHOWN]
        told = [f"{case}\n\n{case._told(case.failures)}" for case in failed]
        raise AssertionError("\n".join([self._told, *told]))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes a file: a page (`.html`), JUnit XML (`.xml`) or JSON (`.json`).

        >>> import postiche, tempfile
        >>> report = postiche.run("honest", lambda job: None)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     report.save(folder + "/client.html")
        """
        name = os.fspath(path)
        import tempfile

        from . import program

        flag = _FORMS.get(os.path.splitext(name)[1])
        if flag is None:
            raise ValueError(f"{name!r} is no report: its name ends in {', '.join(_FORMS)}")
        if flag == "--json":
            with open(name, "w", encoding="utf-8", newline="\n") as file:
                file.write(self._json)
            return
        with tempfile.TemporaryDirectory(prefix="postiche-") as folder:
            source = os.path.join(folder, "report.json")
            with open(source, "w", encoding="utf-8") as file:
                file.write(self._json)
            ended = program.call(["report", source, flag, name])
        if ended.status != 0:
            raise ProgramError(ended.sentence)

    def __str__(self) -> str:
        return self._told


def report_of(
    text: str, *, passed: bool, told: str, client: str | None, raised: list[str]
) -> Report:
    """Reads the JSON of a report; `client` is what it is called instead."""
    found: dict[str, Any] = json.loads(text)
    if client is not None:
        found["client"] = client
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    return Report(
        passed=passed,
        client=found["client"],
        role=found["role"],
        tls=found["tls"],
        started=found["started"],
        outcome=found["outcome"],
        cases=[_case(one, {**found, "cases": [one]}) for one in found["cases"]],
        raised=raised,
        _told=told,
        _json=text,
    )


def _place(scenario: str, case: str) -> str:
    return f"{scenario} [{case}]" if case else scenario


def _case(found: Mapping[str, Any], report: dict[str, Any]) -> Case:
    where = _place(found["scenario"], found["case"])
    return Case(
        scenario=found["scenario"],
        case=found["case"],
        title=found["title"],
        why=found["why"],
        client_end=found["client-end"],
        status=found["status"],
        ended_well=found["ended-well"],
        output=found["output"],
        outcome=found["outcome"],
        findings=[_finding(one, where) for one in found["verdicts"]],
        _report=report,
    )


def _finding(found: Mapping[str, Any], case: str) -> Finding:
    return Finding(
        id=found["id"],
        outcome=found["outcome"],
        level=found["level"],
        says=found["says"],
        measured=found["measured"],
        cites=found["source"].split(", ") if found["source"] else [],
        evidence=found["evidence"],
        case=case,
    )
