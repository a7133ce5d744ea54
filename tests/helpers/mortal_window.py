"""A process of its own that opens the window and is led through a repair, to be killed or stopped at it (`forking`)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.core.model import Status, Verdict
from backup_doctor.lab.running import LabVm, RunningLab
from backup_doctor.ui.app import Parts, make_application
from backup_doctor.ui.run import Run
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.fault_window import CAUSE, COMPLAINT, REMEDY, statuses
from tests.helpers.forking import log_to, run_all
from tests.helpers.qt_repairs import Repairing

PATIENCE = 60


def wait(condition: Callable[[], object], timeout: int = PATIENCE * 1000) -> None:
    """What `QtBot` does, outside of pytest."""
    end = time.monotonic() + timeout / 1000
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


class Walk:
    """One user's evening, who tries again what did not work."""

    def __init__(self, order: dict[str, Any]) -> None:
        home = Path(order["home"])
        self.order = order
        self.parts = Parts(make_application(), home / "settings.ini", home / "log")
        lab = cast(RunningLab, SimpleNamespace(endpoint=order["endpoint"], token=order["token"], vms=(LabVm(order["vm"], "nsg-denies-storage"),)))
        self.parts.window.show()
        self.walk = Repairing(cast(QtBot, SimpleNamespace(waitUntil=wait)), self.parts, lab)

    def go(self) -> dict[str, object]:
        """To the end, also of what an earlier evening has left open; what the window says there."""
        walk, state, repairs = self.walk, self.walk.state, self.walk.repairs
        walk.kit.settings.language = "ru"
        self._sign_in()
        wait(lambda: repairs._news is not None)
        for item in repairs.open_items:
            walk.allow()
            repairs.finish(item.id)
            wait(lambda: not repairs.is_busy)
        walk.vm_page.filter.setText(self.order["vm"])
        walk.window.bar.primary.click()
        wait(lambda: state.last_job is not None or state.last_job_error is not None)
        walk.symptom_page.pasted.box.setPlainText(COMPLAINT)
        first = self._look()
        if first != "as undisturbed":
            walk.window.go(Step(Kind.SYMPTOM))
            assert self._look() == "as undisturbed"
        run = state.run
        assert run is not None
        before, verdict = statuses(run), _verdict(run)
        if self.order["repairs"] and verdict == Verdict.CONFIRMED:
            walk.allow()
            walk.card(REMEDY)
            walk.repairs.begin(walk.offer(REMEDY))
            wait(self._is_over)
        fault = walk.window.banners.fault
        return {"first": first, "before": before, "verdict": _verdict(run), "fault": fault.plain() if fault.isVisible() else ""}

    def _sign_in(self) -> None:
        """As often as it takes."""
        walk, state, access = self.walk, self.walk.state, self.walk.flow.access
        walk.type_sign_in(self.order["token"], self.order["endpoint"])
        while state.session is None:
            walk.press_sign_in()
            wait(lambda: access.signing_in is None and (state.session is not None or access.trouble is not None))
        wait(lambda: not walk.flow.is_listing and not walk.vm_page.picker.is_taking_in)

    def _look(self) -> str:
        """Start the checks; what came of it."""
        state = self.walk.state
        self.walk.window.bar.primary.click()
        wait(lambda: state.run_error is not None or self._is_over())
        if state.run is None:
            return "could not start"
        return "in part unknown" if Status.UNKNOWN.value in statuses(state.run).values() else "as undisturbed"

    def _is_over(self) -> bool:
        walk, run = self.walk, self.walk.state.run
        settled = run is not None and run.finished is not None and not run.waiting
        return settled and not walk.repairs.is_busy and not walk.repairs.is_looking and walk.flow.activity is None


def _verdict(run: Run) -> Verdict | None:
    return next(run.verdict(cause) for cause in run.causes if cause.id == CAUSE)


def _run(order: dict[str, Any]) -> int:
    home = Path(order["home"])
    log_to(home / "stderr")
    walk = Walk(order)
    (home / "said.json").write_text(json.dumps(walk.go()), "utf-8")
    walk.parts.close()
    return 0


if __name__ == "__main__":
    run_all(_run)
