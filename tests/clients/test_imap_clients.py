# SPDX-License-Identifier: MIT
"""Mailboxes, and the real clients that read and change them."""

from __future__ import annotations

import contextlib
import datetime
import imaplib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mail_server
import pytest
from fetchers import Then, got_nothing, same, tells_of_password
from letters import LETTERS, ODD, letter
from mail_server import MailServer, Security
from mailboxes import (
    READERS,
    WITHOUT_STARTTLS,
    curl_asks,
    imapclient_opens,
    imaplib_opens,
)

Serve = Callable[..., MailServer]

WAYS = [
    (client, security)
    for client in READERS
    for security in Security
    if not (client in WITHOUT_STARTTLS and security is Security.STARTTLS)
]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    servers = mail_server.Servers(tmp_path, "imap")
    yield servers.start
    servers.stop()


@contextlib.contextmanager
def opened(server: MailServer, mailbox: str = "INBOX") -> Iterator[Any]:
    with imapclient_opens(server.account("imap")) as client:
        client.select_folder(mailbox)
        yield client


def left(server: MailServer, mailbox: str = "INBOX") -> list[bytes]:
    with opened(server, mailbox) as client:
        found = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [found[uid][b"BODY[]"] for uid in sorted(found)]


@pytest.mark.parametrize(("client", "security"), WAYS)
def test_mail_is_read_and_stays(
    client: str, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server = serve(LETTERS)
    read = READERS[client](server.account("imap", security), tmp_path, Then.KEEP)
    assert (read.status, read.messages) == (0, LETTERS), read.told
    assert left(server) == LETTERS


@pytest.mark.parametrize(("client", "security"), WAYS)
def test_mail_is_read_and_deleted(
    client: str, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server = serve(LETTERS)
    read = READERS[client](server.account("imap", security), tmp_path, Then.DELETE)
    assert (read.status, read.messages) == (0, LETTERS), read.told
    assert left(server) == []


@pytest.mark.parametrize("client", ["fetchmail", "getmail"])
def test_what_was_read_is_not_read_again(client: str, serve: Serve, tmp_path: Path) -> None:
    server = serve(LETTERS)
    account = server.account("imap")
    assert READERS[client](account, tmp_path, Then.KEEP).messages == LETTERS
    assert READERS[client](account, tmp_path, Then.KEEP).messages == []
    server.deliver(letter(9, b"New"))
    (new,) = READERS[client](account, tmp_path, Then.KEEP).messages
    assert new.endswith(b"\r\n\r\nNew\r\n")


@pytest.mark.parametrize("client", READERS)
def test_an_empty_mailbox_is_no_error(client: str, serve: Serve, tmp_path: Path) -> None:
    read = READERS[client](serve([]).account("imap"), tmp_path, Then.DELETE)
    # fetchmail says so by its status.
    assert (read.status, read.messages) == (1 if client == "fetchmail" else 0, []), read.told


@pytest.mark.parametrize("client", READERS)
def test_odd_mail_arrives_as_it_is(client: str, serve: Serve, tmp_path: Path) -> None:
    read = READERS[client](serve(ODD.values()).account("imap"), tmp_path, Then.KEEP)
    assert read.status == 0, read.told
    assert len(read.messages) == len(ODD)
    differing = [name for name, got in zip(ODD, read.messages) if not same(client, got, ODD[name])]
    assert differing == []


@pytest.mark.parametrize("client", READERS)
def test_a_wrong_password_is_told_and_leads_nowhere(
    client: str, serve: Serve, tmp_path: Path
) -> None:
    server = serve(LETTERS)
    account = server.account("imap").with_password("pen")
    read = READERS[client](account, tmp_path, Then.DELETE)
    assert got_nothing(client, read), read.told
    assert tells_of_password(client, read.told.replace(str(tmp_path), "")), read.told
    assert left(server) == LETTERS


@pytest.mark.parametrize(
    ("client", "security"), [way for way in WAYS if way[1] is not Security.CLEAR]
)
def test_a_certificate_of_somebody_else_is_refused(
    client: str, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server, other = serve(LETTERS), serve([])
    account = server.account("imap", security).trusting(other.ca)
    read = READERS[client](account, tmp_path, Then.DELETE)
    assert got_nothing(client, read), read.told
    assert left(server) == LETTERS


# Some start a program for each message.
MANY = {
    "fetchmail": 200,
    "getmail": 100,
    "imaplib": 2000,
    "IMAPClient": 2000,
    "neomutt": 500,
    "imapflow": 2000,
    "jakarta": 2000,
    "go-imap 1": 2000,
    "go-imap 2": 2000,
}


@pytest.mark.parametrize("client", MANY)
def test_a_large_mailbox_is_emptied(client: str, serve: Serve, tmp_path: Path) -> None:
    letters = [letter(number, b"Hi %d" % number) for number in range(1, MANY[client] + 1)]
    server = serve(letters)
    read = READERS[client](server.account("imap"), tmp_path, Then.DELETE)
    assert read.status == 0, read.told[-2000:]
    assert read.messages == letters
    assert left(server) == []


def test_curl_asks_for_one_thing_at_a_time(serve: Serve, tmp_path: Path) -> None:
    account = serve(LETTERS, **{"Work/Plans": [ODD["dots"]]}).account("imap", Security.STARTTLS)

    def ask(path: str, *options: str) -> bytes:
        status, answer, told = curl_asks(account, tmp_path, path, *options)
        assert status == 0, told
        return answer

    assert b"INBOX" in ask("")
    assert b'"Work/Plans"' in ask("") or b"Work/Plans" in ask("")
    assert ask("INBOX;MAILINDEX=2") == LETTERS[1]
    assert ask("INBOX;MAILINDEX=1;SECTION=HEADER") == letter(1)
    assert ask("INBOX;MAILINDEX=1;SECTION=TEXT") == b"Hi 1\r\n"
    assert ask("Work/Plans;UID=1") == ODD["dots"]
    assert ask("INBOX?SUBJECT%20%22Letter%203%22").split() == [b"*", b"SEARCH", b"3"]
    assert b"MESSAGES 3" in ask("", "-X", "STATUS INBOX (MESSAGES)")
    assert b"\\Flagged" in ask("INBOX", "-X", "STORE 3 +FLAGS (\\Flagged)")
    (tmp_path / "new.eml").write_bytes(ODD["eight bits"])
    ask("INBOX", "-T", str(tmp_path / "new.eml"))
    assert ask("INBOX;MAILINDEX=4") == ODD["eight bits"]
    ask("", "-X", "CREATE Fresh")
    ask("INBOX", "-X", "COPY 1:2 Fresh")
    assert ask("Fresh;MAILINDEX=2") == LETTERS[1]
    ask("", "-X", "DELETE Fresh")
    assert b"Fresh" not in ask("")


PARTED = (
    b"From: =?utf-8?q?J=C3=B6rg?= <joerg@example.com>\r\nTo: ann@example.com\r\n"
    b"Cc: a@example.com, Group: b@example.com, c@example.com;\r\nSubject: Two parts\r\n"
    b"Date: Thu, 01 Jan 2026 12:34:56 +0100\r\nMessage-ID: <two@mail.example>\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=b"\r\n\r\n'
    b"--=b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHi\r\n"
    b"--=b\r\nContent-Type: image/png; name=dot.png\r\nContent-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="dot.png"\r\n\r\niVBORw0KGgo=\r\n--=b--\r\n'
)


def test_imapclient_understands_envelope_and_structure(serve: Serve) -> None:
    with opened(serve([PARTED])) as client:
        told = client.fetch(1, ["ENVELOPE", "BODYSTRUCTURE", "RFC822.SIZE", "INTERNALDATE"])[1]
        envelope, structure = told[b"ENVELOPE"], told[b"BODYSTRUCTURE"]
        assert envelope.subject == b"Two parts"
        assert (envelope.from_[0].name, envelope.from_[0].mailbox) == (
            b"=?utf-8?q?J=C3=B6rg?=",
            b"joerg",
        )
        assert [one.mailbox for one in envelope.cc if one.host] == [b"a", b"b", b"c"]
        assert envelope.message_id == b"<two@mail.example>"
        assert structure.is_multipart
        assert [part[:2] for part in structure[0]] == [(b"text", b"plain"), (b"image", b"png")]
        assert told[b"RFC822.SIZE"] == len(PARTED)
        sections = ["BODY.PEEK[1]", "BODY.PEEK[2.MIME]", "BODY.PEEK[HEADER.FIELDS (SUBJECT)]"]
        told = client.fetch(1, [*sections, "BODY.PEEK[TEXT]<2.5>"])[1]
        assert told[b"BODY[1]"] == b"Hi"
        assert b"filename" in told[b"BODY[2.MIME]"]
        assert told[b"BODY[HEADER.FIELDS (SUBJECT)]"] == b"Subject: Two parts\r\n\r\n"
        assert told[b"BODY[TEXT]<2>"] == b"=b\r\nC"


def test_imapclient_makes_changes_that_others_see(serve: Serve) -> None:
    server = serve(LETTERS)
    moment = datetime.datetime(2020, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)
    with opened(server) as client, opened(server) as other:
        client.create_folder("Caf\u00e9/Ausgang")
        client.subscribe_folder("Caf\u00e9/Ausgang")
        assert client.folder_exists("Caf\u00e9/Ausgang")
        assert "Caf\u00e9/Ausgang" in [name for _, _, name in other.list_sub_folders()]
        client.append("INBOX", ODD["dots"], [b"\\Flagged", b"$Label1"], moment)
        client.noop()
        told = client.fetch(4, ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])[4]
        assert {b"\\Flagged", b"$Label1"} <= set(told[b"FLAGS"])
        assert told[b"INTERNALDATE"].timestamp() == moment.timestamp()
        assert told[b"BODY[]"] == ODD["dots"]
        client.add_flags([1, 2], [b"\\Seen"])
        client.copy([1], "Caf\u00e9/Ausgang")
        client.move([2], "Caf\u00e9/Ausgang")
        assert client.search(["SEEN"]) == [1]
        assert client.search(["NOT", "SEEN", "SUBJECT", "Letter 3"]) == [3]
        other.noop()
        assert other.search() == [1, 3, 4]
        assert other.get_flags([1])[1] >= (b"\\Seen",)
        status = other.folder_status("Caf\u00e9/Ausgang", ["MESSAGES", "UNSEEN", "UIDNEXT"])
        assert status == {b"MESSAGES": 2, b"UNSEEN": 0, b"UIDNEXT": 3}
        client.rename_folder("Caf\u00e9/Ausgang", "Weg")
        client.delete_messages([1, 4])
        client.uid_expunge([1])
        assert client.search() == [3, 4]
        assert client.search(["DELETED"]) == [4]
    assert left(server, "Weg") == LETTERS[:2]


def test_new_mail_ends_the_waiting(serve: Serve) -> None:
    server = serve(LETTERS)
    with opened(server) as client:
        client.idle()
        assert client.idle_check(timeout=0.2) == []
        server.deliver(letter(7, b"New"))
        heard: list[Any] = []
        end = time.monotonic() + 20
        while (4, b"EXISTS") not in heard and time.monotonic() < end:
            heard += client.idle_check(timeout=1)
        assert (4, b"EXISTS") in heard
        client.idle_done()
        assert client.search() == [1, 2, 3, 4]


def test_imaplib_reads_changes_and_sorts(serve: Serve) -> None:
    account = serve(LETTERS).account("imap", Security.IMPLICIT)
    with imaplib_opens(account) as client:
        client.login(account.user, account.password)
        assert client.select("INBOX") == ("OK", [b"3"])
        assert client.response("UIDVALIDITY")[1][0].isdigit()
        assert client.append("INBOX", "(\\Draft)", imaplib.Time2Internaldate(0), LETTERS[0])[0]
        assert client.noop()[0] == "OK"
        assert client.uid("SEARCH", "DRAFT")[1] == [b"4"]
        assert client.store("2", "+FLAGS", "(\\Deleted)")[0] == "OK"
        assert client.expunge() == ("OK", [b"2"])
        assert client.uid("FETCH", "3", "(FLAGS)")[1][0].startswith(b"2 (")
        assert client.status("INBOX", "(MESSAGES UIDNEXT)")[1][0].endswith(b"5)")
        assert client.unselect()[0] == "OK"
        with pytest.raises(imaplib.IMAP4.error):
            client.select('"no such mailbox')
        assert client.select("Nowhere")[0] == "NO"


def test_many_sessions_read_at_once(serve: Serve) -> None:
    """And one of them changes what they read."""
    letters = [letter(number, b"Hi %d" % number) for number in range(1, 201)]
    server = serve(letters)
    wrong: list[str] = []

    def read() -> None:
        with opened(server) as client:
            for _ in range(3):
                found = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS"])
                bad = [uid for uid, told in found.items() if told[b"BODY[]"] != letters[uid - 1]]
                wrong.extend(f"UID {uid}" for uid in bad)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    with opened(server) as client:
        for uid in range(1, 100, 7):
            client.add_flags([uid], [b"\\Flagged"])
    for thread in threads:
        thread.join()
    assert wrong == []
