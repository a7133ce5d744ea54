"""Holds the start light: the window is painted before anything heavy is loaded, and the command line never loads Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"azure", "cryptography", "keyring", "msal", "requests", "typst", "urllib3"}
QT = {"PySide6", "shiboken6"}
LATER = {
    "asyncio",
    "concurrent.futures",
    "json",
    "logging.handlers",
    "socket",
    "ssl",
    "subprocess",
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    *(
        f"backup_doctor.core.{name}"
        for name in ("action", "diagnosis", "secret_masking", "model", "offer", "plan", "undertaking", "verdict", "words")
    ),
    *(f"backup_doctor.arm.{name}" for name in ("errors", "identity.interaction", "memory", "signin", "vm_list", "wire.hops", "wire.proxies")),
    *(f"backup_doctor.ui.{name}" for name in ("dialogs", "marks", "orders", "repair_errands", "run", "sign_in_errands")),
    *(f"backup_doctor.ui.pages.{name}" for name in ("back_up", "cause", "history", "summary", "symptom", "vms")),
    *(
        f"backup_doctor.ui.widgets.{name}"
        for name in ("again_banner", "command_box", "device_code", "signed_in_card", "trouble_card", "waiting_card")
    ),
    *(f"backup_doctor.{name}" for name in ("catalogue", "cli", "lab", "pdf")),
}
"""Not heavy each, but together they took as long to load as what the first picture needs (tests/bench/start.py)."""
IMPORT = "import time:"
SILENT = """
import sys
def heard(event, given):
    strange = event == "socket.getaddrinfo" and given[0] not in (None, "", "localhost", "127.0.0.1", "::1")
    strange |= event == "socket.connect" and isinstance(given[1], tuple) and not given[1][0].startswith(("127.", "::1"))
    if strange or event == "socket.gethostbyname":
        print("spoke to", event, given, flush=True)
sys.addaudithook(heard)
from PySide6.QtCore import QTimer
from backup_doctor.ui.app import make_application, run_window
application = make_application()
QTimer.singleShot(1500, application.quit)  # time enough for what follows the first picture: the log, remembered accounts, loading the SDK
TALK
code = run_window(demo=False, exit_after_paint=False, started=None)
print("ended", code, "azure.core" in sys.modules)
"""


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python and have it write one line to stderr for every module it imports."""
    command = [sys.executable, "-X", "importtime", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "gui")}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, "\n".join(line for line in run.stderr.splitlines() if not line.startswith(IMPORT))
    return run


def modules(run: subprocess.CompletedProcess[str]) -> set[str]:
    """The full names of what a run imported."""
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith(IMPORT)}


def packages(run: subprocess.CompletedProcess[str]) -> set[str]:
    """The top-level packages that a run imported."""
    return {name.partition(".")[0] for name in modules(run)}


def test_the_first_window_is_painted_before_anything_heavy_is_loaded() -> None:
    run = run_python("-m", "backup_doctor", "--exit-after-paint")
    assert json.loads(run.stdout)["first_paint_ms"] > 0
    assert "PySide6" in packages(run)
    assert packages(run) & HEAVY == set()
    assert modules(run) & LATER == set()


def test_what_may_come_later_is_there() -> None:
    gone = [name for name in LATER if find_spec(name) is None]
    assert not gone, "a name that nothing has can never be loaded too early"


def test_modules_that_start_the_program_are_light() -> None:
    assert packages(run_python("-c", "import backup_doctor.__main__")) & (HEAVY | QT) == set()
    assert packages(run_python("-c", "import backup_doctor.ui.app")) & HEAVY == set()


def test_qt_does_not_read_the_source_of_all_that_is_loaded_after_it() -> None:
    look = "import builtins, sys; plain = builtins.__import__; {start}; print(builtins.__import__ is plain)"
    window = "from backup_doctor.__main__ import main; sys.argv[1:] = ['--exit-after-paint']; main()"
    assert run_python("-c", look.format(start=window)).stdout.split()[-1] == "True"
    alone = run_python("-c", look.format(start="import PySide6.QtCore")).stdout
    assert alone.split() == ["False"], "where Qt no longer does that, ui/binding.py can go"


def test_asking_for_help_loads_neither_qt_nor_anything_heavy() -> None:
    run = run_python("-m", "backup_doctor", "--help")
    assert "diagnose" in run.stdout
    assert packages(run) & (HEAVY | QT) == set()


@pytest.mark.parametrize("talks", [False, True], ids=["as it is", "somebody speaks"])
def test_the_start_speaks_to_nobody(tmp_path: Path, talks: bool) -> None:
    talk = 'import socket; QTimer.singleShot(0, lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 9)))' if talks else ""
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    environment = {**os.environ, **homes, "PYTHONPATH": str(ROOT / "gui"), "QT_QPA_PLATFORM": "offscreen"}
    code = SILENT.replace("TALK", talk)
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "ended 0" in run.stdout, run.stderr
    assert ("spoke to" in run.stdout) == talks
