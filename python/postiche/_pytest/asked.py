# SPDX-License-Identifier: MIT
"""Which scenario a test asks for: by a mark, by a parameter, by the ini file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .. import Fault, Server

# The fixtures of which several tests have one server, and where it is said what that plays.
SHARED = {
    "mailserver_class": "by a mark at the class",
    "mailserver_module": "by the module's pytestmark",
    "mailserver_session": "in the ini file, by postiche_scenario",
}
_OWN = ("mailserver", "mailserver_factory", "smtpd", "smtpserver")


@dataclass(frozen=True)
class Asked:
    """Arguments for `postiche.serve`, and the fault that they are, if they are one."""

    source: Any
    keywords: Mapping[str, Any] = field(default_factory=dict)
    fault: Fault | None = None


def serve_asked(wanted: Asked) -> Server:
    # Here and not above, so that a run without mail servers does not wait for the module.
    from .. import serve

    __tracebackhide__ = True
    return serve(wanted.source, **wanted.keywords)


def asked(
    request: pytest.FixtureRequest, source: object = None, keywords: Mapping[str, Any] | None = None
) -> Asked:
    """What is given here, else the fixture's parameter, else the nearest mark, else the ini file.

    Keywords of all of them count, the nearer before the farther.
    """
    wanted: dict[str, Any] = {}
    for mark in reversed(list(request.node.iter_markers("scenario"))):
        if len(mark.args) > 1:
            raise pytest.UsageError(f"mark.scenario takes one scenario, not {len(mark.args)}")
        if mark.args:
            # Parameters belong to the scenario that they were written for.
            wanted = {"source": mark.args[0]}
        wanted.update(mark.kwargs)
    found = wanted.pop("source", None)
    given = getattr(request, "param", None)
    if isinstance(given, Asked):
        found = given.source
        wanted.update(given.keywords)
    elif given is not None:
        found = given
    if source is not None:
        found, wanted = source, {}
    if found is None:
        found = request.config.getini("postiche_scenario")
    return Asked(found, {**wanted, **(keywords or {})})


def parametrize(metafunc: pytest.Metafunc) -> None:
    """By `mark.scenarios` and `mark.mail_faults`."""
    _refuse_mark_of_one(metafunc)
    chosen: list[tuple[Asked, str]] = []
    for mark in metafunc.definition.iter_markers("scenarios"):
        chosen += [pair for source in mark.args for pair in _cases(source, mark.kwargs)]
    for mark in metafunc.definition.iter_markers("mail_faults"):
        chosen += _faults(*mark.args, **mark.kwargs)
    if not chosen:
        return
    for name in ("mailserver", *SHARED):
        if name in metafunc.fixturenames:
            break
    else:
        raise pytest.UsageError(
            f"{metafunc.definition.nodeid}: a mark of postiche wants a test with 'mailserver'"
        )
    metafunc.parametrize(
        name, [one for one, _ in chosen], ids=[text for _, text in chosen], indirect=True
    )


def _refuse_mark_of_one(metafunc: pytest.Metafunc) -> None:
    """What several tests have is not for one of them to say."""
    shared = [name for name in SHARED if name in metafunc.fixturenames]
    marks = [mark.name for mark in getattr(metafunc.function, "pytestmark", [])]
    if shared and "scenario" in marks and not set(_OWN) & set(metafunc.fixturenames):
        name = metafunc.function.__name__
        pytest.fail(
            f"{shared[0]} is for several tests, and {name} cannot say by a mark what it plays:"
            f" that is said {SHARED[shared[0]]}; or ask for 'mailserver'",
            pytrace=False,
        )


def _cases(source: Any, keywords: Mapping[str, Any]) -> list[tuple[Asked, str]]:
    from .. import cases

    name = _name(source)
    pairs = []
    for case in cases(source):
        text = ",".join(f"{key}={value}" for key, value in case.items())
        given = {**keywords, "parameters": {**keywords.get("parameters", {}), **case}}
        pairs.append((Asked(source, given), f"{name},{text}" if text else name))
    return pairs


def _faults(*arguments: Any, **keywords: Any) -> list[tuple[Asked, str]]:
    from .. import faults

    try:
        found = faults(*arguments, **keywords)
    except (OSError, TypeError, ValueError) as error:
        raise pytest.UsageError(f"mark.mail_faults: {error}") from None
    return [(Asked(fault.yaml, fault=fault), fault.id) for fault in found]


def _name(source: Any) -> str:
    if isinstance(source, Mapping):
        return str(source.get("scenario", "scenario"))
    if isinstance(source, str) and "\n" in source:
        return "scenario"
    return str(source)
