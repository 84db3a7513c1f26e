# SPDX-License-Identifier: MIT
"""Many IMAP sessions on one mailbox, at random, and a model of what must come of it.

    python imap_storm.py HOST PORT USER PASSWORD --sessions 6 --seconds 10 --seed 1

Each session has steps that a seed chooses, and a view of the mailbox that every response must fit
(imap_view.py). When all is quiet the mailbox must be what the model says (imap_model.py). Every
contradiction is a fault, told in a sentence. Where they are offered, a third of the sessions enable
CONDSTORE and a third QRESYNC. It wants UIDPLUS.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from imap_model import Model
from imap_session import COPIES, Session
from imap_wire import Fault


@dataclass
class Storm:
    """What happened, in numbers, and what should not have."""

    commands: Counter[str] = field(default_factory=Counter)
    expunged: int = 0
    left: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{sum(self.commands.values())} commands, {self.expunged} expunged"
        return f"{counts}, {self.left} left, {len(self.faults)} faults\n{dict(self.commands)}"


@dataclass(frozen=True)
class Weather:
    """Where the storm is, and how strong."""

    host: str
    port: int
    user: str
    password: str
    sessions: int = 6
    seconds: float = 3.0
    seed: int = 1
    mailbox: str = "INBOX"
    enable: tuple[str, ...] = ("", "CONDSTORE", "QRESYNC")  # by the sessions in turn


def open_session(weather: Weather, number: int, model: Model) -> Session:
    dice = random.Random(f"{weather.seed}/{number}")
    session = Session(number, weather.host, weather.port, weather.mailbox, model, dice)
    session.log_in(weather.user, weather.password)
    wanted = weather.enable[number % len(weather.enable)]
    if wanted and set(wanted.split()) <= session.capabilities:
        session.enable(wanted)
    return session


def rage(weather: Weather) -> Storm:
    """Until the time is over, or a fault is found; then it looks at what is left."""
    model, storm = Model(), Storm()
    end = time.monotonic() + weather.seconds
    sessions: list[Session] = []

    def watched(session: Session, work: str) -> None:
        try:
            if work == "blow":
                while time.monotonic() < end and not storm.faults:
                    session.step()
            else:
                session.settle()
        except (Fault, OSError) as fault:
            storm.faults.append(f"session {session.number}: {fault or type(fault).__name__}")

    def all_at_once(work: str) -> None:
        threads = [threading.Thread(target=watched, args=(one, work)) for one in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    try:
        for number in range(weather.sessions):
            sessions.append(open_session(weather, number, model))
            if number == 0:
                sessions[0].prepare()
            sessions[-1].select()
        for work in ("blow", "settle"):
            if not storm.faults:
                all_at_once(work)
        if not storm.faults:
            sessions.append(open_session(weather, weather.sessions, model))
            check(sessions, model, storm)
    except (Fault, OSError) as fault:
        storm.faults.append(str(fault) or type(fault).__name__)
    finally:
        for session in sessions:
            session.close()
    for session in sessions:
        storm.commands.update(session.commands)
    storm.expunged = len(model.gone)
    return storm


def check(sessions: list[Session], model: Model, storm: Storm) -> None:
    """All sessions, and one that comes only now, see the same, and it is what must be there."""
    last = sessions[-1]
    last.select()
    last.settle()
    for session in sessions:
        seen = [(one.uid, one.flags) for one in session.view.messages]
        if seen != [(one.uid, one.flags) for one in last.view.messages]:
            raise Fault(f"session {session.number} sees another mailbox than one that opens it now")
    flags = {one.uid: one.flags or frozenset() for one in last.view.messages if one.uid}
    model.check_all({uid: last.view.bodies[uid] for uid in flags}, flags)
    storm.left = len(flags)
    if model.copies:
        last.select(COPIES)
        last.settle()
        bodies = last.view.bodies
        for copy, original in model.copies.items():
            if bodies.get(copy) != model.contents[original]:
                raise Fault(f"UID {copy} of {COPIES} is no copy of UID {original}")


def main() -> int:
    parser = argparse.ArgumentParser(description="A storm of IMAP sessions on one mailbox.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("user")
    parser.add_argument("password")
    parser.add_argument("--sessions", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    storm = rage(Weather(**vars(parser.parse_args())))
    print(storm, *storm.faults, sep="\n")
    return 1 if storm.faults else 0


if __name__ == "__main__":
    sys.exit(main())
