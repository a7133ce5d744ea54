"""A process of its own that runs commands, to be killed or stopped at it. Started once; every run is a fork, for imports are slow.

Reads a line of JSON per run, writes the pid of the run, then, when it has ended, how. Only where there are fork and SIGKILL.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path

from backup_doctor.cli.main import run


def main() -> None:
    """Fork for every order, until there are no more."""
    for client in ("compute", "network", "recoveryservicesbackup", "resource.locks", "resourcehealth", "resource.subscriptions"):
        import_module(f"azure.mgmt.{client}.aio")  # what a run would import when it first needs it
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            os.environ.update(order["environment"])
            with Path(order["log"]).open("wb") as log:
                os.dup2(log.fileno(), 2)
            try:
                code = run(order["words"])
            except BaseException:
                sys.excepthook(*sys.exc_info())
                code = 70
            os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
