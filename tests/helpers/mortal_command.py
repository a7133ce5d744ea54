"""A process of its own that runs commands, to be killed or stopped at it (`forking`)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from backup_doctor.cli.main import run
from tests.helpers.forking import log_to, run_all


def _run(order: dict[str, Any]) -> int:
    os.environ.update(order["environment"])
    log_to(Path(order["log"]))
    return run(order["words"])


if __name__ == "__main__":
    run_all(_run)
