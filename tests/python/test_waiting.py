# SPDX-License-Identifier: MIT
"""Tests wait for clients, in threads and in asyncio, and for nothing longer than it takes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import smtplib
import threading
import time
from typing import Any

import postiche
import pytest


def send(server: postiche.Server) -> None:
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client:
        client.sendmail("a@example.com", "b@example.com", "Subject: Hi\r\n\r\nHi!\r\n")


def test_what_a_function_of_the_server_gives_is_given_back() -> None:
    with postiche.serve("honest") as server:
        sender = threading.Thread(target=send, args=(server,))
        sender.start()
        message = server.wait_for(lambda server: next(iter(server.messages), None), timeout=20)
        sender.join(20)
    assert message is not None
    assert message.recipients == ["b@example.com"]


def test_what_a_function_raises_ends_the_wait() -> None:
    with postiche.serve("honest") as server, pytest.raises(IndexError):
        server.wait_for(lambda server: server.messages[0])


def test_a_function_that_stays_false_is_named() -> None:
    def has_two_messages(server: postiche.Server) -> int:
        return 0

    with postiche.serve("honest") as server, pytest.raises(TimeoutError) as late:
        server.wait_for(has_two_messages, timeout=0.01)
    assert "waited 10ms for has_two_messages to be true of the server, it gave 0" in str(late.value)


def test_an_async_function_is_asked_in_asyncio_only() -> None:
    async def has_mail(server: postiche.Server) -> list[postiche.Message]:
        await asyncio.sleep(0)
        return server.messages

    async def test(server: postiche.Server) -> None:
        with pytest.raises(TimeoutError, match="for has_mail to be true of the server, it gave"):
            await server.wait_for_async(has_mail, timeout=0.01)
        sending = asyncio.create_task(asyncio.to_thread(send, server))
        (message,) = await server.wait_for_async(has_mail, timeout=20)
        await sending
        assert message.recipients == ["b@example.com"]

    with postiche.serve("honest") as server:
        with pytest.raises(TypeError, match=r"an async function is for `await server.wait_for_as"):
            server.wait_for(has_mail)
        asyncio.run(test(server))


def test_who_waits_for_a_server_that_has_stopped_is_told() -> None:
    with postiche.serve("honest") as server:
        pass
    with pytest.raises(TimeoutError, match=r"^the server has stopped, waited for 1 message, 0 "):
        server.wait_for(messages=1, timeout=3600)


@pytest.mark.parametrize("count", ["1", 1.5])
def test_a_count_is_a_number(count: Any) -> None:
    with postiche.serve("honest") as server, pytest.raises(TypeError, match="is no count"):
        server.wait_for(messages=count)


def test_what_tests_do_themselves_is_seen_by_those_who_wait() -> None:
    with postiche.serve("honest", clock_speed=0) as server:
        until = server.clock.now.timestamp() + 3600
        mover = threading.Timer(0.05, server.clock.advance, ("1h",))
        mover.start()
        server.wait_for(lambda server: server.clock.now.timestamp() >= until, timeout=20)
        mover.join(20)


def test_nothing_to_wait_for_is_a_mistake_in_asyncio_too() -> None:
    async def wait(server: postiche.Server) -> None:
        with pytest.raises(TypeError, match="messages=1"):
            await server.wait_for_async()
        with pytest.raises(TypeError, match="messages=1"):
            await server.wait_for_async(len, messages=1)  # type: ignore[call-overload]

    with postiche.serve("honest") as server:
        asyncio.run(wait(server))


def test_the_loop_runs_while_a_task_waits() -> None:
    async def test() -> None:
        async with postiche.serve("honest") as server:
            waits = [
                asyncio.create_task(server.wait_for_async(messages=2, timeout=20)),
                asyncio.create_task(
                    server.wait_for_async(lambda server: server.sessions, timeout=20)
                ),
            ]
            for _ in range(2):
                await asyncio.get_running_loop().run_in_executor(None, send, server)
            _, sessions = await asyncio.gather(*waits)
            assert sessions
        with pytest.raises(ConnectionRefusedError):
            send(server)

    asyncio.run(test())


def test_a_wait_in_asyncio_ends_in_time_and_can_be_cancelled_and_leaves_nothing() -> None:
    async def test() -> None:
        async with postiche.serve("honest") as server:
            before = os.listdir("/proc/self/fd"), threading.active_count()
            with pytest.raises(TimeoutError, match="waited 10ms for 1 message, 0 came"):
                await server.wait_for_async(messages=1, timeout=0.01)
            waiting = asyncio.create_task(server.wait_for_async(messages=1, timeout=3600))
            await asyncio.sleep(0)
            waiting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await waiting
            assert waiting.cancelled()
            assert (os.listdir("/proc/self/fd"), threading.active_count()) == before

    asyncio.run(test())


def test_a_server_that_stops_ends_the_waits_of_asyncio() -> None:
    async def test() -> None:
        server = postiche.serve("honest")
        waiting = asyncio.create_task(server.wait_for_async(messages=1, timeout=3600))
        await asyncio.sleep(0.01)
        server.stop()
        with pytest.raises(TimeoutError):
            await waiting
        with pytest.raises(TimeoutError):
            await server.wait_for_async(messages=1, timeout=3600)

    began = time.monotonic()
    asyncio.run(test())
    assert time.monotonic() - began < 60
