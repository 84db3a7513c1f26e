# SPDX-License-Identifier: MIT
"""Functions that the `call` steps of a scenario ask."""

from __future__ import annotations

import functools
import threading
import weakref
from collections.abc import Mapping
from typing import Any, Callable

from . import _postiche

Hook = Callable[[dict[str, str]], Any]

# How long a thread that nobody needs any more may linger.
_TURN_NS = 200_000_000


def answer_calls(owner: object, started: _postiche.Server, hooks: Mapping[str, Hook]) -> None:
    """Answers from a thread of its own, as long as `owner` lives and the server runs."""
    over = threading.Event()
    weakref.finalize(owner, over.set)
    threading.Thread(target=_serve, args=(started, dict(hooks), over), daemon=True).start()


def _serve(started: _postiche.Server, hooks: dict[str, Hook], over: threading.Event) -> None:
    while not over.is_set() and not started.stopped():
        call = started.next_call(_TURN_NS)
        if call is None:
            continue
        number, protocol, name, facts = call
        # One that takes its time must not hold up the others.
        give = functools.partial(started.answer_call, number, protocol, name)
        arguments = (give, hooks[name], facts)
        threading.Thread(target=_answer, args=arguments, daemon=True).start()


def _answer(give: Callable[[str, str], None], hook: Hook, facts: dict[str, str]) -> None:
    give(*answer_of(hook, facts))


def answer_of(hook: Hook, facts: dict[str, str]) -> tuple[str, str]:
    """What it says in JSON, and why that is nothing."""
    import json

    try:
        answer = json.dumps(hook(facts), ensure_ascii=False)
        answer.encode()
    except Exception as error:  # whatever it is, the transcript tells it
        return "", f"{type(error).__name__}: {error}"
    return answer, ""
