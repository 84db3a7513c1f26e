# SPDX-License-Identifier: MIT
"""The plugin beside pytest-xdist, pytest-asyncio and pytest-timeout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from suites import PLUGIN, SENDING

pytest_plugins = ["pytester"]


FILES = ("--postiche-record=records", "--postiche-report=page.html")


def run(
    folder: Path, environment: dict[str, str], text: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """In a process of its own, since those plugins want one."""
    (folder / "test_mail.py").write_text(SENDING + text)
    (folder / "pytest.ini").write_text(
        "[pytest]\nfilterwarnings = error\nasyncio_default_fixture_loop_scope = function\n"
    )
    command = [sys.executable, "-m", "pytest", *PLUGIN, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=110
    )


@pytest.mark.timeout(240)
def test_five_hundred_tests_on_two_workers_twice(
    tmp_path: Path, python_environment: dict[str, str]
) -> None:
    text = """
@pytest.mark.parametrize("number", range(250))
def test_is_sent(mailserver, number):
    send(mailserver, f"user{number}@example.com")
    mailserver.wait_for(messages=1)
    (message,) = mailserver.messages
    assert message.recipients == [f"user{number}@example.com"]


@pytest.mark.parametrize("number", range(250))
@pytest.mark.scenario("greylisting", delay="1h")
def test_is_put_off(mailserver, number):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mailserver)
    mailserver.clock.advance("1h")
    send(mailserver)
    mailserver.wait_for(messages=1)
    mailserver.check()
"""
    for _ in range(2):
        ran = run(tmp_path, python_environment, text, "-n", "2", "-q")
        assert ran.returncode == 0, ran.stdout
        assert "500 passed" in ran.stdout


def test_failing_tests_of_workers_show_their_conversation(
    tmp_path: Path, python_environment: dict[str, str]
) -> None:
    text = """
@pytest.mark.parametrize("name", ["ann", "bob"])
def test_fails(mailserver, name):
    send(mailserver, f"{name}@example.com")
    assert not mailserver.messages
"""
    ran = run(tmp_path, python_environment, text, "-n", "2", *FILES)
    assert ran.returncode == 1
    for name in ("ann", "bob"):
        assert f"c: rcpt to:<{name}@example.com>" in ran.stdout.lower()
        assert f"records/test_mail.py-test_fails[{name}].jsonl" in ran.stdout
        assert f"test_mail.py::test_fails[{name}]" in (tmp_path / "page.html").read_text()
        assert (tmp_path / "records" / f"test_mail.py-test_fails[{name}].jsonl").is_file()


def test_coroutines_have_the_fixtures_too(
    tmp_path: Path, python_environment: dict[str, str]
) -> None:
    text = """
import asyncio

import aiosmtplib


@pytest.mark.asyncio
async def test_sends(mailserver):
    client = aiosmtplib.SMTP(
        hostname=mailserver.smtp.host, port=mailserver.smtp.port, start_tls=False
    )
    async with client:
        await client.sendmail("a@example.com", ["b@example.com"], "Subject: Hi\\n\\nHi!\\n")
    assert len(mailserver.messages) == 1


@pytest.mark.asyncio
async def test_fails(mailserver):
    reader, writer = await asyncio.open_connection(mailserver.smtp.host, mailserver.smtp.port)
    assert (await reader.readline()).startswith(b"220 ")
    writer.close()
    await writer.wait_closed()
    assert False
"""
    ran = run(tmp_path, python_environment, text, "-q")
    assert "1 failed, 1 passed" in ran.stdout
    assert "S: 220 mx.example.com ESMTP" in ran.stdout


@pytest.mark.parametrize("method", ["signal", "thread"])
def test_a_test_that_hangs_is_ended(
    tmp_path: Path, python_environment: dict[str, str], method: str
) -> None:
    text = """
def test_waits(mailserver):
    mailserver.wait_for(messages=1, timeout=3600)
"""
    ran = run(tmp_path, python_environment, text, "--timeout=1", f"--timeout-method={method}", "-q")
    assert ran.returncode == 1
    told = ran.stdout + ran.stderr
    assert "Timeout" in told
    assert "mailserver.wait_for(messages=1, timeout=3600)" in told
    # By a signal the test fails as others do, by a thread the whole run ends.
    assert ("nobody has connected" in told) == (method == "signal")
