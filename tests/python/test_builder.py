# SPDX-License-Identifier: MIT
"""Scenarios that are built in Python mean what the same file means, and can be kept as one."""

from __future__ import annotations

import datetime
import inspect
import shutil
import smtplib
from pathlib import Path
from typing import Any

import postiche
import pytest
import yaml
from postiche import Scenario
from postiche._building.yaml import to_yaml

SHELF = Path(__file__).parents[2] / "scenarios"
LIBRARY = sorted(SHELF.rglob("*.yaml"))

BUILT = [
    Scenario("test.head", title="A: b", why="it's", spec="RFC 5321", needs=["smtp"], rev=2),
    Scenario("test.rule").smtp.on("RCPT", per="client", times=2).reply(451, "4.7.1", "Later"),
    Scenario("test.rules").smtp.on("MAIL").wait("2s").on(["VRFY", "EXPN"]).silence(),
    Scenario("test.inline").smtp.on("RCPT").set(a="{helo}").wait(1.5).reply("250 Ok").close("rst"),
    Scenario("test.do").smtp.on("EHLO").honest().reply("250 twice").wait("1s").honest(),
    Scenario("test.if").smtp.on("RCPT").reply(550, "No", if_={"recipient": "b@*"}).honest(),
    Scenario("test.where").smtp.on("RCPT").where({"client.ip": "10.*"}, recipient="b@*").close(),
    Scenario("test.lines").smtp.on("HELP").reply_lines("214-one", "214 two"),
    Scenario("test.bytes").smtp.on("NOOP").send(b"\xff\r\n").on("HELP").send("x", eol="lf"),
    Scenario("test.yes").smtp.on("MAIL").reply("250 no", effect=False),
    Scenario("test.section").smtp.greeting("220-a", "220 b").offer(add=["DSN"]).require("tls"),
    Scenario("test.nothing").smtp.offer().pace(bytes=1, every=datetime.timedelta(milliseconds=1)),
    Scenario("test.dialogue").smtp.dialogue({"S": "220 Hi"}, {"C": "EHLO *"}, else_="honest"),
    Scenario("test.others").pop3.on("DELE").reply("-ERR No").imap.on("NOOP").reply("OK", "ok"),
    Scenario("test.top").listen("smtp", "pop3s").tls(certificate="expired").limits(line="1KB"),
    Scenario("test.account").account("ann", password="no", mailboxes={"INBOX": {"generate": 3}}),
    Scenario("test.text")
    .smtp.on("RSET")
    .store(deliver={"to": "a@b.example", "text": "S: a\n\nb\n"}),
    Scenario("test.clock").clock(start=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)),
    Scenario("test.phases").phase("a", until="message").smtp.on("RCPT").close().phase("b"),
    Scenario("test.route").route("c", if_={"connection": 3}).smtp.greeting("554 No").scenario,
    Scenario("test.use").use("greylisting", delay="2s").use("size-limit").finish(messages=1),
    Scenario("test.memory").memory("tries", key="recipient", when="RCPT").smtp.on("RCPT").honest(),
    Scenario("test.expect").expect("a", must={"count": {"event": "RCPT", "at-least": 2}}, says="b"),
    Scenario("test.checks").checks({"smtp.quit.sent": {"skip": "it hangs up"}}).having(hints=True),
    Scenario("test.parameters").parameters(delay="10s").smtp.on("RCPT", for_="{delay}").close(),
    Scenario("test.matrix").matrix(code=[451, 550]).smtp.on("RCPT").reply("{code} No"),
    Scenario("test.odd")
    .smtp.on("RCPT", name=" # yes: ")
    .reply("550 \u00e9 'a' \"b\" \\ \x7f \U0001f600"),
]


def read(text: str) -> Any:
    """As another program reads it: by YAML 1.1."""
    return yaml.load(text, yaml.CSafeLoader)


def plain(value: Any) -> Any:
    """What PyYAML reads, as YAML 1.2 has it."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat().replace("+00:00", "Z")
    return value


@pytest.mark.parametrize("built", BUILT, ids=lambda built: repr(built).split()[-1].rstrip(">"))
def test_what_is_built_is_served_and_its_file_says_the_same(built: Scenario) -> None:
    text = built.to_yaml()
    assert read(text) == built.to_dict(), text
    postiche.serve(text).stop()
    postiche.serve(built).stop()


def test_a_file_is_written_as_a_person_would_write_it() -> None:
    built = (
        Scenario("my.greylisting", title="Deferred; accepted after five minutes")
        .smtp.on("RCPT", name="too early", per=["client.ip", "recipient"], for_="{delay}")
        .reply(451, "4.7.1", "Greylisted, try again in {left}")
        .on("QUIT")
        .honest()
        .close("rst")
        .parameters(delay="5m")
        .expect("came-back", must={"count": {"event": "RCPT", "at-least": 2}})
    )
    assert (
        built.to_yaml()
        == """\
postiche: 1
scenario: my.greylisting
title: Deferred; accepted after five minutes
with:
  delay: 5m
smtp:
  rules:
    - name: too early
      when: RCPT
      per: [client.ip, recipient]
      for: "{delay}"
      reply: 451 4.7.1 Greylisted, try again in {left}
    - {when: QUIT, honest: yes, close: rst}
expect:
  - {id: came-back, must: {count: {event: RCPT, at-least: 2}}}
"""
    )


@pytest.mark.parametrize("width", [0, 60, 100])
def test_every_file_of_the_library_can_be_written(width: int) -> None:
    for path in LIBRARY:
        data = plain(read(path.read_text()))
        assert plain(read(to_yaml(data, width))) == data, path


def test_the_library_means_the_same_when_it_was_written_anew(tmp_path: Path) -> None:
    shutil.copytree(SHELF, tmp_path / "shelf")  # with the files that scenarios name
    for path in LIBRARY:
        again = tmp_path / "shelf" / path.relative_to(SHELF)
        again.write_text(to_yaml(plain(read(path.read_text()))))
        assert postiche.cases(again) == postiche.cases(path)


# Each has a meaning of its own in some version of YAML, or could be taken for one.
WORDS = "no NO ~ null y = << ? a? - --- -ERR +OK * *a &a !a | %a @a `a {a} [a a] ' \" '\" \\"
NUMBERS = "1 1e3 0x1f 1:30 2026-01-01 .5 .inf +1"
TEXTS = (
    ["", " a", "a ", "\n", "a\n", "a\n\n b\n", "a\nb", "a\tb", "a\r\nb", "\x00", "\x85", "\u2028"],
    WORDS.split(),
    NUMBERS.split(),
    ["- a", "? a", "a: b", "a:", "a #b", "#a", "-ERR no", "\ufeff"],
)


@pytest.mark.parametrize("text", [text for some in TEXTS for text in some])
def test_any_text_survives(text: str) -> None:
    for data in ({"a": text}, {"a": [text]}, {"a": {"b": [{"c": text}]}}, {text: "a"}):
        for width in (0, 100):
            assert read(to_yaml(data, width)) == data


def test_nothing_changes_what_was_there() -> None:
    base = Scenario("test.base").smtp.on("RCPT")
    refused, deferred = base.reply(550, "No"), base.reply(451, "Later")
    assert "550 No" in refused.to_yaml()
    assert "550 No" not in deferred.to_yaml()
    assert refused != deferred
    assert base.reply(550, "No") == refused
    lines = ["250-a", "250 b"]
    built = base.do({"reply": lines})
    lines.append("250 c")
    assert "250 c" not in built.to_yaml()


def test_a_thousand_rules_are_built_in_a_moment() -> None:
    built = Scenario("test.many").smtp.having(rules=[{"when": "MAIL", "honest": True}])
    for number in range(1000):
        built = built.on("RCPT", name=f"rule {number}").reply(550, "No", if_={"errors": number})
    assert len(built.to_dict()["smtp"]["rules"]) == 1001  # type: ignore[index]
    postiche.serve(built).stop()


def test_a_mistake_is_told_with_the_line_of_the_call() -> None:
    frame = inspect.currentframe()
    assert frame
    line = frame.f_lineno
    right = Scenario("test.mistakes").smtp
    misspelt = right.on("RCTP")
    wrong = misspelt.close().on("RCPT").do(repyl="550 No")
    wrong = wrong.having(tymes=3)
    with pytest.raises(postiche.ScenarioError) as told:
        postiche.serve(wrong)
    found = told.value.diagnostics
    told_of = sorted((one.file, one.line - line) for one in found)
    assert told_of == [(__file__, 2), (__file__, 3), (__file__, 4)]
    assert str(told.value).startswith(f"{__file__}:{line + 2}: error: unknown event 'RCTP'")


def test_a_rule_does_what_it_was_built_for() -> None:
    built = Scenario("test.works").smtp.on("RCPT", times=1).reply(451, "4.7.1", "Later")
    with (
        postiche.serve(built) as server,
        smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=20) as client,
    ):
        client.ehlo()
        client.mail("ann@example.org")
        assert client.rcpt("bob@example.com") == (451, b"4.7.1 Later")
        assert client.rcpt("bob@example.com")[0] == 250


def test_what_no_scenario_can_hold_is_told_by_python() -> None:
    with pytest.raises(TypeError, match="no place for complex"):
        Scenario("test.types", rev=1j).to_yaml()
    with pytest.raises(TypeError, match=r"test_builder.py:\d+: 'expect' is no list"):
        Scenario("test.lists", expect={}).expect("a", must={"seen": "RCPT"}).to_yaml()
