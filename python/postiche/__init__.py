# SPDX-License-Identifier: MIT
"""A mail server that misbehaves on purpose, for the tests of programs that send or read mail.

>>> import smtplib
>>> import postiche
>>> with postiche.serve("reject-recipient", refused="bob@example.com") as server:
...     with smtplib.SMTP(server.smtp.host, server.smtp.port) as client:
...         everybody = ["alice@example.com", "bob@example.com"]
...         refused = client.sendmail("me@example.com", everybody, "Subject: Hi\\n\\nHi!\\n")
...     server.wait_for(messages=1)
...     print(refused)
...     print(server.messages[0].recipients)
...     server.check()
{'bob@example.com': (550, b'5.1.1 No such user here')}
['alice@example.com']
"""

from typing import TYPE_CHECKING

from ._errors import Diagnostic, ProgramError, ScenarioError, ServerError
from ._scenario import cases
from ._server import Server, serve

if TYPE_CHECKING:
    from ._accounts import Account, StoredMessage
    from ._answering.events import Answer, Event, Step
    from ._building.builder import Scenario
    from ._conversation import Connection, Conversation
    from ._endpoints import Endpoint
    from ._handles import Clock, HandClock, Transcript
    from ._judging.commands import conform, judge, run, sweep
    from ._judging.faults import Fault, faults
    from ._judging.jobs import Job
    from ._judging.report import Case, Finding, Report
    from ._views import Command, Coverage, Message, Reply, Session, Verdict

    __version__: str

__all__ = [
    "Account",
    "Answer",
    "Case",
    "Clock",
    "Command",
    "Connection",
    "Conversation",
    "Coverage",
    "Diagnostic",
    "Endpoint",
    "Event",
    "Fault",
    "Finding",
    "HandClock",
    "Job",
    "Message",
    "ProgramError",
    "Reply",
    "Report",
    "Scenario",
    "ScenarioError",
    "Server",
    "ServerError",
    "Session",
    "Step",
    "StoredMessage",
    "Transcript",
    "Verdict",
    "cases",
    "conform",
    "faults",
    "judge",
    "run",
    "serve",
    "sweep",
]

# Where the others are; most programs need few of them, and each takes its time.
_HOMES = {
    **dict.fromkeys(("Account", "StoredMessage"), "_accounts"),
    **dict.fromkeys(("Answer", "Event", "Step"), "_answering.events"),
    "Scenario": "_building.builder",
    **dict.fromkeys(("Connection", "Conversation"), "_conversation"),
    "Endpoint": "_endpoints",
    **dict.fromkeys(("Clock", "HandClock", "Transcript"), "_handles"),
    **dict.fromkeys(("conform", "judge", "run", "sweep"), "_judging.commands"),
    **dict.fromkeys(("Fault", "faults"), "_judging.faults"),
    "Job": "_judging.jobs",
    **dict.fromkeys(("Case", "Finding", "Report"), "_judging.report"),
    **dict.fromkeys(("Command", "Coverage", "Message", "Reply", "Session", "Verdict"), "_views"),
}


if not TYPE_CHECKING:  # who checks types is to be told of names that there are not

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from . import _postiche

            return _postiche.__version__
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
