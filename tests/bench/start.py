"""Start to first paint, against an empty Qt window started the same way in the same run.

Run: ``make bench``, or ``python tests/bench/start.py [--repeat N]``. Prints one JSON line. Linux only: it reads a process's birth from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

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


def milliseconds(command: list[str], home: str) -> float:
    """From the birth of a process to its first picture."""
    environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    first_paint: float = json.loads(answer.stdout)["first_paint_ms"]
    return first_paint


def main() -> None:
    """Alternate the two, so that whatever else the machine does hits both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=11)
    repeat = parser.parse_args().repeat
    empty, ours = [], []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(repeat):
            empty.append(milliseconds([sys.executable, "-c", EMPTY], home))
            ours.append(milliseconds([sys.executable, "-m", "backup_doctor", "--exit-after-paint"], home))
    floor, median = statistics.median(empty), statistics.median(ours)
    result = {"platform": os.environ.get("QT_QPA_PLATFORM", "default"), "empty_ms": floor, "ours_ms": median, "ratio": round(median / floor, 2)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
