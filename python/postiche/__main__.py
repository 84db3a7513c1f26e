# SPDX-License-Identifier: MIT
"""The command `postiche`, and `python -m postiche`: the program that came in the same wheel."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PROGRAM = Path(__file__).with_name("bin") / "postiche"


def main() -> None:
    """Becomes the program, so that signals and exit status are its own."""
    try:
        os.execv(_PROGRAM, [os.fspath(_PROGRAM), *sys.argv[1:]])
    except OSError as error:
        sys.exit(f"postiche: cannot start {_PROGRAM}: {error.strerror}; is the wheel installed?")


if __name__ == "__main__":
    main()
