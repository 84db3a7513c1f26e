# SPDX-License-Identifier: MIT
"""What was seen of a client, and what is said of it: the same of a server and of a conversation."""

from __future__ import annotations

from . import _postiche
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

    def check(self) -> None:
        """Fails if the client did not do what the scenario expects of it.

        Raises AssertionError with what was expected, what was found and the transcript.

        >>> import postiche
        >>> with postiche.serve("greylisting") as server:
        ...     try:
        ...         server.check()
        ...     except AssertionError as error:
        ...         print("the client tried again" in str(error))
        True
        """
        # So that pytest points at the test's own line.
        __tracebackhide__ = True
        failed = [str(verdict) for verdict in self.verdicts if verdict.failed]
        if failed:
            raise AssertionError(
                "\n".join([*failed, "", "The transcript:", self.transcript.to_text()])
            )
