# SPDX-License-Identifier: MIT
"""The smallest mail client that does it right: it tries again after a temporary failure.

    python3 retrying_client.py HOST PORT [TRIES [SECONDS BETWEEN]]

Exit status 0 when the mail is delivered, 1 when it gave up.
"""

from __future__ import annotations

import smtplib
import sys
import time

LETTER = "From: ann@example.com\r\nTo: bob@example.com\r\nSubject: Hi\r\n\r\nHi!\r\n"


def attempt(host: str, port: int) -> bool:
    """Whether it was delivered. A refusal for good is an exception."""
    try:
        with smtplib.SMTP(host, port, timeout=30) as client:
            client.sendmail("ann@example.com", ["bob@example.com"], LETTER)
    except smtplib.SMTPRecipientsRefused as refused:
        if any(code >= 500 for code, _ in refused.recipients.values()):
            raise
        return False
    except (smtplib.SMTPServerDisconnected, ConnectionError):
        return False
    except smtplib.SMTPResponseException as error:
        if error.smtp_code >= 500:
            raise
        return False
    return True


def main() -> int:
    host, port = sys.argv[1], int(sys.argv[2])
    tries = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    pause = float(sys.argv[4]) if len(sys.argv) > 4 else 0.7
    for left in reversed(range(tries)):
        if attempt(host, port):
            print("delivered")
            return 0
        if left:
            time.sleep(pause)
    print("gave up")
    return 1


if __name__ == "__main__":
    sys.exit(main())
