# SPDX-License-Identifier: MIT
"""Real clients of POP3 behind one call: fetch what is new, keep it there or delete it.

What a client remembers between two calls (UIDs that it has seen) is in the folder that it is given.
"""

from __future__ import annotations

import contextlib
import mailbox
import poplib
import re
import ssl
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from mail_server import Account, Security
from running import run
from terminal import in_terminal

HERE = Path(__file__).parent
BUILD = HERE.parents[1] / "build"
BIN = BUILD / "venv/bin"
JARS = [f"/usr/share/java/jakarta-{name}.jar" for name in ("mail", "activation")]
JAVA_READS = (
    *("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"),
    *(":".join([str(BUILD / "java"), *JARS]), "Read"),
)
PATIENCE = 60.0


class Then(str, Enum):
    """What becomes of a message that was fetched."""

    KEEP = "keep"
    DELETE = "delete"


@dataclass(frozen=True)
class Fetched:
    """What the user gets: an exit status, what he is told, and new mail with CRLF at line ends."""

    status: int
    told: str
    messages: list[bytes]


def same(client: str, got: bytes, sent: bytes) -> bool:
    """An mbox ends in an empty line, which nobody can tell from one of the message."""
    return got == sent or (client == "neomutt" and got.rstrip(b"\r\n") == sent.rstrip(b"\r\n"))


def got_nothing(client: str, fetched: Fetched) -> bool:
    """And said so, where it says such things by its status."""
    return not fetched.messages and (fetched.status != 0 or client in ("getmail", "neomutt"))


def tells_of_password(client: str, told: str) -> bool:
    # What neomutt paints about it is gone before anybody can see it.
    words = "auth|login|password|credential|denied"
    return client == "neomutt" or re.search(words, told, re.IGNORECASE) is not None


class Fetcher(Protocol):
    def __call__(self, account: Account, folder: Path, then: Then) -> Fetched: ...


def with_crlf(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def files_in(folder: Path) -> list[bytes]:
    """One message a file, in the order of their names."""
    return [with_crlf(file.read_bytes()) for file in sorted(folder.iterdir())]


def fresh(folder: Path, name: str) -> Path:
    """A place for what this call fetches."""
    made = folder / f"{name}{sum(1 for _ in folder.glob(name + '*'))}"
    made.mkdir(parents=True)
    return made


def maildir_in(folder: Path) -> Path:
    made = fresh(folder, "maildir")
    for part in ("new", "cur", "tmp"):
        (made / part).mkdir()
    return made


def agent_for(folder: Path) -> Path:
    """A local delivery agent: each message becomes a file, named by the time of its arrival."""
    agent = folder.with_suffix(".agent")
    agent.write_text(f'#!/bin/sh\nexec cat >"{folder}/$(date +%s%N)"\n')
    agent.chmod(0o755)
    return agent


def secret_file(file: Path, text: str) -> str:
    """These clients take no configuration that others may read."""
    file.write_text(text)
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return str(file)


def yes(value: bool) -> str:
    return "on" if value else "off"


def fetchmail_fetches(
    account: Account, folder: Path, then: Then, protocol: str = "POP3"
) -> Fetched:
    secured = {
        Security.CLEAR: "sslproto ''",
        Security.STARTTLS: "sslproto 'tls1.2+'",
        Security.IMPLICIT: "ssl",
    }[account.security]
    came = fresh(folder, "came")
    control = secret_file(
        folder / "fetchmailrc",
        f"set invisible\nset no bouncemail\n"
        f"poll {account.host} service {account.port} protocol {protocol} timeout 20 "
        + ("uidl " if protocol == "POP3" else "")
        + f"user '{account.user}' password '{account.password}' "
        f"{secured} sslcertck sslcertfile {account.ca} "
        f"{then.value if then is Then.KEEP else 'nokeep'} no rewrite mda '{agent_for(came)}'\n",
    )
    ended = run(
        *("fetchmail", "-f", control, "--nodetach", "--nosyslog", "-v"),
        *("--idfile", str(folder / "ids"), "--pidfile", str(folder / "pid")),
        timeout=PATIENCE,
    )
    return Fetched(ended.returncode, ended.stdout + ended.stderr, files_in(came))


def getmail_fetches(account: Account, folder: Path, then: Then, protocol: str = "POP3") -> Fetched:
    assert account.security is not Security.STARTTLS, "getmail cannot"
    secure = account.security is Security.IMPLICIT
    came = fresh(folder, "came")
    # Into a maildir it does not deliver as root, which CI is.
    control = secret_file(
        folder / "getmailrc",
        f"[retriever]\ntype = Simple{protocol}{'SSL' if secure else ''}Retriever\n"
        f"server = {account.host}\nport = {account.port}\ntimeout = 20\n"
        f"username = {account.user}\npassword = {account.password}\n"
        + (f"ca_certs = {account.ca}\n" if secure else "")
        + f"[destination]\ntype = MDA_external\npath = {agent_for(came)}\n"
        "allow_root_commands = True\n"
        f"[options]\ndelete = {then is Then.DELETE}\nread_all = False\n"
        "delivered_to = False\nreceived = False\nverbose = 1\n",
    )
    ended = run(str(BIN / "getmail"), "--getmaildir", str(folder), "-r", control, timeout=PATIENCE)
    added = rb"\AReturn-Path: <unknown>\r\n|^X-getmail-retrieved-from-mailbox: .*\r\n"
    messages = [re.sub(added, b"", one, flags=re.MULTILINE) for one in files_in(came)]
    return Fetched(ended.returncode, ended.stdout + ended.stderr, messages)


def mpop_fetches(account: Account, folder: Path, then: Then) -> Fetched:
    came = maildir_in(folder)
    control = secret_file(
        folder / "mpoprc",
        f"account default\nhost {account.host}\nport {account.port}\ntimeout 20\n"
        f"user {account.user}\npassword {account.password}\nauth user\n"
        f"tls {yes(account.security is not Security.CLEAR)}\n"
        f"tls_starttls {yes(account.security is Security.STARTTLS)}\n"
        + (f"tls_trust_file {account.ca}\n" if account.security is not Security.CLEAR else "")
        + f"keep {yes(then is Then.KEEP)}\nuidls_file {folder / 'uidls'}\n"
        f"received_header off\ndelivery maildir {came}\n",
    )
    ended = run("mpop", "-C", control, "--pipelining=on", timeout=PATIENCE)
    return Fetched(ended.returncode, ended.stdout + ended.stderr, files_in(came / "new"))


def curl_asks(account: Account, folder: Path, path: str, *options: str) -> tuple[int, bytes, str]:
    """One URL: exit status, answer, complaints."""
    scheme = "pop3s" if account.security is Security.IMPLICIT else "pop3"
    secured = [] if account.security is Security.CLEAR else ["--ssl-reqd"]
    answer = folder / "answer"
    answer.write_bytes(b"")
    ended = run(
        *("curl", "-sS", "--max-time", "20", "--cacert", str(account.ca), *secured),
        *("--user", f"{account.user}:{account.password}", "-o", str(answer), *options),
        f"{scheme}://{account.host}:{account.port}/{path}",
    )
    return ended.returncode, answer.read_bytes(), ended.stderr


def curl_fetches(account: Account, folder: Path, then: Then) -> Fetched:
    """As a shell script would: a list, each message, and a deletion of each."""
    status, listed, told = curl_asks(account, folder, "")
    messages = []
    # Of an empty list curl 7 makes an empty line.
    numbers = [line.split()[0].decode() for line in listed.splitlines() if line]
    for number in numbers:
        status, content, told = curl_asks(account, folder, number)
        if status != 0:
            break
        messages.append(content)
    if status == 0 and then is Then.DELETE:
        # Each is a session of its own, after which those behind it have other numbers.
        for number in reversed(numbers):
            status, _, told = curl_asks(account, folder, number, "-X", "DELE", "--list-only")
    return Fetched(status, told, messages)


def python_opens(account: Account) -> poplib.POP3:
    trusted = ssl.create_default_context(cafile=str(account.ca))
    if account.security is Security.IMPLICIT:
        return poplib.POP3_SSL(account.host, account.port, context=trusted, timeout=20)
    client = poplib.POP3(account.host, account.port, timeout=20)
    if account.security is Security.STARTTLS:
        client.stls(trusted)
    return client


def left_in(account: Account) -> list[bytes]:
    """What the maildrop has now."""
    client = python_opens(account)
    client.user(account.user)
    client.pass_(account.password)
    count = client.stat()[0]
    found = [b"\r\n".join([*client.retr(number + 1)[1], b""]) for number in range(count)]
    client.quit()
    return found


def poplib_fetches(account: Account, folder: Path, then: Then) -> Fetched:
    messages = []
    try:
        with contextlib.closing(python_opens(account)) as client:
            client.user(account.user)
            client.pass_(account.password)
            for number in range(1, client.stat()[0] + 1):
                messages.append(b"\r\n".join([*client.retr(number)[1], b""]))
                if then is Then.DELETE:
                    client.dele(number)
            told = client.quit()
    except (poplib.error_proto, OSError) as error:
        return Fetched(1, repr(error), messages)
    return Fetched(0, told.decode(), messages)


# What its user answers: no to a certificate, nothing (^G) when asked for another password.
CAUTIOUS = {"(r)eject": "r", "Password for": "\a"}


def neomutt_fetches(account: Account, folder: Path, then: Then) -> Fetched:
    """`fetch-mail` from POP into a local spool file, as by the key G.

    Left to itself it begins SCRAM-SHA-256-PLUS, cancels it, does not read the answer to that, and
    so takes each later answer for that of the command before.
    """
    came = fresh(folder, "came") / "mbox"
    came.touch()
    scheme = "pops" if account.security is Security.IMPLICIT else "pop"
    user = account.user.replace("@", "%40")
    control = secret_file(
        folder / "neomuttrc",
        f"set folder='{came.parent}'\nset spoolfile='{came}'\nset pop_host="
        f"'{scheme}://{user}@{account.host}:{account.port}'\n"
        f"set pop_pass='{account.password}'\nset certificate_file='{account.ca}'\n"
        f"set ssl_force_tls={yes_no(account.security)} ssl_starttls={yes_no(account.security)}\n"
        "set sleep_time=0 pop_authenticators=user\n"
        f"set pop_delete={'no' if then is Then.KEEP else 'yes'} pop_last=no\n"
        "set mbox_type=mbox sort=mailbox-order quit=yes move=no confirmappend=no wait_key=no\n"
        f"set header_cache='{folder / 'cache'}' message_cachedir='{folder / 'bodies'}'\n",
    )
    ended = in_terminal(
        *("neomutt", "-n", "-F", control, "-f", str(came)),
        *("-e", "push '<fetch-mail><sync-mailbox><exit>'"),
        answers=CAUTIOUS,
    )
    return Fetched(ended.returncode, ended.stdout, list(in_mbox(came)))


def yes_no(security: Security) -> str:
    return "no" if security is Security.CLEAR else "yes"


def in_mbox(file: Path) -> Iterator[bytes]:
    with contextlib.closing(mailbox.mbox(file)) as box:
        for key in box.iterkeys():
            yield with_crlf(box.get_bytes(key))


def node_fetches(account: Account, folder: Path, then: Then) -> Fetched:
    """node-pop3 gives messages with their dots stuffed and without their last line end."""
    assert account.security is not Security.STARTTLS, "node-pop3 cannot"
    words = (str(BIN / "node"), str(HERE / "node/fetch.cjs"))
    fetched = arguments_fetch(words, "pop3", account, fresh(folder, "came"), then)
    unstuffed = [
        re.sub(rb"^\.", b"", message, flags=re.MULTILINE) + b"\r\n" for message in fetched.messages
    ]
    return replace(fetched, messages=unstuffed)


def java_fetches(account: Account, folder: Path, then: Then) -> Fetched:
    return arguments_fetch(JAVA_READS, "pop3", account, fresh(folder, "came"), then)


def arguments_fetch(
    words: tuple[str, ...], protocol: str, account: Account, came: Path, then: Then
) -> Fetched:
    """Programs of ours around a library: what they are to do stands in their arguments."""
    ended = run(
        *(*words, protocol, account.host, str(account.port), account.security.value),
        *(str(account.ca), account.user, account.password, then.value, str(came)),
        timeout=PATIENCE,
    )
    return Fetched(ended.returncode, ended.stdout + ended.stderr, files_in(came))


FETCHERS: dict[str, Fetcher] = {
    "fetchmail": fetchmail_fetches,
    "getmail": getmail_fetches,
    "mpop": mpop_fetches,
    "curl": curl_fetches,
    "poplib": poplib_fetches,
    "neomutt": neomutt_fetches,
    "node-pop3": node_fetches,
    "jakarta": java_fetches,
}

# These know TLS only from the first octet.
WITHOUT_STLS = ("getmail", "node-pop3")
# These take no longer line.
LONGEST_LINE = {"poplib": 2046}
# These remember by UIDL what they have fetched.
REMEMBERING = ("fetchmail", "getmail", "mpop")
