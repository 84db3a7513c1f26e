# SPDX-License-Identifier: MIT
"""Customers whose addresses are in Cyrillic, Greek and Chinese."""

from __future__ import annotations

import postiche
import pytest
from mailing import connected, letter, verdicts

CASES = pytest.mark.parametrize("case", postiche.cases("utf8-addresses"), ids=range(3))


@CASES
def test_a_naive_mailer_takes_ascii_for_granted(case: dict[str, str]) -> None:
    address = case["letter-to"]
    with postiche.serve("utf8-addresses", parameters=case) as server:
        with connected(server.smtp) as client, pytest.raises(UnicodeEncodeError):
            client.sendmail("shop@example.com", [address], "Subject: Hello\n\nHi!\n")
        assert verdicts(server)["arrived"] == "FAIL"


@CASES
def test_one_that_replaces_what_it_cannot_write_reaches_nobody(case: dict[str, str]) -> None:
    address = case["letter-to"].encode("ascii", "replace").decode()
    with postiche.serve("utf8-addresses", parameters=case) as server:
        with connected(server.smtp) as client:
            client.ehlo()
            client.mail("shop@example.com")
            assert client.rcpt(address)[0] == 550
        assert verdicts(server)["arrived"] == "FAIL"


@CASES
def test_a_right_one_says_smtputf8_and_sends_the_address_as_it_is(case: dict[str, str]) -> None:
    address = case["letter-to"]
    with postiche.serve("utf8-addresses", parameters=case) as server:
        with connected(server.smtp) as client:
            client.send_message(letter("shop@example.com", address))
        (message,) = server.messages
        assert message.recipients == [address]
        assert message.email["To"] == address
        server.check()
