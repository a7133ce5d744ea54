"""Runs every bench in a process of its own, one after another, and keeps what they tell in ``build/bench.json``.

Run: ``make bench``, on a machine that has nothing else to do. README.md says what each figure means.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = Path("build/bench.json")
BENCHES: dict[str, list[str]] = {
    "start": [],
    "diagnose": [],
    "picker": [],
    "fleet": [],
    "fleet_limits": ["--shared", "--limits"],
    "fleet_denied": ["--without-graph", "--list-only"],
    "fleet_denied_small": ["--vms", "1000", "--without-graph", "--list-only"],
    "pdf": [],
    "frames": [],
}
"""Scripts of this folder, by the first word of a name, and their arguments."""

Rows = dict[str, list[dict[str, Any]]]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.machine(),
        "processors": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "qt": version("PySide6-Essentials"),
        "program": version("backup-doctor"),
        "load_before": round(os.getloadavg()[0], 1),
    }


def told(name: str, arguments: list[str]) -> list[dict[str, Any]]:
    """Run one bench; what it prints for machines is kept, all of it is shown."""
    print(f"── {name}", flush=True)
    rows = []
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    command = [sys.executable, str(HERE / f"{name.partition('_')[0]}.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith("{"):
                rows.append(json.loads(line))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return rows


def goals(rows: Rows) -> Iterator[tuple[str, float, float]]:
    """What is wanted: a name, the figure, and the most it may be."""
    start, frames = rows["start"][0], rows["frames"][0]
    yield "start to first paint, by an empty window's", start["ratio_ms"], 2.0
    yield "memory at first paint, by an empty window's", start["ratio_mb"], 2.0
    for row in rows["diagnose"]:
        yield f"diagnosis of {row['scenario']} at {row['latency_ms']:.0f} ms, in ms", row["diagnosis_ms"], row["goal_ms"]
    for row in rows["picker"]:
        yield f"key among {row['rows']:,.0f} VMs, median in ms", row["key_median_ms"], 16.0
    yield "longest pause of the window on the walk, in ms", frames["longest_ms"], 100.0


def main() -> None:
    """All of them, then what was wanted."""
    began, about, rows = time.monotonic(), machine(), Rows()
    for name, arguments in BENCHES.items():
        rows[name] = told(name, arguments)
    seconds = round(time.monotonic() - began)
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps({"machine": about, "seconds": seconds, "rows": rows}, indent=1) + "\n", "utf-8")
    print(f"── {seconds} s in all; kept in {KEPT}")
    for name, figure, most in goals(rows):
        print(f"{'ok  ' if figure <= most else 'MISS'} {name:62} {figure:10,.2f}   goal {most:10,.2f}")


if __name__ == "__main__":
    main()
