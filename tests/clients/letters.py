# SPDX-License-Identifier: MIT
"""Mail that waits to be read: plain, and odd in ways that are allowed or at least common."""

from __future__ import annotations


def letter(number: int, *lines: bytes) -> bytes:
    head = (
        "From: Bob <bob@example.com>\r\nTo: ann@example.com\r\n"
        f"Subject: Letter {number}\r\nMessage-ID: <{number}@mail.example>\r\n"
        "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
    )
    return head.encode() + b"".join(line + b"\r\n" for line in (b"", *lines))


LETTERS = [letter(number, b"Hi %d" % number) for number in range(1, 4)]

ODD = {
    "dots": letter(1, b".", b"..", b".a", b"a.", b"", b".", b"+OK", b"-ERR", b"."),
    "no body": letter(2),
    "empty lines": letter(3, b"", b"", b"", b"end", b"", b""),
    "eight bits": letter(4, bytes(range(0xA0, 0x100)), "gr\u00fc\u00df dich".encode()),
    "long lines": letter(5, b"x" * 998, b"y" * 5000),
    "two megabytes": letter(6, *([b"." + b"z" * 76] * 26_000)),
    "tabs and blanks": letter(7, b"\ttab", b" blank", b"end \t "),
    "folded": b"X-Long: a\r\n\tb\r\n c\r\n" + letter(8, b"Hi"),
}
