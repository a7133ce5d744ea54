"""Walks the real window in tests, the way a user would, against a lab that really answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.running import RunningLab
from backup_doctor.ui.app import Parts
from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.pages.page import Page
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.pages.summary import SummaryPage
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.pages.vms import VmPage
from backup_doctor.ui.run import Run
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.field import SecretField
from backup_doctor.ui.widgets.method_fields import CLOUD, CUSTOM, ENDPOINT, TOKEN

PATIENCE = 20_000
"""Milliseconds; only ever reached by a test that fails."""


class Wizard:
    """A window on the screen, and the steps of the walk."""

    def __init__(self, qtbot: QtBot, parts: Parts, lab: RunningLab) -> None:
        self.qtbot, self.parts, self.lab = qtbot, parts, lab
        self.window, self.kit = parts.window, parts.kit
        self.state, self.flow = parts.kit.state, parts.kit.flow

    def type_sign_in(self, token: str, endpoint: str) -> None:
        """Fill in the form for an access token."""
        page = self.sign_in_page
        page.methods.choose(Method.TOKEN)
        for name, words in ((CLOUD, CUSTOM), (ENDPOINT, endpoint), (TOKEN, token)):
            page.form.fields.write(name, words)

    def token_field(self) -> SecretField:
        """Where the access token is typed."""
        field = self.sign_in_page.form.fields.field(TOKEN)
        assert isinstance(field, SecretField)
        return field

    def press_sign_in(self) -> None:
        """The bar's button, or the form's own while somebody is signed in."""
        (self.window.bar.primary if self.state.session is None else self.sign_in_page.form.sign_in_button).click()

    def sign_in(self) -> VmPage:
        """Sign in to the lab with its token and wait for the list."""
        self.type_sign_in(self.lab.token, self.lab.endpoint)
        self.press_sign_in()
        self.qtbot.waitUntil(lambda: self.state.vms_complete, timeout=PATIENCE)
        page = self.vm_page
        self.qtbot.waitUntil(lambda: not page.picker.is_taking_in, timeout=PATIENCE)
        return page

    def vm(self, scenario: str) -> VmId:
        """The VM that plays a scenario."""
        return VmId.parse(next(vm.id for vm in self.lab.vms if vm.scenario == scenario))

    def choose(self, scenario: str) -> SymptomPage:
        """Pick the VM that plays a scenario, and wait for its last job."""
        self.vm_page.filter.setText(str(self.vm(scenario)))
        self.window.bar.primary.click()
        self.qtbot.waitUntil(lambda: self.state.last_job is not None or self.state.last_job_error is not None, timeout=PATIENCE)
        return self.symptom_page

    def reach_symptom(self, scenario: str) -> SymptomPage:
        """From the sign-in to the symptom."""
        self.sign_in()
        return self.choose(scenario)

    def diagnose(self, scenario: str) -> Run:
        """From the sign-in to a finished run."""
        self.reach_symptom(scenario)
        self.window.bar.primary.click()
        return self.finish()

    def finish(self) -> Run:
        """Wait until nothing is being looked at."""
        self.qtbot.waitUntil(
            lambda: self.state.run is not None and self.state.run.finished is not None and not self.state.run.waiting, timeout=PATIENCE
        )
        assert self.state.run is not None
        return self.state.run

    def show(self, step: Step) -> Page:
        """Go to a step, and have all that is on its page."""
        self.window.go(step)
        page = self.window.page
        page.complete()
        return page

    def cause_page(self, cause: str) -> CausePage:
        """Go to a cause's page."""
        page = self.show(Step(Kind.CAUSE, cause))
        assert isinstance(page, CausePage)
        return page

    def summary_page(self) -> SummaryPage:
        """Go to the summary."""
        page = self.show(Step(Kind.SUMMARY))
        assert isinstance(page, SummaryPage)
        return page

    @property
    def sign_in_page(self) -> SignInPage:
        page = self.window.page
        assert isinstance(page, SignInPage)
        return page

    @property
    def vm_page(self) -> VmPage:
        page = self.window.page
        assert isinstance(page, VmPage)
        return page

    @property
    def symptom_page(self) -> SymptomPage:
        page = self.window.page
        assert isinstance(page, SymptomPage)
        return page

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, to whatever has the keyboard."""
        target = QApplication.focusWidget() or self.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers))


def type_text(target: QWidget, text: str) -> None:
    """Type any script: QTest's own keyClicks aborts the process on Cyrillic."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character))


def written(folder: Path) -> str:
    """Everything in the files below a folder, as one text."""
    return "\n".join(path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file())
