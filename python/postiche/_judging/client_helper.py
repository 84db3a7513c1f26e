# SPDX-License-Identifier: MIT
"""The client that the program starts where the client is a function: asks the process that has it.

Run as a script, with as little of Python as there is: it says what it was given, waits, and ends as
the function did.
"""

import json
import os
import socket
import sys

NAMES = ("message", "ca", "client-certificate", "folder", "sender", "recipient", "user", "password")


def main() -> int:
    address, *values = sys.argv[1:]
    told = {name: value for name, value in os.environ.items() if name.startswith("POSTICHE_")}
    asked = {"values": dict(zip(NAMES, values)), "environment": told}
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(address)
        connection.sendall(json.dumps(asked).encode("ascii") + b"\n")
        with connection.makefile("rb") as answers:
            answer = json.loads(answers.readline() or b'{"status": 70}')
    sys.stdout.write(answer.get("output", ""))
    sys.stdout.flush()
    return int(answer["status"])


if __name__ == "__main__":
    sys.exit(main())
