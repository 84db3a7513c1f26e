# SPDX-License-Identifier: MIT
"""The shelf `tls/`: who looks at what it is told passes, and who does not is found out."""

from __future__ import annotations

import ssl

import pytest
from library import CARELESS, CLIENTS, FAST, SECURE, meet

CAREFUL = ["curl", "msmtp", "smtplib", "aiosmtplib"]
INJECTIONS = ["tls/response-injection", "tls/learn-and-inject", "tls/answer-before-handshake"]
QUICK = ("--clock-speed", "100")


def careless(*habits: str) -> tuple[str, ...]:
    return (*CARELESS, "{smtp.port}", *habits)


@pytest.mark.parametrize("client", CAREFUL)
@pytest.mark.parametrize("attack", INJECTIONS)
def test_an_injected_reply_is_not_believed(attack: str, client: str) -> None:
    patience = ("--timeout", "2") if client in ("smtplib", "aiosmtplib") else ()
    met = meet(attack, (*SECURE[client], *patience), *QUICK)
    assert met.status == 0, met.told
    assert met.statuses()[-1] != 0


@pytest.mark.parametrize("client", [SECURE["swaks"], careless("keeps")], ids=["swaks", "careless"])
@pytest.mark.parametrize("attack", INJECTIONS)
def test_who_keeps_what_it_read_in_clear_is_found_out(attack: str, client: tuple[str, ...]) -> None:
    # swaks 20201014 reads ahead and keeps it across the handshake.
    met = meet(attack, client, *QUICK)
    assert met.status == 1, met.told
    (verdicts,) = met.cases()
    assert verdicts["not-believed"] == "FAIL"


def test_plaintext_behind_starttls_is_found_out() -> None:
    (verdicts,) = meet("tls/command-injection", careless("hurries"), *FAST).cases()
    assert verdicts["silent-until-answered"] == "FAIL"
    (verdicts,) = meet("tls/command-injection", SECURE["curl"], *FAST).cases()
    assert "silent-until-answered" not in verdicts
    assert verdicts["no-mail-in-clear"] == "PASS"


# Where Python would have to be started very often, it meets one case only.
STRIPPED = [
    ("tls/starttls-not-offered", CAREFUL, ()),
    ("tls/starttls-refused", ["curl", "msmtp"], ()),
    ("tls/starttls-refused", ["smtplib", "aiosmtplib"], ("--case", "reply=250 2.0.0 Ok")),
    ("tls/reply-matrix", ["curl"], ()),
    (
        "tls/reply-matrix",
        ["smtplib", "aiosmtplib"],
        ("--case", "at=EHLO", "--case", "reply=502 No"),
    ),
]


@pytest.mark.parametrize(("scenario", "clients", "flags"), STRIPPED)
def test_who_needs_tls_does_not_go_on_without_it(
    scenario: str, clients: list[str], flags: tuple[str, ...]
) -> None:
    for client in clients:
        met = meet(scenario, SECURE[client], *QUICK, *flags)
        assert met.status == 0, met.told
        assert {verdicts["no-mail-in-clear"] for verdicts in met.cases()} == {"PASS"}


def test_each_reply_in_clear_is_tried() -> None:
    met = meet("tls/reply-matrix", SECURE["curl"], *QUICK)
    assert len(met.cases()) == 36


@pytest.mark.parametrize(
    "client",
    [(*CLIENTS["curl"], "--ssl"), (*CLIENTS["swaks"], "--tls-optional"), careless("falls-back")],
    ids=["curl", "swaks", "careless"],
)
def test_who_takes_tls_only_where_it_is_offered_is_found_out(client: tuple[str, ...]) -> None:
    (verdicts,) = meet("tls/starttls-not-offered", client).cases()
    assert verdicts["no-mail-in-clear"] == "FAIL"


@pytest.mark.parametrize("client", ["curl", "msmtp"])
def test_bad_certificates_are_refused_and_good_ones_are_not(client: str) -> None:
    bad = meet("tls/bad-certificate", SECURE[client])
    refused = [verdicts["refused-it"] for verdicts in bad.cases()]
    assert len(refused) == 12
    # GnuTLS, which msmtp is built with, is not asked what a certificate is for, and takes the weak
    # key for strong enough.
    let_by = {5, 10} if client == "msmtp" else set()
    assert refused == ["FAIL" if at in let_by else "PASS" for at in range(12)]
    (verdicts,) = meet("tls/good-certificate", SECURE[client], "--case", "certificate=good").cases()
    assert verdicts["went-through"] == "PASS"


def test_who_does_not_look_at_certificates_is_found_out() -> None:
    met = meet("tls/bad-certificate", SECURE["swaks"], "--case", "certificate=expired")
    assert met.cases() == [
        {"refused-it": "FAIL", "no-login-in-clear": "PASS", "no-mail-in-clear": "PASS"}
    ]


def test_wildcards_and_addresses_are_good_for_whom_they_name() -> None:
    by_address = (*SECURE["curl"], "--connect-to", "a.mx.example.com:25:127.0.0.1:{smtp.port}")
    named = tuple("smtp://a.mx.example.com:25" if "//" in word else word for word in by_address)
    numbered = tuple(word.replace("//localhost", "//127.0.0.1") for word in SECURE["curl"])
    for kind, client in (("wildcard", named), ("ip", numbered)):
        (verdicts,) = meet("tls/good-certificate", client, "--case", f"certificate={kind}").cases()
        assert verdicts["went-through"] == "PASS", kind


@pytest.mark.parametrize("scenario", ["tls/handshake-breaks", "tls/handshake-garbage"])
def test_a_broken_handshake_is_the_end(scenario: str) -> None:
    met = meet(scenario, (*SECURE["curl"], "--max-time", "0.7"), *FAST)
    assert met.status == 0, met.told
    assert 0 not in met.statuses()
    assert len(met.statuses()) == 12


@pytest.mark.parametrize("scenario", ["tls/tls12-only", "tls/old-cipher", "tls/no-close-notify"])
@pytest.mark.parametrize("client", CAREFUL)
def test_odd_tls_that_is_still_good_is_borne(client: str, scenario: str) -> None:
    met = meet(scenario, SECURE[client])
    assert met.status == 0, met.told
    # Not every Python has cipher suites with SHA-1 any more.
    names = [cipher["name"] for cipher in ssl.create_default_context().get_ciphers()]
    is_python = client in ("smtplib", "aiosmtplib")
    knows = not is_python or "ECDHE-ECDSA-AES128-SHA" in names
    refuses = scenario == "tls/old-cipher" and not knows
    assert met.statuses() == [1 if refuses else 0]


def test_a_client_certificate_is_demanded() -> None:
    assert meet("tls/client-certificate-demanded", SECURE["curl"]).statuses() != [0]
    shown = (*SECURE["curl"], "--cert", "{client-certificate}")
    assert meet("tls/client-certificate-demanded", shown).statuses() == [0]


def test_what_was_offered_in_clear_is_forgotten() -> None:
    login = (*SECURE["curl"], "--user", "ann:pencil")
    (verdicts,) = meet("tls/capabilities-change", login).cases()
    assert set(verdicts.values()) == {"PASS"}


def test_tls_may_come_first() -> None:
    client = (*SECURE["curl"][:-4], "smtps://localhost:{smtps.port}", "--cacert", "{ca}")
    met = meet("tls/inside-tls-from-start", client)
    assert (met.status, met.statuses()) == (0, [0])
