"""Whole stories in the real window while something goes wrong on the wire: how each goes, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from backup_doctor.lab.backup import JOB_TYPE
from backup_doctor.lab.identity import make_token
from backup_doctor.lab.running import LabVm, RunningLab
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.dialogs.progress import ProgressSheet
from backup_doctor.ui.dialogs.sign_in_again import SignInAgainDialog, SignInAgainSheet
from backup_doctor.ui.run import Run
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.field import SecretField
from backup_doctor.ui.widgets.method_fields import TOKEN
from tests.helpers.fault_stories import SCENARIO, troubled
from tests.helpers.fault_trap import Trap
from tests.helpers.qt_repairs import Repairing
from tests.helpers.qt_wizard import PATIENCE
from tests.helpers.worlds import Lab

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from backup_doctor.ui.app import Parts

REMEDY = "vm-no-internet-access/allow-storage"
CAUSE = REMEDY.partition("/")[0]
COMPLAINT = "ExtensionSnapshotFailedNoNetwork: Snapshot operation failed due to no network connectivity on the virtual machine."
"""What the user pastes, so that there is something to lose."""


A_WHILE = 6
"""Answers that are lost before the user stops waiting for a backup."""


@dataclass
class House:
    """One window before one lab after another, each with a fault of its own; what the user has must outlive them all."""

    qtbot: QtBot
    parts: Parts
    kept: int = 0
    """Diagnoses that the history must have by now."""

    @contextmanager
    def evening(self, trap: Trap, *, ahead: timedelta = timedelta(0)) -> Iterator[Evening]:
        """A world in which the scenario plays once more.

        Args:
            ahead: how much Azure's clock is ahead of this computer's.
        """
        with troubled(trap, ahead=ahead) as lab:
            running = SimpleNamespace(endpoint=lab.endpoint, token=lab.token, vms=(LabVm(str(lab.vm), SCENARIO),), world=lab.world)
            walk = Repairing(self.qtbot, self.parts, cast(RunningLab, running))
            evening = Evening(self, lab, walk, trap)
            trap.revoke = evening.renew_token
            try:
                yield evening
            finally:
                trap.calm()
                put_away()
                walk.flow.sign_out()
                walk.window.go(Step(Kind.SIGN_IN))
                QApplication.processEvents()


@dataclass
class Evening:
    """One story, as its user walks through it."""

    house: House
    lab: Lab
    walk: Repairing
    trap: Trap
    stays: bool = True
    """Whether the user signs in again when Azure asks for it."""
    asked: int = 0
    """How often Azure asked."""
    trouble: str = ""
    """Why the sign-in did not work, as the page says it."""

    def diagnose(self, *, disturbed: bool = True) -> Run | None:
        """From the sign-in to the end of the checks; None where there was no way to them.

        Args:
            disturbed: whether the trap is set from the beginning.
        """
        self.trap.is_set = disturbed
        self.sign_in()
        if self.trouble:
            return None
        self.choose()
        return self.start()

    def sign_in(self) -> None:
        """Type it in and wait for the list of VMs, or for the reason why there is none."""
        walk, access = self.walk, self.walk.flow.access
        walk.type_sign_in(self.lab.token, self.lab.endpoint)
        walk.press_sign_in()
        self.wait(lambda: access.signing_in is None and (walk.state.session is not None or access.trouble is not None))
        if walk.state.session is None:
            self.trouble = walk.sign_in_page.error.plain()
            return
        self.trouble = ""
        self.wait(lambda: not walk.flow.is_listing and not walk.vm_page.picker.is_taking_in)

    def choose(self) -> None:
        """The VM by its id, which is possible without a list; its last job; and what the user pastes."""
        walk, state = self.walk, self.walk.state
        walk.vm_page.filter.setText(str(self.lab.vm))
        walk.window.bar.primary.click()
        self.wait(lambda: state.last_job is not None or state.last_job_error is not None)
        walk.symptom_page.pasted.box.setPlainText(COMPLAINT)

    def start(self) -> Run | None:
        """All checks; None where they could not start."""
        state = self.walk.state
        self.walk.window.bar.primary.click()
        self.wait(lambda: state.run_error is not None or self.is_over())
        return state.run

    def is_over(self) -> bool:
        """Whether nothing is being looked at any more, nor asked in its wake."""
        walk, run = self.walk, self.walk.state.run
        settled = run is not None and run.finished is not None and not run.waiting
        return settled and not walk.repairs.is_busy and not walk.repairs.is_looking and walk.flow.activity is None

    def wait(self, condition: Callable[[], object]) -> None:
        """Until it holds; meanwhile the user answers what Azure asks."""

        def holds() -> bool:
            if self.walk.flow.access.question is not None:
                self.answer()
            return bool(condition())

        self.walk.qtbot.waitUntil(holds, timeout=PATIENCE * 2)

    def answer(self) -> None:
        """With the mouse, as it is the only way to see that nothing stands before the question."""
        found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, SignInAgainDialog) and widget.isVisible()]
        if not found:
            return
        sheet, question = found[0].sheet, self.walk.flow.access.question
        assert isinstance(sheet, SignInAgainSheet)
        self.asked += 1
        if self.stays:
            line = sheet.form.fields.field(TOKEN)
            assert isinstance(line, SecretField)
            line.line.setText(self.lab.token)
        press(sheet.accept if self.stays else sheet.decline)
        assert self.walk.flow.access.question is not question, "the question cannot be answered"

    def renew_token(self) -> None:
        """Only a new token is good from now on, which the user has."""
        assert self.lab.server is not None
        self.lab.token = self.lab.server.service.token = make_token(max(datetime.now(UTC), self.lab.world.now()))
        cast(SimpleNamespace, self.walk.lab).token = self.lab.token

    def carry_out(self, *, disturbed: bool = True) -> ProgressSheet:
        """From the plan to the checks after it; the trap is set when it is confirmed, unless nothing is to be disturbed."""
        walk = self.walk
        plan = walk.card(REMEDY).plan
        assert plan.isEnabled()
        plan.click()
        self.trap.is_set = disturbed
        walk.sheet(PlanSheet).carry_out.click()
        sheet = walk.sheet(ProgressSheet)
        self.wait(self.is_over)
        return sheet

    def back_up(self) -> None:
        """From the button to the end of the job, or of what is known of it; the trap is set when it is pressed."""
        page = self.walk.back_up_page()
        assert page.card.start.isEnabled(), page.card.reason.toPlainText()
        self.trap.is_set = True
        page.card.start.click()
        self.wait(lambda: self.is_over() or (self.has_enough and page.job.stop.isVisible()))
        if not self.is_over():  # a job is waited for as long as it may take, which is a day, unless the user has had enough
            page.job.stop.click()
            self.wait(self.is_over)

    @property
    def has_enough(self) -> bool:
        """Whether the user sees no more use in waiting."""
        is_away = self.trap.onward and self.trap.struck > A_WHILE
        return not self.trap.is_calm and (is_away or self.walk.flow.access.declined)

    def again(self) -> Run:
        """Everything once more, from the symptom on."""
        self.walk.window.go(Step(Kind.SYMPTOM))
        assert self.walk.window.bar.primary.isEnabled(), "there is no way to try again"
        run = self.start()
        assert run is not None
        return run

    @property
    def rules(self) -> list[str]:
        """The security rules of the world."""
        groups = self.lab.world.store.of_type("Microsoft.Network/networkSecurityGroups")
        return sorted(rule["name"] for group in groups for rule in group["properties"]["securityRules"])

    @property
    def backups(self) -> int:
        """How many backups somebody began."""
        return sum(bool(job["properties"].get("isUserTriggered")) for job in self.lab.world.store.of_type(JOB_TYPE))


def statuses(run: Run) -> dict[str, str]:
    """The status of every check."""
    return {identity: finding.status.value for identity, finding in run.findings.items()}


def press(button: QPushButton) -> None:
    """With the mouse, in its middle; what a dialog stands before does not feel it."""
    QApplication.processEvents()
    window = button.window()
    handle = window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, button.mapTo(window, button.rect().center()))
    QApplication.processEvents()


def put_away() -> None:
    """Close what is above the window."""
    while (above := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
        above.close()
        QApplication.processEvents()
