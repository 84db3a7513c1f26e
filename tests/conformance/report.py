# SPDX-License-Identifier: MIT
"""Judges real clients, and writes their reports: one each, one of each protocol, one of all.

    ./dev report                      all clients of clients.py
    ./dev report curl msmtp           those whose names begin so
    ./dev report imap                 those of a protocol

It ends by itself: a client that is not done when time is up is left out, and told of.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from clients import BUILD, CLIENTS, Client
from playing import Deadline, OutOfTime, outcomes, play, run_postiche

COLUMNS = ("PASS", "WARN", "FAIL", "UNRESOLVED")


def chosen(names: list[str]) -> list[Client]:
    if not names:
        return list(CLIENTS)
    starts = tuple(name.lower() for name in names)
    return [
        client
        for client in CLIENTS
        if client.name.lower().startswith(starts) or client.protocol in starts
    ]


def file_name(client: Client) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{client.protocol} {client.name}".lower())


def print_table(reports: dict[str, dict[str, str]]) -> None:
    width = max(len(name) for name in reports)
    print(f"{'client':{width}}  {'  '.join(COLUMNS)}")
    for name, verdicts in reports.items():
        counts = [list(verdicts.values()).count(column) for column in COLUMNS]
        cells = [f"{n:>{len(column)}}" for n, column in zip(counts, COLUMNS)]
        print(f"{name:{width}}  {'  '.join(cells)}")


def compare(folder: Path, files: list[str]) -> None:
    """All on one page, and the clients of each protocol on one of their own."""
    pages = {"index": files}
    for protocol in sorted({Path(file).name.partition("-")[0] for file in files}):
        pages[protocol] = [file for file in files if Path(file).name.startswith(f"{protocol}-")]
    for name, shown in pages.items():
        page = str(folder / f"{name}.html")
        run_postiche(Deadline(60), "report", *shown, "--html", page)
        print(page)


def judge(clients: list[Client], folder: Path, deadline: Deadline, jobs: int) -> bool:
    reports: dict[str, dict[str, str]] = {}
    files: list[str] = []
    missing: list[str] = []
    for number, client in enumerate(clients, 1):
        print(f"{number}/{len(clients)} {client.name} ({client.protocol})", file=sys.stderr)
        file = folder / f"{file_name(client)}.json"
        file.unlink(missing_ok=True)
        try:
            play(client, file, deadline, jobs=jobs)
        except OutOfTime:
            file.unlink(missing_ok=True)
        if not file.exists():
            missing.append(client.name)
            continue
        report = json.loads(file.read_text())
        reports[f"{report['client']} ({client.protocol})"] = outcomes(report)
        files.append(str(file))
        page = str(file.with_suffix(".html"))
        run_postiche(Deadline(60), "report", str(file), "--html", page)
    if files:
        print_table(reports)
        compare(folder, files)
    if missing:
        print(f"no report of {', '.join(missing)}: time was up", file=sys.stderr)
    return not missing


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev report")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=20, help="of all clients together")
    options = parser.parse_args()
    clients = chosen(options.names)
    if not clients:
        parser.error(f"no such client; there are {', '.join(one.name for one in CLIENTS)}")
    folder = BUILD / "report"
    folder.mkdir(parents=True, exist_ok=True)
    return 0 if judge(clients, folder, Deadline(60 * options.minutes), options.jobs) else 1


if __name__ == "__main__":
    sys.exit(main())
