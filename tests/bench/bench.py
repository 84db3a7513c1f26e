# SPDX-License-Identifier: MIT
"""What a message costs: server CPU time of Postiche beside Postfix's smtp-sink and a bare floor.

Run it as `./dev bench`. Servers take turns, each fresh in every round, under the same load of
smtp-source. Ratios are taken within a round, so a machine that slows down slows all alike, and
the table shows their medians. Only the server's own CPU time counts, from /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import mailboxes
import python_servers
from bars import number, print_bar
from servers import NotStarted, Peer, Server, running

from scenarios import load_ms, write_rules

TIME_FOR_ALL = 220.0  # seconds; rounds stop then
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Load:
    name: str
    messages: int
    size: int
    sessions: int
    flags: tuple[str, ...] = ()

    def run(self, port: int, messages: int) -> None:
        sessions = min(self.sessions, messages)
        command = ["smtp-source", "-C", "10", "-s", str(sessions), "-m", str(messages)]
        command += ["-l", str(self.size), *self.flags]
        command += ["-f", "from@example.com", "-t", "to@example.com", f"127.0.0.1:{port}"]
        subprocess.run(command, check=True, timeout=60, capture_output=True, text=True)


# Without -d smtp-source opens a new session for each message; with it, 20 sessions carry all.
LOADS = [
    Load("new session", messages=10_000, size=1024, sessions=20),
    Load("many a session", messages=20_000, size=1024, sessions=20, flags=("-d",)),
    Load("10 MB", messages=10, size=10 * MEGABYTE, sessions=2),
]

# load, peer, measured against, at most
BARS = [
    ("new session", "postiche", "smtp-sink", 0.9),
    ("new session", "postiche", "floor", 1.3),
    ("new session", "postiche --record", "smtp-sink", 1.1),
    ("many a session", "postiche", "smtp-sink", 0.9),
    ("10 MB", "postiche", "smtp-sink", 0.2),
]

FEW_RULES, MANY_RULES = 10, 10_000
LOAD_MS_BAR = 200
RULES_BAR = 1.1

OPEN_MS_BAR = 50
LINES_BAR = 1_000_000  # a second of CPU

IDLE_CONNECTIONS = 10_000
IDLE_BYTES_BAR = 4096
IDLE_PEERS = ["floor", "postiche"]


def peers(build: Path, folder: Path) -> list[Peer]:
    """Who is measured. The first two are what the others are measured against."""
    # Found in /usr/sbin, which is not on everybody's path. As root it insists on giving that up.
    sink = [shutil.which("smtp-sink") or "smtp-sink"]
    sink += ["-u", "nobody"] if os.geteuid() == 0 else []

    def serve(scenario: str) -> list[str]:
        program = str(build / "postiche")
        return [program, "serve", scenario, "--smtp", "127.0.0.1:{port}", "--quiet"]

    def with_rules(count: int) -> Peer:
        return Peer(rules_peer(count), serve(str(write_rules(folder, count))))

    return [
        Peer("smtp-sink", [*sink, "127.0.0.1:{port}", "1000"], prints_ready_line=False),
        Peer("floor", [str(build / "bench_floor"), "{port}"]),
        Peer("postiche", serve("honest")),
        Peer("postiche --record", [*serve("honest"), "--record", "{folder}/record"]),
        with_rules(FEW_RULES),
        with_rules(MANY_RULES),
    ]


def rules_peer(count: int) -> str:
    return f"{count} rules"


@dataclass
class Figures:
    # (load, peer) -> microseconds a message, one for each round
    cost: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    idle: dict[str, float] = field(default_factory=dict)
    loading: dict[str, float] = field(default_factory=dict)  # CPU ms, by what is loaded
    mailbox: mailboxes.Costs | None = None
    python: python_servers.Costs | None = None
    troubles: list[str] = field(default_factory=list)

    def ratio(self, load: str, peer: str, base: str) -> float | None:
        pairs = list(zip(self.cost[load, peer], self.cost[load, base]))
        return median(mine / its for mine, its in pairs) if pairs else None


def microseconds_a_message(server: Server, load: Load, messages: int) -> float:
    load.run(server.port, max(1, messages // 20))  # warm up: pages, caches, allocator
    before = server.cpu_ns()
    load.run(server.port, messages)
    time.sleep(0.05)  # let it see the last client go
    return (server.cpu_ns() - before) / 1000 / messages


def measure_loads(figures: Figures, everyone: list[Peer], rounds: int, share: float) -> None:
    deadline = time.monotonic() + TIME_FOR_ALL
    able = list(everyone)
    for turn in range(rounds):
        print(f"bench: round {turn + 1} of {rounds}", file=sys.stderr, flush=True)
        for load in LOADS:
            messages = max(2, int(load.messages * share))
            for peer in [peer for peer in able if is_measured(peer, load)]:
                try:
                    with running(peer) as server:
                        cost = microseconds_a_message(server, load, messages)
                    figures.cost[load.name, peer.name].append(cost)
                except (NotStarted, subprocess.SubprocessError) as error:
                    said = (getattr(error, "stderr", None) or "").strip()
                    figures.troubles.append(f"{peer.name}, {load.name}: {said or error}")
                    able.remove(peer)
        if time.monotonic() > deadline:
            figures.troubles.append(f"stopped after round {turn + 1}: time is up")
            return


def is_measured(peer: Peer, load: Load) -> bool:
    """Rules are asked about commands: one load with many of these tells enough."""
    return not peer.name.endswith(" rules") or load.name == "many a session"


def measure_loading(figures: Figures, build: Path, folder: Path) -> None:
    program = build / "postiche"
    library = sorted(Path(__file__).parents[2].glob("scenarios/**/*.yaml"))
    figures.loading[f"the library, {len(library)} files"] = load_ms(program, library)
    many = write_rules(folder, MANY_RULES)
    figures.loading[rules_peer(MANY_RULES)] = load_ms(program, [many])


def measure_mailbox(figures: Figures, build: Path, folder: Path) -> None:
    try:
        figures.mailbox = mailboxes.measure(build / "postiche", folder)
    except (NotStarted, OSError) as error:
        figures.troubles.append(f"a mailbox of IMAP: {error}")


def measure_python(figures: Figures, python: Path, build: Path, rounds: int) -> None:
    try:
        figures.python = python_servers.measure(python, build / "python", rounds)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or ""
        figures.troubles.append(f"servers in Python: {said.strip() or error}")


def measure_idle(figures: Figures, everyone: list[Peer]) -> None:
    wanted = IDLE_CONNECTIONS + 200
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        figures.troubles.append(
            f"idle memory not measured: it takes {wanted} file descriptors, and the hard limit "
            f"is {hard} (ulimit -Hn)"
        )
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    for peer in everyone:
        if peer.name in IDLE_PEERS:
            try:
                with running(peer) as server:
                    figures.idle[peer.name] = idle_bytes(server)
            except (NotStarted, OSError) as error:
                figures.troubles.append(f"{peer.name}, idle memory: {error}")


def idle_bytes(server: Server) -> float:
    """Resident memory that each greeted, then silent, connection adds."""
    with contextlib.ExitStack() as stack:

        def connect() -> None:
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 10))
            if not client.recv(512).startswith(b"220"):
                raise OSError("a connection was not greeted")

        for _ in range(100):
            connect()
        before = server.rss_bytes()
        for _ in range(IDLE_CONNECTIONS):
            connect()
        return (server.rss_bytes() - before) / IDLE_CONNECTIONS


def print_figures(figures: Figures, everyone: list[Peer]) -> None:
    print("Server CPU a message: medians; ratios are medians of each round's ratio")
    print(f"{'load':16}{'server':20}{'us/message':>12}{'x smtp-sink':>13}{'x floor':>9}  rounds")
    for load in LOADS:
        for peer in [peer for peer in everyone if is_measured(peer, load)]:
            costs = figures.cost[load.name, peer.name]
            print(
                f"{load.name:16}{peer.name:20}"
                f"{number(median(costs) if costs else None, '{:.1f}'):>12}"
                f"{number(figures.ratio(load.name, peer.name, 'smtp-sink')):>13}"
                f"{number(figures.ratio(load.name, peer.name, 'floor')):>9}  {len(costs)}"
            )
    print(f"\nIdle connections: {IDLE_CONNECTIONS}, plain, greeted; resident memory of each")
    for name in IDLE_PEERS:
        print(f"{name:36}{number(figures.idle.get(name), '{:.0f} bytes'):>12}")
    print("\nLoading; CPU over that of a program that loads nothing")
    for name, cost in figures.loading.items():
        print(f"{name:36}{number(cost, '{:.0f} ms'):>12}")
    python_servers.print_costs(figures.python)
    print("\nBars")
    for load_name, peer_name, base, bar in BARS:
        value = figures.ratio(load_name, peer_name, base)
        print_bar(f"{load_name}: {peer_name} <= {bar} x {base}", value, bar)
    idle = figures.idle.get("postiche")
    what = f"idle: postiche <= {IDLE_BYTES_BAR} bytes a connection"
    print_bar(what, idle, IDLE_BYTES_BAR, "{:.0f}")
    loading = figures.loading.get(rules_peer(MANY_RULES))
    what = f"loading: {rules_peer(MANY_RULES)} <= {LOAD_MS_BAR} ms"
    print_bar(what, loading, LOAD_MS_BAR, "{:.0f}")
    many, few = rules_peer(MANY_RULES), rules_peer(FEW_RULES)
    cost = figures.ratio("many a session", many, few)
    print_bar(f"many a session: {many} <= {RULES_BAR} x {few}", cost, RULES_BAR)
    print_mailbox(figures.mailbox)
    python_servers.print_bars(figures.python)
    for trouble in figures.troubles:
        print(f"bench: {trouble}")


def print_mailbox(costs: mailboxes.Costs | None) -> None:
    opened = costs.open_ms if costs else None
    what = f"IMAP: opens {mailboxes.MESSAGES} messages in <= {OPEN_MS_BAR} ms"
    print_bar(what, opened, OPEN_MS_BAR, "{:.1f}")
    # In microseconds a line, so that less is better.
    line = 1e6 / costs.lines_a_second if costs else None
    what = f"IMAP: a line of FETCH 1:* (FLAGS) in <= {1e6 / LINES_BAR:.0f} us"
    print_bar(what, line, 1e6 / LINES_BAR)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--build", type=Path, required=True, help="where the programs are")
    parser.add_argument("--python", type=Path, required=True, help="one that has the peers")
    parser.add_argument("--quick", action="store_true", help="half a minute, rougher figures")
    arguments = parser.parse_args()
    # Ended from outside, the servers are still put away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["PATH"] += ":/usr/sbin"
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        everyone = peers(arguments.build, Path(folder))
        if arguments.quick:
            measure_loads(figures, everyone, rounds=3, share=0.3)
        else:
            measure_loads(figures, everyone, rounds=7, share=1.0)
        measure_loading(figures, arguments.build, Path(folder))
        measure_mailbox(figures, arguments.build, Path(folder))
        measure_python(figures, arguments.python, arguments.build, 2 if arguments.quick else 5)
        measure_idle(figures, everyone)
    print_figures(figures, everyone)
    return 1 if figures.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
