# SPDX-License-Identifier: MIT
"""A small POP3 client that does it right: what came whole is remembered by name, then deleted.

    python3 fetching_client.py PORT USER:PASSWORD [--keep] [--sessions 2] [--tries 5] ...

Exit status 0 when as many sessions went well as were asked for, 1 when it gave up.
"""

from __future__ import annotations

import argparse
import base64
import hmac
import poplib
import re
import ssl
import sys

from small_client import GiveUpError, come_again, option_parser

# Some mail has longer lines than poplib would read.
poplib._MAXLINE = 1 << 20  # type: ignore[attr-defined]

TIMESTAMP = re.compile(rb"<[!-;=?-~]+@[!-;=?-~]+>")
FINAL = (b"[AUTH]", b"[SYS/PERM]")


class Fetcher:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.user, self.password = options.login.split(":")
        self.seen: set[bytes] = set()

    def session(self) -> None:
        link = poplib.POP3("127.0.0.1", self.options.port, timeout=self.options.timeout)
        try:
            if self.options.ca:
                self._secure(link)
            self._log_in(link)
            self._fetch(link)
            link.quit()
        finally:
            link.close()

    def _secure(self, link: poplib.POP3) -> None:
        if "STLS" not in self._offer(link):
            raise GiveUpError("no TLS here")
        context = ssl.create_default_context(cafile=self.options.ca)
        context.check_hostname = False
        link.stls(context)

    def _offer(self, link: poplib.POP3) -> dict[str, list[str]]:
        try:
            return link.capa()
        except poplib.error_proto:
            return {"USER": []}  # as before there was CAPA

    def _log_in(self, link: poplib.POP3) -> None:
        """By the strongest way that is offered, and by that alone."""
        offer = self._offer(link)
        if "UTF8" in offer:
            link.utf8()
        try:
            if "CRAM-MD5" in offer.get("SASL", []):
                self._answer_challenge(link)
            elif "USER" in offer:
                link.user(self.user)
                link.pass_(self.password)
            elif TIMESTAMP.search(link.getwelcome()):
                link.apop(self.user, self.password)
            else:
                raise GiveUpError("no way in")
        except poplib.error_proto as error:
            if any(code in bytes_of(error) for code in FINAL):
                raise GiveUpError(bytes_of(error).decode()) from error
            raise

    def _answer_challenge(self, link: poplib.POP3) -> None:
        said = link._shortcmd("AUTH CRAM-MD5")  # type: ignore[attr-defined]
        challenge = base64.b64decode(said[2:])
        digest = hmac.new(self.password.encode(), challenge, "md5").hexdigest()
        answer = base64.b64encode(f"{self.user} {digest}".encode())
        link._shortcmd(answer.decode())  # type: ignore[attr-defined]

    def _names(self, link: poplib.POP3) -> dict[int, bytes]:
        """Of messages whose name is theirs alone."""
        try:
            rows = [line.split() for line in link.uidl()[1]]
        except poplib.error_proto as error:
            if not is_refusal(error):
                raise
            return {}
        all_names = [name for _, name in rows]
        return {int(number): name for number, name in rows if all_names.count(name) == 1}

    def _fetch(self, link: poplib.POP3) -> None:
        link.stat()
        sizes = {int(n): int(size) for n, size in (line.split() for line in link.list()[1])}
        names = self._names(link) if sizes else {}
        for number, size in sizes.items():
            name = names.get(number)
            if name is None or name not in self.seen:
                came = self._retrieve(link, number)
                if came is None:
                    continue
                if name:
                    self.seen.add(name)
                if came != size:
                    print(f"message {number} is not as long as was said: it stays")
                    continue
            if not self.options.keep:
                self._delete(link, number)

    def _retrieve(self, link: poplib.POP3, number: int) -> int | None:
        try:
            return link.retr(number)[2]
        except poplib.error_proto as error:
            if not is_refusal(error):
                raise
            print(f"message {number} stays: {error}")
            return None

    def _delete(self, link: poplib.POP3, number: int) -> None:
        try:
            link.dele(number)
        except poplib.error_proto as error:
            if not is_refusal(error):
                raise
            print(f"message {number} stays: {error}")


def bytes_of(error: poplib.error_proto) -> bytes:
    """What the server said; empty where the complaint is Python's own."""
    said = error.args[0] if error.args else b""
    return said if isinstance(said, bytes) else b""


def is_refusal(error: poplib.error_proto) -> bool:
    """Whether that was an answer, and the connection can be used on."""
    return bytes_of(error).startswith(b"-ERR")


def read_options() -> argparse.Namespace:
    parser = option_parser()
    parser.add_argument("--keep", action="store_true", help="leave mail on the server")
    return parser.parse_args()


def main() -> int:
    options = read_options()
    return come_again(options, Fetcher(options).session, poplib.error_proto)


if __name__ == "__main__":
    sys.exit(main())
