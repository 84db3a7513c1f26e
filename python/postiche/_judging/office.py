# SPDX-License-Identifier: MIT
"""Functions as clients: the program starts a helper, which has the function called here."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Callable

from .._endpoints import Place, endpoints_of
from .._trust import TrustedFile
from . import client_helper
from .jobs import Job

_FAILED = 1


class Office:
    """Hands out the jobs of one run, each in a thread of its own: where one hangs, the program
    gives its helper up and goes on, and only that thread is left."""

    def __init__(self, function: Callable[[Job], Any]) -> None:
        self._function = function
        # The name of a socket has room for a hundred octets.
        short = None if len(tempfile.gettempdir()) < 60 else "/tmp"
        self._folder = tempfile.TemporaryDirectory(prefix="postiche-", dir=short)
        self._address = os.path.join(self._folder.name, "jobs")
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.raised: list[str] = []

    @property
    def words(self) -> list[str]:
        """The command line of the client that the program starts."""
        names = ["{" + name + "}" for name in client_helper.NAMES]
        return [sys.executable, "-I", "-S", client_helper.__file__, self._address, *names]

    @property
    def name(self) -> str:
        """What reports call the client."""
        return getattr(self._function, "__qualname__", repr(self._function))

    def __enter__(self) -> Office:
        self._listener.bind(self._address)
        self._listener.listen(64)
        threading.Thread(target=self._serve, name="postiche-jobs", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Wakes the thread that waits there, which closing alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._folder.cleanup()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            arguments = (connection,)
            threading.Thread(target=self._work, args=arguments, name="job", daemon=True).start()

    def _work(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            asked = json.loads(lines.readline())
            answer = self._do(_job(asked["values"], asked["environment"]))
            try:
                connection.sendall(json.dumps(answer).encode("ascii") + b"\n")
            except OSError:
                return  # it took too long, and nobody waits any more

    def _do(self, job: Job) -> dict[str, object]:
        try:
            result = self._function(job)
            if inspect.iscoroutine(result):
                result = asyncio.run(result)
        except SystemExit as end:
            return {"status": end.code if isinstance(end.code, int) else _FAILED if end.code else 0}
        except BaseException as error:
            self.raised.append(traceback.format_exc())
            told = "".join(traceback.format_exception_only(type(error), error))
            return {"status": _FAILED, "output": told}
        if isinstance(result, str):
            return {"status": 0, "output": result if result.endswith("\n") else result + "\n"}
        if result is False:
            return {"status": _FAILED}
        return {"status": int(result) if isinstance(result, int) and result is not True else 0}


def _job(values: Mapping[str, str], environment: Mapping[str, str]) -> Job:
    return Job(
        message=Path(values["message"]).read_bytes(),
        sender=values["sender"],
        recipient=values["recipient"],
        user=values["user"],
        password=values["password"],
        ca_file=values["ca"],
        client_certificate_file=values["client-certificate"],
        folder=values["folder"],
        phase=environment.get("POSTICHE_PHASE", ""),
        endpoints=endpoints_of(_places(environment), TrustedFile(values["ca"])),
    )


def _places(environment: Mapping[str, str]) -> Iterator[Place]:
    """What the program tells its clients: POSTICHE_SMTP_HOST, POSTICHE_SMTP_PORT and so on."""
    for variable in environment:
        if not variable.endswith("_ADDRESS"):
            continue
        of = variable[: -len("ADDRESS")]
        host, port = environment.get(of + "HOST", ""), environment.get(of + "PORT", "0")
        name = of[len("POSTICHE_") : -1].lower()
        yield name, host, int(port), environment.get(of + "PATH", "")
