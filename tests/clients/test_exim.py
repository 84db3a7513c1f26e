# SPDX-License-Identifier: MIT
"""Exim sends by BDAT (RFC 3030) where CHUNKING is offered, and by DATA where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import postiche
import pytest
from exim import Exim

PLAIN = "hosts_avoid_tls = *"
HEAD = b"From: ann@example.com\nTo: bob@example.com\nSubject: Hi\n\n"
# What framing by dots or lines would trip over, and the end of which is not the end of a line.
BODY = (
    b".dot\n..two\n.\n\n.\nQUIT\nBDAT 5 LAST\n"
    + b"caf\xc3\xa9 "
    + bytes(range(0x80, 0x100))
    + b"\n"
    + b"x" * 990
    + b"\n \t \n\n\nno line end"
)
# More than fits into the chunk that begins with the header.
LARGE = b".0123456789\n" * 20_000 + BODY


@pytest.fixture
def exim() -> Iterator[Callable[..., Exim]]:
    started: list[Exim] = []

    def start(server: postiche.Server, *options: str) -> Exim:
        started.append(Exim(server.smtp.port, *(options or (PLAIN,))))
        return started[-1]

    yield start
    for one in started:
        one.remove()


def scenario(*rules: dict[str, Any], **smtp: Any) -> dict[str, Any]:
    smtp["rules"] = list(rules)
    return {"postiche": 1, "scenario": "test.chunks", "smtp": smtp}


def deliver(mta: Exim, body: bytes = BODY) -> None:
    mta.send("ann@example.com", "bob@example.com", HEAD + body)


def dialogue(session: postiche.Session) -> list[str]:
    """The commands, without what differs from run to run."""
    return [re.sub(r" SIZE=\d+|\d+", "", c.line.rstrip("\r\n")) for c in session.commands]


def sent_to_bob(*content: str) -> list[str]:
    mail = ["MAIL FROM:<ann@example.com>", "RCPT TO:<bob@example.com>"]
    return ["EHLO mta.example", *mail, *content, "QUIT"]


def check_whole(message: postiche.Message, body: bytes) -> None:
    """Exim puts its own headers above ours and ends the last line; nothing else may differ."""
    _, _, arrived = message.content.partition(b"\r\n\r\n")
    assert arrived == body.replace(b"\n", b"\r\n") + b"\r\n"
    assert message.email["Subject"] == "Hi"


def check_counted(session: postiche.Session, message: postiche.Message) -> None:
    """The chunks were as long, together, as what arrived."""
    sizes = [int(c.argument.split()[0]) for c in session.commands if c.verb == "BDAT"]
    assert sum(sizes) == len(message.content)


def test_a_small_message_is_one_chunk(exim: Callable[..., Exim]) -> None:
    with postiche.serve(scenario()) as server:
        mta = exim(server)
        deliver(mta)
        server.wait_for(sessions=1)
        (session,), (message,) = server.sessions, server.messages
    assert dialogue(session) == sent_to_bob("BDAT  LAST")
    check_whole(message, BODY)
    check_counted(session, message)
    assert not any(command.deviations for command in session.commands)
    assert ' K C="250 2.0.0 Message accepted"' in mta.log
    assert mta.queued() == 0


def test_a_large_message_is_several_chunks(exim: Callable[..., Exim]) -> None:
    with postiche.serve(scenario()) as server:
        mta = exim(server)
        deliver(mta, LARGE)
        server.wait_for(sessions=1)
        (session,), (message,) = server.sessions, server.messages
    assert dialogue(session) == sent_to_bob("BDAT ", "BDAT  LAST")
    check_whole(message, LARGE)
    check_counted(session, message)
    assert mta.queued() == 0


def test_exim_says_data_where_chunking_is_not_offered(exim: Callable[..., Exim]) -> None:
    with postiche.serve("smtp/chunking-not-offered") as server:
        mta = exim(server)
        deliver(mta)
        server.wait_for(sessions=1)
        server.check()
        (session,), (message,) = server.sessions, server.messages
    assert dialogue(session) == sent_to_bob("DATA")
    check_whole(message, BODY)
    assert b"\r\n...two\r\n" in session.heard
    assert mta.queued() == 0


@pytest.mark.parametrize("pipelining", [True, False])
def test_chunks_are_pipelined_where_that_is_offered(
    pipelining: bool, exim: Callable[..., Exim]
) -> None:
    offer = {} if pipelining else {"remove": ["PIPELINING"]}
    with postiche.serve(scenario(offer=offer)) as server:
        mta = exim(server)
        deliver(mta, LARGE)
        server.wait_for(sessions=1)
        (session,), (message,) = server.sessions, server.messages
    check_whole(message, LARGE)
    # What is read at once has one time: all up to the first chunk, or each by itself.
    came = {c.at for c in session.commands if c.line.startswith(("MAIL", "RCPT"))}
    came.add(next(c.at for c in session.commands if c.verb == "BDAT"))
    assert len(came) == (1 if pipelining else 3)
    assert (" L K C=" in mta.log) == pipelining
    assert " K C=" in mta.log


def test_a_chunk_put_off_is_sent_again_later(exim: Callable[..., Exim]) -> None:
    later = {"name": "later", "when": "BDAT", "times": 1, "reply": "451 4.3.0 Later"}
    with postiche.serve(scenario(later)) as server:
        mta = exim(server)
        deliver(mta)
        server.wait_for(sessions=1)
        assert "== bob@example.com" in mta.log
        assert "451 4.3.0 Later" in mta.log
        assert mta.queued() == 1
        assert server.messages == []
        mta.retry()
        server.wait_for(sessions=2)
        (message,) = server.messages
        assert [dialogue(session) for session in server.sessions] == [sent_to_bob("BDAT  LAST")] * 2
    check_whole(message, BODY)
    assert mta.queued() == 0


def test_a_chunk_refused_for_good_is_returned_to_the_sender(exim: Callable[..., Exim]) -> None:
    no = {"name": "no", "when": "BDAT", "times": 1, "reply": "552 5.3.4 Too big for us"}
    with postiche.serve(scenario(no)) as server:
        mta = exim(server)
        deliver(mta)
        server.wait_for(sessions=2)
        (report,) = server.messages
    assert "** bob@example.com" in mta.log
    assert (report.reverse_path, report.recipients) == ("", ["ann@example.com"])
    assert b"552 5.3.4 Too big for us" in report.content
    assert mta.queued() == 0


@pytest.mark.parametrize("after", [0, 1])
def test_after_a_chunk_refused_no_other_comes(after: int, exim: Callable[..., Exim]) -> None:
    with postiche.serve("smtp/chunking-refused-midway", after=after) as server:
        mta = exim(server)
        deliver(mta, LARGE)
        server.wait_for(sessions=1)
        server.check()
        (session,) = server.sessions
        assert server.messages == []
    assert dialogue(session) == sent_to_bob(*["BDAT ", "BDAT  LAST"][: after + 1])
    assert "452 4.3.1 Out of memory" in mta.log
    assert mta.queued() == 1


# The chunk is on its way before Exim hears of the refusal: its octets, which look like commands,
# must be passed over. RFC 3030 sec 2.
@pytest.mark.parametrize(
    ("verb", "answers"), [("MAIL", [550, 503, 503]), ("RCPT", [250, 550, 554])]
)
def test_a_chunk_behind_a_refused_command_is_passed_over(
    verb: str, answers: list[int], exim: Callable[..., Exim]
) -> None:
    no = {"name": "no", "when": verb, "times": 1, "reply": "550 5.1.1 Not with us"}
    with postiche.serve(scenario(no)) as server:
        mta = exim(server)
        deliver(mta)
        server.wait_for(sessions=2)
        session = server.sessions[0]
        (report,) = server.messages
    assert dialogue(session) == sent_to_bob("BDAT  LAST")
    assert [reply.code for reply in session.replies] == [220, 250, *answers, 221]
    assert report.reverse_path == ""
    assert b"550 5.1.1 Not with us" in report.content


# Not at the first of several chunks, nor at DATA: Exim 4.98.2 then loses the letter. It logs "peer
# close after all rcpt responses; converting i/o-error to no-error" and takes it for done.
def test_a_connection_broken_at_a_chunk_is_made_again(exim: Callable[..., Exim]) -> None:
    broken = {"name": "broken", "when": "BDAT", "after": 1, "times": 1, "close": "rst"}
    with postiche.serve(scenario(broken)) as server:
        mta = exim(server)
        deliver(mta, LARGE)
        server.wait_for(sessions=1)
        assert "== bob@example.com" in mta.log
        assert mta.queued() == 1
        assert server.messages == []
        mta.retry()
        server.wait_for(sessions=2)
        (message,) = server.messages
    check_whole(message, LARGE)
    assert mta.queued() == 0


SUBMITTED = (
    "EHLO mua.example",
    "MAIL FROM:<ann@example.com> RET=HDRS ENVID=Q1+3Dx SMTPUTF8",
    "RCPT TO:<b\u00f3b@example.com> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b@b.example",
    "DATA",
    "Subject: H\u00ed",
    "",
    "\u00c1h\u00e1",
    ".",
    "QUIT",
)


def test_wishes_for_reports_and_addresses_in_utf8_are_passed_on(exim: Callable[..., Exim]) -> None:
    with postiche.serve(scenario()) as server:
        mta = exim(server)
        mta.submit(*SUBMITTED)
        server.wait_for(sessions=1)
        (message,) = server.messages
    assert message.recipients == ["b\u00f3b@example.com"]
    assert set(message.parameters) >= {"RET=HDRS", "ENVID=Q1+3Dx", "SMTPUTF8"}
    assert message.recipient_parameters == ["NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b@b.example"]
    assert message.content.endswith("\u00c1h\u00e1\r\n".encode())
    assert " K C=" in mta.log


# Else Exim, by its default, writes xn--bb-5ja@example.com, which may be somebody else's address.
AS_IT_IS = "utf8_downconvert = 0"


def test_an_address_in_utf8_is_returned_where_that_is_not_offered(
    exim: Callable[..., Exim],
) -> None:
    with postiche.serve(scenario(offer={"remove": ["SMTPUTF8"]})) as server:
        mta = exim(server, PLAIN, AS_IT_IS)
        mta.submit(*SUBMITTED)
        # The report may have to wait: this host has just failed.
        mta.retry()
        server.wait_for(sessions=2)
        (report,) = server.messages
        first = server.sessions[0]
    assert dialogue(first) == ["EHLO mta.example", "QUIT"]
    assert "utf8 support required but not offered" in mta.log
    assert (report.reverse_path, report.recipients) == ("", ["ann@example.com"])
    assert mta.queued() == 0


VERIFIED = (
    "hosts_require_tls = *",
    "tls_verify_certificates = {folder}/ca",
    "tls_verify_hosts = *",
    "tls_verify_cert_hostnames = *",
)


def deliver_verified(server: postiche.Server, mta: Exim) -> postiche.Session:
    (mta.folder / "ca").write_text(server.ca_pem)
    deliver(mta, LARGE)
    server.wait_for(sessions=1)
    return server.sessions[0]


def test_chunks_come_over_tls_that_is_verified(exim: Callable[..., Exim]) -> None:
    with postiche.serve(scenario()) as server:
        mta = exim(server, *VERIFIED)
        session = deliver_verified(server, mta)
        (message,) = server.messages
    assert dialogue(session)[:2] == ["EHLO mta.example", "STARTTLS"]
    assert dialogue(session)[2:] == sent_to_bob("BDAT ", "BDAT  LAST")
    assert " CV=yes " in mta.log
    assert " K C=" in mta.log
    check_whole(message, LARGE)


@pytest.mark.parametrize("kind", ["expired", "unknown-ca", "self-signed", "wrong-host"])
def test_nothing_is_sent_where_the_certificate_is_bad(kind: str, exim: Callable[..., Exim]) -> None:
    with postiche.serve({**scenario(), "tls": {"certificate": kind}}) as server:
        mta = exim(server, *VERIFIED)
        session = deliver_verified(server, mta)
        assert server.messages == []
    assert dialogue(session) == ["EHLO mta.example", "STARTTLS"]
    assert "TLS session: (certificate verification failed)" in mta.log
    assert mta.queued() == 1
