"""Holds the start light: the window is painted before anything heavy is loaded, and the command line never loads Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {"azure", "cryptography", "keyring", "msal", "requests", "typst", "urllib3"}
QT = {"PySide6", "shiboken6"}
IMPORT = "import time:"


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python and have it write one line to stderr for every module it imports."""
    command = [sys.executable, "-X", "importtime", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "gui")}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, "\n".join(line for line in run.stderr.splitlines() if not line.startswith(IMPORT))
    return run


def packages(run: subprocess.CompletedProcess[str]) -> set[str]:
    """The top-level packages that a run imported."""
    lines = [line for line in run.stderr.splitlines() if line.startswith(IMPORT)]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_the_first_window_is_painted_before_anything_heavy_is_loaded() -> None:
    run = run_python("-m", "backup_doctor", "--exit-after-paint")
    assert json.loads(run.stdout)["first_paint_ms"] > 0
    assert "PySide6" in packages(run)
    assert packages(run) & HEAVY == set()


def test_modules_that_start_the_program_are_light() -> None:
    assert packages(run_python("-c", "import backup_doctor.__main__")) & (HEAVY | QT) == set()
    assert packages(run_python("-c", "import backup_doctor.ui.app")) & HEAVY == set()


def test_asking_for_help_loads_neither_qt_nor_anything_heavy() -> None:
    run = run_python("-m", "backup_doctor", "--help")
    assert "diagnose" in run.stdout
    assert packages(run) & (HEAVY | QT) == set()
