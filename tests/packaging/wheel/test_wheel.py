# SPDX-License-Identifier: MIT
"""The wheel where nothing else of Postiche is, nor a library that it brings along.

Played by the Python of a fresh environment that has the wheel. Where that may be done, by root,
the machine's own libuv, mbedTLS and so on are hidden meanwhile.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import json
import os
import re
import shutil
import smtplib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import postiche
import pytest
from running import Program, run

SITE = Path(postiche.__file__).parents[1]
# What manylinux lets a wheel expect of any machine.
EVERYWHERE = ("ld-linux", "libc.", "libm.", "libgcc_s.", "libstdc++.", "libz.")
EVERYWHERE += ("libatomic.", "libdl.", "librt.", "libpthread.")


def libraries(maps: str) -> set[str]:
    return {line.split()[-1] for line in maps.splitlines() if ".so" in line}


def foreign(libraries: set[str]) -> list[str]:
    """Those that are neither the wheel's nor everywhere."""
    return [
        path
        for path in libraries
        if SITE not in Path(path).parents and not Path(path).name.startswith(EVERYWHERE)
    ]


def command() -> str:
    found = shutil.which("postiche")
    assert found is not None
    assert Path(found).parent == Path(sys.executable).parent
    return found


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hide the machine's libraries")
def test_the_machine_has_none_of_the_libraries() -> None:
    for name in ("libuv.so.1", "libre2.so.9", "libmbedcrypto.so.7", "libmbedcrypto.so.16"):
        with pytest.raises(OSError, match=re.escape(name)):
            ctypes.CDLL(name)


def test_the_module_loads_no_library_from_outside() -> None:
    python_s_own = "import asyncio, email.policy, json, ssl"
    look = "print(open('/proc/self/maps').read(), end='--\\n')"
    program = f"{python_s_own}; {look}; import postiche; {look}"
    before, after, _ = run(sys.executable, "-c", program).stdout.split("--\n")
    new = libraries(after) - libraries(before)
    assert any("libuv" in path for path in new)
    assert foreign(new) == []


def test_the_program_loads_no_library_from_outside(serve: Callable[..., Program]) -> None:
    program = serve("honest")
    maps = Path(f"/proc/{program.process.pid}/maps").read_text()
    assert any("libuv" in path for path in libraries(maps))
    assert foreign(libraries(maps)) == []


def test_mail_is_taken_and_judged() -> None:
    with postiche.serve("greylisting", delay="5m") as server:
        for code in (451, 250):
            with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
                client.ehlo("client.example")
                client.mail("a@example.org")
                assert client.rcpt("b@example.com")[0] == code
                if code == 250:
                    client.data(b"Subject: hello\r\n\r\nHello.\r\n")
            server.clock.advance("5m")
        assert [message.email["Subject"] for message in server.messages] == ["hello"]
        server.check()


def test_tls_is_spoken() -> None:
    with postiche.serve("honest", listen=["smtps"]) as server:
        trusting = server.ssl_context
        with smtplib.SMTP_SSL(
            "localhost", server.endpoint("smtps").port, context=trusting
        ) as client:
            assert client.noop()[0] == 250


def test_the_command_is_the_program_with_its_exit_status() -> None:
    version = importlib.metadata.version("postiche")
    assert run(command(), "--version").stdout == f"postiche {version}\n"
    assert run(command(), "run", "honest", "--", "true").returncode == 0
    assert run(command(), "run", "greylisting", "--", "true").returncode == 1
    assert run(command(), "run", "no-such-scenario", "--", "true").returncode == 2
    by_module = run(sys.executable, "-m", "postiche", "--version")
    assert by_module.stdout == f"postiche {version}\n"


def test_the_scenarios_are_those_of_the_wheel(tmp_path: Path) -> None:
    listed = json.loads(run(command(), "list", "--format", "json", cwd=tmp_path).stdout)
    assert len(listed) > 400
    shown = run(command(), "show", "greylisting", cwd=tmp_path).stdout
    assert shown.startswith(f"# {SITE}/postiche/share/postiche/scenarios/")
    assert run(command(), "check", "greylisting", cwd=tmp_path).returncode == 0


def test_what_is_built_in_is_there() -> None:
    explained = run(command(), "explain", "smtp.line.crlf-only").stdout
    assert "C:" in explained


def test_it_runs_itself_for_each_case(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    sent = "import smtplib; smtplib.SMTP('{smtp.host}', {smtp.port}).quit()"
    words = ["--only", "conformance.smtp.honest", "--json", str(report)]
    tried = run(command(), "conform", "smtp", *words, "--", sys.executable, "-c", sent)
    assert tried.returncode in (0, 1), tried.stdout + tried.stderr
    assert json.loads(report.read_text())["cases"]


def test_the_command_dies_by_the_signal_that_was_meant_for_it() -> None:
    with subprocess.Popen([command(), "serve", "honest"], stdout=subprocess.PIPE) as serving:
        assert serving.stdout is not None
        assert b"ready" in serving.stdout.readline()
        serving.terminate()
        assert serving.wait(10) == 0


def test_the_package_says_what_it_is() -> None:
    about = importlib.metadata.metadata("postiche")
    assert about["License-Expression"] == "MIT"
    assert about["Requires-Python"] == ">=3.9"
    assert "Topic :: Communications :: Email" in about.get_all("Classifier", [])
    assert (SITE / "postiche/py.typed").is_file()
