# SPDX-License-Identifier: MIT
"""Every public name is explained, and every example does what it says, README's too."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import postiche
import pytest

MODULES = [
    "postiche",
    "postiche._accounts",
    "postiche._conversation",
    "postiche._endpoints",
    "postiche._errors",
    "postiche._evidence",
    "postiche._handles",
    "postiche._server",
    "postiche._views",
    "postiche._waiting",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_do_what_they_say(name: str) -> None:
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for example in doctest.DocTestFinder().find(importlib.import_module(name)):
        runner.run(example, out=told.append)
    assert runner.failures == 0, "".join(told)
    assert runner.tries > 0


@pytest.mark.parametrize("name", postiche.__all__)
def test_every_public_name_has_an_example(name: str) -> None:
    assert ">>> " in (getattr(postiche, name).__doc__ or "")


def test_the_example_of_the_readme_runs_as_printed() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    (program,) = re.findall(r"^```python\n(.*?)^```", readme.read_text(), re.DOTALL | re.MULTILINE)
    names: dict[str, object] = {}
    exec(compile(program, str(readme), "exec"), names)
    test = names["test_my_mailer_tries_again"]
    assert callable(test)
    test()
