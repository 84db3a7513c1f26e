# SPDX-License-Identifier: MIT
"""A second real mail transfer agent: Exim, which sends by BDAT where CHUNKING is offered.

Its Debian package and Postfix's exclude each other, so `./dev test` only unpacks the program. It
runs with a configuration and a queue of its own and without privileges; each call delivers in the
foreground, to 127.0.0.1 only, and nothing runs between calls.
"""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from pathlib import Path

from running import run

UNPACKED = Path(__file__).parents[2] / "build/exim/usr/sbin/exim4"

MAIN = """
primary_hostname = mta.example
exim_path = {folder}/exim4
spool_directory = {folder}/spool
log_file_path = {folder}/spool/%slog
log_selector = +all
keep_environment = LD_PRELOAD : ^NSS_WRAPPER_
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *

begin routers
all:
  driver = manualroute
  transport = postiche
  route_list = * 127.0.0.1
  self = send

begin transports
postiche:
  driver = smtp
  port = {port}
  allow_localhost
  hosts_try_chunking = *
  hosts_try_dane =
  {options}

begin retry
* * F,1h,1s
"""


class Exim:
    """Each call returns when Exim has tried; `remove()` takes away all that it left."""

    def __init__(self, relay_port: int, *options: str) -> None:
        """The options are more of its smtp transport; {folder} in them is this one's."""
        assert UNPACKED.exists(), "no Exim under build/exim: ./dev test unpacks one"
        # Not below pytest's folder, which only root may enter.
        self.folder = Path(tempfile.mkdtemp(prefix="exim-", dir="/tmp"))
        self.folder.chmod(0o755)
        shutil.copyfile(UNPACKED, self.folder / "exim4")
        (self.folder / "exim4").chmod(0o755)
        chosen = "\n  ".join(options).replace("{folder}", str(self.folder))
        text = MAIN.format(folder=self.folder, port=relay_port, options=chosen)
        (self.folder / "config").write_text(text)
        (self.folder / "spool").mkdir()
        self._user, self._group = self._someone_unprivileged()
        os.chown(self.folder / "spool", self._user, self._group)

    def _someone_unprivileged(self) -> tuple[int, int]:
        """Whoever that is, Exim takes it for the user whom its package would have made."""
        nobody = pwd.getpwnam("nobody")
        user, group = os.getuid(), os.getgid()
        if user == 0:
            user, group = nobody.pw_uid, nobody.pw_gid
        (self.folder / "passwd").write_text(
            f"root:x:0:0::/:/bin/false\nDebian-exim:x:{user}:{group}::/:/bin/false\n"
        )
        (self.folder / "group").write_text(f"root:x:0:\nDebian-exim:x:{group}:\n")
        return user, group

    @property
    def log(self) -> str:
        """What became of each letter: => delivered, == deferred, ** given up."""
        file = self.folder / "spool/mainlog"
        return file.read_text(errors="replace") if file.exists() else ""

    def queued(self) -> int:
        return len(list((self.folder / "spool/input").glob("*-H")))

    def send(self, sender: str, to: str, letter: bytes) -> None:
        """Hands it over as a local program does."""
        self._call("-odf", "-oi", "-f", sender, to, told=letter)

    def submit(self, *lines: str) -> None:
        """Hands it over as a mail program does, in a dialogue of SMTP."""
        told = "".join(f"{line}\r\n" for line in lines)
        said = self._call("-odf", "-bs", told=told.encode())
        refused = [line for line in said.splitlines() if line[:1] in "45"]
        assert not refused, said + self.log

    def retry(self) -> None:
        """Tries all that is queued, whether its time has come or not."""
        self._call("-qff")

    def _call(self, *arguments: str, told: bytes = b"") -> str:
        file = self.folder / "told"
        file.write_bytes(told)
        unprivileged = {"user": self._user, "group": self._group, "extra_groups": []}
        with file.open("rb") as text:
            called = run(
                *(str(self.folder / "exim4"), "-C", str(self.folder / "config"), *arguments),
                stdin=text,
                cwd=self.folder,
                env={
                    "PATH": os.environ["PATH"],
                    "LANG": "C",
                    "LD_PRELOAD": "libnss_wrapper.so",
                    "NSS_WRAPPER_PASSWD": str(self.folder / "passwd"),
                    "NSS_WRAPPER_GROUP": str(self.folder / "group"),
                },
                **(unprivileged if os.getuid() == 0 else {}),
            )
        assert called.returncode == 0, called.stdout + called.stderr + self.log
        return called.stdout

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
