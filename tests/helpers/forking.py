"""The loop of a process whose forks are killed or stopped by tests. Started once; every run is a fork, for imports are slow.

Reads a line of JSON per run, writes the pid of the run, then, when it has ended, how. Only where there are fork and SIGKILL.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

CLIENTS = ("compute", "network", "recoveryservicesbackup", "resource.locks", "resourcehealth", "resource.subscriptions", "resourcegraph")
"""What a run would import when it first needs it."""

BROKE = 70
"""The exit code of a run that an exception ended."""


def run_all(run: Callable[[dict[str, Any]], int]) -> None:
    """Fork for every order, until there are no more; what `run` returns is the exit code."""
    for client in CLIENTS:
        import_module(f"azure.mgmt.{client}.aio")
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                code = run(json.loads(line))
            except BaseException:
                sys.excepthook(*sys.exc_info())
                code = BROKE
            os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def log_to(file: Path) -> None:
    """What the run writes to stderr goes into a file of its own."""
    with file.open("wb") as log:
        os.dup2(log.fileno(), 2)
