# SPDX-License-Identifier: MIT
"""Python's own SMTP or LMTP client, for `postiche conform`.

    postiche conform smtp -- python3 tests/conformance/smtplib_client.py smtp {smtp.host}
        {smtp.port} {sender} {recipient} {message} [--ca {ca}] [--login {user}:{password}]

Exit status 0 when the letter was accepted, 1 when not.
"""

from __future__ import annotations

import argparse
import pathlib
import smtplib
import ssl
import sys


def send(options: argparse.Namespace) -> None:
    letter = pathlib.Path(options.message).read_bytes()
    kind = smtplib.LMTP if options.protocol == "lmtp" else smtplib.SMTP
    with kind(options.host, options.port, "client.example", timeout=20) as client:
        if options.ca:
            client.starttls(context=ssl.create_default_context(cafile=options.ca))
        if options.login:
            client.login(*options.login.split(":", 1))
        extensions = ["SMTPUTF8"] if not options.recipient.isascii() else []
        refused = client.sendmail(options.sender, options.recipient.split(","), letter, extensions)
    if refused:
        raise smtplib.SMTPRecipientsRefused(refused)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("protocol", choices=["smtp", "lmtp"])
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("sender")
    parser.add_argument("recipient")
    parser.add_argument("message")
    parser.add_argument("--ca")
    parser.add_argument("--login")
    try:
        send(parser.parse_args())
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        print(type(fault).__name__, fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
