# SPDX-License-Identifier: MIT
"""Real mail clients behind one call: send a letter, tell how it ended for the client's user."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from pathlib import Path

from running import run


@dataclass(frozen=True)
class Letter:
    to: tuple[str, ...] = ("bob@example.com",)
    size: int = 1000
    sender: str = "ann@example.com"

    def text(self) -> str:
        line = "x" * 68 + "\r\n"
        head = f"From: {self.sender}\r\nTo: {', '.join(self.to)}\r\nSubject: Hi\r\n\r\n"
        return head + line * (self.size // len(line))


@dataclass(frozen=True)
class Ending:
    """What the user gets: an exit status, for Python the name of the exception or "sent"."""

    status: int | str
    told: str


def smtplib_sends(port: int, letter: Letter, folder: Path) -> Ending:
    try:
        options = [] if letter.sender.isascii() else ["SMTPUTF8"]
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            refused = client.sendmail(
                letter.sender, letter.to, letter.text().encode(), mail_options=options
            )
    except (smtplib.SMTPException, OSError) as error:
        return Ending(type(error).__name__, str(error))
    return Ending("sent", str(refused))


def curl_sends(port: int, letter: Letter, folder: Path) -> Ending:
    file = folder / "letter.eml"
    file.write_bytes(letter.text().encode())
    to = [word for address in letter.to for word in ("--mail-rcpt", address)]
    ended = run(
        *("curl", "-sS", "--max-time", "20", f"smtp://127.0.0.1:{port}", "--mail-from"),
        *(letter.sender, *to, "--upload-file", str(file)),
    )
    return Ending(ended.returncode, ended.stderr)


def swaks_sends(port: int, letter: Letter, folder: Path) -> Ending:
    file = folder / "letter.eml"
    file.write_bytes(letter.text().replace("\r\n", "\n").encode())
    ended = run(
        *("swaks", "--server", "127.0.0.1", "--port", str(port), "--timeout", "20"),
        *("--from", letter.sender, "--to", ",".join(letter.to), "--data", f"@{file}"),
        *("--helo", "client.example", "--suppress-data"),
    )
    return Ending(ended.returncode, ended.stdout + ended.stderr)


def msmtp_sends(port: int, letter: Letter, folder: Path) -> Ending:
    file = folder / "letter.eml"
    file.write_bytes(letter.text().replace("\r\n", "\n").encode())
    with file.open() as text:
        ended = run(
            *("msmtp", "-C", "/dev/null", "--host=127.0.0.1", f"--port={port}", "--timeout=20"),
            *(f"--from={letter.sender}", *letter.to),
            stdin=text,
        )
    return Ending(ended.returncode, ended.stderr)


SENDERS = {
    "smtplib": smtplib_sends,
    "curl": curl_sends,
    "swaks": swaks_sends,
    "msmtp": msmtp_sends,
}
