# SPDX-License-Identifier: MIT
"""Python's own SMTP client, or aiosmtplib, as a program.

    python3 python_clients.py smtplib|lmtp|aiosmtplib PORT [--ca FILE] [--login USER:PASSWORD]
        [--tries N] [--pause SECONDS] [--messages N] [--timeout SECONDS] [--to ADDRESS ...]

With --tries it sends again what was refused for now or broke off, and nothing that was accepted.
Exit status 0 when all was delivered, 1 when not.
"""

from __future__ import annotations

import argparse
import asyncio
import smtplib
import ssl
import sys
import time

LETTER = "From: ann@example.com\r\nTo: bob@example.com\r\nSubject: Hi\r\n\r\nHi!\r\n"


def context_of(options: argparse.Namespace) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=options.ca)


def smtplib_sends(options: argparse.Namespace) -> None:
    kind = smtplib.LMTP if options.client == "lmtp" else smtplib.SMTP
    with kind("localhost", options.port, timeout=options.timeout) as client:
        if options.ca:
            client.starttls(context=context_of(options))
        if options.login:
            client.login(*options.login.split(":"))
        for _ in range(options.messages):
            client.sendmail("ann@example.com", options.to, LETTER)


async def send_with_aiosmtplib(options: argparse.Namespace) -> None:
    import aiosmtplib

    user, password = options.login.split(":") if options.login else (None, None)
    for _ in range(options.messages):
        await aiosmtplib.send(
            LETTER,
            sender="ann@example.com",
            recipients=options.to,
            hostname="localhost",
            port=options.port,
            username=user,
            password=password,
            start_tls=bool(options.ca),
            tls_context=context_of(options) if options.ca else None,
            timeout=options.timeout,
        )


def attempt(options: argparse.Namespace) -> bool:
    try:
        if options.client == "aiosmtplib":
            asyncio.run(send_with_aiosmtplib(options))
        else:
            smtplib_sends(options)
    except Exception as error:  # each has some twenty of its own
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("client", choices=["smtplib", "lmtp", "aiosmtplib"])
    parser.add_argument("port", type=int)
    parser.add_argument("--ca")
    parser.add_argument("--login")
    parser.add_argument("--tries", type=int, default=1)
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--messages", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=10)
    parser.add_argument("--to", nargs="+", default=["bob@example.com"])
    options = parser.parse_args()
    for left in reversed(range(options.tries)):
        if attempt(options):
            return 0
        if left:
            time.sleep(options.pause)
    return 1


if __name__ == "__main__":
    sys.exit(main())
