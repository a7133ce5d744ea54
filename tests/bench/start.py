"""Start to first paint, and the memory it takes, against an empty Qt window started the same way in the same run.

Run: ``make bench``, or ``python tests/bench/start.py [--repeat N]``. Prints one JSON line. Linux only: it reads a process's birth from /proc.
Memory is the most that the process ever had; cpu is the processor's time of the whole process, which other programs lengthen less.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

EMPTY = """
import json, os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

def report():
    with open("/proc/self/stat") as file:
        born = float(file.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    print(json.dumps({"first_paint_ms": round((time.clock_gettime(time.CLOCK_BOOTTIME) - born) * 1000)}))
    application.exit(0)

class Empty(QMainWindow):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, report)

application = QApplication([])
application.setStyle("Fusion")
window = Empty()
window.setCentralWidget(QLabel("floor"))
window.resize(1100, 760)
window.show()
application.exec()
"""


@dataclass(frozen=True, slots=True)
class Started:
    """What one start took."""

    ms: float
    """From the birth of the process to its first picture."""
    cpu_ms: float
    mb: float


def started(command: list[str], home: str) -> Started:
    """Start a program that ends with its first picture."""
    # An installed program is compiled already; a tree that may not keep what Python compiles would have it done at each start.
    kept = {"PYTHONPYCACHEPREFIX": f"{home}/compiled", "PYTHONDONTWRITEBYTECODE": ""}
    environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, **kept}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        answer = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)  # tells what only this process has used
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Started(float(json.loads(answer)["first_paint_ms"]), 1e3 * (used.ru_utime + used.ru_stime), used.ru_maxrss / 1024)


def main() -> None:
    """Alternate the two, so that whatever else the machine does hits both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=11)
    repeat = parser.parse_args().repeat
    empty, ours = [], []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(repeat + 1):
            empty.append(started([sys.executable, "-c", EMPTY], home))
            ours.append(started([sys.executable, "-m", "backup_doctor", "--exit-after-paint"], home))
    del empty[0], ours[0]  # these two compiled
    result: dict[str, object] = {"platform": os.environ.get("QT_QPA_PLATFORM", "default")}
    for name in ("ms", "cpu_ms", "mb"):
        floor, median = (statistics.median(getattr(one, name) for one in those) for those in (empty, ours))
        result |= {f"empty_{name}": round(floor), f"ours_{name}": round(median), f"ratio_{name}": round(median / floor, 2)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
