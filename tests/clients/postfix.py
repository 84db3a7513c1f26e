# SPDX-License-Identifier: MIT
"""A real mail transfer agent: Postfix with a configuration and a queue of its own.

Nothing of the system's Postfix is used but its programs. master runs as our child, in the
foreground, and hands every letter to the relay, on loopback only.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from running import PATIENCE, run, until

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = {folder}/config
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mta.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
relayhost = [127.0.0.1]:{port}
default_transport = smtp
local_recipient_maps =
alias_maps =
alias_database =
smtputf8_enable = yes
smtp_tls_security_level = none
smtp_host_lookup = native
disable_dns_lookups = yes
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
notify_classes =
"""

# Relays only: no service listens on the network.
MASTER = """
pickup    unix  n  -  n  1   1  pickup
cleanup   unix  n  -  n  -   0  cleanup
qmgr      unix  n  -  n  1   1  qmgr
rewrite   unix  -  -  n  -   -  trivial-rewrite
bounce    unix  -  -  n  -   0  bounce
defer     unix  -  -  n  -   0  bounce
trace     unix  -  -  n  -   0  bounce
smtp      unix  -  -  n  -   -  smtp
error     unix  -  -  n  -   -  error
retry     unix  -  -  n  -   -  error
scache    unix  -  -  n  -   1  scache
anvil     unix  -  -  n  -   1  anvil
postlog   unix-dgram n - n  -   1  postlogd
"""

OURS = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming")
OURS_TOO = ("private", "saved", "trace")


class Postfix:
    """Started on construction; `stop()` ends it and all its processes, whatever state it is in."""

    def __init__(self, relay_port: int) -> None:
        # Not below pytest's folder, which only root may enter.
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-", dir="/tmp"))
        self.folder.chmod(0o755)
        self._lay_out(relay_port)
        self.process = subprocess.Popen(
            ["/usr/lib/postfix/sbin/master", "-c", str(self.folder / "config"), "-d"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "LANG": "C"},
            start_new_session=True,
        )
        try:
            until(lambda: "daemon started" in self.log or self._ended(), "Postfix to start")
            assert not self._ended(), self._last_words()
        except BaseException:
            self.stop()
            raise

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def _ended(self) -> bool:
        return self.process.poll() is not None

    def _last_words(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read().decode() + self.log

    def _lay_out(self, relay_port: int) -> None:
        config, queue, data = (self.folder / name for name in ("config", "queue", "data"))
        for folder in (config, queue, data, queue / "pid"):
            folder.mkdir()
        (config / "main.cf").write_text(MAIN.format(folder=self.folder, port=relay_port))
        (config / "master.cf").write_text(MASTER)
        owner = pwd.getpwnam("postfix").pw_uid
        os.chown(data, owner, -1)
        for name in (*OURS, *OURS_TOO):
            (queue / name).mkdir(mode=0o700)
            os.chown(queue / name, owner, -1)
        for name, mode in (("maildrop", 0o730), ("public", 0o710)):
            (queue / name).mkdir()
            shutil.chown(queue / name, "postfix", "postdrop")
            (queue / name).chmod(mode)

    def send(self, sender: str, to: str, letter: str) -> None:
        """Hands it over as a local program does; Postfix owns it from here on."""
        file = self.folder / "letter"
        file.write_text(letter)
        with file.open() as text:
            sent = run(
                *("/usr/sbin/sendmail", "-C", str(self.folder / "config"), "-f", sender, "-i", to),
                stdin=text,
            )
        assert sent.returncode == 0, sent.stderr + self.log

    def stop(self) -> None:
        # master passes SIGTERM on; what does not listen goes with its session.
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        if self.process.stderr is not None:
            self.process.stderr.close()
        shutil.rmtree(self.folder, ignore_errors=True)
