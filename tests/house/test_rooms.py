# SPDX-License-Identifier: MIT
"""Each room of harness/ includes only what harness/rooms.txt and the list below allow."""

from __future__ import annotations

import re

from conftest import ROOT, Source, complain

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# header: (what it is called here, where it may be included)
HEAVY = [
    (r"yaml-cpp/.*", "yaml-cpp", r"harness/scenario/.*"),
    (r"uv\.h", "libuv", r"harness/(transport|server)/.*"),
    (r"mbedtls/.*", "mbedtls", r"harness/(tls/.*|base/digest\..*)"),
    (r"nlohmann/.*", "nlohmann json", r".*\.cpp"),
    (r"mutex|shared_mutex", "a mutex", r"harness/server/.*"),
    (r"pybind11/.*", "pybind11", r"bindings/.*"),
]


def read_rooms(text: str) -> dict[str, set[str]]:
    rooms = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            room, _, allowed = line.partition(":")
            rooms[room.strip()] = {room.strip(), *allowed.split()}
    return rooms


def includes(source: Source) -> list[tuple[int, str, str]]:
    """Line number, kind of quote and path of each include."""
    found = []
    for number, line in source.numbered():
        match = INCLUDE.match(line)
        if match:
            found.append((number, match.group(1), match.group(2)))
    return found


def faults_of_rooms(files: list[Source], rooms: dict[str, set[str]]) -> list[str]:
    faults = []
    for source in files:
        room = source.path.split("/")[1]
        if room not in rooms:
            faults.append(f"{source.path}:1: the room {room}/ is not in harness/rooms.txt")
            continue
        for number, quote, path in includes(source):
            place = f"{source.path}:{number}"
            if quote == '"' and not path.startswith("harness/"):
                faults.append(f"{place}: write our own headers from the root: harness/ROOM/{path}")
            elif path.startswith("harness/"):
                other = path.split("/")[1]
                if other not in rooms[room]:
                    faults.append(
                        f"{place}: {room}/ may not use {other}/ (harness/rooms.txt says which "
                        f"rooms it may: {' '.join(sorted(rooms[room] - {room})) or 'none'})"
                    )
    return faults


def faults_of_heavy_headers(files: list[Source]) -> list[str]:
    faults = []
    for source in files:
        for number, _, path in includes(source):
            for header, name, home in HEAVY:
                if re.fullmatch(header, path) and not re.fullmatch(home, source.path):
                    faults.append(
                        f"{source.path}:{number}: {name} stays out of here; it may be included "
                        f"only in files like {home}"
                    )
    return faults


def test_every_include_obeys_the_plan_of_rooms(harness: list[Source]) -> None:
    rooms = read_rooms((ROOT / "harness/rooms.txt").read_text(encoding="ascii"))
    complain(faults_of_rooms(harness, rooms))


def test_heavy_headers_stay_in_their_rooms(harness: list[Source]) -> None:
    complain(faults_of_heavy_headers(harness))


def test_the_plan_of_rooms_has_a_ground_floor_and_no_circle() -> None:
    rooms = read_rooms((ROOT / "harness/rooms.txt").read_text(encoding="ascii"))
    faults = []
    above: set[str] = set()
    for room, allowed in rooms.items():
        above.add(room)
        for other in sorted(allowed - above):
            faults.append(f"harness/rooms.txt: {room} uses {other}, which does not stand above it")
    complain(faults)


def test_a_wrong_include_is_found() -> None:
    rooms = read_rooms("base:\nwire: base\n")
    wrong = Source(
        "harness/base/x.h",
        ('#include "harness/wire/y.h"', "#include <uv.h>", '#include "y.h"', "#include <mutex>"),
    )
    assert [fault.split(": ")[0] for fault in faults_of_rooms([wrong], rooms)] == [
        "harness/base/x.h:1",
        "harness/base/x.h:3",
    ]
    assert [fault.split(": ")[0] for fault in faults_of_heavy_headers([wrong])] == [
        "harness/base/x.h:2",
        "harness/base/x.h:4",
    ]
