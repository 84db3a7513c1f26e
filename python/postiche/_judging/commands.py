# SPDX-License-Identifier: MIT
"""The program's commands that judge clients: run, conform, sweep and judge."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Union

from .._arguments import text
from .._scenario import Parameter, ScenarioSource, parameters_of
from .._time import Time

if TYPE_CHECKING:
    from email.message import Message

    from .._handles import Transcript
    from .._listening import Address
    from .jobs import Client
    from .report import Report

# What a client is, which decides what is asked of it; and whether it may do without TLS.
Role = Literal["mua", "library", "mta", "lmtp-client"]
Tls = Literal["required", "opportunistic", "cleartext-allowed"]
Path = Union[str, "os.PathLike[str]"]
# A letter to send: itself, or its file.
Letter = Union[bytes, "Message", Path]


def run(
    scenario: ScenarioSource,
    client: Client,
    *,
    listen: Mapping[str, Address] | Iterable[str] | None = None,
    case: Mapping[str, object] | None = None,
    strict: bool = False,
    timeout: Time | None = None,
    message: Letter | None = None,
    role: Role | None = None,
    tls: Tls | None = None,
    baseline: Path | None = None,
    record: Path | None = None,
    clock_speed: float | None = None,
    seed: int | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    **more_parameters: Parameter,
) -> Report:
    """Runs a client against a scenario, each case of its matrix, and judges it.

    `scenario` and the parameters are as those of `serve`, `listen` too. `client` is the words of
    a command line, in which `{smtp.port}`, `{message}` and so on are filled in, or a function that
    takes a `postiche.Job`. `timeout` is real time for each run of the client, 5 min without it.
    `case` chooses cases of a matrix, `strict` fails by every must of the standards, `message` is
    the letter to send, `baseline` an earlier report (JSON) of which nothing counts again, `record`
    a folder for transcripts, `clock_speed` virtual seconds per real one, `seed` decides chances.

    Raises ScenarioError for a wrong scenario, ProgramError where the program can't run it.

    >>> import smtplib
    >>> import postiche
    >>> def send(job: postiche.Job) -> None:
    ...     with smtplib.SMTP(job.smtp.host, job.smtp.port) as client:
    ...         client.sendmail(job.sender, [job.recipient], job.message)
    >>> report = postiche.run("greylisting", send, delay="2s")
    >>> print(report.failures[0])
    FAIL came-back: the client tried again: RCPT came once; expected: at least 2
    """
    from .running import Running

    with Running("run", client) as running:
        running.scenario(scenario, parameters_of(parameters, more_parameters), case)
        running.listeners(listen)
        running.flags({"--strict": strict, "--timeout": timeout, "--message": message})
        running.flags({"--role": role, "--tls": tls, "--baseline": baseline, "--record": record})
        running.flags({"--clock-speed": clock_speed, "--seed": seed})
        return running.report()


def conform(
    protocol: Literal["smtp", "lmtp", "imap", "pop3"],
    client: Client,
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    tags: Iterable[str] = (),
    jobs: int | None = None,
    timeout: Time | None = None,
    message: Letter | None = None,
    role: Role | None = None,
    tls: Tls | None = None,
    baseline: Path | None = None,
    name: str | None = None,
) -> Report:
    """Runs a client against all that a protocol asks of clients.

    `client` and the rest are as those of `run`; a function is called for each scenario, in a
    thread, and `jobs` times at once. `only`, `skip` and `tags` choose by ids of scenarios or
    requirements, and by tags; `name` is what the report calls the client. `timeout` is 60 s
    without it: a client that hangs has failed that case, and the others go on.

    >>> import smtplib
    >>> import postiche
    >>> def send(job: postiche.Job) -> None:
    ...     with smtplib.SMTP(job.smtp.host, job.smtp.port) as client:
    ...         client.sendmail(job.sender, [job.recipient], job.message)
    >>> postiche.conform("smtp", send, only=["smtp.data.dot-stuffing"]).passed
    True
    """
    from .running import Running

    with Running("conform", client) as running:
        running.word(text(protocol, "protocol"))
        running.flags({"--only": only, "--skip": skip, "--tags": tags})
        running.flags({"--jobs": jobs, "--timeout": timeout, "--message": message})
        running.flags({"--role": role, "--tls": tls, "--baseline": baseline, "--name": name})
        return running.report()


def sweep(
    scenario: ScenarioSource,
    client: Client,
    *,
    stall: Time | None = None,
    save: Path | None = None,
    jobs: int | None = None,
    timeout: Time | None = None,
    message: Letter | None = None,
    role: Role | None = None,
    tls: Tls | None = None,
    name: str | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    **more_parameters: Parameter,
) -> Report:
    """Runs a client again and again, with one fault at each point of its conversation.

    `client` and the rest are as those of `run` and `conform`. `stall` is how long a reply that
    never comes is waited for, 2 s without it; `save` a folder for the scenario of each fault;
    `timeout` is 10 s without it; a function is called once at a time unless `jobs` says more.

    It is passed where no mail was lost, doubled or altered, and the client never hung or crashed;
    `led_to` of each case says what happened. `postiche.faults` has the same faults for tests of
    your own.

    >>> import smtplib
    >>> import postiche
    >>> def careless(job: postiche.Job) -> None:
    ...     try:
    ...         with smtplib.SMTP(job.smtp.host, job.smtp.port) as client:
    ...             client.sendmail(job.sender, [job.recipient], job.message)
    ...     except (smtplib.SMTPException, OSError):
    ...         pass
    >>> report = postiche.sweep("honest", careless, stall="100ms", jobs=2)
    >>> report.passed, {case.case: case.led_to for case in report.cases}["rcpt-1-5yz"]
    (False, 'lost')
    """
    from .running import Running

    with Running("sweep", client) as running:
        running.scenario(scenario, parameters_of(parameters, more_parameters))
        at_once = 1 if jobs is None and callable(client) else jobs
        running.flags({"--stall": stall, "--save": save, "--jobs": at_once, "--timeout": timeout})
        running.flags({"--message": message, "--role": role, "--tls": tls, "--name": name})
        return running.report()


def judge(
    *transcripts: Path | Transcript,
    scenario: ScenarioSource | None = None,
    message: Letter | None = None,
    role: Role | None = None,
    tls: Tls | None = None,
    baseline: Path | None = None,
    name: str | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    **more_parameters: Parameter,
) -> Report:
    """Judges saved transcripts (`*.jsonl`), folders of them, or those of servers.

    The verdicts are the same that the live runs had. What was played is found in the library, or
    where its file was; else `scenario` gives it, and transcripts are files then. The rest is as
    that of `run`.

    >>> import postiche
    >>> with postiche.serve("greylisting") as server:
    ...     report = postiche.judge(server.transcript)
    >>> [finding.outcome for finding in report.cases[0].findings if finding.failed]
    ['FAIL', 'FAIL']
    """
    from .running import Running

    with Running("judge") as running:
        running.transcripts(transcripts, scenario)
        running.settings("--set", parameters_of(parameters, more_parameters))
        running.flags({"--message": message, "--role": role, "--tls": tls, "--name": name})
        running.flags({"--baseline": baseline})
        return running.report()
