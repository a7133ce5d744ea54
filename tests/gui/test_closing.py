"""The window is closed at any moment: it goes at once, says nothing, and the next start finds everything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backup_doctor.arm.identity.method import Method
from backup_doctor.lab.running import RunningLab, start
from tests.helpers.qt_entra import Office

ROOT = Path(__file__).parents[2]
PATIENCE = 120
MOMENTS = ("listing", "failures", "diagnosis", "pdf", "plan", "settings", "repair")


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE])
def test_closing_the_window_ends_a_sign_in_that_waits_for_a_person(office: Office, method: Method) -> None:
    office.browser.goes_on, office.entra.device_never_ends, office.entra.device_interval = False, True, 1
    office.fill(method)
    office.press_enter()
    office.qtbot.waitUntil(lambda: office.browser.came.is_set() or office.access.code is not None, timeout=10_000)
    assert office.wizard.parts.close()
    for thread in threading.enumerate():
        if thread.name == "sign-in":
            assert thread.daemon
            thread.join(timeout=10)
            assert not thread.is_alive()
    assert office.entra.count("authorization_code") == 0


class Program:
    """The program as its user starts it, again and again in the same home."""

    def __init__(self, lab: RunningLab, home: Path) -> None:
        self.lab, self.home = lab, home

    def run(self, moment: str) -> subprocess.CompletedProcess[str]:
        """Start it, lead it to a moment, and close it there."""
        given = {"moment": moment, "endpoint": self.lab.endpoint, "token": self.lab.token, "vm": self.lab.vms[0].id}
        environment = {
            **os.environ,
            "HOME": str(self.home),
            **{f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "gui"), str(ROOT))),
        }
        command = [sys.executable, "-X", "dev", "-W", "error::ResourceWarning", "-m", "tests.helpers.close_walk", json.dumps(given)]
        return subprocess.run(command, cwd=self.home, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def next_start(self) -> dict[str, object]:
        """What the next start finds."""
        ran = self.run("look")
        assert ran.returncode == 0, ran.stderr
        found: dict[str, object] = json.loads(ran.stdout.splitlines()[0])
        return found


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with start(["nsg-denies-storage"], latency=0.05) as lab:
        yield Program(lab, tmp_path)


@pytest.mark.parametrize("moment", MOMENTS)
def test_closing_at_any_moment_ends_the_program_and_loses_nothing(program: Program, moment: str) -> None:
    if moment == "repair":
        program.lab.world.pace = timedelta(seconds=2)  # longer than closing takes
    ran = program.run(moment)
    assert (ran.returncode, ran.stdout) == (0, "closing\n"), ran.stderr
    assert quiet(ran.stderr) == []
    leftovers = [path.name for path in program.home.rglob("*.part")]
    assert leftovers == [], "half a file"
    if moment not in ("settings", "repair"):
        return
    found = program.next_start()
    assert found["damaged"] == []
    if moment == "settings":
        assert (found["language"], found["appearance"], found["size"]) == ("ru", "dark", [720, 560])
    else:
        assert found["open"] == ["vm-no-internet-access/allow-storage"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such kill on Windows")
def test_a_kill_in_the_middle_of_writing_the_settings_loses_none(program: Program) -> None:
    assert program.run("settings").returncode == 0
    assert program.run("killed").returncode == -signal.SIGKILL
    found = program.next_start()
    assert (found["language"], found["appearance"], found["size"]) == ("ru", "dark", [720, 560])


def quiet(stderr: str) -> list[str]:
    """What it said that nobody wants to read; the offscreen platform's own remarks are not the program's."""
    return [line for line in stderr.splitlines() if line.strip() and "This plugin does not support" not in line]
