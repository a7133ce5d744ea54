"""The symptom: read from the last job, taken out of anything pasted, or left open."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.symptoms import causes_of
from backup_doctor.core.diagnosis import NO_CODE, SymptomSource
from tests.helpers.qt_wizard import Wizard, type_text

AGENT = "UserErrorGuestAgentStatusUnavailable"


def test_the_code_of_the_last_failed_job_is_preselected(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    assert wizard.state.complaint is not None
    assert (wizard.state.complaint.code, wizard.state.complaint.source) == (AGENT, SymptomSource.LAST_JOB)
    assert page.from_job.isChecked()
    assert page._job_code.toPlainText() == AGENT
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
    page.box.setPlainText(pasted)
    assert page.from_paste.isChecked()
    assert wizard.state.complaint is not None
    assert (wizard.state.complaint.code, wizard.state.complaint.source) == ("ExtensionSnapshotFailedNoNetwork", SymptomSource.PASTED)
    assert "ExtensionSnapshotFailedNoNetwork" in page._heard.text()
    assert [cause.id for cause in wizard.state.expected_causes][:2] == ["vm-no-internet-access", "snapshot-status-unavailable"]


def test_a_russian_message_can_be_typed(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.box.setFocus()
    type_text(page.box, "агент виртуальной машины не отвечает")
    assert wizard.state.complaint is not None
    assert wizard.state.complaint.code == "GuestAgentSnapshotTaskStatusError"


def test_unknown_text_is_told_what_is_accepted_and_does_not_start(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    page.box.setPlainText("it does not work")
    assert AGENT in page._heard.text()
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
    page.box.setPlainText("BackUpOperationFailed")
    wizard.window.bar.back.click()
    again = wizard.choose("healthy-windows")
    assert again.box.toPlainText() == ""
    assert again.no_code.isChecked()


def test_the_keyboard_goes_to_the_choice_that_was_made_for_the_user(wizard: Wizard) -> None:
    page = wizard.reach_symptom("windows-agent-stopped")
    assert page.from_job.hasFocus()
