# SPDX-License-Identifier: MIT
"""Programs that fetch mail and want a file of settings, for `postiche conform`.

    postiche conform pop3 -- python3 tests/conformance/fetch_client.py fetchmail {pop3.host}
        {pop3.port} {user} {password} {folder} [--ca {ca}] [--delete]

fetchmail, getmail or mpop, each as its manual would set it up; with --ca in TLS from STLS on, with
--implicit from the first octet. What was fetched is written, and the exit status is the program's.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

BIN = Path(__file__).parents[2] / "build/venv/bin"


def fetchmail(options: argparse.Namespace, agent: Path) -> list[str]:
    secured = f"sslcertck sslcertfile {options.ca}" if options.ca else ""
    protocol = "ssl" if options.implicit else f"sslproto '{'tls1.2+' if options.ca else ''}'"
    settings = options.folder / "fetchmailrc"
    settings.write_text(
        "set invisible\nset no bouncemail\n"
        f"poll {options.host} service {options.port} protocol POP3 timeout 20 "
        f"{'' if options.delete else 'uidl'} "
        f"user '{options.user}' password '{options.password}' {protocol} {secured} "
        f"{'nokeep' if options.delete else 'keep'} mda '{agent}'\n"
    )
    settings.chmod(0o600)
    return [
        *("fetchmail", "-f", str(settings), "--nodetach", "--nosyslog"),
        *("--idfile", str(options.folder / "ids"), "--pidfile", str(options.folder / "pid")),
    ]


def getmail(options: argparse.Namespace, agent: Path) -> list[str]:
    # It knows no STLS.
    settings = options.folder / "getmailrc"
    settings.write_text(
        f"[retriever]\ntype = SimplePOP3{'SSL' if options.implicit else ''}Retriever\n"
        f"server = {options.host}\nport = {options.port}\ntimeout = 20\n"
        f"username = {options.user}\npassword = {options.password}\n"
        + (f"ca_certs = {options.ca}\n" if options.implicit else "")
        + f"[destination]\ntype = MDA_external\npath = {agent}\nallow_root_commands = True\n"
        f"[options]\ndelete = {options.delete}\nread_all = False\n"
    )
    settings.chmod(0o600)
    return [str(BIN / "getmail"), "--getmaildir", str(options.folder), "-r", str(settings)]


def mpop(options: argparse.Namespace, agent: Path) -> list[str]:
    settings = options.folder / "mpoprc"
    settings.write_text(
        f"account default\nhost {options.host}\nport {options.port}\ntimeout 20\n"
        f"user {options.user}\npassword {options.password}\n"
        f"tls {'on' if options.ca else 'off'}\n"
        f"tls_starttls {'off' if options.implicit else 'on'}\n"
        + (f"tls_trust_file {options.ca}\n" if options.ca else "")
        + f"keep {'off' if options.delete else 'on'}\nuidls_file {options.folder / 'uidls'}\n"
        f'delivery mda "{agent}"\n'
    )
    settings.chmod(0o600)
    return ["mpop", "-C", str(settings), "-q"]


PROGRAMS = {"fetchmail": fetchmail, "getmail": getmail, "mpop": mpop}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("user")
    parser.add_argument("password")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ca")
    parser.add_argument("--implicit", action="store_true")
    parser.add_argument("--delete", action="store_true")
    options = parser.parse_args()
    came = options.folder / "came"
    came.write_bytes(b"")
    agent = options.folder / "agent"
    agent.write_text(f'#!/bin/sh\nexec cat >>"{came}"\n')
    agent.chmod(0o755)
    status = subprocess.run(PROGRAMS[options.program](options, agent)).returncode
    sys.stdout.buffer.write(came.read_bytes())
    return status


if __name__ == "__main__":
    sys.exit(main())
