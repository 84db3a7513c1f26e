# SPDX-License-Identifier: MIT
"""Every public name is explained, and every example in a docstring does what it says."""

from __future__ import annotations

import doctest
import importlib

import postiche
import pytest

MODULES = ["postiche", "postiche._errors", "postiche._server", "postiche._views"]


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
