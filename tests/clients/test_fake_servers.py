# SPDX-License-Identifier: MIT
"""What hand-made fake servers of mail projects do, as scenarios, and clients that meet it."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import smtplib
import ssl
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from running import PROGRAM, Program, octets, run
from senders import SENDERS, Ending, Letter, curl_sends, smtplib_sends, swaks_sends

SCENARIOS = Path(__file__).parent.parent / "scenarios"
Serve = Callable[..., Program]
Sends = Callable[[int, Letter, Path], Ending]


def path(name: str) -> str:
    return str(SCENARIOS / f"{name}.yaml")


def said(program: Program) -> bytes:
    """All that the server has written."""
    kinds = ("bytes", "reply")
    written = (event for event in program.events() if event.get("direction") == "out")
    return b"".join(octets(event) for event in written if event["kind"] in kinds)


def dial(program: Program, name: str = "client.example", timeout: float = 20) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", program.port, local_hostname=name, timeout=timeout)


def test_every_scenario_of_a_fake_server_is_without_fault() -> None:
    files = sorted(str(file) for file in SCENARIOS.glob("*.yaml"))
    ended = run(PROGRAM, "check", *files)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count(": ok, tests.") == len(files) >= 13


GREETINGS = [
    "554 5.3.2 No mail here",
    "421 4.3.2 Closing",
    "+OK POP3 ready",
    "* OK IMAP4rev1 ready",
    "SSH-2.0-OpenSSH_9.6",
    "220-mx.example.com ESMTP\r\n554 5.7.1 but not for you",
    "\0\x01\x02",
    "250 mx.example.com ESMTP",
]


def test_no_mail_goes_to_what_greets_wrongly() -> None:
    script = "import smtplib; smtplib.SMTP('{smtp.host}', '{smtp.port}', timeout=20)"
    ended = run(PROGRAM, "run", path("wrong-greeting"), "--", sys.executable, "-c", script)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("PASS       no-mail") == len(GREETINGS)
    assert ended.stderr.count("\nsmtplib.SMTPConnectError: ") == len(GREETINGS)


@pytest.mark.parametrize("greeting", [one for one in GREETINGS if "\0" not in one])
def test_a_wrong_greeting_is_what_the_client_hears(serve: Serve, greeting: str) -> None:
    program = serve(path("wrong-greeting"), "--case", f"greeting={greeting}")
    with pytest.raises((smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected)):
        dial(program)
    assert program.stop() == 0
    assert said(program) == greeting.encode() + b"\r\n"


def test_a_client_that_does_not_look_at_the_code_is_found_out() -> None:
    ended = run(
        *(PROGRAM, "run", path("wrong-greeting"), "--case", f"greeting={GREETINGS[-1]}", "--"),
        *(
            "sh",
            "-c",
            "echo Hi | curl -sS $POSTICHE_SMTP_URL --mail-from a@b.example"
            " --mail-rcpt c@d.example -T -",
        ),
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "FAIL       no-mail" in ended.stdout


@pytest.mark.parametrize("last", ["250 HELP", "250  HELP  ", "250\tHELP", "250-HELP", "250"])
@pytest.mark.parametrize("sends", [smtplib_sends, curl_sends, swaks_sends])
def test_clients_get_through_an_oddly_spaced_ehlo(
    serve: Serve, last: str, sends: Sends, tmp_path: Path
) -> None:
    program = serve(path("odd-ehlo"), "--case", f"last={last}")
    ending = sends(program.port, Letter(), tmp_path)
    assert program.stop() == 0
    assert ending.status in ("sent", 0), ending.told
    assert program.accepted() == 1


def test_what_a_client_makes_of_an_oddly_spaced_ehlo(serve: Serve) -> None:
    with dial(serve(path("odd-ehlo"), "--set", "size=777")) as client:
        client.ehlo()
        assert client.esmtp_features == {"size": "777", "8bitmime": "", "help": ""}


def answer_to(serve: Serve, challenge: str) -> tuple[Program, bytes]:
    program = serve(path("altered-challenge"), "--set", f"challenge={challenge}", "--show-secrets")
    with dial(program) as client, pytest.raises(smtplib.SMTPAuthenticationError):
        client.login("ann", "secret")
    assert program.stop() == 0
    return program, program.commands()[2]


@pytest.mark.parametrize("challenge", [b"<12.45@fake.example>", b"another", b""])
def test_a_challenge_is_answered_as_it_stands(serve: Serve, challenge: bytes) -> None:
    _, answer = answer_to(serve, base64.b64encode(challenge).decode())
    digest = hmac.new(b"secret", challenge, "md5").hexdigest()
    assert base64.b64decode(answer) == b"ann " + digest.encode()


def test_a_challenge_that_is_no_base64_breaks_pythons_client(serve: Serve) -> None:
    program = serve(path("altered-challenge"), "--set", "challenge=YQ")
    client = dial(program)
    with pytest.raises(binascii.Error):
        client.login("ann", "secret")
    client.close()
    assert program.stop() == 0


def test_curl_cancels_what_is_no_base64(serve: Serve) -> None:
    program = serve(path("altered-challenge"), "--set", "challenge=!", "--show-secrets")
    ended = run(
        *(
            "curl",
            "-sS",
            "--max-time",
            "20",
            f"smtp://127.0.0.1:{program.port}",
            "-u",
            "ann:secret",
        ),
        *("--mail-from", "ann@example.com", "--mail-rcpt", "bob@example.com", "-T", "/dev/null"),
    )
    assert ended.returncode == 67, ended.stderr
    assert program.stop() == 0
    assert program.commands()[2] == b"*\r\n"


@pytest.mark.parametrize("name", sorted(SENDERS))
def test_without_ehlo_there_is_helo(serve: Serve, name: str, tmp_path: Path) -> None:
    program = serve(path("no-ehlo"), "--case", "unknown=EHLO")
    ending = SENDERS[name](program.port, Letter(), tmp_path)
    assert program.stop() == 0
    assert program.accepted() == 1, ending.told


@pytest.mark.parametrize("name", sorted(SENDERS))
def test_without_ehlo_and_helo_there_is_no_mail(serve: Serve, name: str, tmp_path: Path) -> None:
    program = serve(path("no-ehlo"), "--case", "unknown=/EHLO|HELO/")
    ending = SENDERS[name](program.port, Letter(), tmp_path)
    assert ending.status not in ("sent", 0)
    assert program.stop() == 0
    assert program.accepted() == 0


def test_only_the_third_command_is_answered(serve: Serve) -> None:
    program = serve(path("nth-command"))
    for _ in range(2):
        client = dial(program, timeout=0.2)
        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            client.ehlo()
    with dial(program, timeout=0.2) as client:
        assert client.ehlo()[0] == 250
        client.close()
    assert program.stop() == 0
    assert program.rules() == ["lost", "lost", "answered"]


@pytest.mark.parametrize("sends", [smtplib_sends, curl_sends, swaks_sends])
def test_clients_bear_replies_byte_by_byte(serve: Serve, sends: Sends, tmp_path: Path) -> None:
    program = serve(path("slow-reply"), "--set", "pause=100ms")  # 1 ms of the real clock
    began = time.monotonic()
    ending = sends(program.port, Letter(), tmp_path)
    took = time.monotonic() - began
    assert ending.status in ("sent", 0), ending.told
    assert program.stop() == 0
    assert program.accepted() == 1
    assert took > (len(said(program)) - len("221 2.0.0 Bye")) * 0.001


@pytest.mark.parametrize("sends", [smtplib_sends, curl_sends, swaks_sends])
def test_clients_take_answers_that_were_there_before(
    serve: Serve, sends: Sends, tmp_path: Path
) -> None:
    program = serve(path("early-replies"))
    ending = sends(program.port, Letter(), tmp_path)
    assert program.stop() == 0
    assert ending.status in ("sent", 0), ending.told
    assert program.accepted() == 1
    assert program.told.index("354 Go on") < program.told.lower().index("> ehlo")
    assert re.findall(rb"^\d+", said(program), re.M) == [
        *(b"220", b"250", b"250", b"250", b"354", b"250", b"221")
    ]


def test_clients_give_up_on_a_server_that_says_nothing(serve: Serve) -> None:
    program = serve(path("never-answered"))
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected), match="timed out"):
        dial(program, timeout=0.2)
    ended = run("curl", "-sS", "--max-time", "0.2", f"smtp://127.0.0.1:{program.port}")
    assert ended.returncode == 28, ended.stderr
    assert program.stop() == 0
    assert program.events("reply") == []
    assert program.verdicts()["gave-up"] == "PASS"


def test_a_size_that_was_a_lie_is_told_of(serve: Serve) -> None:
    program = serve(path("more-than-promised"))
    with dial(program) as client:
        client.ehlo()
        for promised, content, reply in ((50, 90, 250), (50, 500, 552), (5000, 500, 250)):
            client.mail("ann@example.com", [f"size={promised}"])
            client.rcpt("bob@example.com")
            assert client.data("x" * content)[0] == reply, (promised, content)
    assert program.stop() == 0
    assert "552 5.3.4 502 octets are more than you promised" in program.told


def test_a_client_takes_a_line_too_many_for_the_next_answer(serve: Serve) -> None:
    program = serve(path("more-than-promised"))
    client = dial(program)
    assert client.verify("bob")[0] == 252
    assert client.docmd("TURN") == (250, b"2.1.5 and somebody else")
    assert client.noop()[0] == 502
    client.close()
    assert program.stop() == 0


EVENTS = ["connect", "HELO", "EHLO", "NOOP", "HELP", "VRFY", "EXPN", "RSET", "MAIL", "RCPT"]
EVENTS += ["DATA", "data", "message", "QUIT"]


def walk(program: Program) -> str:
    """Says every verb; gives the one at which the connection was found to be gone."""
    client = smtplib.SMTP(local_hostname="client.example", timeout=20)

    def content() -> object:
        client.send("x" * 70 + "\r\n.\r\n")
        return client.getreply()

    steps: dict[str, Callable[[], object]] = {
        "connect": lambda: client.connect("127.0.0.1", program.port),
        "HELO": client.helo,
        "EHLO": client.ehlo,
        "NOOP": client.noop,
        "HELP": client.help,
        "VRFY": lambda: client.verify("bob"),
        "EXPN": lambda: client.expn("all"),
        "RSET": client.rset,
        "MAIL": lambda: client.mail("ann@example.com"),
        "RCPT": lambda: client.rcpt("bob@example.com"),
        "DATA": lambda: client.docmd("DATA"),
        "content": content,
        "QUIT": client.quit,
    }
    for verb, step in steps.items():
        try:
            step()
        except (smtplib.SMTPServerDisconnected, ConnectionError):
            client.close()
            return verb
    return "nowhere"


@pytest.mark.parametrize("how", ["fin", "rst"])
@pytest.mark.parametrize("event", EVENTS)
def test_the_server_hangs_up_at_each_event(serve: Serve, event: str, how: str) -> None:
    program = serve(path("disconnect"), "--case", f"event={event}", "--case", f"how={how}")
    assert walk(program) == {"data": "content", "message": "content"}.get(event, event)
    assert program.stop() == 0
    assert program.rules() == ["gone"]
    assert f"closed by server ({how})" in program.told
    assert program.accepted() == (event == "QUIT")


def test_what_a_client_did_is_known_when_it_comes_again(serve: Serve) -> None:
    program = serve(path("knocking"))

    def mail(name: str) -> tuple[int, bytes]:
        with dial(program, name) as client:
            client.ehlo()
            return client.mail(f"x@{name}")

    assert mail("ann.example") == (550, b"5.7.1 Nobody has knocked")
    with dial(program, "ann.example") as client:
        client.ehlo()
        client.noop()
    assert mail("ben.example") == (550, b"5.7.1 Knock first, as ann.example did")
    assert mail("ann.example")[0] == 250
    assert program.stop() == 0


def test_a_second_client_sees_what_the_first_one_does(serve: Serve) -> None:
    program = serve(path("two-clients"))
    with dial(program, "ann.example") as ann, dial(program, "ben.example") as ben:
        for client in (ann, ben):
            client.ehlo()
            client.mail("x@example.org")
        assert ann.rcpt("bob@example.com")[0] == 250
        assert ben.rcpt("bob@example.com")[0] == 450
        assert ben.rcpt("eve@example.com")[0] == 250
        ann.quit()
        assert ben.rcpt("bob@example.com")[0] == 250
    assert program.stop() == 0


RECIPIENTS = [f"{name}@example.org" for name in "abcd"] + ["e@example.com"]


@pytest.mark.parametrize(
    ("secured", "codes"), [(True, [250, 452, 250, 452, 250]), (False, [250] * 5)]
)
def test_every_second_recipient_over_tls_and_the_third_connection(
    serve: Serve, tmp_path: Path, secured: bool, codes: list[int]
) -> None:
    program = serve(path("second-recipient"), "--ca-file", str(tmp_path / "ca.pem"))
    for _ in range(2):
        with dial(program) as client:
            if secured:
                client.starttls(context=ssl.create_default_context(cafile=tmp_path / "ca.pem"))
            client.ehlo()
            client.mail("ann@example.com")
            assert [client.rcpt(recipient)[0] for recipient in RECIPIENTS] == codes
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        dial(program)
    dial(program).quit()
    assert program.stop() == 0
    assert program.rules().count("third connection") == 1
