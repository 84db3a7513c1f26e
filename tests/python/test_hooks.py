# SPDX-License-Identifier: MIT
"""Functions that scenarios ask, with a real client that waits for what they say."""

from __future__ import annotations

import gc
import smtplib
import threading
import time
import weakref
from typing import Any

import postiche
import pytest


def scenario(timeout: str = "20s") -> dict[str, Any]:
    rule = {"name": "ask", "when": "RCPT", "call": {"python": "recipient", "timeout": timeout}}
    return {"postiche": 1, "scenario": "test.hooks", "smtp": {"rules": [rule]}}


def rcpt(server: postiche.Server, recipient: str = "b@example.com") -> tuple[int, bytes]:
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
        client.ehlo("c.example")
        client.mail("a@example.org")
        return client.rcpt(recipient)


def test_a_hook_sees_the_scene_and_its_answer_is_said() -> None:
    seen: list[dict[str, str]] = []

    def recipient(scene: dict[str, str]) -> Any:
        seen.append(scene)
        return {
            "b@example.com": "451 4.7.1 {later}",
            "c@example.com": [{"set": {"who": "{recipient}"}}, {"reply": "251 {who}"}],
            "d@example.com": {"reply": ["250-one", "250 two"]},
        }.get(scene["recipient"])

    with postiche.serve(scenario(), hooks={"recipient": recipient}) as server:
        assert rcpt(server) == (451, b"4.7.1 {later}")
        assert rcpt(server, "d@example.com") == (250, b"one\ntwo")
        assert rcpt(server, "e@example.com")[0] == 250
        assert 'call recipient answered "451 4.7.1 {later}"' in server.transcript.text()
    scene = seen[0]
    assert scene["event"] == "command"
    assert scene["rule"] == "ask"
    assert (scene["verb"], scene["argument"]) == ("RCPT", "TO:<b@example.com>")
    assert (scene["helo"], scene["reverse-path"]) == ("c.example", "a@example.org")
    assert (scene["client.ip"], scene["connection"]) == ("127.0.0.1", "1")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("OK", "a reply line begins with its code"),
        ({"repyl": "250 OK"}, "did you mean 'reply'?"),
        ({"send": {"file": "/etc/hostname"}}, "an answer names no files"),
        (object(), "TypeError: "),
        (ZeroDivisionError("by nothing"), "ZeroDivisionError: by nothing"),
    ],
)
def test_an_answer_that_is_none_is_told_and_the_honest_one_given(answer: Any, words: str) -> None:
    def recipient(scene: dict[str, str]) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with postiche.serve(scenario(), hooks={"recipient": recipient}) as server:
        assert rcpt(server)[0] == 250
        text = server.transcript.text()
        assert "! call recipient gave no answer: " in text
        assert words in text
        assert not server.troubles


def test_a_hook_that_takes_too_long_holds_up_nobody_else() -> None:
    let_go = threading.Event()

    def recipient(scene: dict[str, str]) -> str | None:
        if scene["connection"] == "1":
            let_go.wait(20)
            return "550 Too late"
        return "451 Not you"

    with postiche.serve(scenario(), hooks={"recipient": recipient}) as server:
        slow = smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20)
        slow.ehlo()
        slow.mail("a@example.org")
        slow.putcmd("RCPT TO:<b@example.com>")
        assert rcpt(server) == (451, b"Not you")
        let_go.set()
        assert slow.getreply()[0] == 550
        slow.close()


def test_a_timeout_is_real_time_and_a_late_answer_is_dropped() -> None:
    let_go = threading.Event()

    def recipient(scene: dict[str, str]) -> str:
        let_go.wait(20)
        return "550 Too late"

    with postiche.serve(scenario("200ms"), hooks={"recipient": recipient}, clock_speed=0) as server:
        assert rcpt(server)[0] == 250
        let_go.set()
        assert "it took too long" in server.transcript.text()


def test_a_hook_must_be_there_before_the_server_starts() -> None:
    with pytest.raises(postiche.ServerError, match="asks the hook 'recipient'"):
        postiche.serve(scenario(), hooks={"another": lambda scene: None})


def test_a_forgotten_server_with_hooks_stops() -> None:
    server = postiche.serve(scenario(), hooks={"recipient": lambda scene: None})
    host, port = server.smtp.host, server.smtp.port
    gone = weakref.ref(server)
    del server
    gc.collect()
    assert gone() is None
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            smtplib.SMTP(host, port, timeout=20).close()
        except OSError:
            break
        time.sleep(0.02)
    else:
        pytest.fail("the server still listens")
