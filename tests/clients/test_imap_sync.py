# SPDX-License-Identifier: MIT
"""A Maildir and an IMAP account that change on both sides, and the clients that keep them equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import imapclient  # type: ignore[import-untyped]
import mail_server
import pytest
from letters import LETTERS, ODD, letter
from mail_server import MailServer, Security
from mailboxes import imapclient_opens
from syncers import SYNCERS, Maildirs, unmarked

Serve = Callable[..., MailServer]
WAYS = [(client, security) for client in SYNCERS for security in Security]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    servers = mail_server.Servers(tmp_path, "imap")
    yield servers.start
    servers.stop()


class Pair:
    """An account on a server and a Maildir here."""

    def __init__(
        self, client: str, server: MailServer, folder: Path, security: Security = Security.CLEAR
    ) -> None:
        self._syncs, self._folder = SYNCERS[client], folder
        self._account = server.account("imap", security)
        self.near = Maildirs(folder / "mail", "/")

    def sync(self) -> None:
        synced = self._syncs(self._account, self._folder)
        assert synced.status == 0, synced.told

    def far(self, name: str) -> dict[int, tuple[bytes, set[bytes]]]:
        """Of a mailbox on the server, by UID: content and flags."""
        with imapclient_opens(self._account) as client:
            client.select_folder(name, readonly=True)
            found = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS"])
            return {
                uid: (told[b"BODY[]"], set(told[b"FLAGS"]) - {b"\\Recent"})
                for uid, told in found.items()
            }

    def contents(self, name: str) -> list[bytes]:
        return sorted(content for content, _ in self.far(name).values())

    def at_server(self) -> imapclient.IMAPClient:
        """Somebody else who has the account open."""
        client = imapclient.IMAPClient(
            self._account.host, self._account.port, ssl=False, timeout=20
        )
        client.login(self._account.user, self._account.password)
        return client

    def folders(self) -> set[str]:
        with imapclient_opens(self._account) as client:
            listed = client.list_folders()
        return {name for flags, _, name in listed if b"\\Noselect" not in flags}


@pytest.mark.parametrize(("client", "security"), WAYS)
def test_what_is_there_comes_here(
    client: str, security: Security, serve: Serve, tmp_path: Path
) -> None:
    server = serve(LETTERS, **{"Work/Plans": ODD.values(), "Empty": ()})
    pair = Pair(client, server, tmp_path, security)
    pair.sync()
    assert pair.near.messages("INBOX") == sorted(LETTERS)
    assert pair.near.messages("Work/Plans") == sorted(ODD.values())
    assert pair.near.messages("Empty") == []
    before = pair.near.all_files()
    pair.sync()
    assert pair.near.all_files() == before
    assert pair.contents("INBOX") == sorted(LETTERS)


@pytest.mark.parametrize("client", SYNCERS)
def test_what_is_here_goes_there(client: str, serve: Serve, tmp_path: Path) -> None:
    pair = Pair(client, serve(LETTERS), tmp_path)
    pair.sync()
    pair.near.make("New")
    for number, content in enumerate(ODD.values()):
        pair.near.add("INBOX" if number % 2 else "New", content)
    pair.sync()
    odd = list(ODD.values())
    there = [sorted(map(unmarked, pair.contents(name))) for name in ("INBOX", "New")]
    assert there == [sorted(LETTERS + odd[1::2]), sorted(odd[::2])]
    before = pair.far("INBOX"), pair.far("New")
    pair.sync()
    assert (pair.far("INBOX"), pair.far("New")) == before


@pytest.mark.parametrize("client", SYNCERS)
def test_flags_go_both_ways(client: str, serve: Serve, tmp_path: Path) -> None:
    pair = Pair(client, serve(LETTERS), tmp_path)
    pair.sync()
    pair.near.set_flags("INBOX", LETTERS[0], "RS")
    with pair.at_server() as other:
        other.select_folder("INBOX")
        uids = other.search()
        other.add_flags(uids[1:2], [b"\\Flagged", b"\\Seen"])
        other.add_flags(uids[2:3], [b"\\Draft"])
    pair.sync()
    assert [flags for _, flags in pair.far("INBOX").values()] == [
        {b"\\Answered", b"\\Seen"},
        {b"\\Flagged", b"\\Seen"},
        {b"\\Draft"},
    ]
    assert [pair.near.flags("INBOX", one) for one in LETTERS] == ["RS", "FS", "D"]
    pair.near.set_flags("INBOX", LETTERS[0], "R")
    with pair.at_server() as other:
        other.select_folder("INBOX")
        other.remove_flags(uids[1:2], [b"\\Flagged"])
    pair.sync()
    assert [pair.near.flags("INBOX", one) for one in LETTERS] == ["R", "S", "D"]
    assert pair.far("INBOX")[uids[0]][1] == {b"\\Answered"}


@pytest.mark.parametrize("client", SYNCERS)
def test_what_is_deleted_on_one_side_goes_from_the_other(
    client: str, serve: Serve, tmp_path: Path
) -> None:
    letters = [letter(number, b"Hi") for number in range(1, 7)]
    pair = Pair(client, serve(letters), tmp_path)
    pair.sync()
    if client == "mbsync":
        pair.near.set_flags("INBOX", letters[0], "ST")
    else:
        pair.near.find("INBOX", letters[0]).unlink()
    pair.near.find("INBOX", letters[1]).unlink()
    with pair.at_server() as other:
        other.select_folder("INBOX")
        other.delete_messages(other.search()[4:])
        other.expunge()
    pair.sync()
    assert pair.near.messages("INBOX") == letters[2:4]
    assert pair.contents("INBOX") == letters[2:4]


def test_folders_are_made_and_removed_on_both_sides(serve: Serve, tmp_path: Path) -> None:
    pair = Pair("mbsync", serve(LETTERS), tmp_path)
    pair.near.make("Here/Deep")
    pair.near.add("Here/Deep", LETTERS[0])
    with pair.at_server() as other:
        other.create_folder("There/T\u00e4gliches")
        other.append("There/T\u00e4gliches", LETTERS[1], [b"\\Seen"])
    pair.sync()
    assert pair.folders() >= {"INBOX", "Here/Deep", "There/T\u00e4gliches"}
    (made,) = [box for box in (pair.near.root / "There").iterdir() if (box / "cur").is_dir()]
    (file,) = (made / "cur").iterdir()
    assert file.name.endswith("S")
    with pair.at_server() as other:
        other.select_folder("Here/Deep")
        other.delete_messages(other.search())
        other.expunge()
    pair.sync()  # it deletes no mailbox that has mail
    with pair.at_server() as other:
        other.delete_folder("Here/Deep")
    pair.sync()
    assert not (pair.near.root / "Here/Deep/cur").exists()
    assert "Here/Deep" not in pair.folders()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("client", "count"), [("mbsync", 2000), ("offlineimap", 500)])
def test_a_large_mailbox_is_synced_once(
    client: str, count: int, serve: Serve, tmp_path: Path
) -> None:
    letters = [letter(number, b"Hi %d" % number) for number in range(1, count + 1)]
    pair = Pair(client, serve(letters), tmp_path)
    pair.sync()
    assert pair.near.messages("INBOX") == sorted(letters)
    before = pair.near.all_files(), mod_sequence(pair)
    pair.sync()
    assert (pair.near.all_files(), mod_sequence(pair)) == before


def mod_sequence(pair: Pair) -> object:
    """It grows whenever a client changes anything."""
    with pair.at_server() as client:
        return client.folder_status("INBOX", ["HIGHESTMODSEQ", "MESSAGES", "UIDNEXT"])
