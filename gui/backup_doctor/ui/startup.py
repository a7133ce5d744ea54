"""How long the start took: from the birth of the process to the first paint."""

from __future__ import annotations

import os
import time
from pathlib import Path

_STARTTIME_FIELD = 19
"""Of ``/proc/self/stat``, counted after the command's closing bracket (proc(5): field 22)."""


def process_start() -> float | None:
    """When the operating system created this process, on the clock of `time.time`; None where it does not tell."""
    try:
        stat = Path("/proc/self/stat").read_text("utf-8", "replace")
        ticks = int(stat.rpartition(")")[2].split()[_STARTTIME_FIELD])
    except OSError:
        return None
    since_boot = ticks / os.sysconf("SC_CLK_TCK")
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - since_boot)


def milliseconds_since_start(started: float | None) -> int:
    """Age of the process.

    Args:
        started: `time.time()` of the first statement, for systems that do not tell when the process was created.
    """
    born = process_start() or started or time.time()
    return round((time.time() - born) * 1000)
