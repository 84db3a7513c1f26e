# SPDX-License-Identifier: MIT
"""What was seen of a client, and what is said of it: the same of a server and of a conversation."""

from __future__ import annotations

from . import _postiche
from ._arguments import text
from ._handles import Transcript
from ._views import (
    Coverage,
    Message,
    Session,
    Verdict,
    coverage_of,
    message_of,
    session_of,
    verdict_of,
)

# What fails here is the test's affair: pytest shows its line, and none of ours.
__tracebackhide__ = True


class Evidence:
    """All of it are copies: they stay as they are when the run goes on."""

    _started: _postiche.Run

    @property
    def transcript(self) -> Transcript:
        """Everything that was said and heard, so far."""
        return Transcript(self._started)

    @property
    def messages(self) -> list[Message]:
        """What was accepted and kept, in order of arrival."""
        return [message_of(view) for view in self._started.messages()]

    @property
    def sessions(self) -> list[Session]:
        """Every connection, open ones too, in order of opening."""
        return [session_of(view) for view in self._started.sessions()]

    @property
    def verdicts(self) -> list[Verdict]:
        """What the scenario's expectations say of the client, as things are now."""
        return [verdict_of(view) for view in self._started.verdicts()]

    @property
    def coverage(self) -> list[Coverage]:
        """How often each rule, and each line of a dialogue, was played; in the order of the file.

        >>> import postiche
        >>> with postiche.serve("greylisting") as server:
        ...     print([one.name for one in server.coverage if one.times == 0])
        ["rule 'too early'"]
        """
        return [coverage_of(view) for view in self._started.coverage()]

    def findings(
        self,
        *,
        role: str = "library",
        tls: str = "opportunistic",
        given: bytes | None = None,
    ) -> list[Verdict]:
        """What the client did right and wrong by the RFCs and by good practice, as far as it shows.

        One verdict for each requirement of the catalogue that the run has shown anything of;
        `postiche explain ID` tells all of one. What is asked depends on what the client is: `role`
        is "mua", "library", "mta" or "lmtp-client", `tls` is "required", "opportunistic" or
        "cleartext-allowed". `given` is the message that the client was told to send, so that what
        became of it is judged too. Raises ValueError for other words.

        >>> import socket
        >>> import postiche
        >>> with postiche.serve("honest") as server:
        ...     with socket.create_connection((server.smtp.host, server.smtp.port)) as client:
        ...         client.sendall(b"EHLO c.example\\n")
        ...     server.wait_for(sessions=1)
        ...     wrong = [one for one in server.findings() if one.outcome == "FAIL"]
        >>> wrong[0].id, wrong[0].cites
        ('smtp.line.crlf-only', ['RFC 5321 sec 2.3.8'])
        """
        profile = _profile(role, tls, given)
        return [verdict_of(view) for view in self._started.findings(*profile)]

    def check(
        self,
        *,
        strict: bool = False,
        role: str = "library",
        tls: str = "opportunistic",
        given: bytes | None = None,
    ) -> None:
        """Fails if the client did not do what the scenario expects of it.

        With `strict`, also if a must of the RFCs was broken: `findings` has those, and tells what
        the other arguments mean. Raises AssertionError with what was found, what was asked, and the
        conversation around it; the guilty lines are marked.

        >>> import postiche
        >>> with postiche.serve("greylisting") as server:
        ...     try:
        ...         server.check()
        ...     except AssertionError as error:
        ...         print("the client tried again" in str(error))
        True
        """
        failure = self._started.failure(bool(strict), *_profile(role, tls, given))
        if failure:
            raise AssertionError(failure + self._whole_story())

    def _whole_story(self) -> str:
        """Where the conversation is told from its beginning to its end."""
        return "\nAll of it is in .transcript: print it, or .transcript.save('FILE.jsonl').\n"


def _profile(role: str, tls: str, given: bytes | None) -> tuple[str, str, bytes | None]:
    # A text could be the letter itself or the path of one.
    if not isinstance(given, (bytes, type(None))):
        raise TypeError(f"given is the letter's octets, not {given!r}")
    return text(role, "role"), text(tls, "tls"), given
