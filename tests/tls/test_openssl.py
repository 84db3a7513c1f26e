# SPDX-License-Identifier: MIT
"""The TLS of tls/filter.h with OpenSSL on the other side, which shares no code with ours."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from running import PATIENCE, PROGRAM, run

BARE_SERVER = Path(PROGRAM).parent / "tests" / "tls_bare_server"
HOST = "mx.example.com"


class BareServer:
    """`tls_bare_server`: the files of its authority, and what it tells of each connection."""

    def __init__(self, folder: Path, count: int, settings: dict[str, str]) -> None:
        folder.mkdir()
        self.folder = folder
        words = [f"{key}={value}" for key, value in settings.items()]
        self.process = subprocess.Popen(
            [BARE_SERVER, folder, str(count), *words], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        port, self.highest = self.process.stdout.readline().split()
        self.port = int(port)

    def report(self) -> dict[str, str]:
        """Of the next connection."""
        assert self.process.stdout
        line = self.process.stdout.readline().rstrip("\n")
        return dict(pair.split("=", 1) for pair in line.split("\t"))

    def trusting(self, *more: str) -> ssl.SSLContext:
        """A client that knows the authority, and is as strict as OpenSSL can be."""
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
        for name in more:
            context.load_verify_locations(self.folder / name)
        return context

    def end(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)


@pytest.fixture
def bare_server(tmp_path: Path) -> Iterator[Callable[..., BareServer]]:
    started: list[BareServer] = []

    def start(count: int = 1, **settings: str) -> BareServer:
        started.append(BareServer(tmp_path / f"server{len(started)}", count, settings))
        return started[-1]

    yield start
    for server in started:
        server.end()


@pytest.fixture(params=["newest", "tls12"])
def version(request: pytest.FixtureRequest) -> dict[str, str]:
    """Settings for the highest version that the build speaks, and for TLS 1.2."""
    return {} if request.param == "newest" else {"version": "tls12"}


@dataclass
class Meeting:
    """What a client has seen of a connection that went well."""

    version: str
    cipher: str
    protocol: str | None
    certificate: bytes
    unique: bytes | None
    resumed: bool
    heard: bytes
    session: ssl.SSLSession = field(repr=False)


def meet(
    server: BareServer,
    context: ssl.SSLContext,
    name: str = HOST,
    session: ssl.SSLSession | None = None,
    polite: bool = True,
) -> Meeting:
    """Reads the greeting, has a line said back to it, and says close_notify if it is polite."""
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain,
        context.wrap_socket(
            plain, server_hostname=name, session=session, suppress_ragged_eofs=False
        ) as tls,
    ):
        heard = tls.recv(1000)
        tls.sendall(b"NOOP\r\n")
        heard += tls.recv(1000)
        certificate = tls.getpeercert(binary_form=True)
        cipher = tls.cipher()
        assert certificate
        assert cipher
        assert tls.session
        seen = Meeting(
            tls.version() or "",
            cipher[0],
            tls.selected_alpn_protocol(),
            certificate,
            tls.get_channel_binding("tls-unique"),
            bool(tls.session_reused),
            heard,
            tls.session,
        )
        if polite:
            tls.unwrap()
        return seen


def test_a_session_is_what_both_sides_say_it_is(
    bare_server: Callable[..., BareServer], version: dict[str, str]
) -> None:
    server = bare_server(**version)
    seen = meet(server, server.trusting())
    told = server.report()
    assert seen.heard == b"220 mx.example.com\r\nNOOP\r\n"
    assert told["state"] == "ended"
    assert told["trouble"] == ""
    assert told["version"] == seen.version == ("TLSv1.2" if version else server.highest)
    assert told["name"] == HOST
    assert told["cipher"].startswith("TLS_")
    assert told["end_point"] == hashlib.sha256(seen.certificate).hexdigest()
    if seen.version == "TLSv1.2":
        assert seen.unique
        assert told["unique"] == seen.unique.hex()


# What OpenSSL makes of each certificate, by the number of its complaint, and the alert that it
# sends. 0: it is content.
CERTIFICATES = [
    ("good", HOST, 0, ""),
    ("good", "localhost", 0, ""),
    ("good", "127.0.0.1", 0, ""),
    ("good", "other.example.com", 62, "42 (bad_certificate)"),
    ("expired", HOST, 10, "45 (certificate_expired)"),
    ("not_yet_valid", HOST, 9, "42 (bad_certificate)"),
    ("wrong_host", HOST, 62, "42 (bad_certificate)"),
    ("wrong_host", "localhost", 62, "42 (bad_certificate)"),
    ("common_name", "127.0.0.1", 64, "42 (bad_certificate)"),
    ("address_as_name", "127.0.0.1", 64, "42 (bad_certificate)"),
    ("client_only", HOST, 26, "43 (unsupported_certificate)"),
    ("not_an_authority", HOST, 79, "48 (unknown_ca)"),
    ("wildcard", "a.mx.example.com", 0, ""),
    ("wildcard", HOST, 62, "42 (bad_certificate)"),
    ("wildcard", "a.b.mx.example.com", 62, "42 (bad_certificate)"),
    ("ip", "127.0.0.1", 0, ""),
    ("ip", HOST, 62, "42 (bad_certificate)"),
    ("self_signed", HOST, 18, "48 (unknown_ca)"),
    ("unknown_ca", HOST, 19, "48 (unknown_ca)"),
    ("incomplete_chain", HOST, 20, "48 (unknown_ca)"),
    ("weak", HOST, 66, "42 (bad_certificate)"),
    ("sha1", HOST, 68, "42 (bad_certificate)"),
    ("revoked", HOST, 0, ""),
]


@pytest.mark.parametrize(("kind", "name", "complaint", "alert"), CERTIFICATES)
def test_each_certificate_is_wrong_in_its_own_way(
    bare_server: Callable[..., BareServer],
    version: dict[str, str],
    kind: str,
    name: str,
    complaint: int,
    alert: str,
) -> None:
    server = bare_server(certificate=kind, **version)
    if complaint == 0:
        meet(server, server.trusting(), name)
        assert server.report()["trouble"] == ""
        return
    with pytest.raises(ssl.SSLCertVerificationError) as refusal:
        meet(server, server.trusting(), name)
    assert refusal.value.verify_code == complaint
    told = server.report()
    assert (told["state"], told["trouble"]) == ("failed", f"the client sent alert {alert}")


def test_a_revoked_certificate_is_on_the_list_and_the_good_one_is_not(
    bare_server: Callable[..., BareServer],
) -> None:
    for kind in ("good", "revoked"):
        server = bare_server(certificate=kind)
        context = server.trusting("crl.pem")
        context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
        if kind == "good":
            meet(server, context)
            continue
        with pytest.raises(ssl.SSLCertVerificationError) as refusal:
            meet(server, context)
        assert refusal.value.verify_code == 23  # certificate revoked


def test_a_client_comes_back_with_its_ticket(
    bare_server: Callable[..., BareServer], version: dict[str, str]
) -> None:
    server = bare_server(3, **version)
    context = server.trusting()
    first = meet(server, context)
    assert not first.resumed
    second = meet(server, context, session=first.session)
    third = meet(server, context, session=second.session)
    assert (second.resumed, third.resumed) == (True, True)
    assert [server.report()["resumed"] for _ in range(2)] == ["no", "yes"]
    told = server.report()
    assert told["resumed"] == "yes"
    assert told["end_point"] == hashlib.sha256(first.certificate).hexdigest()
    if third.version == "TLSv1.2":
        assert third.unique
        assert told["unique"] == third.unique.hex()


def test_a_client_without_tickets_comes_back_with_its_number(
    bare_server: Callable[..., BareServer],
) -> None:
    server = bare_server(2, version="tls12")
    context = server.trusting()
    context.options |= ssl.OP_NO_TICKET
    first = meet(server, context)
    assert meet(server, context, session=first.session).resumed
    assert [server.report()["resumed"] for _ in range(2)] == ["no", "yes"]


def test_a_server_that_resumes_nothing_starts_anew(
    bare_server: Callable[..., BareServer], version: dict[str, str]
) -> None:
    server = bare_server(2, resumes="no", **version)
    context = server.trusting()
    first = meet(server, context)
    assert not meet(server, context, session=first.session).resumed


def test_protocols_are_agreed_on(
    bare_server: Callable[..., BareServer], version: dict[str, str]
) -> None:
    server = bare_server(2, protocols="imap,smtp", **version)
    context = server.trusting()
    context.set_alpn_protocols(["http/1.1", "smtp"])
    assert meet(server, context).protocol == "smtp"
    assert server.report()["protocol"] == "smtp"
    context.set_alpn_protocols(["http/1.1"])
    with pytest.raises(ssl.SSLError, match=r"(?i)no.application.protocol"):
        meet(server, context)
    assert server.report()["trouble"] == "no application protocol in common"


def test_ciphers_are_agreed_on_and_bring_their_certificate(
    bare_server: Callable[..., BareServer],
) -> None:
    server = bare_server(2, ciphers="TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
    context = server.trusting()
    seen = meet(server, context)
    assert (seen.version, seen.cipher) == ("TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256")
    assert server.report()["cipher"] == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    context.set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384")
    with pytest.raises(ssl.SSLError, match=r"(?i)handshake.failure"):
        meet(server, context)
    wanted = "no cipher, key exchange or version of TLS in common"
    assert server.report()["trouble"] == wanted


def test_a_client_shows_its_certificate(
    bare_server: Callable[..., BareServer], version: dict[str, str]
) -> None:
    server = bare_server(2, client="demanded", **version)
    context = server.trusting()
    context.load_cert_chain(server.folder / "alice.pem")
    meet(server, context)
    told = server.report()
    assert (told["subject"], told["trusted"]) == ("CN=alice", "yes")
    # Under TLS 1.3 the client hears of it only when it reads.
    wanted = "handshake.failure" if version or server.highest == "TLSv1.2" else "certificate"
    with pytest.raises(ssl.SSLError, match=rf"(?i)alert.*{wanted}"):
        meet(server, server.trusting())
    assert server.report()["trouble"] == "the client showed no certificate, and one is demanded"


def test_it_is_known_whether_the_client_said_goodbye(
    bare_server: Callable[..., BareServer], version: dict[str, str]
) -> None:
    server = bare_server(2, **version)
    meet(server, server.trusting())
    meet(server, server.trusting(), polite=False)
    assert server.report()["state"] == "ended"
    told = server.report()
    assert told["state"] == "cut"
    assert told["trouble"] == "the client closed the connection without a close_notify"


# What a client of OpenSSL says of it.
BREAKS = {
    "alert": "(?i)handshake.failure",
    "garbage": "(?i)wrong.version.number|packet.length|bad.record.type|record.layer.failure",
    "truncate": "(?i)EOF|reset",
    "close": "(?i)EOF|reset",
    "reset": "(?i)EOF|reset",
}


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("at", ["start", "server_hello", "finished", "open"])
def test_a_break_is_felt_by_the_client(
    bare_server: Callable[..., BareServer], version: dict[str, str], at: str, how: str
) -> None:
    server = bare_server(**{"break": f"{at},{how}"}, **version)
    with pytest.raises(OSError, match=BREAKS[how]):
        meet(server, server.trusting())
    told = server.report()
    assert told["state"] == "broken"
    assert told["trouble"].startswith("broken on purpose ")


@pytest.mark.parametrize("at", ["start", "server_hello", "finished", "open"])
def test_a_stall_is_silence_until_the_client_gives_up(
    bare_server: Callable[..., BareServer], version: dict[str, str], at: str
) -> None:
    server = bare_server(**{"break": f"{at},stall"}, **version)
    context = server.trusting()
    plain = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    with plain, contextlib.suppress(TimeoutError):
        plain.settimeout(0.3)
        with context.wrap_socket(plain, server_hostname=HOST) as tls:
            assert tls.recv(1000) == b"never said"
    assert server.report()["state"] == "broken"


def s_client(server: BareServer, typed: str, *words: str) -> subprocess.CompletedProcess[str]:
    """OpenSSL's own program, for what Python has no words for."""
    return run(
        *("openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", *words),
        stdin=None,
        input=typed,
    )


def test_a_client_that_would_renegotiate_is_refused(
    bare_server: Callable[..., BareServer],
) -> None:
    server = bare_server(version="tls12")
    done = s_client(server, "R\n", "-tls1_2")
    assert "no renegotiation" in done.stdout + done.stderr
    assert server.report()["version"] == "TLSv1.2"


def test_both_sides_export_the_same_secret(bare_server: Callable[..., BareServer]) -> None:
    server = bare_server()
    done = s_client(
        *(server, "Q\n", "-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32")
    )
    told = server.report()
    exported = [line for line in done.stdout.splitlines() if "Keying material: " in line]
    assert len(exported) == 1
    secret = exported[0].split(": ")[1].strip().lower()
    assert told["exporter"] == (secret if told["version"] == "TLSv1.3" else "")
