# SPDX-License-Identifier: MIT
"""The scenarios of what receivers refuse, limit, return and offer; and the magic addresses."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from pathlib import Path

import postiche
import pytest
from library import CARELESS, CLIENTS, NEWER_CURL, SECURE, Case, meet
from running import Program
from senders import Letter, smtplib_sends

CURL, SWAKS, SMTPLIB = CLIENTS["curl"], CLIENTS["swaks"], CLIENTS["smtplib"]
INSISTS = (*CARELESS, "{smtp.port}", "insists")
THREE = ("a@example.com", "b@example.com", "c@example.com")
QUICK = ("--clock-speed", "100")
NO = "takes-no-for-an-answer"


REFUSALS = {
    "dnsbl-rejected": 3,
    "spf-rejected": 3,
    "dkim-rejected": 3,
    "dmarc-rejected": 3,
    "content-spam-rejected": 4,
    "virus": 2,
    "reverse-dns-missing": 2,
    "domain-not-accepted": 3,
    "unknown-user": 6,
    "user-disabled": 2,
    "mailbox-full": 2,
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_for_good_is_the_end_of_it(name: str) -> None:
    met = meet(f"smtp/{name}", CURL)
    assert met.status == 0
    assert met.cases() == [{NO: "PASS"}] * REFUSALS[name]
    assert not {0} & set(met.statuses())
    first = met.told.split("[answer=")[1].split("]\n")[0]
    (insisting,) = meet(f"smtp/{name}", INSISTS, "--case", f"answer={first}").cases()
    assert insisting == {NO: "WARN"}


CASES = [
    Case(
        "message-quota",
        (*SMTPLIB, "--messages", "3"),
        {"filled": "PASS", "no-hammering": "PASS"},
        [1],
    ),
    Case(
        "hourly-sending-limit",
        (*SMTPLIB, "--messages", "3"),
        {"something-arrived": "PASS", "slowed-down": "PASS"},
        [1],
        ("--set", "allowed=2"),
    ),
    Case(
        "daily-sending-limit",
        (*SMTPLIB, "--messages", "3"),
        {"something-arrived": "PASS", "stops": "PASS"},
        [1],
        ("--set", "allowed=2"),
    ),
    Case("too-many-recipients", (*SMTPLIB, "--to", *THREE), {"second-mail": "FAIL"}, [0]),
    Case("too-many-errors", (*SMTPLIB, "--to", *THREE, *THREE), {"leaves-when-told": "PASS"}, [1]),
    Case(
        "too-many-connections",
        (*SMTPLIB, "--tries", "2"),
        {"came-back": "PASS", "delivered-once": "PASS"},
        [0],
    ),
    Case("too-many-connections", CURL, {"came-back": "FAIL", "delivered-once": "FAIL"}, [8]),
    Case(
        "sender-verification-delayed",
        (*SMTPLIB, "--tries", "5", "--pause", "0.1"),
        {"waited": "PASS", "delivered-once": "PASS"},
        [0],
        ("--set", "looking=5s", "--set", "unknown=20s", *QUICK),
    ),
    Case("mailbox-moved", CURL, {"did-not-follow": "PASS"}, [0, 55]),
    # swaks takes only 250 for yes.
    Case("mailbox-moved", SWAKS, {"did-not-follow": "PASS"}, [24, 24]),
    Case(
        "null-sender-refused",
        (*CURL, "--mail-from", ""),
        {"no-other-sender": "PASS"},
        [2 if NEWER_CURL else 55],
    ),
    Case(
        "internationalized-address-refused",
        (*CURL, "--mail-from", "\u0430\u043d\u043d\u0430@example.com"),
        {NO: "PASS"},
        [55],
    ),
    Case("backscatter", CURL, {"sent-once": "PASS"}, [0]),
    Case("backscatter", (*SMTPLIB, "--messages", "2"), {"sent-once": "FAIL"}, [0]),
    Case("delayed-bounce", CURL, {"sent-once": "PASS"}, [0]),
    Case("deferred-then-bounced", CURL, {"came-back": "FAIL", "gave-up": "PASS"}, [55]),
    Case(
        "deferred-then-bounced",
        (*SMTPLIB, "--tries", "3"),
        {"came-back": "PASS", "gave-up": "PASS"},
        [1],
    ),
    Case("chunking-not-offered", CURL, {"no-chunks": "PASS", "no-binary": "PASS"}, [0]),
    Case("dsn-not-offered", CURL, {"no-ret": "PASS", "no-notify": "PASS"}, [0]),
    Case("requiretls", SECURE["curl"], {"no-parameter": "PASS"}, [0]),
    # curl and smtplib send SIZE wherever it is offered, and give up when it is refused.
    Case("capability-lies", CURL, {"learns": "PASS", "without-it": "INFO"}, [55]),
    Case("capability-lies", SWAKS, {"learns": "PASS", "without-it": "PASS"}, [0]),
    Case(
        "limits-announced",
        (*SMTPLIB, "--messages", "2"),
        {"heeds-the-recipients": "PASS", "heeds-the-mails": "WARN"},
        [1],
    ),
    Case(
        "limits-announced", CURL, {"heeds-the-recipients": "PASS", "heeds-the-mails": "PASS"}, [0]
    ),
    Case(
        "lmtp-one-fails",
        (*CLIENTS["lmtp"], "--to", "ann@example.com", "bob@example.com"),
        {"others-once": "PASS"},
        [1],
    ),
    Case(
        "lmtp-all-replies",
        (*CLIENTS["lmtp"], "--to", "ann@example.com", "bob@example.com"),
        # smtplib's LMTP reads one reply, takes the next for that to QUIT, and raises over it.
        {"heard-them-all": "WARN"},
        [1],
        QUICK,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.scenario}-{case.client[0][-6:]}")
def test_what_a_client_makes_of_a_receiver(case: Case) -> None:
    met = meet(f"smtp/{case.scenario}", case.client, *case.flags)
    assert len(met.cases()) == len(case.statuses), met.told + met.complaints
    for verdicts in met.cases():
        assert case.verdicts.items() <= verdicts.items(), met.told + met.complaints
    assert met.statuses() == case.statuses, met.told + met.complaints


MAGIC = {
    "rcpt550_5.1.1": "550 5.1.1 As rcpt550_5.1.1@example.com wished",
    "rcpt451_4.7.1": "451 4.7.1 As",
    "data554_5.7.1": "554 5.7.1 As",
    "message451_4.3.0": "451 4.3.0 As",
    "flaky450_4.2.1": "450 4.2.1 As",
    "goodbye": "421 4.3.2 As",
    "drop-at-rcpt": "closed by server (fin)",
    "reset-at-rcpt": "closed by server (rst)",
    "drop-at-data": "closed by server (fin)",
    "reset-in-data": "closed by server (rst)",
    "drop-after-data": "closed by server (fin)",
}


@pytest.mark.parametrize("name", MAGIC)
def test_a_magic_address_has_its_fault_and_its_neighbours_have_none(
    name: str, tmp_path: Path
) -> None:
    with postiche.serve("magic-addresses") as server:
        port = server.smtp.port
        faulty = smtplib_sends(port, Letter(to=(f"{name}@example.com",)), tmp_path)
        assert faulty.status != "sent"
        assert MAGIC[name] in server.transcript.to_text()
        assert smtplib_sends(port, Letter(), tmp_path).status == "sent"
        assert len(server.messages) == 1


@pytest.mark.parametrize(("name", "least"), [("delay1s", 1), ("delay5s", 5), ("delay30s", 30)])
def test_a_magic_address_waits(
    name: str, least: int, serve: Callable[..., Program], tmp_path: Path
) -> None:
    program = serve("magic-addresses", "--clock-speed", "100")
    sent = smtplib_sends(program.port, Letter(to=(f"{name}@example.com",)), tmp_path)
    assert sent.status == "sent"
    assert program.stop() == 0
    waited = [event["virtual"] for event in program.events("command", "reply")]
    assert waited[-1] - waited[0] >= least * 10**9


@pytest.mark.parametrize(("name", "kept"), [("discard", 0), ("bounce", 1), ("bob", 1)])
def test_a_magic_address_discards_and_returns(name: str, kept: int, tmp_path: Path) -> None:
    with postiche.serve("magic-addresses") as server:
        sent = smtplib_sends(server.smtp.port, Letter(to=(f"{name}@example.com",)), tmp_path)
        assert sent.status == "sent"
        server.clock.advance("2s")
        assert len(server.messages) == kept


def test_a_refused_chunk_is_the_last_one_of_its_mail() -> None:
    for chunks, outcome in ((2, "PASS"), (3, "WARN")):
        with postiche.serve("chunking-refused-midway") as server:
            client = smtplib.SMTP("127.0.0.1", server.smtp.port, timeout=20)
            client.ehlo("c.example")
            client.mail("ann@example.com")
            client.rcpt("bob@example.com")
            codes = []
            for _ in range(chunks):
                client.send("BDAT 7\r\nHello\r\n")
                codes.append(client.getreply()[0])
            client.close()
            server.wait_for(sessions=1)
            assert codes[:2] == [250, 452]
            assert [str(one.outcome) for one in server.verdicts if one.id == "stops"] == [outcome]
