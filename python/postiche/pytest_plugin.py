# SPDX-License-Identifier: MIT
"""What pytest gets by the installation of postiche: fixtures, marks, options.

Nothing is served, and nothing large is imported, before a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Callable

import pytest

from ._pytest.asked import Asked, asked, parametrize, serve_asked
from ._pytest.shown import Shown

if TYPE_CHECKING:
    from . import Fault, Server

_MARKS = [
    "scenario(source, **keywords): what the mailserver of this test plays; as postiche.serve",
    "scenarios(source, ...): the test, once for each scenario and each case of its matrix",
    "mail_faults(service, ...): the test, once for each of postiche.faults(service, ...)",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("postiche", "mail servers that misbehave on purpose")
    group.addoption(
        "--postiche-record",
        metavar="DIR",
        help="save the transcript of every test with a mail server here, not only of failing ones",
    )
    group.addoption(
        "--postiche-report",
        metavar="FILE.html",
        help="write a page with every conversation and what was found of it",
    )
    parser.addini(
        "postiche_scenario",
        "what mailserver plays where no mark says it (honest)",
        default="honest",
    )
    parser.addini(
        "postiche_check",
        "fail a test whose client did not do what the scenario expects (no: server.check() does)",
        type="bool",
        default=False,
    )
    parser.addini(
        "postiche_aliases",
        "fixtures of other plugins to stand in for: smtpd (smtpdfix), smtpserver (localserver)",
        type="args",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    for mark in _MARKS:
        config.addinivalue_line("markers", mark)
    config.pluginmanager.register(Shown(config), "postiche-shown")
    names = config.getini("postiche_aliases")
    if names:
        from ._pytest.aliases import ALIASES

        for name in names:
            if name not in ALIASES:
                known = ", ".join(ALIASES)
                raise pytest.UsageError(f"postiche_aliases: there is no {name!r}, only {known}")
            config.pluginmanager.register(ALIASES[name], f"postiche-{name}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    parametrize(metafunc)


def _running(request: pytest.FixtureRequest, wanted: Asked) -> Iterator[Server]:
    __tracebackhide__ = True
    shown = request.config.pluginmanager.get_plugin("postiche-shown")
    assert isinstance(shown, Shown)
    with serve_asked(wanted) as server, shown.watching(request, server):
        yield server


def _asked_for(request: pytest.FixtureRequest) -> Iterator[Server]:
    """As the test's marks say; what is wrong with those needs no lines of ours around it."""
    wrong = ""
    try:
        running = _running(request, asked(request))
        server = next(running)
    except (RuntimeError, TypeError, ValueError, pytest.UsageError) as error:
        wrong = str(error)
    if wrong:  # outside, so that it is not told twice
        pytest.fail(f"{request.fixturename}: {wrong}", pytrace=False)
    yield server
    next(running, None)


@pytest.fixture
def mailserver(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A mail server of the test's own: `mailserver.smtp.port`, `mailserver.messages` ...

    It plays the honest server, or what `@pytest.mark.scenario("greylisting", delay="10s")` says,
    whose arguments are those of `postiche.serve`. A test that fails shows the conversation.
    """
    yield from _asked_for(request)


@pytest.fixture
def mail_fault(request: pytest.FixtureRequest) -> Fault:
    """Which fault it is, in a test that `@pytest.mark.mail_faults("smtp")` plays for each.

    `mail_fault.outcome(mailserver, told_success=...)` says what became of the mail.
    """
    callspec = getattr(request.node, "callspec", None)
    for given in callspec.params.values() if callspec else ():
        if isinstance(given, Asked) and given.fault:
            return given.fault
    pytest.fail("mail_fault is for tests with a mark mail_faults", pytrace=False)


@pytest.fixture(scope="class")
def mailserver_class(request: pytest.FixtureRequest) -> Iterator[Server]:
    """One mail server for all tests of a class; `reset()` makes it forget."""
    yield from _asked_for(request)


@pytest.fixture(scope="module")
def mailserver_module(request: pytest.FixtureRequest) -> Iterator[Server]:
    """One mail server for all tests of a module; `pytestmark` may say what it plays."""
    yield from _asked_for(request)


@pytest.fixture(scope="session")
def mailserver_session(request: pytest.FixtureRequest) -> Iterator[Server]:
    """One mail server for the whole run (of each worker of pytest-xdist)."""
    yield from _asked_for(request)


@pytest.fixture
def mailserver_factory(request: pytest.FixtureRequest) -> Iterator[Callable[..., Server]]:
    """Starts as many servers as a test wants, with the arguments of `postiche.serve`.

    All are stopped when the test is over.
    """
    running: list[Iterator[Server]] = []

    def start(source: object = None, /, **keywords: object) -> Server:
        running.append(_running(request, asked(request, source, keywords)))
        return next(running[-1])

    yield start
    for one in reversed(running):
        next(one, None)
