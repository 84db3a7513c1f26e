# SPDX-License-Identifier: MIT
"""Scenarios in memory: several clients, a clock moved by hand, and the same evidence."""

from __future__ import annotations

import gc
import os
from typing import Any

import postiche
import pytest


def greeted(conversation: postiche.Conversation) -> postiche.Connection:
    client = conversation.open()
    client.say("EHLO c.example")
    return client


def send(client: postiche.Connection, to: str = "b@example.com") -> str:
    client.say("MAIL FROM:<a@example.com>")
    if not (refusal := client.say(f"RCPT TO:<{to}>")).startswith("250"):
        return refusal
    client.say("DATA")
    return client.say(b"From: <a@example.com>\r\nSubject: Hi\r\n\r\nHi!\r\n.\r\n")


def test_what_was_seen_is_told_as_by_a_server() -> None:
    conversation = postiche.Conversation("greylisting", delay="5m")
    first = greeted(conversation)
    assert send(first).startswith("451 ")
    first.say("QUIT")
    with pytest.raises(AssertionError, match="came-back"):
        conversation.check()
    conversation.clock.advance("5m")
    assert send(greeted(conversation)).startswith("250 ")
    conversation.check()
    (message,) = conversation.messages
    assert message.email["Subject"] == "Hi"
    session = conversation.sessions[0]
    assert (session.rules, session.closed_by) == (["too early"], "server")
    assert session.said == first.said
    assert session.heard == first.heard
    assert first.closed
    assert "@ +5m\n" in conversation.transcript.to_text()
    assert conversation.coverage[0].times == 1
    assert conversation.findings()
    conversation.reset()
    assert (conversation.messages, conversation.transcript.to_text()) == ([], "")


def test_clients_share_one_world() -> None:
    conversation = postiche.Conversation("honest")
    reader = conversation.open("imap")
    reader.say("a LOGIN b@example.com any")
    reader.say("b SELECT INBOX")
    assert reader.say("c IDLE").startswith("+ ")
    assert send(greeted(conversation)).startswith("250 ")
    assert reader.read() == "* 1 EXISTS\r\n"
    conversation.deliver("b@example.com", "Subject: Hi\n\nHi!\n")
    assert reader.read() == "* 2 EXISTS\r\n"
    assert conversation.accounts[0].mailboxes == {"INBOX": 2}


def test_a_handshake_is_taken_for_done() -> None:
    conversation = postiche.Conversation("honest")
    client = greeted(conversation)
    assert client.say("STARTTLS").startswith("220 ")
    assert "STARTTLS" not in client.say("EHLO c.example")
    assert "! tls TLSv1.3 none: in memory" in conversation.transcript.to_text()
    assert conversation.open("imaps").said.startswith(b"* OK ")


def test_either_side_may_end_it() -> None:
    conversation = postiche.Conversation("honest")
    left = conversation.open()
    left.close()
    left.close()
    dropped = conversation.open()
    dropped.abort()
    assert left.closed
    assert dropped.closed
    assert left.say("NOOP") == ""
    ends = [(one.closed_by, one.closed_how) for one in conversation.sessions]
    assert ends == [("client", "fin"), ("client", "rst")]


def test_hooks_are_asked_at_once() -> None:
    asked: list[str] = []

    def recipient(scene: dict[str, str]) -> Any:
        asked.append(scene["recipient"])
        if scene["recipient"] == "c@example.com":
            raise ZeroDivisionError("by nothing")
        return "451 4.7.1 Later"

    rule = {"when": "RCPT", "call": {"python": "recipient"}}
    scenario = {"postiche": 1, "scenario": "test.hooks", "smtp": {"rules": [rule]}}
    client = greeted(postiche.Conversation(scenario, hooks={"recipient": recipient}))
    assert send(client) == "451 4.7.1 Later\r\n"
    assert asked == ["b@example.com"]
    client.say("RSET")
    assert send(client, "c@example.com").startswith("250 ")
    nobody = postiche.Conversation(scenario)
    assert send(greeted(nobody)).startswith("250 ")
    assert "there is no hook of the name 'recipient'" in nobody.transcript.to_text()


def test_nobody_is_called() -> None:
    rule = {"when": "NOOP", "call": {"url": "http://127.0.0.1:9/"}}
    scenario = {
        "postiche": 1,
        "scenario": "test.calls",
        "queue": {"example.org": {"text": "Subject: Hi\n\nHi!\n"}},
        "dial": {"example.org": "127.0.0.1:9"},
        "smtp": {"rules": [rule]},
    }
    conversation = postiche.Conversation(scenario)
    client = greeted(conversation)
    assert client.say("ETRN example.org").startswith("25")
    conversation.clock.advance("1m")
    assert len(conversation.sessions) == 1
    assert client.say("NOOP").startswith("250 ")
    assert "web servers are not asked in memory" in conversation.transcript.to_text()


def test_it_takes_no_descriptor_and_no_thread() -> None:
    def taken() -> tuple[int, int]:
        return len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))

    gc.collect()  # what earlier tests have left may go now, and not meanwhile
    before = taken()
    conversations = [postiche.Conversation("honest") for _ in range(20)]
    clients = [conversation.open() for conversation in conversations]
    assert taken() == before
    assert all(client.said.startswith(b"220 ") for client in clients)


def test_what_is_wrong_is_told() -> None:
    conversation = postiche.Conversation("honest")
    with pytest.raises(ValueError, match="'smpt'; did you mean 'smtp'"):
        conversation.open("smpt")
    with pytest.raises(postiche.ScenarioError, match="greylisting"):
        postiche.Conversation("greylistin")
    with pytest.raises(ValueError, match="does not go back"):
        conversation.clock.advance(-1)
