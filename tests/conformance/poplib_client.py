# SPDX-License-Identifier: MIT
"""Python's own POP3 client, for `postiche conform`: it reads all, and deletes that if told.

    postiche conform pop3 -- python3 tests/conformance/poplib_client.py {pop3.host} {pop3.port}
        {user} {password} [--ca {ca}] [--delete]

It writes what it has read. Exit status 0 when that was all, 1 when not.
"""

from __future__ import annotations

import argparse
import poplib
import ssl
import sys

from account import account_parser


def log_in(client: poplib.POP3, options: argparse.Namespace) -> None:
    """By the best way that poplib knows: it has no SASL."""
    if options.ca:
        client.stls(ssl.create_default_context(cafile=options.ca))
    elif b"<" in client.getwelcome():
        client.apop(options.user, options.password)
        return
    client.user(options.user)
    client.pass_(options.password)


def fetch(options: argparse.Namespace) -> None:
    client = poplib.POP3(options.host, options.port, timeout=20)
    try:
        log_in(client, options)
        for number in range(1, client.stat()[0] + 1):
            sys.stdout.buffer.write(b"\r\n".join([*client.retr(number)[1], b""]))
            if options.delete:
                client.dele(number)
    except poplib.error_proto:
        client.quit()
        raise
    client.quit()


def main() -> int:
    parser = account_parser()
    parser.add_argument("--delete", action="store_true")
    try:
        fetch(parser.parse_args())
    except (poplib.error_proto, OSError, ValueError) as fault:
        print(type(fault).__name__, fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
