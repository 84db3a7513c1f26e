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

from ._accounts import Account, StoredMessage
from ._builder import Scenario
from ._commands import conform, judge, run, sweep
from ._conversation import Connection, Conversation
from ._endpoints import Endpoint
from ._errors import Diagnostic, ProgramError, ScenarioError, ServerError
from ._events import Answer, Event, Step
from ._faults import Fault, faults
from ._handles import Clock, HandClock, Transcript
from ._jobs import Job
from ._report import Case, Finding, Report
from ._scenario import cases
from ._server import Server, serve
from ._views import Command, Coverage, Message, Reply, Session, Verdict

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
