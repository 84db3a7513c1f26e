# SPDX-License-Identifier: MIT
"""Whatever cannot be started says so once, clearly, and leaves nothing behind."""

from __future__ import annotations

import pickle
import socket
from pathlib import Path
from typing import Any, cast

import postiche
import pytest


def test_a_wrong_scenario_tells_all_its_problems(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "postiche: 1\nscenario: wrong\nsmtp:\n  rules:\n    - {when: RCPT, repyl: 451 no}\n"
        "    - {when: RCPT, reply: 99 what}\n"
    )
    with pytest.raises(postiche.ScenarioError) as wrong:
        postiche.serve(file)
    lines = {(one.line, one.is_error) for one in wrong.value.diagnostics}
    assert {(5, True), (6, True)} <= lines
    assert f"{file}:5:" in str(wrong.value)
    assert "did you mean 'reply'?" in str(wrong.value)
    assert pickle.loads(pickle.dumps(wrong.value)).diagnostics == wrong.value.diagnostics


@pytest.mark.parametrize("scenario", ["greylistin", "no/such/file.yaml", Path("no/such/file.yaml")])
def test_an_unknown_scenario(scenario: str | Path) -> None:
    with pytest.raises(postiche.ScenarioError) as unknown:
        postiche.serve(scenario)
    assert str(scenario) in str(unknown.value)


@pytest.mark.parametrize("scenario", ["nosuch.yaml", "no/such/file.yaml"])
def test_what_looks_like_a_file_is_looked_for_as_one(scenario: str) -> None:
    with pytest.raises(postiche.ScenarioError, match="nor is there such a file; 'postiche list'"):
        postiche.serve(scenario)


@pytest.mark.parametrize("scenario", [None, 5, b"honest", postiche.Scenario])
def test_what_is_no_scenario_at_all(scenario: Any) -> None:
    with pytest.raises(TypeError, match="is no scenario: a name, a path, YAML, a mapping or a"):
        postiche.serve(scenario)


def test_who_means_an_address_is_told_where_it_stands() -> None:
    with pytest.raises(postiche.ScenarioError, match=r"or 'listen': serve\(..., smtp=2525\)") as no:
        postiche.serve("honest", port=2525)
    assert "can't set 'port'" in str(no.value)
    assert len(no.value.diagnostics) == 1


def test_near_names_are_suggested() -> None:
    with pytest.raises(postiche.ScenarioError, match="greylisting"):
        postiche.serve("greylistin")


def test_an_unknown_parameter() -> None:
    with pytest.raises(postiche.ScenarioError) as unknown:
        postiche.serve("greylisting", delya="1s")
    assert len(unknown.value.diagnostics) == 1
    assert "delya" in str(unknown.value)
    assert "did you mean 'delay'?" in str(unknown.value)


def test_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(postiche.ServerError, match="in use") as refused:
            postiche.serve("honest", smtp=address)
    assert address in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("address", ["mail.example.com:25", "127.0.0.1:99999", "127.0.0.1", ""])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(postiche.ServerError):
        postiche.serve("honest", smtp=address)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(postiche.ServerError, match="file"):
        postiche.serve("honest", record=tmp_path / "file" / "folder")


def test_waiting_for_nothing_is_a_mistake() -> None:
    with postiche.serve("honest") as server, pytest.raises(TypeError, match="messages=1"):
        server.wait_for()


def test_waiting_in_vain_shows_what_came() -> None:
    server = postiche.serve("honest")
    client = socket.create_connection((server.smtp.host, server.smtp.port), timeout=20)
    with server, client:
        client.recv(4096)
        with pytest.raises(TimeoutError) as late:
            server.wait_for(messages=2, timeout=0.01)
    assert str(late.value).startswith("waited 10ms for 2 messages, 0 came\n")
    assert "S: 220 " in str(late.value)
    with postiche.serve("honest") as server, pytest.raises(TimeoutError, match="\nnobody has conn"):
        server.wait_for(sessions=1, timeout=0.01)


@pytest.mark.parametrize("wanted", [1, "messages"])
def test_what_cannot_be_waited_for_is_told_at_once(wanted: Any) -> None:
    with postiche.serve("honest") as server, pytest.raises(TypeError, match="messages=1"):
        server.wait_for(wanted)


@pytest.mark.parametrize(
    ("listen", "kind", "says"),
    [
        (["smpt"], ValueError, "'smpt' is no service: write one of smtp, smtps, "),
        ({"imapx": 0}, ValueError, "'imapx' is no service"),
        ("smtp", TypeError, r"write \['smtp'\]"),
        ({"smtp": None}, TypeError, "smtp listens on None"),
    ],
)
def test_what_cannot_be_listened_as(listen: Any, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        postiche.serve("honest", listen=listen)
    with pytest.raises(kind, match=says):
        postiche.run("honest", ["true"], listen=listen)


@pytest.mark.parametrize(
    ("keywords", "kind", "says"),
    [
        ({"clock_speed": -1}, ValueError, "-1 is no speed of a clock"),
        ({"clock_speed": "fast"}, TypeError, "not 'fast'"),
        ({"delay": None}, TypeError, "the parameter 'delay' is a text, .* not None"),
    ],
)
def test_wrong_arguments_start_nothing(keywords: Any, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        postiche.serve("honest", **keywords)


def test_a_port_is_an_address_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with postiche.serve("honest", listen={"lmtp": port, "imap": 0}) as server:
        assert (server.lmtp.port, server.lmtp.host) == (port, "127.0.0.1")
        assert server.imap.port


@pytest.mark.parametrize("time", [None, [5], "5 parsecs"])
def test_what_is_no_time(time: Any) -> None:
    with postiche.serve("honest") as server:
        with pytest.raises((TypeError, ValueError), match=r"is no (time|duration): write '250ms'"):
            server.clock.advance(time)
        with pytest.raises((TypeError, ValueError), match=r"is no (time|duration): write '250ms'"):
            server.wait_for(messages=1, timeout=time)


def test_names_that_the_scenario_has_not() -> None:
    with postiche.serve("honest") as server:
        with pytest.raises(ValueError, match="honest has no phase named 'attack': it has none"):
            server.phase = "attack"
        with pytest.raises(ValueError, match="honest has no route named 'trap'"):
            server.arm("trap")
        with pytest.raises(TypeError, match="5 is no message"):
            server.deliver("ann", cast(Any, 5))


def test_a_client_is_no_text() -> None:
    with pytest.raises(TypeError, match=r"write \['./my-mailer', '--now'\]"):
        postiche.run("honest", "./my-mailer --now")
