"""The symptom: read from the last job, taken out of anything pasted, or left open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.arm.probes import probe
from backup_doctor.catalogue.symptoms import causes_of
from backup_doctor.core.diagnosis import NO_CODE, SymptomSource
from backup_doctor.lab.backup import JOB_TYPE
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import start
from backup_doctor.lab.world import World
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.dialog import Dialog
from backup_doctor.ui.dialogs.script import ScriptSheet
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.text import Label, Prose
from tests.helpers.qt_wizard import PATIENCE, Wizard, type_text

AGENT = "UserErrorGuestAgentStatusUnavailable"
STOPPED = "windows-agent-stopped"
MIGRATED = "The backups of VMs have failed after the policy migration from Standard to Enhanced policy."


def test_the_code_of_the_last_failed_job_is_preselected(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    assert wizard.state.complaint is not None
    assert (wizard.state.complaint.code, wizard.state.complaint.source) == (AGENT, SymptomSource.LAST_JOB)
    assert page.from_job.isChecked()
    assert page.last_job.code.toPlainText() == AGENT
    assert page.ready


def test_a_machine_without_a_failed_job_starts_without_a_code(wizard: Wizard) -> None:
    page = wizard.reach_symptom("healthy-windows")
    assert wizard.state.complaint == NO_CODE
    assert page.no_code.isChecked()
    assert not page.from_job.isEnabled()


@pytest.mark.parametrize(
    "pasted",
    [
        "The backup failed: extensionsnapshotfailednonetwork (see mail)",
        '{"errorCode": "ExtensionSnapshotFailedNoNetwork"}',
        "Snapshot operation failed due to no network connectivity on the virtual machine.",
    ],
)
def test_anything_pasted_is_recognised_and_orders_the_causes(wizard: Wizard, pasted: str) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.pasted.box.setPlainText(pasted)
    assert page.from_paste.isChecked()
    assert wizard.state.complaint is not None
    assert (wizard.state.complaint.code, wizard.state.complaint.source) == ("ExtensionSnapshotFailedNoNetwork", SymptomSource.PASTED)
    assert "ExtensionSnapshotFailedNoNetwork" in page.pasted.heard.text()
    assert [cause.id for cause in wizard.state.expected_causes][:2] == ["vm-no-internet-access", "snapshot-status-unavailable"]


def test_a_russian_message_can_be_typed(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.pasted.box.setFocus()
    type_text(page.pasted.box, "агент виртуальной машины не отвечает")
    assert wizard.state.complaint is not None
    assert wizard.state.complaint.code == "GuestAgentSnapshotTaskStatusError"


def test_unknown_text_is_told_what_is_accepted_and_does_not_start(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.pasted.box.setPlainText("it does not work")
    assert AGENT in page.pasted.heard.text()
    assert not wizard.window.bar.primary.isEnabled()
    page.no_code.click()
    assert wizard.window.bar.primary.isEnabled()
    assert wizard.state.expected_causes == causes_of(None)


def test_the_choice_goes_back_to_the_last_job(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.no_code.click()
    page.from_job.click()
    assert wizard.state.complaint is not None
    assert wizard.state.complaint.source is SymptomSource.LAST_JOB


def test_words_of_another_machine_are_not_kept(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.pasted.box.setPlainText("BackUpOperationFailed")
    wizard.window.bar.back.click()
    again = wizard.choose("healthy-windows")
    assert again.pasted.box.toPlainText() == ""
    assert again.no_code.isChecked()


def test_the_keyboard_goes_to_the_choice_that_was_made_for_the_user(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    assert page.from_job.hasFocus()


def job_of(world: World, vm: str, status: str) -> dict[str, Any]:
    """A backup job of a VM of the lab."""
    jobs = (job for job in world.store.of_type(JOB_TYPE) if job["properties"]["containerName"].endswith(f";{vm.lower()}"))
    return next(job for job in jobs if job["properties"]["status"] == status)


def words_below(page: SymptomPage) -> str:
    """What the page makes of the pasted text."""
    return "\n".join([page.pasted.heard.text(), page.pasted.more.toPlainText()])


def wait_for_job(wizard: Wizard) -> None:
    wizard.qtbot.waitUntil(lambda: wizard.state.pasted_job is not None and wizard.state.job_to_read is None, timeout=PATIENCE)


def test_what_to_do_about_a_code_stands_below_it(wizard: Wizard) -> None:
    page = wizard.reach_symptom(STOPPED)
    page.pasted.box.setPlainText("UserErrorBackupOperationInProgress")
    assert "Wait for the running job" in words_below(page)
    assert page.pasted.more.isVisible()
    page.pasted.box.setPlainText(AGENT)
    assert not page.pasted.more.isVisible()


def test_a_code_without_a_cause_to_check_leads_straight_to_the_summary(wizard: Wizard, qtbot: QtBot) -> None:
    page = wizard.reach_symptom(STOPPED)
    page.pasted.box.setPlainText(f"BackUpOperationFailedV2: {MIGRATED}")
    assert "Contact Azure support" in words_below(page)
    assert page.causes.words.text() == "This code has no cause that can be checked from outside."
    assert not page.inside.isVisible()
    assert [step.kind for step in wizard.state.steps()] == [Kind.SIGN_IN, Kind.VM, Kind.SYMPTOM, Kind.BACK_UP, Kind.SUMMARY]
    wizard.window.bar.primary.click()
    assert wizard.window.step == Step(Kind.SUMMARY)
    wizard.finish()
    summary = wizard.summary_page()
    assert "no cause that can be checked from outside" in summary.verdict.plain()
    assert summary.next_steps.findChildren(Label)[0].text().startswith("Contact Azure support")
    assert "Look inside the VM" not in "\n".join(label.text() for label in summary.next_steps.findChildren(Label))
    summary.report.ticket.button.click()
    assert "Contact Azure support" in QGuiApplication.clipboard().text()
    wizard.window.bar.back.click()
    assert wizard.window.step == Step(Kind.BACK_UP)
    wizard.window.bar.back.click()
    assert wizard.window.step == Step(Kind.SYMPTOM)


def test_the_second_meaning_of_a_code_is_not_taken_for_the_first(wizard: Wizard) -> None:
    page = wizard.reach_symptom(STOPPED)
    page.pasted.box.setPlainText("BackUpOperationFailedV2")
    assert wizard.state.expected_causes
    page.pasted.box.setPlainText(MIGRATED)
    assert wizard.state.complaint is not None
    assert (wizard.state.complaint.code, wizard.state.expected_causes) == ("BackUpOperationFailedV2", ())


def test_the_id_of_a_job_is_read_and_says_its_code(wizard: Wizard) -> None:
    page = wizard.reach_symptom(STOPPED)
    page.no_code.click()
    job = job_of(wizard.lab.world, wizard.vm(STOPPED).name, "Failed")
    page.pasted.box.setPlainText(f"see {job['id']}")
    assert wizard.state.complaint is None
    assert not wizard.window.bar.primary.isEnabled()
    assert f"Reading backup job {job['name']}" in words_below(page)
    assert wizard.flow.activity is not None
    wait_for_job(wizard)
    assert wizard.state.complaint is not None
    assert (wizard.state.complaint.source, wizard.state.complaint.code) == (SymptomSource.PASTED, AGENT)
    assert f"Backup job {job['name']} failed with {AGENT}" in words_below(page)
    assert page.from_paste.isChecked()
    assert wizard.window.bar.primary.isEnabled()


def test_a_job_is_asked_once_however_the_text_around_it_changes(wizard: Wizard) -> None:
    page = wizard.reach_symptom(STOPPED)
    name = job_of(wizard.lab.world, wizard.vm(STOPPED).name, "Failed")["name"]
    page.pasted.box.setPlainText(name)
    wait_for_job(wizard)
    page.pasted.box.setPlainText(f"the job was {name}, please look")
    assert wizard.flow.activity is None
    page.no_code.click()
    assert wizard.state.complaint == NO_CODE
    page.from_paste.click()
    assert wizard.flow.activity is None
    assert wizard.state.complaint is not None and wizard.state.complaint.code == AGENT


def test_a_job_the_vault_does_not_know_is_told_and_can_be_asked_again(wizard: Wizard) -> None:
    page = wizard.reach_symptom(STOPPED)
    page.pasted.box.setPlainText("0f2a6f55-9a1c-4d1e-8f6a-3b1f6a4c2d10")
    assert not page.pasted.read_again.isVisible()
    wait_for_job(wizard)
    assert "has a backup job 0f2a6f55-9a1c-4d1e-8f6a-3b1f6a4c2d10" in words_below(page)
    assert page.pasted.read_again.isVisible()
    assert not wizard.window.bar.primary.isEnabled()
    page.pasted.read_again.click()
    assert "Reading backup job" in words_below(page)
    wait_for_job(wizard)
    page.pasted.box.setPlainText(AGENT)
    assert wizard.window.bar.primary.isEnabled()
    assert not page.pasted.read_again.isVisible()


@pytest.fixture
def slow(qtbot: QtBot, parts: Parts) -> Iterator[Wizard]:
    """A window on a healthy VM whose jobs are read slowly; it has no failed one, so only a pasted job is read in detail."""
    with start(["healthy-windows"], faults=[Fault.parse("slow/30:backupJobs/")]) as lab:
        parts.window.show()
        yield Wizard(qtbot, parts, lab)


def test_reading_a_job_is_cancelled_like_anything_else(slow: Wizard) -> None:
    page = slow.reach_symptom("healthy-windows")
    page.pasted.box.setPlainText(job_of(slow.lab.world, slow.vm("healthy-windows").name, "Completed")["name"])
    assert slow.flow.activity is not None
    slow.press(Qt.Key.Key_Escape)
    assert slow.flow.activity is None
    assert "Reading the backup job was cancelled." in words_below(page)
    assert page.pasted.read_again.isVisible()


@pytest.mark.parametrize("instead", ["", AGENT, "11111111-2222-4333-8444-555555555555"], ids=["nothing", "a code", "another job"])
def test_a_job_is_given_up_when_its_id_is_taken_away(slow: Wizard, instead: str) -> None:
    page = slow.reach_symptom("healthy-windows")
    page.pasted.box.setPlainText(job_of(slow.lab.world, slow.vm("healthy-windows").name, "Completed")["name"])
    first = slow.flow.activity
    page.pasted.box.setPlainText(instead)
    assert slow.flow.activity is not first
    assert (slow.flow.activity is not None) is (instead.startswith("1111"))
    assert "cancelled" not in words_below(page)


def test_an_error_nobody_knows_is_said_and_every_cause_is_checked(qtbot: QtBot, parts: Parts) -> None:
    with start([STOPPED]) as lab:
        for job in lab.world.store.of_type(JOB_TYPE):
            if job["properties"]["status"] == "Failed":
                job["properties"]["errorDetails"] = [{"errorCode": 5, "errorTitle": "CloudsInTheWay", "errorString": "<b>The sky</b> fell."}]
                job["properties"]["extendedInfo"]["dynamicErrorMessage"] = ""
        parts.window.show()
        wizard = Wizard(qtbot, parts, lab)
        page = wizard.reach_symptom(STOPPED)
        assert wizard.state.complaint is not None
        assert (wizard.state.complaint.source, wizard.state.complaint.code) == (SymptomSource.NONE, None)
        assert "“CloudsInTheWay <b>The sky</b> fell.”" in str(wizard.state.complaint.message)
        assert page.no_code.isChecked()
        page.pasted.box.setPlainText(job_of(lab.world, wizard.vm(STOPPED).name, "Failed")["name"])
        wait_for_job(wizard)
        assert page.from_paste.isChecked(), "the keyboard is still in the box"
        assert "contains no code that Backup Doctor knows, so every cause will be checked" in words_below(page)
        assert "<b>The sky</b> fell." in words_below(page)
        assert wizard.state.expected_causes == causes_of(None)
        page.no_code.click()
        assert "CloudsInTheWay" in str(wizard.state.complaint.message), "it goes into the report"


def test_looking_inside_is_offered_only_through_a_ready_agent(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    assert not page.inside.box.isEnabled()
    assert "it is silent" in page.inside.words.toPlainText()


def test_looking_inside_is_a_choice_where_the_agent_is_ready(wizard: Wizard) -> None:
    page = wizard.reach_symptom("restore-points-locked")
    assert page.inside.box.isEnabled()
    assert "Run Command" in page.inside.words.toPlainText()
    page.inside.box.click()
    assert wizard.state.looks_inside


def test_words_that_were_squeezed_begin_with_their_first_line(qtbot: QtBot) -> None:
    prose = Prose()
    qtbot.addWidget(prose)
    prose.resize(200, prose.fontMetrics().height())
    prose.show()
    prose.setPlainText("Backup failed with an internal error - Please retry the operation in a few minutes")
    squeezed = prose.grab()
    prose.setPlainText("Backup failed with an internal error -")
    assert prose.heightForWidth(200) > prose.height(), "it is squeezed"
    assert prose.grab().toImage() == squeezed.toImage()


def test_the_script_can_be_read_searched_and_copied_before_it_is_chosen(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.inside.script.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    sheet = dialog.sheet
    assert isinstance(sheet, ScriptSheet)
    assert sheet.heading.toPlainText() == "What would be run inside the VM"
    sheet.copy.button.click()
    assert QGuiApplication.clipboard().text() == sheet.reader.words.toPlainText() == probe("Windows")
    dialog.close()
