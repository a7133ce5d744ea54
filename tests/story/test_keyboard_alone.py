"""The whole job without a mouse: nothing but keys, from the sign-in to the report on the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.core.model import Verdict
from backup_doctor.core.undertaking import Outcome
from backup_doctor.ui.app import Parts
from backup_doctor.ui.backing_up import Phase, backup_of, phase_of
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.dialogs.progress import ProgressSheet
from backup_doctor.ui.dialogs.question import QuestionSheet
from backup_doctor.ui.pages.back_up import BackUpPage
from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.pages.reporting import ReportPage
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.steps import Kind
from backup_doctor.ui.widgets.method_fields import CLOUD, CUSTOM, ENDPOINT, TOKEN
from tests.helpers.qt_repairs import Repairing, repairing
from tests.helpers.qt_wizard import PATIENCE, type_text

SCENARIO = "windows-agent-stopped"
VM = "erp-app"
AGENT = "windows-agent-unresponsive"
REDEPLOY = f"{AGENT}/redeploy-vm"
"""Something is lost by it, so the name of the VM has to be typed."""

_Key = Qt.Key


class Typist(Repairing):
    """Has a keyboard only."""

    def write(self, words: str) -> None:
        """Type into whatever has the keyboard."""
        focused = QApplication.focusWidget()
        assert focused is not None
        type_text(focused, words)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until it is so."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE)


def test_from_the_sign_in_to_the_report_with_keys_only(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    with repairing(qtbot, parts, SCENARIO) as wizard:
        typist = Typist(qtbot, parts, wizard.lab)
        _sign_in(typist)
        _choose_and_start(typist)
        _read_the_cause(typist)
        _repair(typist)
        _back_up(typist)
        report = tmp_path / "report.pdf"
        _export(typist, report)
        assert report.read_bytes().startswith(b"%PDF")


def _sign_in(typist: Typist) -> None:
    page = typist.sign_in_page
    typist.tab_to(page.methods.list)
    while page.methods.methods[page.methods.list.currentRow()] is not Method.TOKEN:
        typist.press(_Key.Key_Down)
    typist.tab_to(_editor(page, CLOUD))
    typist.press(_Key.Key_End)
    assert page.form.fields.value(CLOUD) == CUSTOM
    for name, words in ((ENDPOINT, typist.lab.endpoint), (TOKEN, typist.lab.token)):
        typist.tab_to(_editor(page, name))
        typist.write(words)
    typist.press(_Key.Key_Return)
    typist.wait(lambda: typist.state.vms_complete and not typist.vm_page.picker.is_taking_in)


def _editor(page: SignInPage, name: str) -> QWidget:
    field = page.form.fields.field(name)
    assert field is not None
    return field.editor


def _choose_and_start(typist: Typist) -> None:
    assert typist.vm_page.filter.hasFocus()
    typist.write(VM)
    typist.press(_Key.Key_Down)
    assert typist.vm_page.table.hasFocus()
    typist.press(_Key.Key_Return)
    typist.wait(lambda: typist.state.last_job is not None)
    assert typist.symptom_page.from_job.hasFocus() and typist.symptom_page.from_job.isChecked()
    typist.press(_Key.Key_Return)
    typist.finish()
    typist.know_offers()


def _read_the_cause(typist: Typist) -> None:
    while not (isinstance(page := typist.window.page, CausePage) and page.cause.id == AGENT):
        typist.tab_to(typist.window.bar.primary)
        typist.press(_Key.Key_Return)
    typist.wait(lambda: not page._to_make.is_under_way)
    typist.tab_to(page.rows[0].opener)
    typist.press(_Key.Key_Space)
    assert page.rows[0].is_open
    typist.tab_to(next(card.plan for card in page.remedies if card.remedy.id == REDEPLOY))
    typist.press(_Key.Key_Return)


def _repair(typist: Typist) -> None:
    plan = typist.sheet(PlanSheet)
    typist.tab_to(plan.allow)
    typist.press(_Key.Key_Return)
    typist.tab_to(typist.sheet(QuestionSheet).yes)
    typist.press(_Key.Key_Return)
    typist.wait(lambda: QApplication.activeModalWidget() is plan.window())
    assert typist.sheet(PlanSheet) is plan and not plan.carry_out.isEnabled()
    typist.tab_to(plan.name)
    typist.write(VM)
    typist.tab_to(plan.carry_out)
    typist.press(_Key.Key_Return)
    assert not typist.repairs.is_busy, "Enter alone is too easily pressed for what cannot be taken back"
    typist.press(_Key.Key_Space)
    progress = typist.sheet(ProgressSheet)
    typist.end()
    assert progress.undertaking is not None and progress.undertaking.outcome is Outcome.DONE
    run = typist.state.run
    assert run is not None and [run.verdict(cause) for cause in run.causes if cause.id == AGENT] == [Verdict.RULED_OUT]
    typist.know_offers()
    typist.tab_to(progress.back_up)
    typist.press(_Key.Key_Return)
    typist.alone()


def _back_up(typist: Typist) -> None:
    page = typist.window.page
    assert isinstance(page, BackUpPage)
    typist.wait(page.card.start.isEnabled)
    typist.tab_to(page.card.start)
    typist.press(_Key.Key_Return)
    typist.wait(lambda: phase_of(typist.kit, backup_of(typist.kit)) is Phase.DONE)
    typist.end()
    typist.tab_to(typist.window.bar.primary)
    typist.press(_Key.Key_Return)
    assert typist.window.step.kind is Kind.SUMMARY


def _export(typist: Typist, report: Path) -> None:
    page = typist.window.page
    assert isinstance(page, ReportPage)
    typist.tab_to(typist.window.bar.primary)
    typist.press(_Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    typist.wait(lambda: QApplication.activeWindow() is dialog and QApplication.focusWidget() is not None)
    typist.press(_Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    typist.write(str(report))
    with typist.qtbot.waitSignal(page.pdf_written, timeout=PATIENCE):
        typist.press(_Key.Key_Return)
