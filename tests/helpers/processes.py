"""The program as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.helpers.worlds import Lab

GUI = Path(__file__).parents[2] / "gui"


def command(*arguments: str) -> list[str]:
    """What starts it."""
    return [sys.executable, "-m", "backup_doctor", *arguments]


def environment(**more: str) -> dict[str, str]:
    """What it stands in: this process's own, and this tree's code."""
    return {**os.environ, "PYTHONPATH": str(GUI), **more}


def ended_by(number: int, arguments: tuple[str, ...], lab: Lab, seen: str) -> tuple[int, str, str]:
    """Start a command against a lab and send it a signal once the lab has seen a request with these words.

    Returns:
        Its exit code, stdout and stderr.
    """
    with subprocess.Popen(
        command(*arguments), env=environment(BACKUP_DOCTOR_TOKEN=lab.token), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not any(seen in request for request in lab.seen):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    return process.returncode, out, err
