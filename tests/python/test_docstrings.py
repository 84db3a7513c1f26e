# SPDX-License-Identifier: MIT
"""Every public name is explained, and every example does what it says."""

from __future__ import annotations

import doctest
import importlib
import typing
from pathlib import Path

import postiche
import pytest
from postiche._building.rule import Rule, Section

MODULES = [
    "postiche._building.builder",
    "postiche._building.rule",
    "postiche._answering.events",
    "postiche._judging.faults",
    "postiche._building.plain",
    "postiche",
    "postiche._accounts",
    "postiche._conversation",
    "postiche._endpoints",
    "postiche._errors",
    "postiche._evidence",
    "postiche._handles",
    "postiche._judging.jobs",
    "postiche._judging.commands",
    "postiche._judging.report",
    "postiche._server",
    "postiche._views",
    "postiche._waiting",
]


@pytest.mark.timeout(240)  # one sweeps, which takes a sanitized program its time
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_do_what_they_say(name: str) -> None:
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for example in doctest.DocTestFinder().find(importlib.import_module(name)):
        runner.run(example, out=told.append)
    assert runner.failures == 0, "".join(told)
    assert runner.tries > 0


# An alias of a type has no place for words.
EXPLAINED = [name for name in postiche.__all__ if not typing.get_origin(getattr(postiche, name))]


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_public_name_has_an_example(name: str) -> None:
    assert ">>> " in (getattr(postiche, name).__doc__ or "")


def methods() -> list[tuple[str, object]]:
    """Methods and properties of the public classes, and of what the builder gives."""
    classes = [one for name in EXPLAINED if isinstance(one := getattr(postiche, name), type)]
    return [
        (f"{one.__name__}.{name}", value.fget if isinstance(value, property) else value)
        for kind in (*classes, Section, Rule)
        for one in kind.__mro__
        if one.__module__.startswith("postiche")
        for name, value in vars(one).items()
        if not name.startswith("_") and (callable(value) or isinstance(value, property))
    ]


def test_every_public_method_is_explained() -> None:
    found = methods()
    assert "Server.reset" in dict(found)
    assert [name for name, value in found if not value.__doc__] == []


def test_the_examples_of_the_page_on_scenarios_do_what_they_say() -> None:
    page = Path(__file__).parents[2] / "scenarios" / "README.md"
    told = doctest.testfile(str(page), module_relative=False)
    assert told.failed == 0
    assert told.attempted > 5
