# SPDX-License-Identifier: MIT
"""`postiche schema`, held against the library and the wrong files by an independent validator."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
LIBRARY = sorted((ROOT / "scenarios").rglob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> Any:
    program = os.environ["POSTICHE_PROGRAM"]
    done = subprocess.run([program, "schema"], capture_output=True, check=True, timeout=20)
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_every_file_of_the_library_fits_the_schema(validator: Any, path: Path) -> None:
    faults = [error.message for error in validator.iter_errors(yaml.safe_load(path.read_text()))]
    assert faults == []


@pytest.mark.parametrize(
    "wrong",
    [
        "{postiche: 1, scenario: t.t, smpt: {}}",
        "{postiche: 1}",
        "{postiche: 1, scenario: t.t, smtp: {rules: [{when: RCTP, reply: 451 no}]}}",
        "{postiche: 1, scenario: t.t, smtp: {rules: [{when: RCPT, repyl: 451 no}]}}",
        "{postiche: 1, scenario: t.t, smtp: {rules: [{when: RCPT, if: {any: {helo: x}}}]}}",
        "{postiche: 1, scenario: t.t, expect: [{id: x, must: {cuont: {event: RCPT}}}]}",
    ],
)
def test_a_slip_of_the_pen_does_not_fit_the_schema(validator: Any, wrong: str) -> None:
    assert not validator.is_valid(yaml.safe_load(wrong))
