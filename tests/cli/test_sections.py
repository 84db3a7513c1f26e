# SPDX-License-Identifier: MIT
"""Sections of a scenario as the program's user meets them."""

from __future__ import annotations

from pathlib import Path

from running import PROGRAM, run

HEAD = "postiche: 1\nscenario: test.sections\n"


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(HEAD + text)
    return str(path)


def test_set_reaches_the_parameter_of_a_fragment(tmp_path: Path) -> None:
    main = written(tmp_path, "main.yaml", "use: part.yaml\n")
    part = "with: {code: 451}\nsmtp: {rules: [{when: RCPT, reply: '{code} 4.0.0 No'}]}\n"
    written(tmp_path, "part.yaml", part)
    swaks = ["swaks", "-s", "{smtp.address}", "--to", "b@example.com", "-f", "a@c.example"]
    ended = run(PROGRAM, "run", main, "--set", "code=452", "--verbose", "--", *swaks)
    assert "452 4.0.0 No" in ended.stderr, ended.stdout + ended.stderr


def test_a_wrong_fragment_is_told_of_with_its_own_place(tmp_path: Path) -> None:
    main = written(tmp_path, "main.yaml", "use: [part.yaml]\n")
    part = written(tmp_path, "part.yaml", "smpt: {}\n")
    ended = run(PROGRAM, "check", main)
    assert ended.returncode == 2
    assert f"{part}:3:1: error: unknown key in a scenario: 'smpt'" in ended.stderr
