"""A diagnosis whose process is killed or put to sleep, and two programs in one home."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.core.history import History, HistoryEntry
from backup_doctor.core.journal import Journal
from backup_doctor.lab.answers import Response
from backup_doctor.lab.running import start
from backup_doctor.lab.scenarios import all_scenarios
from backup_doctor.lab.service import Request
from backup_doctor.lab.world import World
from backup_doctor.ui.app import Parts, make_application
from backup_doctor.ui.settings import Appearance
from tests.helpers import mortal_command, mortal_window
from tests.helpers.fault_judge import RULE
from tests.helpers.fault_table import ASKED, STEP, TABLE
from tests.helpers.killing import NEVER, Hangman, Kill, Watched, hangman
from tests.helpers.qt_wizard import Wizard
from tests.helpers.worlds import Lab, serving

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such kill on Windows")

PLACES = range(1, 34, STEP if ASKED else 2 * STEP)
"""Requests of a diagnosis."""

IN_WINDOW = range(1, 76, STEP) if ASKED else range(47, 48)
"""Requests from the sign-in to the checks after a repair; the change itself is the 47th."""


@dataclass
class Sleeper(Watched):
    """Puts whoever asks the n-th time to sleep, and hangs up on it meanwhile."""

    at: int = 0
    lab: list[Any] = field(default_factory=list)

    def answer(self, request: Request) -> Response:
        if len(self.arrived) + 1 == self.at:
            pid = self.pid.get(timeout=30)
            os.kill(pid, signal.SIGSTOP)
            for server in self.lab:
                server.hang_up()
            Thread(target=_wake, args=(pid,)).start()
        answer: Response = super().answer(request)
        return answer


def _wake(pid: int) -> None:
    time.sleep(0.5)
    os.kill(pid, signal.SIGCONT)


@pytest.fixture(autouse=True)
def _patience(hygiene: None) -> None:
    """Every request in turn takes longer than a test may that hangs."""
    if ASKED:
        faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
def executioner() -> Iterator[Hangman]:
    with hangman(mortal_command.__file__) as one:
        yield one


def diagnosed(executioner: Hangman, lab: Lab, service: Watched, home: Path) -> tuple[int, str]:
    """How the process ended, and what it said."""
    words = ["diagnose", "--vm", str(lab.vm), "--auth", "token", "--arm", lab.endpoint, "--format", "json"]
    words += ["--output", str(home / "d.json"), "--pdf", str(home / "d.pdf")]
    environment = {"BACKUP_DOCTOR_TOKEN": lab.token, "XDG_DATA_HOME": str(home / "data")}
    code = executioner.run(service, words=words, environment=environment, log=str(home / "log"))
    return code, (home / "log").read_text("utf-8")


def test_a_kill_at_any_moment_of_a_diagnosis_costs_that_diagnosis_and_nothing_else(executioner: Hangman, tmp_path: Path) -> None:
    service = Watched(World(), "")
    service.world.pace = timedelta(0)
    vm = all_scenarios()["nsg-denies-storage"].build(service.world)
    wrong = []
    with serving(service.world, vm, service=service) as lab:
        for number in PLACES:
            home = tmp_path / str(number)
            home.mkdir()
            (home / "d.json").write_bytes(b"of yesterday")
            service.arrived.clear()
            service.kill = Kill(number)
            code, _ = diagnosed(executioner, lab, service, home)
            service.kill = NEVER
            found = [path.name for path in home.rglob("*.part")]
            found += [] if (home / "d.json").read_bytes() == b"of yesterday" else ["yesterday's report is gone"]
            found += [] if code == -signal.SIGKILL else [f"it ended with {code}"]
            service.pid.queue.clear()
            again, said = diagnosed(executioner, lab, service, home)
            found += [] if (again, json.loads((home / "d.json").read_bytes())["root_cause"]) == (1, "vm-no-internet-access") else [said]
            service.pid.queue.clear()
            TABLE.add("killed (kill -9)", "diagnose", "killed; the next one is whole", found)
            wrong += found
    assert wrong == []


@pytest.mark.parametrize("at", PLACES if ASKED else PLACES[1:])
def test_a_computer_that_sleeps_meanwhile_and_wakes_to_dead_connections(executioner: Hangman, tmp_path: Path, at: int) -> None:
    service = Sleeper(World(), "", at=at)
    service.world.pace = timedelta(0)
    vm = all_scenarios()["nsg-denies-storage"].build(service.world)
    with serving(service.world, vm, service=service) as lab:
        service.lab = [lab.server]
        code, said = diagnosed(executioner, lab, service, tmp_path)
    document = json.loads((tmp_path / "d.json").read_bytes()) if code != 3 else None
    verdicts = set() if document is None else {cause["verdict"] for cause in document["causes"]}
    found = [] if code in (1, 3, 4) and "Traceback" not in said else [f"{code}: {said[-300:]}"]
    found += [f"{verdicts}"] if code == 4 and "unknown" not in verdicts else []
    TABLE.add("the computer sleeps, and wakes to dead connections", "diagnose", str(code), found)
    assert found == []


@pytest.fixture(scope="module")
def guest() -> Iterator[Hangman]:
    """Who opens the window and is killed there."""
    with hangman(mortal_window.__file__) as one:
        yield one


def walked(guest: Hangman, lab: Lab, service: Watched, home: Path, *, repairs: bool = True) -> tuple[int, dict[str, Any]]:
    """How the process ended, and what the window said at last; nothing where it did not get there."""
    (home / "said.json").unlink(missing_ok=True)
    service.pid.queue.clear()
    code = guest.run(service, home=str(home), endpoint=lab.endpoint, token=lab.token, vm=str(lab.vm), repairs=repairs)
    assert code != 70, (home / "stderr").read_text("utf-8")
    return code, json.loads((home / "said.json").read_text("utf-8")) if code == 0 else {}


def test_a_kill_at_any_moment_in_the_window_loses_nothing_that_was_done(guest: Hangman, tmp_path: Path) -> None:
    wrong = []
    for number in IN_WINDOW:
        service = Watched(World(), "")
        service.world.pace = timedelta(0)
        vm = all_scenarios()["nsg-denies-storage"].build(service.world)
        with serving(service.world, vm, service=service) as lab:
            home = tmp_path / str(number)
            home.mkdir()
            service.kill = Kill(number, acted=number % 2 == 1)
            code, _ = walked(guest, lab, service, home)
            service.kill = NEVER
            journal = Journal(home / "journal")
            found = [] if code == -signal.SIGKILL else [f"it ended with {code}"]
            found += [path.name for path in [*home.rglob("*.part"), *journal.damaged()] if path.parent.name != "history"]  # which tidies up later
            found += [] if "ru" in (home / "settings.ini").read_text("utf-8") else ["the language is gone"]
            if has_rule(service) and not journal.undertakings():
                found.append("something was changed that stands in no journal")
            code, told = walked(guest, lab, service, home)
            found += [] if (code, told["verdict"], told["fault"]) == (0, "ruled_out", "") else [f"the next start: {code}, {told}"]
            found += [] if has_rule(service) and journal.open_items() == [] else ["it cannot be finished"]
            found += [str(entry) for entry in History(home / "history").entries() if not isinstance(entry, HistoryEntry)]
        TABLE.add("killed (kill -9)", "window: diagnose, repair", "killed; the next start finishes it", found)
        wrong += [f"request {number}: {words}" for words in found]
    assert wrong == []


def has_rule(service: Watched) -> bool:
    """Whether the repair was done, once."""
    groups = service.world.store.of_type("Microsoft.Network/networkSecurityGroups")
    return [rule["name"] for group in groups for rule in group["properties"]["securityRules"]].count(RULE) == 1


@pytest.mark.parametrize("at", range(1, 39, STEP) if ASKED else [20])
def test_a_window_that_sleeps_meanwhile_and_wakes_to_dead_connections(guest: Hangman, tmp_path: Path, at: int) -> None:
    service = Sleeper(World(), "", at=at)
    service.world.pace = timedelta(0)
    vm = all_scenarios()["nsg-denies-storage"].build(service.world)
    with serving(service.world, vm, service=service) as lab:
        service.lab = [lab.server]
        code, told = walked(guest, lab, service, tmp_path, repairs=False)
    found = [] if (code, told["verdict"], told["fault"]) == (0, "confirmed", "") else [f"{code}: {told}"]
    TABLE.add("the computer sleeps, and wakes to dead connections", "window: diagnose", str(told.get("first")), found)
    assert found == []


def test_two_windows_in_one_home_lose_nothing_of_each_other(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    make_application()
    windows = [Parts(qapp, tmp_path / "settings.ini", tmp_path / "backup-doctor.log", history=tmp_path / "history") for _ in range(2)]
    try:
        with start(["windows-agent-stopped", "nsg-denies-storage"]) as lab:
            for parts, scenario in zip(windows, ("windows-agent-stopped", "nsg-denies-storage"), strict=True):
                parts.window.show()
                wizard = Wizard(qtbot, parts, lab)
                wizard.diagnose(scenario)
            windows[0].kit.settings.language = "ru"
            windows[1].kit.settings.appearance = Appearance.DARK
            kept = History(tmp_path / "history")
            qtbot.waitUntil(lambda: len(list(kept.entries())) == 2, timeout=20_000)
            assert all(isinstance(entry, HistoryEntry) for entry in kept.entries())
    finally:
        closed = [parts.close() for parts in windows]
    assert closed == [True, True]
    third = Parts(qapp, tmp_path / "settings.ini", tmp_path / "backup-doctor.log")
    try:
        assert (third.kit.settings.language, third.kit.settings.appearance) == ("ru", Appearance.DARK)
    finally:
        assert third.close()
    TABLE.add("two windows at once in one home", "window: diagnose, settings, history", "both kept", [])
