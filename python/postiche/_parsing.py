# SPDX-License-Identifier: MIT
"""Messages as the email package has them. Apart, since few tests need it and it takes its time."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage


def parsed(content: bytes, *, is_utf8: bool = False) -> EmailMessage:
    """`is_utf8` where it was said to be (RFC 6531): addresses may be other than ASCII then."""
    policy = email.policy.SMTPUTF8 if is_utf8 else email.policy.default
    message = email.message_from_bytes(content, policy=policy)
    assert isinstance(message, EmailMessage)
    return message
