# SPDX-License-Identifier: MIT
"""Whatever the user gets wrong is said on standard error, and the program ends with 2."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from running import PROGRAM, Program, run


def refused(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    ended = run(PROGRAM, *words, **more)
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert "ready" not in ended.stdout
    return ended


WRONG = """\
postiche: 1
scenario: wrong
smtp:
  rules:
    - {when: RCPT, repyl: 451 Later}
    - {when: RCPT, reply: 99 What}
  ofer: []
"""


@pytest.mark.parametrize("command", ["serve", "check"])
def test_a_wrong_scenario_tells_all_with_file_line_and_column(command: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG)
    told = refused(command, str(file)).stderr
    for line in (5, 6, 7):
        assert f"{file}:{line}:" in told
    assert "did you mean 'reply'?" in told
    assert "did you mean 'offer'?" in told


def test_a_warning_lets_a_file_pass_unless_it_is_strict(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(
        "postiche: 1\nscenario: odd\nsmtp: {rules: [{when: XCLIENT, reply: 550 5.7.0 No}]}\n"
    )
    ended = run(PROGRAM, "check", str(file))
    assert ended.returncode == 0
    assert ended.stdout == f"{file}: ok, odd, 1 warning\n"
    assert f"{file}:3:16: warning: XCLIENT is not offered" in ended.stderr
    strict = refused("check", "--strict", str(file))
    assert strict.stdout == f"{file}: not ok, odd, 1 warning\n"
    told = json.loads(refused("check", "--strict", "--format", "json", str(file)).stdout)
    assert [(one["severity"], one["line"]) for one in told] == [("warning", 3)]


def test_run_starts_no_client_for_a_wrong_scenario(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG)
    refused("run", str(file), "--", "touch", str(tmp_path / "started"))
    assert not (tmp_path / "started").exists()


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    told = refused("serve", "greylistin").stderr
    assert "greylisting" in told
    assert told.count("\n") == 1


def test_an_unknown_option_is_one_sentence() -> None:
    told = refused("serve", "honest", "--smpt", "2525").stderr
    assert "--smpt" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "no command; write serve"),
        (("serve",), "scenario"),
        (("serve", "greylisting", "--set", "delay"), "--set name=value"),
        (("serve", "greylisting", "--set", "delya=1s"), "did you mean 'delay'?"),
        (("serve", "honest", "--smtp", "mail.example.com:25"), "mail.example.com"),
        (("serve", "honest", "--smtp", "127.0.0.1:70000"), "70000"),
        (("serve", "honest", "--clock-speed", "-1"), "-1"),
        (("serve", "honest", "--color", "pink"), "pink"),
        (("run", "honest", "--timeout", "soon", "--", "true"), "soon"),
        (("run", "honest"), "client"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_other_mistakes(words: tuple[str, ...], named: str) -> None:
    assert named in refused(*words).stderr


@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_port_in_use_is_named(command: str) -> None:
    client = ("--", "true") if command == "run" else ()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        told = refused(command, "honest", "--smtp", address, *client).stderr
    assert address in told
    assert "in use" in told
    assert told.count("\n") == 1


def test_a_record_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = str(tmp_path / "file" / "folder")
    told = refused("serve", "honest", "--smtp", "127.0.0.1:0", "--record", folder).stderr
    assert folder in told
    assert told.count("\n") == 1


def test_a_ports_file_that_cannot_be_written(tmp_path: Path) -> None:
    file = str(tmp_path / "no" / "such" / "ports")
    told = refused("serve", "honest", "--smtp", "127.0.0.1:0", "--ports-file", file).stderr
    assert file in told


def test_the_environment_sets_what_the_command_line_does_not(
    serve: Callable[..., Program], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTICHE_SMTP", "127.0.0.1:0")
    monkeypatch.setenv("POSTICHE_SCENARIO", "greylisting")
    monkeypatch.setenv("POSTICHE_SET", "delay=17s")
    monkeypatch.setenv("POSTICHE_PORTS_FILE", str(tmp_path / "ports"))
    program = serve(smtp=None)
    assert (tmp_path / "ports").read_text() == f"smtp={program.addresses[0]}\n"
    assert not program.addresses[0].endswith(":1025")
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as client:
        client.sendall(b"HELO me\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nQUIT\r\n")
        said = b"".join(iter(lambda: client.recv(4096), b""))
    assert b"451 4.7.1 Greylisted, try again in 17s" in said


def test_the_command_line_beats_the_environment(
    serve: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTICHE_SMTP", "127.0.0.1:1")
    monkeypatch.setenv("POSTICHE_RECORD", os.devnull)
    assert serve("honest").port != 1


def test_the_library_may_stand_in_several_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(f"postiche: 1\nscenario: my.{name}\n")
    folders = f"{tmp_path / 'one'}:{tmp_path / 'two'}"
    told = subprocess.run(
        [PROGRAM, "list"],
        capture_output=True,
        text=True,
        timeout=20,
        env={**os.environ, "POSTICHE_SCENARIOS": folders},
    )
    assert told.returncode == 0
    assert {line.split()[0] for line in told.stdout.splitlines()} >= {"one", "two", "honest"}
