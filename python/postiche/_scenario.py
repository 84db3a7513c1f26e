# SPDX-License-Identifier: MIT
"""From what the caller calls a scenario to a loaded one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Union

from . import _postiche
from ._arguments import named
from ._errors import Diagnostic, ScenarioError
from ._time import to_text

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from ._answering.events import Function
    from ._building.builder import Scenario
    from ._building.entries import Caller

ScenarioSource = Union[str, "os.PathLike[str]", Mapping[str, object], "Scenario"]
Parameter = Union[str, float, bool, timedelta]

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True

# What a scenario is called in messages that has no file.
_NAMELESS = "<scenario>"


def library_roots() -> list[str]:
    """Where names are looked up: $POSTICHE_SCENARIOS, the package's own, the source tree's."""
    package = os.path.dirname(os.path.realpath(__file__))
    named = os.environ.get("POSTICHE_SCENARIOS", "").split(os.pathsep)
    tree = os.path.dirname(os.path.dirname(package))
    own = [os.path.join(package, "share/postiche/scenarios"), os.path.join(tree, "scenarios")]
    return [root for root in named if root] + [root for root in own if os.path.isdir(root)]


def load(source: ScenarioSource, values: dict[str, str]) -> _postiche.Scenario:
    """Raises ScenarioError with all that is wrong."""
    roots = library_roots()
    callers: list[Caller] = []
    if _is_built(source):
        text, callers = source._source()
        scenario, found = _postiche.load_text(text, _NAMELESS, values, roots)
    elif isinstance(source, Mapping):
        import json

        from ._building.plain import Names

        # JSON is YAML, and json.dumps quotes whatever YAML would take for something else.
        text = json.dumps(Names().plain(source), ensure_ascii=False, indent=1)
        scenario, found = _postiche.load_text(text, _NAMELESS, values, roots)
    elif isinstance(source, str) and _is_yaml(source):
        scenario, found = _postiche.load_text(source, _NAMELESS, values, roots)
    else:
        scenario, found = _postiche.load_file(_path_of(source), values, roots)
    if scenario is None:
        diagnostics = tuple(_diagnostic(one, callers) for one in found)
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
    if isinstance(source, os.PathLike):
        return os.fspath(source)
    if not isinstance(source, str):
        raise TypeError(
            f"{source!r} is no scenario: a name, a path, YAML, a mapping or a postiche.Scenario"
        )
    try:
        return _postiche.find_scenario(source, library_roots())
    except ValueError as error:
        raise ScenarioError(str(error)) from None


def parameters_of(
    given: Mapping[str, Parameter] | None, more: Mapping[str, Parameter]
) -> dict[str, str]:
    """Those of the argument `parameters` and those that are keywords, as texts."""
    values = {**named(given, "parameters", "{'delay': '10s'}"), **more}
    return {name: _parameter_text(name, value) for name, value in values.items()}


def _parameter_text(name: str, value: Parameter) -> str:
    if isinstance(value, timedelta):
        return to_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, (str, int, float)):
        raise TypeError(
            f"the parameter {name!r} is a text, a number, a yes or no, or a timedelta,"
            f" not {value!r}"
        )
    return str(value)


def as_file(source: ScenarioSource, folder: str, url: str) -> str:
    """The path of its file, for the program: its own, or one in `folder`.

    Functions that stand in it are asked at `url`, each below its name.
    """
    from ._building.plain import Names
    from ._building.yaml import to_yaml

    if _is_built(source):
        text = to_yaml(source.to_dict(url))
    elif isinstance(source, Mapping):
        data = Names(url).plain(source)
        assert isinstance(data, dict)
        text = to_yaml(data)
    elif isinstance(source, str) and _is_yaml(source):
        text = source
    else:
        return os.path.abspath(_path_of(source))
    path = os.path.join(folder, "scenario.yaml")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def functions_of(source: ScenarioSource) -> dict[str, Function]:
    """The functions that stand in it, by the names that `load` gives them."""
    if _is_built(source):
        return source.functions
    if not isinstance(source, Mapping):
        return {}
    from ._building.plain import Names

    names = Names()
    names.plain(source)
    return names.functions


def _is_built(source: ScenarioSource) -> TypeIs[Scenario]:
    """Whoever has one has imported what builds them, and others need not wait for that."""
    builder = sys.modules.get(f"{__package__}._building.builder")
    return builder is not None and isinstance(source, builder.Scenario)


def _diagnostic(found: _postiche.Diagnostic, callers: list[Caller]) -> Diagnostic:
    file, line, column, text = found.file, found.line, found.column, found.text
    # What was built has no lines of its own, but those of the program that built it.
    if callers and file == _NAMELESS:
        said = callers[line - 1] if 0 < line <= len(callers) else callers[0]
        place = f"{file}:{line}:{column}" if column else f"{file}:{line}" if line else file
        file, line, column, text = said.file, said.line, 0, text.replace(place, str(said), 1)
    return Diagnostic(
        is_error=found.is_error,
        file=file,
        line=line,
        column=column,
        what=found.what,
        hint=found.hint,
        text=text,
    )
