# SPDX-License-Identifier: MIT
"""Functions that scenarios ask, with a real client that waits for what they say."""

from __future__ import annotations

import contextlib
import gc
import http.server
import json
import smtplib
import socket
import struct
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any, ClassVar

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
        assert 'call recipient answered "451 4.7.1 {later}"' in server.transcript.to_text()
    scene = seen[0]
    assert scene["event"] == "command"
    assert scene["rule"] == "ask"
    assert (scene["verb"], scene["argument"].upper()) == ("RCPT", "TO:<B@EXAMPLE.COM>")
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
        text = server.transcript.to_text()
        assert "! call recipient gave no answer: " in text
        assert words in text
        assert not server.troubles
        with pytest.raises(AssertionError, match="ERROR call recipient: ") as told:
            server.check()
        assert words in str(told.value)


def test_a_client_that_did_not_wait_for_an_answer_is_no_fault_of_the_function() -> None:
    let_go = threading.Event()

    def recipient(scene: dict[str, str]) -> None:
        let_go.wait(20)

    with postiche.serve(scenario(), hooks={"recipient": recipient}) as server:
        client = smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20)
        client.ehlo()
        client.mail("a@example.org")
        client.putcmd("RCPT TO:<b@example.com>")
        server.wait_for(lambda server: "RCPT" in str(server.sessions[0].commands), timeout=20)
        assert client.sock
        client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()  # by a reset
        server.wait_for(lambda server: not server.sessions[0].is_open, timeout=20)
        let_go.set()
        assert "the client left before it came" in server.transcript.to_text()
        server.check()


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
        assert "it took too long" in server.transcript.to_text()


def test_a_hook_must_be_there_before_the_server_starts() -> None:
    with pytest.raises(postiche.ServerError, match="asks the hook 'recipient'"):
        postiche.serve(scenario())


def honestly(event: postiche.Event) -> None:
    return None


@pytest.mark.parametrize("play", [postiche.serve, postiche.Conversation])
@pytest.mark.parametrize(
    ("source", "hooks", "kind", "says"),
    [
        (
            scenario(),
            {"recipient": honestly, "recipent": honestly},
            postiche.ServerError,
            "^test.hooks asks no hook 'recipent': it asks 'recipient'$",
        ),
        ("honest", {"x": honestly}, postiche.ServerError, "honest asks no hook .x.: it asks none"),
        (scenario(), {"recipient": "550 No"}, TypeError, "hooks has functions, and .recipient. is"),
        (
            scenario(),
            honestly,
            TypeError,
            "hooks maps names: write {'name': function}, not <function honestly",
        ),
        (scenario(), {1: honestly}, TypeError, "write {'name': function}, not {1: "),
    ],
)
def test_hooks_that_nobody_asks_are_told(
    play: Any, source: Any, hooks: Any, kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind, match=says):
        play(source, hooks=hooks)


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


class WebHook(http.server.BaseHTTPRequestHandler):
    """Answers as `answers` says for each path, and keeps what it was asked."""

    answers: ClassVar[dict[str, tuple[int, str]]] = {}
    asked: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status, body = self.answers[self.path]
        self.send_response(status)
        if body == "without end":
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                while True:
                    self.wfile.write(b" " * 65536)
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def web_hook() -> Iterator[str]:
    WebHook.asked = []
    WebHook.answers = {
        "/reply": (200, '"451 4.7.1 Ask {recipient} first"'),
        "/steps": (200, '[{"set": {"who": "{recipient}"}}, {"reply": "251 {who}"}]'),
        "/honest": (200, "null"),
        "/broken": (500, "oh"),
        "/nonsense": (200, "{"),
        "/endless": (200, "without end"),
    }
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), WebHook) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()


def ask_web(url: str, timeout: str = "20s") -> tuple[tuple[int, bytes], str]:
    rule = {"name": "ask", "when": "RCPT", "call": {"url": url, "timeout": timeout}}
    asking = {"postiche": 1, "scenario": "test.web-hooks", "smtp": {"rules": [rule]}}
    with postiche.serve(asking) as server:
        return rcpt(server), server.transcript.to_text()


def test_a_web_server_is_asked_and_its_answer_is_said(web_hook: str) -> None:
    assert ask_web(f"{web_hook}/reply")[0] == (451, b"4.7.1 Ask {recipient} first")
    assert ask_web(f"{web_hook}/steps")[0] == (251, b"b@example.com")
    assert ask_web(f"{web_hook}/honest")[0][0] == 250
    assert [scene["recipient"] for scene in WebHook.asked] == ["b@example.com"] * 3
    assert WebHook.asked[0]["event"] == "command"


def test_a_web_server_that_fails_gets_the_honest_answer(web_hook: str) -> None:
    reply, transcript = ask_web(f"{web_hook}/broken")
    assert reply[0] == 250
    assert "it answered with HTTP status 500" in transcript
    assert ask_web(f"{web_hook}/nonsense")[0][0] == 250
    with socket.create_server(("127.0.0.1", 0)) as nobody_accepts:
        port = nobody_accepts.getsockname()[1]
        reply, transcript = ask_web(f"http://127.0.0.1:{port}/", timeout="200ms")
    assert reply[0] == 250
    assert f"http://127.0.0.1:{port}/" in transcript
    reply, transcript = ask_web(f"http://127.0.0.1:{port}/", timeout="2s")
    assert reply[0] == 250
    assert "no answer" in transcript


def test_an_answer_without_end_is_not_waited_for(web_hook: str) -> None:
    reply, transcript = ask_web(f"{web_hook}/endless")
    assert reply[0] == 250
    assert "its answer is too long" in transcript


def test_a_server_that_waits_for_a_web_server_can_be_stopped() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody_accepts:
        url = f"http://127.0.0.1:{nobody_accepts.getsockname()[1]}/"
        rule = {"name": "ask", "when": "EHLO", "call": {"url": url, "timeout": "10m"}}
        asking = {"postiche": 1, "scenario": "test.web-hooks", "smtp": {"rules": [rule]}}
        with (
            postiche.serve(asking) as server,
            socket.create_connection((server.smtp.host, server.smtp.port)) as client,
        ):
            client.sendall(b"EHLO c.example\r\n")
            connection, _ = nobody_accepts.accept()
            assert connection.recv(4) == b"POST"
        connection.close()
