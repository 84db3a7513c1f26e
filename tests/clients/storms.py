# SPDX-License-Identifier: MIT
"""What the tests of storms share: how long these last, and how a lie is told to them."""

from __future__ import annotations

import os
from collections.abc import Callable

from altering_proxy import Alter, AlteringProxy

SEEDS = (1, 2, 3)
# Of one that finds nothing; `./dev soak` lets it last a minute.
SECONDS = float(os.environ.get("POSTICHE_STORM", "5"))


def faults_behind(port: int, alter: Alter, rage_on: Callable[[int], list[str]]) -> list[str]:
    """What a storm finds where somebody between it and the server alters lines."""
    with AlteringProxy("127.0.0.1", port, alter) as proxy:
        return rage_on(proxy.port)
