# SPDX-License-Identifier: MIT
"""`postiche run SCENARIO -- CLIENT`: the client is started, judged, and the exit status tells."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from running import PROGRAM, run

RETRYING = (sys.executable, str(Path(__file__).with_name("retrying_client.py")))


def test_a_client_that_tries_again_passes() -> None:
    ended = run(
        *(PROGRAM, "run", "greylisting", "--set", "delay=2s", "--"),
        *(*RETRYING, "{smtp.host}", "{smtp.port}", "10", "2.1"),
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "PASS       came-back" in ended.stdout
    assert "PASS       no-hammering" in ended.stdout
    assert ended.stdout.endswith("postiche: passed\n")


def test_a_client_that_hammers_is_warned_of() -> None:
    ended = run(
        *(PROGRAM, "run", "greylisting", "--set", "delay=1s", "--"),
        *(*RETRYING, "{smtp.host}", "{smtp.port}", "30", "0.1"),
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "WARN       no-hammering" in ended.stdout


def test_a_client_that_gives_up_fails_with_a_sentence() -> None:
    ended = run(
        *(PROGRAM, "run", "greylisting", "--set", "delay=2s", "--"),
        *(*RETRYING, "{smtp.host}", "{smtp.port}", "1"),
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "the client exited with status 1" in ended.stdout
    assert "FAIL       came-back       wanted: the client tried again" in ended.stdout
    assert ended.stdout.endswith("postiche: failed\n")


WORD = """
postiche: 1
scenario: client.word
expect:
  says-so: {must: {client: {status: "> 0", output: "/cannot (?:be )?sen[dt]/i"}}}
"""


@pytest.mark.parametrize(
    ("script", "status", "verdict"),
    [
        ("echo Cannot send >&2; exit 3", 0, "PASS       says-so"),
        ("echo All sent", 1, "its exit status was 0; expected: > 0"),
        ("printf 'One\\nBye\\n'; exit 3", 1, "its last words: 'Bye'"),
        ("kill -9 $$", 1, "it was killed by signal 9"),
    ],
)
def test_the_clients_own_word_is_judged(
    tmp_path: Path, script: str, status: int, verdict: str
) -> None:
    scenario = tmp_path / "word.yaml"
    scenario.write_text(WORD)
    ended = run(PROGRAM, "run", str(scenario), "--record", str(tmp_path), "--", "sh", "-c", script)
    assert ended.returncode == status, ended.stdout + ended.stderr
    assert verdict in ended.stdout
    record = next(tmp_path.glob("*.jsonl")).read_text()
    assert '"client-ended"' in record
    for said in ("Cannot send", "All sent", "Bye"):
        assert (said in script) == (said in ended.stdout + ended.stderr)


def test_the_environment_says_where_the_server_is() -> None:
    script = "exec curl -sS $POSTICHE_SMTP_URL --mail-from a@b.example --mail-rcpt c@d.example -T -"
    ended = run(PROGRAM, "run", "honest", "--", "sh", "-c", f"echo Hi | {script[5:]}")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 message accepted" in ended.stdout


def test_a_client_is_told_whom_to_trust() -> None:
    curl = ["curl", "-sS", "--ssl-reqd", "--cacert", "{ca}", "{smtp.url}"]
    mail = ["--mail-from", "a@c.example", "--mail-rcpt", "b@example.com", "-T", __file__]
    ended = run(PROGRAM, "run", "-v", "honest", "--", *curl, *mail)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "* tls TLSv1." in ended.stderr
    assert "message accepted" in ended.stderr
    script = (
        'test -s "$POSTICHE_CA" && test -s "$POSTICHE_CLIENT_CERTIFICATE" && echo "$POSTICHE_CA"'
    )
    ended = run(PROGRAM, "run", "honest", "--", "sh", "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert not Path(ended.stdout.splitlines()[0]).exists()


def test_the_client_is_told_what_to_trust_and_what_to_show(tmp_path: Path) -> None:
    script = "cp {ca} {client-certificate} " + str(tmp_path) + "; test -n {ca}"
    ended = run(PROGRAM, "run", "honest", "--", "sh", "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "BEGIN CERTIFICATE" in (tmp_path / "ca.pem").read_text()
    assert "PRIVATE KEY" in (tmp_path / "client-certificate.pem").read_text()

    kept = tmp_path / "kept.pem"
    ended = run(
        PROGRAM, "run", "honest", "--ca-file", str(kept), "--", "test", "{ca}", "=", str(kept)
    )
    assert "the client exited with status 0" in ended.stdout, ended.stderr


def test_a_client_that_does_not_exist() -> None:
    ended = run(PROGRAM, "run", "honest", "--", "no-such-client", "{smtp.port}")
    assert ended.returncode == 2
    assert "no-such-client" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_client_that_never_ends_is_killed() -> None:
    ended = run(PROGRAM, "run", "honest", "--timeout", "200ms", "--", "sleep", "1000")
    assert ended.returncode == 1, ended.stdout + ended.stderr


@pytest.mark.parametrize(("signal", "number"), [("TERM", 15), ("KILL", 9)])
def test_a_client_that_is_killed_is_told_of(signal: str, number: int) -> None:
    ended = run(PROGRAM, "run", "honest", "--", "sh", "-c", f"kill -{signal} $$")
    assert f"the client was killed by signal {number}" in ended.stdout, ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert ended.stdout.splitlines()[-1].startswith("postiche: failed")


@pytest.mark.parametrize("flag", [("--set", "delay=2s"), ("--smtp", "127.0.0.1:0")])
def test_a_flag_right_before_the_client_does_not_eat_its_dashes(flag: tuple[str, str]) -> None:
    ended = run(PROGRAM, "run", "greylisting", *flag, "--", "sh", "-c", "exit 7")
    assert "the client exited with status 7" in ended.stdout, ended.stderr
