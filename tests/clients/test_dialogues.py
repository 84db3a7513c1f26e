# SPDX-License-Identifier: MIT
"""Dialogues as clients meet them, and what people are told of clients that leave them."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from running import PROGRAM, Program, run
from senders import Ending, Letter, curl_sends, smtplib_sends, swaks_sends

DIALOGUES = Path(__file__).parent.parent / "scenarios" / "dialogues"
Sends = Callable[[int, Letter, Path], Ending]


def path(name: str) -> str:
    return str(DIALOGUES / f"{name}.yaml")


@pytest.mark.parametrize("sends", [smtplib_sends, curl_sends, swaks_sends])
def test_clients_get_through_a_fake_server(
    sends: Sends, serve: Callable[..., Program], tmp_path: Path
) -> None:
    program = serve(path("fake-server"), "--coverage")
    ending = sends(program.port, Letter(to=("bob@example.com", "eve@example.com")), tmp_path)
    assert ending.status in ("sent", 0), ending.told
    assert program.stop() == 0
    assert "PASS       dialogue" in program.told
    assert "1 message" in program.told
    assert "fake-server.yaml:13:7: line 'C: MAIL FROM:<{from}> *' played once" in program.told
    assert "line 'C: RCPT TO:<{to}> *' played 2 times" in program.told
    assert "line 'C: RSET' never played" in program.told


def curl(*recipient: str) -> tuple[str, ...]:
    script = 'printf "Hi\\r\\n" | curl -sS "$POSTICHE_SMTP_URL" --mail-from a@b.example'
    return ("sh", "-c", f"{script} --mail-rcpt {recipient[0]} -T -")


def test_a_client_that_keeps_to_it_passes() -> None:
    ended = run(PROGRAM, "run", path("strict"), "--", *curl("rob@example.com"))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "PASS       dialogue  the client keeps to the dialogue" in ended.stdout


def test_a_client_that_does_not_is_shown_where() -> None:
    ended = run(PROGRAM, "run", path("strict"), "--", *curl("bob@example.com"))
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "554" in ended.stderr + ended.stdout  # curl tells its user
    report = ended.stdout[ended.stdout.index("FAIL       dialogue") :].splitlines()
    assert report[0].endswith("wanted: the client keeps to the dialogue")
    assert report[1].endswith("connection 1: dialogue does not fit, at strict.yaml:9:7")
    heard, wanted, caret = report[2:5]
    assert heard.strip() == "heard:   RCPT TO:<bob@example.com>"
    assert wanted.strip() == "wanted:  RCPT TO:<rob@example.com> *"
    column = caret.index("^")
    assert caret.strip() == "^"
    assert (heard[column], wanted[column]) == ("b", "r")


def test_a_client_that_leaves_early_fails(serve: Callable[..., Program]) -> None:
    program = serve(path("fake-server"))
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as client:
        client.sendall(b"EHLO early\r\n")
        heard = b""
        while b"250 SIZE" not in heard:
            heard += client.recv(1000)
    assert program.stop() == 0
    assert "dialogue not finished, it waits for C: MAIL FROM:<{from}> *" in program.told
    assert "FAIL       dialogue" in program.told


def read_until(client: socket.socket, end: bytes) -> bytes:
    heard = b""
    while not heard.endswith(end):
        piece = client.recv(1000)
        assert piece, heard
        heard += piece
    return heard


def test_a_rule_jumps_into_bytes_that_are_no_lines(serve: Callable[..., Program]) -> None:
    program = serve(path("token"))
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as client:
        read_until(client, b"ESMTP\r\n")
        client.sendall(b"XTOKEN ann\r\n")
        assert read_until(client, b"\r\n") == b"334 \r\n"
        client.sendall(b"\r\n\0x")
        assert read_until(client, b"\n") == b"more\n"
        client.sendall(b"\0\n\xff")
        assert read_until(client, b"\r\n") == b"235 2.7.0 Welcome, ann\r\n"
        client.sendall(b"NOOP\r\nXTOKEN bob\r\n1234\0\n\xfe")
        heard = read_until(client, b"as bytes\r\n")
    assert re.match(rb"250 .*\r\n334 \r\nmore\n554 5\.5\.0 ", heard)
    assert program.stop() == 0
    assert "FAIL       dialogue" in program.told


APPENDS = """
import imaplib, sys
with imaplib.IMAP4("localhost", int(sys.argv[1]), timeout=20) as client:
    client.login("ann", sys.argv[2])
    print(client.append("Sent", r"(\\Seen)", None, b"Subject: Hi\\r\\n\\r\\nA copy.\\r\\n"))
"""
# Without a library, which would not write a login so.
SAYS = """
import socket, sys
link = socket.create_connection(("localhost", int(sys.argv[1])), timeout=20)
replies = link.makefile("rb")
print(replies.readline())
for words in sys.argv[2:]:
    link.sendall(words.encode().decode("unicode_escape").encode())
    print(replies.readline())
"""


def imap(script: str, *words: str) -> tuple[int, str]:
    client = (sys.executable, "-c", script, "{imap.port}", *words)
    ended = run(PROGRAM, "run", path("imap-copy"), "--", *client)
    return ended.returncode, ended.stdout + ended.stderr


def test_a_client_appends_to_a_fake_server() -> None:
    status, told = imap(APPENDS, "pencil")
    assert "('OK', [b'Hi is in Sent'])" in told
    assert (status, "PASS       dialogue" in told) == (0, True), told


@pytest.mark.parametrize(
    "said",
    [
        (r"a LOGIN {3}\r\n", r"ann {6}\r\n", r"pencil\r\n", r"b APPEND Sent {14+}\r\n"),
        (r"a LOGIN {3+}\r\nann {6+}\r\npencil\r\n", r"b APPEND Sent {14+}\r\n"),
    ],
    ids=["asking", "not-asking"],
)
def test_a_dialogue_hears_literals_in_their_place(said: tuple[str, ...]) -> None:
    *login, announced = said
    status, told = imap(SAYS, *login, announced + r"Subject: A\r\n\r\n\r\n", r"c LOGOUT\r\n")
    assert "b'b OK A is in Sent\\r\\n'" in told
    assert (status, "PASS       dialogue" in told) == (0, True), told


def test_a_wrong_literal_is_shown_where_it_stands() -> None:
    status, told = imap(SAYS, r"a LOGIN {3}\r\n", r"bob {6}\r\n", r"pencil\r\n")
    assert status == 1, told
    assert "heard:   a LOGIN bob ******" in told


def test_all_example_dialogues_are_without_fault() -> None:
    files = sorted(str(file) for file in DIALOGUES.glob("*.yaml"))
    ended = run(PROGRAM, "check", *files)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len(files) == 4
