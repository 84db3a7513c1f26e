# SPDX-License-Identifier: MIT
"""Functions that stand in the scenario itself, sync and async, and many that are asked at once."""

from __future__ import annotations

import asyncio
import smtplib
import threading
import time
from datetime import timedelta
from typing import Any

import postiche
import pytest
from postiche import Answer, Event, Scenario


def rcpt(server: postiche.Server, recipient: str = "b@example.com") -> tuple[int, bytes]:
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
        client.ehlo("c.example")
        client.mail("a@example.org")
        return client.rcpt(recipient)


def asking(function: Any, timeout: Any = None) -> Scenario:
    return Scenario("test.calls").smtp.on("RCPT", name="ask").call(function, timeout=timeout)


def test_a_function_sees_the_event_and_says_what_to_do() -> None:
    seen: list[Event] = []

    def deferred(event: Event) -> Answer:
        seen.append(event)
        return "451 4.7.1 Later"

    with postiche.serve(asking(deferred)) as server:
        assert rcpt(server) == (451, b"4.7.1 Later")
    (event,) = seen
    assert (event.kind, event.verb, event.rule) == ("command", "RCPT", "ask")
    assert (event.recipient, event.reverse_path) == ("b@example.com", "a@example.org")
    assert (event.connection, event.client_ip, event.service) == (1, "127.0.0.1", "smtp")
    assert (event.helo, event.recipients, event.tls, event.user) == ("c.example", 0, False, "")
    assert event["protocol.state"] == "mail"
    assert event.line.upper() == "RCPT TO:<B@EXAMPLE.COM>"
    with pytest.raises(KeyError, match="no 'sni', only event, rule"):
        event["sni"]


@pytest.mark.parametrize("call", ["itself", "in a map"])
def test_a_mapping_can_have_the_function_too(call: str) -> None:
    def refused(event: Event) -> Answer:
        return [{"wait": timedelta(milliseconds=1)}, {"send": b"550 No\r\n"}]

    asked = refused if call == "itself" else {"python": refused, "timeout": "10s"}
    rule = {"when": "RCPT", "call": asked}
    with postiche.serve({"postiche": 1, "scenario": "x", "smtp": {"rules": [rule]}}) as server:
        assert rcpt(server) == (550, b"No")


def test_functions_of_one_name_are_told_apart() -> None:
    def answering(reply: str) -> Any:
        return lambda event: reply

    first, second = answering("550 First"), answering("550 Second")
    built = Scenario("test.calls").smtp.on("RCPT", times=1).call(first).on("RCPT").call(second)
    assert list(built.functions) == ["lambda", "lambda-2"]
    with postiche.serve(built) as server:
        assert [rcpt(server)[1], rcpt(server)[1]] == [b"First", b"Second"]
    with postiche.serve(built.to_yaml(), hooks=built.functions) as server:
        assert rcpt(server)[1] == b"First"
    with pytest.raises(postiche.ServerError, match="two functions are called 'lambda'"):
        postiche.serve(built, hooks={"lambda": lambda event: None})


def test_an_async_function_runs_beside_others() -> None:
    everybody_is_here = 0

    async def together(event: Event) -> Answer:
        nonlocal everybody_is_here
        everybody_is_here += 1
        while everybody_is_here < 3:
            await asyncio.sleep(0.001)
        return f"451 {threading.current_thread().name}"

    answers: list[tuple[int, bytes]] = []
    with postiche.serve(asking(together, "20s")) as server:
        clients = [threading.Thread(target=lambda: answers.append(rcpt(server))) for _ in range(3)]
        for client in clients:
            client.start()
        for client in clients:
            client.join(20)
    assert answers == [(451, b"postiche-async")] * 3


def test_an_async_function_runs_on_the_loop_that_serve_was_called_in() -> None:
    async def test() -> tuple[int, bytes]:
        goes_on = asyncio.Event()

        async def deferred(event: Event) -> Answer:
            await goes_on.wait()
            return f"451 {asyncio.get_running_loop() is loop}"

        loop = asyncio.get_running_loop()
        with postiche.serve(asking(deferred, "20s")) as server:
            answer = asyncio.create_task(asyncio.to_thread(rcpt, server))
            await asyncio.sleep(0.01)
            goes_on.set()
            return await answer

    assert asyncio.run(test()) == (451, b"True")


def test_a_test_that_blocks_the_loop_which_has_to_answer_is_told_so() -> None:
    async def deferred(event: Event) -> Answer:
        return "451 Never said"

    async def test() -> str:
        with postiche.serve(asking(deferred, "100ms")) as server:
            assert rcpt(server)[0] == 250
            return server.transcript.to_text()

    assert "it took too long" in asyncio.run(test())


def test_an_async_function_that_fails_gets_the_honest_answer() -> None:
    async def broken(event: Event) -> Answer:
        raise ZeroDivisionError("by nothing")

    with postiche.serve(asking(broken)) as server:
        assert rcpt(server)[0] == 250
        assert "ZeroDivisionError: by nothing" in server.transcript.to_text()


def test_a_server_that_stops_ends_what_its_async_functions_wait_for() -> None:
    was_cancelled = threading.Event()
    is_asked = threading.Event()

    async def endless(event: Event) -> Answer:
        is_asked.set()
        try:
            await asyncio.sleep(600)
        finally:
            was_cancelled.set()
        return None

    with postiche.serve(asking(endless, "10m")) as server:
        client = smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20)
        client.ehlo()
        client.mail("a@example.org")
        client.putcmd("RCPT TO:<b@example.com>")
        assert is_asked.wait(20)
    client.close()
    assert was_cancelled.wait(20)


def ours() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("postiche-")]


def test_quick_answers_share_a_few_threads_which_end_with_the_server() -> None:
    threads: set[str] = set()
    deadline = time.monotonic() + 20
    while ours() and time.monotonic() < deadline:
        time.sleep(0.01)  # those of other tests

    def counted(event: Event) -> Answer:
        threads.add(str(threading.get_ident()))
        return "451 Later"

    with postiche.serve(asking(counted)) as server:
        with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
            client.ehlo()
            client.mail("a@example.org")
            assert {client.rcpt("b@example.com")[0] for _ in range(200)} == {451}
        assert len(ours()) <= 3
    assert len(threads) <= 4
    while ours() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not ours()
