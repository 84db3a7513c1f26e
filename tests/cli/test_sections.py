# SPDX-License-Identifier: MIT
"""Sections of a scenario as the program's user meets them."""

from __future__ import annotations

import os
import re
import smtplib
import socket
from collections.abc import Callable
from pathlib import Path

import postiche
import pytest
from running import PATIENCE, PROGRAM, Program, run, until

Serve = Callable[..., Program]

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


def test_serve_ends_by_itself_when_the_run_is_over(tmp_path: Path, serve: Serve) -> None:
    server = serve(written(tmp_path, "one.yaml", "finish: {messages: 1}\n"))
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        client.sendmail("a@client.example", ["b@example.com"], "Subject: x\r\n\r\nHi\r\n")
    assert server.process.wait(PATIENCE) == 0
    assert "1 message accepted" in server.told


def test_serve_ends_after_virtual_time(tmp_path: Path, serve: Serve) -> None:
    path = written(tmp_path, "one.yaml", "finish: {time: 1h}\n")
    assert serve(path, "--clock-speed", "100000").process.wait(PATIENCE) == 0


def test_run_ends_a_client_that_would_go_on(tmp_path: Path) -> None:
    path = written(tmp_path, "one.yaml", "finish: {sessions: 1}\n")
    script = "swaks -s {smtp.address} -t b@example.com -f a@c.example >&2; exec sleep 1000"
    ended = run(PROGRAM, "run", path, "--", "sh", "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the client was ended, since the run was over" in ended.stdout


def test_run_kills_a_client_that_does_not_want_to_go(tmp_path: Path) -> None:
    path = written(tmp_path, "one.yaml", "finish: {time: 100ms}\n")
    script = "trap '' TERM; while :; do sleep 1; done"
    ended = run(PROGRAM, "run", path, "--", "sh", "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the client was ended, since the run was over" in ended.stdout


def test_a_client_that_ends_in_time_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "one.yaml", "finish: {messages: 1}\n")
    swaks = ["swaks", "-s", "{smtp.address}", "--to", "b@example.com", "-f", "a@c.example"]
    ended = run(PROGRAM, "run", path, "--", *swaks)
    assert "the client exited with status 0" in ended.stdout, ended.stdout + ended.stderr


def test_accounts_and_limits_as_a_client_meets_them(tmp_path: Path) -> None:
    text = "accounts: [b@example.com]\nlimits: {message: 100}\n"
    with (
        postiche.serve(HEAD + text) as server,
        smtplib.SMTP(server.smtp.host, server.smtp.port) as client,
    ):
        assert client.ehlo()[0] == 250
        assert client.esmtp_features["size"] == "100"
        client.mail("a@client.example")
        assert client.rcpt("c@example.com") == (550, b"5.1.1 No such user here")
        assert client.rcpt("b@example.com")[0] == 250
        assert client.data(b"Subject: x\r\n\r\n" + b"x" * 100)[0] == 552


MATRIX = """
matrix: {event: [MAIL, RCPT], code: [451, 250]}
smtp: {rules: [{name: refuse, when: "{event}", reply: "{code} 4.0.0 Scripted {event}"}]}
expect: [{id: sent, must: {count: {event: message, exactly: 1}}}]
"""


def test_run_plays_every_case_and_the_worst_counts(tmp_path: Path) -> None:
    path = written(tmp_path, "matrix.yaml", MATRIX)
    swaks = ["swaks", "-s", "{smtp.address}", "--to", "b@example.com", "-f", "a@c.example"]
    ended = run(PROGRAM, "run", path, "--", *swaks)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "[event=MAIL code=451]" in ended.stdout
    assert ended.stdout.count("postiche: passed") == 2
    last = "postiche: 4 cases, 2 not passed: event=MAIL code=451; event=RCPT code=451"
    assert ended.stdout.splitlines()[-1] == last
    chosen = run(PROGRAM, "run", path, "--case", "code=250", "--", *swaks)
    assert chosen.returncode == 0, chosen.stdout + chosen.stderr
    assert chosen.stdout.splitlines()[-1] == "postiche: 2 cases, all passed"
    own = run(PROGRAM, "run", path, "--set", "code=550", "--case", "event=RCPT", "--", *swaks)
    assert own.stdout.count("postiche: failed") == 1


def test_serve_plays_the_first_case_and_says_so(tmp_path: Path, serve: Serve) -> None:
    path = written(tmp_path, "matrix.yaml", MATRIX)
    first = serve(path)
    with smtplib.SMTP("127.0.0.1", first.port) as client:
        client.ehlo()
        assert client.mail("a@client.example") == (451, b"4.0.0 Scripted MAIL")
    assert "the first of 4 cases, event=MAIL code=451; choose with --case" in first.complaints
    chosen = serve(path, "--case", "event=RCPT", "--case", "code=250")
    with smtplib.SMTP("127.0.0.1", chosen.port) as client:
        client.ehlo()
        client.mail("a@client.example")
        assert client.rcpt("b@example.com") == (250, b"4.0.0 Scripted RCPT")
    assert "choose with --case" not in chosen.complaints


def test_only_the_chosen_case_is_warned_of(tmp_path: Path, serve: Serve) -> None:
    path = written(tmp_path, "matrix.yaml", MATRIX.replace("451", "354"))
    swaks = ["swaks", "-s", "{smtp.address}", "--to", "b@example.com", "-f", "a@c.example"]
    warning = "no server answers MAIL with 354"
    chosen = run(PROGRAM, "run", path, "--case", "code=250", "--", *swaks)
    assert "warning" not in chosen.stderr
    every = run(PROGRAM, "run", path, "--", *swaks)
    assert every.stderr.count(warning) == 1


def test_a_case_that_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path, "matrix.yaml", MATRIX)
    for wanted, sentence in [
        ("code=999", "no case has code=999; write one of 451, 250"),
        ("cod=451", "'cod=451' chooses no case; write --case name=value with one of event, code"),
    ]:
        ended = run(PROGRAM, "serve", path, "--case", wanted)
        assert ended.returncode == 2
        assert sentence in ended.stderr


def test_check_list_and_show_know_the_cases(tmp_path: Path) -> None:
    path = written(tmp_path, "matrix.yaml", MATRIX.replace("RCPT", "RCTP"))
    ended = run(PROGRAM, "check", path)
    assert ended.returncode == 2
    assert "unknown event 'RCTP'" in ended.stderr
    assert "in the case event=RCTP code=451" in ended.stderr
    written(tmp_path, "matrix.yaml", MATRIX)
    assert run(PROGRAM, "check", path).returncode == 0
    environment = {**os.environ, "POSTICHE_SCENARIOS": str(tmp_path)}
    assert "(4 cases)" in run(PROGRAM, "list", env=environment).stdout
    assert "# case event=RCPT code=250\n" in run(PROGRAM, "show", path).stdout


def test_python_plays_each_case(tmp_path: Path) -> None:
    source = HEAD + MATRIX
    cases = postiche.cases(source)
    assert len(cases) == 4
    assert cases[-1] == {"event": "RCPT", "code": "250"}
    with postiche.serve(source, parameters=cases[1]) as server:
        client = smtplib.SMTP(server.smtp.host, server.smtp.port)
        client.ehlo()
        assert client.mail("a@client.example")[0] == 250
        client.quit()


PHASES = """
phases:
  - name: learn
    until: message
    smtp: {rules: [{name: who, when: EHLO, set: {world.who: "{argument}"}}]}
  - name: attack
    smtp: {rules: [{name: known, when: EHLO, reply: "550 5.7.1 Go away, {world.who}"}]}
expect: [{id: twice, must: {count: {event: connect, exactly: 2}}}]
"""


def test_run_starts_the_client_once_for_each_phase(tmp_path: Path) -> None:
    path = written(tmp_path, "phases.yaml", PHASES)
    script = "echo in $POSTICHE_PHASE; swaks -s {smtp.address} -t b@example.com -h me.example; true"
    ended = run(PROGRAM, "run", path, "--", "sh", "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "in learn" in ended.stdout
    assert "in attack" in ended.stdout
    assert "Go away, me.example" in ended.stdout
    assert "phase 'attack': the client exited with status 0" in ended.stdout


def test_run_gives_the_client_a_folder_that_stays_through_the_phases(tmp_path: Path) -> None:
    path = written(tmp_path, "phases.yaml", PHASES)
    script = "date >>{folder}/runs; echo $(wc -l <{folder}/runs) runs in $POSTICHE_FOLDER"
    ended = run(PROGRAM, "run", path, "--", "sh", "-c", script)
    assert "1 runs in" in ended.stdout
    folder = re.search(r"2 runs in (/\S+)", ended.stdout)
    assert folder
    assert not Path(folder[1]).exists()


def test_serve_and_python_change_phases() -> None:
    def greet(server: postiche.Server) -> int:
        with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
            code = client.ehlo("me.example")[0]
            if code == 250:
                client.sendmail("a@client.example", ["b@example.com"], "Subject: x\r\n\r\nHi\r\n")
            return code

    with postiche.serve(HEAD + PHASES) as server:
        assert [greet(server), greet(server)] == [250, 550]
        assert server.phase == "attack"
        server.phase = "learn"
        assert [greet(server), greet(server)] == [250, 250]


def test_an_armed_route_takes_one_connection() -> None:
    route = "route: [{name: closed, armed: yes, smtp: {greeting: 554 5.3.2 Closed}}]\n"

    def greeting(server: postiche.Server) -> int:
        client = smtplib.SMTP()
        code, _ = client.connect(server.smtp.host, server.smtp.port)
        client.close()
        return code

    with postiche.serve(HEAD + route) as server:
        assert [greeting(server), greeting(server)] == [554, 220]
        server.arm("closed")
        assert [greeting(server), greeting(server)] == [554, 220]
        with pytest.raises(ValueError, match="has no route named 'open'"):
            server.arm("open")


def test_a_watched_file_is_played_anew_and_never_while_it_is_wrong(
    tmp_path: Path, serve: Serve
) -> None:
    main = written(tmp_path, "main.yaml", "use: part.yaml\n")
    written(tmp_path, "part.yaml", "smtp: {greeting: 220 first}\n")
    server = serve(main, "--watch")

    def greeting() -> bytes:
        client = smtplib.SMTP()
        _, text = client.connect("127.0.0.1", server.port)
        client.close()
        return text

    before = smtplib.SMTP("127.0.0.1", server.port)
    assert greeting() == b"first"
    written(tmp_path, "part.yaml", "smtp: {greeting: 220 second, rules: [{when: RCPT}]}\n")
    until(lambda: "the one before goes on" in server.complaints, "the complaint")
    assert "part.yaml:3:38: error: this rule says nothing to do" in server.complaints
    assert greeting() == b"first"
    rule = "{name: all, when: NOOP, reply: 250 2.0.0 New}"
    written(tmp_path, "part.yaml", f"smtp: {{greeting: 220 third, rules: [{rule}]}}\n")
    until(lambda: "reloaded test.sections" in server.told, "the reload")
    assert greeting() == b"third"
    assert before.noop() == (250, b"Ok")
    before.close()
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        assert client.noop() == (250, b"2.0.0 New")


def test_the_first_line_may_name_the_schema_for_editors(tmp_path: Path) -> None:
    path = tmp_path / "main.yaml"
    path.write_text("# yaml-language-server: $schema=postiche.schema.json\n" + HEAD)
    assert run(PROGRAM, "check", str(path)).returncode == 0


def test_a_route_goes_by_the_port(tmp_path: Path, serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        door = free.getsockname()[1]
    route = (
        '{name: door, if: {service: smtp, port: "{door}"}, smtp: {greeting: 220 The other door}}'
    )
    path = written(tmp_path, "ports.yaml", f"with: {{door: 1}}\nroute:\n  - {route}\n")
    program = serve(path, "--set", f"door={door}", "--smtp", f"127.0.0.1:{door}")
    (other,) = {int(address.rpartition(":")[2]) for address in program.addresses} - {door}
    for port, greeting in ((other, b"mx.example.com ESMTP"), (door, b"The other door")):
        with smtplib.SMTP(timeout=20) as client:
            assert client.connect("127.0.0.1", port) == (220, greeting)
