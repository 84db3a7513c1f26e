# SPDX-License-Identifier: MIT
"""From what the caller calls a scenario to a loaded one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Union

from . import _postiche
from ._errors import Diagnostic, ScenarioError
from ._time import to_text

ScenarioSource = Union[str, "os.PathLike[str]", Mapping[str, object]]
Parameter = Union[str, float, bool, timedelta]

# What a scenario is called in messages that has no file.
_NAMELESS = "<scenario>"


def library_roots() -> list[str]:
    """Where names are looked up: $POSTICHE_SCENARIOS, the package's own, the source tree's."""
    package = os.path.dirname(os.path.realpath(__file__))
    named = os.environ.get("POSTICHE_SCENARIOS", "").split(os.pathsep)
    tree = os.path.dirname(os.path.dirname(package))
    own = [os.path.join(folder, "scenarios") for folder in (package, tree)]
    return [root for root in named if root] + [root for root in own if os.path.isdir(root)]


def load(source: ScenarioSource, parameters: Mapping[str, Parameter]) -> _postiche.Scenario:
    """Raises ScenarioError with all that is wrong."""
    values = {name: _parameter_text(value) for name, value in parameters.items()}
    roots = library_roots()
    if isinstance(source, Mapping):
        import json

        # JSON is YAML, and json.dumps quotes whatever YAML would take for something else.
        text = json.dumps(source, ensure_ascii=False, indent=1)
        scenario, found = _postiche.load_text(text, _NAMELESS, values, roots)
    elif isinstance(source, str) and _is_yaml(source):
        scenario, found = _postiche.load_text(source, _NAMELESS, values, roots)
    else:
        scenario, found = _postiche.load_file(_path_of(source), values, roots)
    if scenario is None:
        diagnostics = tuple(_diagnostic(one) for one in found)
        raise ScenarioError("\n".join(one.text for one in diagnostics), diagnostics)
    return scenario


def cases(scenario: ScenarioSource) -> list[dict[str, str]]:
    """The parameters of each case of the scenario's matrix: for `serve(..., parameters=case)`.

    Without a matrix there is one case that sets nothing.

    >>> import postiche
    >>> yaml = '''
    ... postiche: 1
    ... scenario: my.own
    ... matrix: {code: [451, 550]}
    ... smtp: {rules: [{when: RCPT, reply: "{code} No"}]}
    ... '''
    >>> postiche.cases(yaml)
    [{'code': '451'}, {'code': '550'}]
    """
    return load(scenario, {}).cases()


def _is_yaml(source: str) -> bool:
    """Neither names nor sensible paths have lines or "key: value" in them."""
    return "\n" in source or ": " in source


def _path_of(source: str | os.PathLike[str]) -> str:
    if not isinstance(source, str):
        return os.fspath(source)
    try:
        return _postiche.find_scenario(source, library_roots())
    except ValueError as error:
        raise ScenarioError(str(error)) from None


def _parameter_text(value: Parameter) -> str:
    if isinstance(value, timedelta):
        return to_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _diagnostic(found: _postiche.Diagnostic) -> Diagnostic:
    return Diagnostic(
        is_error=found.is_error,
        file=found.file,
        line=found.line,
        column=found.column,
        what=found.what,
        hint=found.hint,
        text=found.text,
    )
