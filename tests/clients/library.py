# SPDX-License-Identifier: MIT
"""A scenario of the library, one client, and what came of it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from running import PROGRAM, run

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "scenarios").rglob("*.yaml"))
NAMES = [str(file.relative_to(ROOT / "scenarios").with_suffix("")) for file in FILES]

HERE = Path(__file__).parent
PYTHON = (sys.executable, str(HERE / "python_clients.py"))
CARELESS = (sys.executable, str(HERE / "careless_client.py"))
LETTER = str(HERE / "library_letter.eml")
FETCHER = (sys.executable, str(HERE / "fetching_client.py"), "{pop3.port}", "ann:pencil")
CARELESS_FETCHER = (sys.executable, str(HERE / "careless_fetcher.py"), "{pop3.port}")
READER = (sys.executable, str(HERE / "reading_client.py"), "{imap.port}", "ann:pencil")
CARELESS_READER = (sys.executable, str(HERE / "careless_reader.py"), "{imap.port}")
FAST = ("--clock-speed", "60")

# Each as run wants it: names in braces are filled in. What is added to it goes at the end.
CLIENTS: dict[str, tuple[str, ...]] = {
    "curl": (
        *("curl", "-sS", "--max-time", "10", "--mail-from", "ann@example.com", "-T", LETTER),
        *("--mail-rcpt", "bob@example.com", "smtp://127.0.0.1:{smtp.port}"),
    ),
    "swaks": (
        *("swaks", "--server", "127.0.0.1", "--port", "{smtp.port}", "--timeout", "10"),
        *("--from", "ann@example.com", "--to", "bob@example.com", "--helo", "client.example"),
    ),
    "msmtp": (
        *("sh", "-c", f'exec "$@" <{LETTER}', "sh", "msmtp", "-C", "/dev/null", "--timeout=10"),
        *("--host=localhost", "--port={smtp.port}", "--from=ann@example.com"),
        *("--domain=client.example", "bob@example.com"),
    ),
    "smtplib": (*PYTHON, "smtplib", "{smtp.port}"),
    "aiosmtplib": (*PYTHON, "aiosmtplib", "{smtp.port}"),
    "lmtp": (*PYTHON, "lmtp", "{lmtp.port}"),
}

# Over TLS, and not without it.
SECURE: dict[str, tuple[str, ...]] = {
    "curl": (
        *CLIENTS["curl"][:-1],
        *("smtp://localhost:{smtp.port}", "--ssl-reqd", "--cacert", "{ca}"),
    ),
    "swaks": (*CLIENTS["swaks"], "--tls"),
    "msmtp": (
        *CLIENTS["msmtp"][:-1],
        *("--tls=on", "--tls-starttls=on", "--tls-trust-file={ca}", "bob@example.com"),
    ),
    "smtplib": (*CLIENTS["smtplib"], "--ca", "{ca}"),
    "aiosmtplib": (*CLIENTS["aiosmtplib"], "--ca", "{ca}"),
}

# With a login; who logs in, and who gets the letter too, is added.
SUBMIT = (*CLIENTS["curl"][:-1], "smtp://127.0.0.1:{submission.port}")

# The first message by POP3, and the same over TLS and not without it.
POP3_CURL = (
    *("curl", "-sS", "--max-time", "10", "--user", "ann:pencil"),
    "pop3://localhost:{pop3.port}/1",
)
SECURE_POP3_CURL = (*POP3_CURL, "--ssl-reqd", "--cacert", "{ca}")

# The first message by IMAP, and the same over TLS and not without it.
IMAP_CURL = (
    *("curl", "-sS", "--max-time", "10", "--user", "ann:pencil"),
    "imap://localhost:{imap.port}/INBOX;MAILINDEX=1",
)
SECURE_IMAP_CURL = (*IMAP_CURL, "--ssl-reqd", "--cacert", "{ca}")

# Python's own, as a script of a dozen lines has it: each message by its number, whole.
IMAPLIB = (
    *(sys.executable, "-c"),
    """
import imaplib, sys
link = imaplib.IMAP4("localhost", int(sys.argv[1]), timeout=0.6)
link.login("ann", "pencil")
link.select()
for number in link.search(None, "ALL")[1][0].split():
    print(len(link.fetch(number, "(RFC822)")[1][0][1]))
    link.store(number, "+FLAGS", r"(\\Deleted)")
link.close()
link.logout()
""",
    "{imap.port}",
)

# In a home of its own; it takes messages by TOP and deletes them.
FETCHMAIL = (
    *("sh", "-c"),
    """
    FETCHMAILHOME=$(mktemp -d) && export FETCHMAILHOME
    trap 'rm -r "$FETCHMAILHOME"' EXIT
    echo "poll localhost protocol POP3 port $1 uidl timeout 3
          user ann password pencil sslproto '' mda 'cat >/dev/null'" |
      fetchmail -f - --nodetach --nosyslog --pidfile "$FETCHMAILHOME/pid"
    """,
    *("sh", "{pop3.port}"),
)


# In a home of its own; it keeps a copy of the inbox, and deletes nothing.
MBSYNC = (
    *("sh", "-c"),
    """
    HOME=$(mktemp -d) && export HOME && trap 'rm -r "$HOME"' EXIT && mkdir "$HOME/mail"
    printf '%s\\n' "IMAPAccount there" "Host localhost" "Port $1" "User ann" "Pass pencil" \\
      "AuthMechs LOGIN" "Timeout 3" "SSLType None" "" "IMAPStore far" "Account there" "" \\
      "MaildirStore near" "Path $HOME/mail/" "Inbox $HOME/mail/INBOX" "" \\
      "Channel inbox" "Far :far:" "Near :near:" "Create Near" "Expunge None" "SyncState *" \\
      >"$HOME/.mbsyncrc"
    mbsync inbox; status=$?; ls "$HOME"/mail/INBOX/*/* 2>/dev/null | wc -l; exit $status
    """,
    *("sh", "{imap.port}"),
)


@dataclass(frozen=True)
class Case:
    """What a client is to make of a scenario."""

    scenario: str
    client: tuple[str, ...]
    verdicts: dict[str, str]  # the same in each case of a matrix
    statuses: list[int]  # of the client, one for each case
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a client that reads mail is to make of a scenario."""

    scenario: str
    client: tuple[str, ...]
    verdicts: dict[str, str]  # of those that matter, in each case of a matrix
    status: int | None = 0  # of the client, in each case; None: whatever it is
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting:
    status: int  # of `postiche run`: the worst of all cases
    told: str  # standard output: the report
    complaints: str  # standard error: of the client too

    def cases(self) -> list[dict[str, str]]:
        """The verdicts of each case: what a matrix has several of."""
        words = "PASS|WARN|FAIL|INFO|SKIP|UNRESOLVED|ERROR"
        reports = re.split(r"^postiche: (?:passed|failed).*$", self.told, flags=re.MULTILINE)[:-1]
        found = [re.findall(rf"^  ({words}) +(\S+)", one, re.MULTILINE) for one in reports]
        return [{name: outcome for outcome, name in verdicts} for verdicts in found]

    def statuses(self) -> list[int]:
        """How the client ended, each time."""
        return [int(s) for s in re.findall(r"the client exited with status (\d+)", self.told)]


def meet(scenario: str, client: tuple[str, ...], *flags: str) -> Meeting:
    ended = run(PROGRAM, "run", scenario, *flags, "--", *client)
    return Meeting(ended.returncode, ended.stdout, ended.stderr)


def check_reading(shelf: str, case: Reading) -> None:
    met = meet(f"{shelf}/{case.scenario}", case.client, *case.flags)
    assert met.cases(), met.told + met.complaints
    for verdicts in met.cases():
        assert case.verdicts.items() <= verdicts.items(), met.told + met.complaints
    wanted = set(met.statuses()) if case.status is None else {case.status}
    assert set(met.statuses()) == wanted, met.told + met.complaints


def name_of(case: Reading) -> str:
    """As the report of pytest calls it."""
    is_careless = case.client[:3] in (CARELESS_FETCHER, CARELESS_READER)
    return f"{case.scenario}-{'careless' if is_careless else 'careful'}"


def shell(*clients: tuple[str, ...]) -> tuple[str, ...]:
    """One after the other; none may have an argument with a space in it."""
    return ("sh", "-c", "; ".join(" ".join(client) for client in clients))


def _curl_version() -> int:
    told = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout
    return int(told.split()[1].partition(".")[0])


# Since 8 it takes no blank sender and no longer lines, but longer replies.
NEWER_CURL = _curl_version() >= 8
