# SPDX-License-Identifier: MIT
"""What compose.yaml says is done, without containers: the server's command, then the client's."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from subprocess import CompletedProcess

import yaml
from conftest import ROOT
from running import Program


def test_the_application_of_the_example_gets_its_mail_through(
    serve: Callable[..., Program], do: Callable[..., CompletedProcess[str]]
) -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    play, *words = services["mail"]["command"]
    assert play == "serve"
    here = [word.replace("0.0.0.0:", "127.0.0.1:0 ").split()[0] for word in words]
    mail = serve(*here, smtp=None)
    told = dict(word.split("=", 1) for word in mail.told.split() if "=127.0.0.1:" in word)
    python, dash_c, program = services["app"]["command"]
    assert (python, dash_c) == ("python", "-c")
    done = do(
        sys.executable,
        "-c",
        program,
        MAIL_HOST="127.0.0.1",
        MAIL_PORT=told["smtp"].rpartition(":")[2],
        CONTROL_PORT=told["control"].rpartition(":")[2],
        no_proxy="127.0.0.1",
    )
    outcomes = {one["outcome"] for one in json.loads(done.stdout)}
    assert outcomes == {"PASS"}, done.stdout
