# SPDX-License-Identifier: MIT
"""A client of SMTP that ends lines in bare LF and has no manners, or is tidy.

python3 rough_client.py PORT rough|tidy
"""

from __future__ import annotations

import socket
import sys


def main(port: int, rough: bool) -> None:
    end = b"\n" if rough else b"\r\n"
    link = socket.create_connection(("127.0.0.1", port), timeout=10)
    heard = link.makefile("rb")

    def hear() -> None:
        while heard.readline()[3:4] == b"-":
            pass

    hear()
    for line in (
        b"EHLO client.example",
        b"MAIL FROM:<ann@client.example>",
        b"RCPT TO:<bob@example.com>",
        b"DATA",
    ):
        link.sendall(line + (end if line.startswith(b"MAIL") else b"\r\n"))
        hear()
    link.sendall(
        b"From: Ann <ann@client.example>\r\nTo: Bob <bob@example.com>\r\nSubject: Hi\r\n"
        b"Date: Thu, 01 Jan 2026 12:00:00 +0000\r\nMessage-ID: <1@client.example>\r\n\r\n"
        b"Hi!\r\n.\r\n"
    )
    hear()
    link.sendall(b"QUIT\r\n")
    hear()
    print("sent, <b>really</b> </script>")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "rough")
