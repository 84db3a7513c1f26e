# SPDX-License-Identifier: MIT
"""What a client needs so that TLS trusts a server of ours: as text, as a file, as a context."""

from __future__ import annotations

import contextlib
import os
import weakref
from typing import TYPE_CHECKING

from . import _postiche

if TYPE_CHECKING:
    import ssl


class Trust:
    """The certificate authority of one server; all of it is made when it is first asked for."""

    def __init__(self, started: _postiche.Server) -> None:
        self._started = started
        self._removal: weakref.finalize[[str, int], Trust] | None = None
        self._file = ""

    @property
    def pem(self) -> str:
        return self._started.ca_pem()

    def context(self) -> ssl.SSLContext:
        import ssl

        return ssl.create_default_context(cadata=self.pem)

    @property
    def file(self) -> str:
        if self._removal is None or not self._removal.alive:
            self._file = self._write()
            self._removal = weakref.finalize(self, _remove, self._file, os.getpid())
        return self._file

    def _write(self) -> str:
        import tempfile

        descriptor, path = tempfile.mkstemp(prefix="postiche-", suffix=".pem")
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(self.pem)
        return path

    def forget(self) -> None:
        """Removes the file, if there is one."""
        if self._removal is not None:
            self._removal()


class TrustedFile:
    """The same of a server that the program runs: its file is there already."""

    def __init__(self, file: str) -> None:
        self.file = file

    def context(self) -> ssl.SSLContext:
        import ssl

        return ssl.create_default_context(cafile=self.file)


def _remove(path: str, process: int) -> None:
    # A fork has a copy of us, and its end is not the server's.
    if process != os.getpid():
        return
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
