"""Which symptom a pasted text speaks of, and which causes follow in which order."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.symptoms import SYMPTOMS, causes_of, code_of, recognise, symptom_of_last_job
from backup_doctor.core.diagnosis import NO_CODE, SymptomSource
from backup_doctor.core.model import Symptom
from tests.helpers.worlds import one_vm, scenario

C1, C2, C3 = "vm-no-internet-access", "windows-agent-unresponsive", "linux-agent-outdated"
C4, C5, C6 = "snapshot-status-unavailable", "backup-extension-load-failure", "resource-group-lock"

ORDERS = {
    "UserErrorGuestAgentStatusUnavailable": [C1, C2, C3, C4, C5],
    "ExtensionSnapshotFailedNoNetwork": [C1, C4, C5],
    "ExtentionOperationFailed": [C4, C5, C2, C3],
    "GuestAgentSnapshotTaskStatusError": [C2, C3, C1],
    "BackUpOperationFailed": [C1, C2, C3, C4, C5, C6],
    "BackUpOperationFailedV2": [C1, C2, C3, C4, C5, C6],
}
"""The article of 2018-01-09, with its own misspelling."""


@pytest.mark.parametrize(("code", "causes"), ORDERS.items())
def test_the_causes_of_a_code_come_in_the_documented_order(code: str, causes: list[str]) -> None:
    symptom = recognise(code)
    assert symptom is not None
    assert symptom.code == code
    assert [cause.id for cause in causes_of(symptom)] == causes


def test_without_a_code_every_cause_is_walked() -> None:
    assert [cause.id for cause in causes_of(None)] == [C1, C2, C3, C4, C5, C6]
    assert {cause.id for cause in causes_of(None)} == {cause.id for cause in catalogue()}


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda symptom: str(symptom.code))
def test_every_code_is_read_in_any_letter_case(symptom: Symptom) -> None:
    code = symptom.code
    assert recognise(code.lower()) is recognise(code.upper()) is recognise(f"  {code}.\n") is symptom


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("ExtensionOperationFailed", "ExtentionOperationFailed"),
        ("ExtensionOperationFailedForManagedDisks", "ExtentionOperationFailed"),
        ("BackupOperationFailedV2", "BackUpOperationFailedV2"),
        ("VM Agent unable to communicate with Azure Backup", "UserErrorGuestAgentStatusUnavailable"),
        ("Агенту виртуальной машины не удается установить связь со службой Azure Backup", "UserErrorGuestAgentStatusUnavailable"),
        ("агенту виртуальной машины не удаётся\n установить связь со\N{NO-BREAK SPACE}службой Azure Backup!", "UserErrorGuestAgentStatusUnavailable"),
        ("Snapshot operation failed due to no network connectivity on the virtual machine", "ExtensionSnapshotFailedNoNetwork"),
        ("Сбой операции моментального снимка, отсутствует сетевое подключение у виртуальной машины", "ExtensionSnapshotFailedNoNetwork"),
        ("Сбой операции моментального снимка из-за отсутствия сетевого подключения у виртуальной машины", "ExtensionSnapshotFailedNoNetwork"),
        ("VMSnapshot extension operation failed", "ExtentionOperationFailed"),
        ("Сбой в ходе работы расширения VMSnapshot", "ExtentionOperationFailed"),
        ("Операция с расширением VMSnapshot завершается сбоем", "ExtentionOperationFailed"),
        ("Unable to perform the operation as the VM Agent is not responsive", "GuestAgentSnapshotTaskStatusError"),
        ("Could not communicate with the VM agent for snapshot status", "GuestAgentSnapshotTaskStatusError"),
        ("Архивация завершается ошибкой, так как агент виртуальной машины не отвечает", "GuestAgentSnapshotTaskStatusError"),
        ("Backup failed with an internal error – please retry", "BackUpOperationFailed"),
        ("Произошла внутренняя ошибка архивации. Повторите операцию через несколько минут", "BackUpOperationFailed"),
        ("Внутренняя ошибка службы Backup", "BackUpOperationFailed"),
        ('{"error": {"code": "GuestAgentSnapshotTaskStatusError", "message": "…"}}', "GuestAgentSnapshotTaskStatusError"),
        ("Hi Anna,\nlast night: Error Code\tExtensionSnapshotFailedNoNetwork (ID 42).\nRegards", "ExtensionSnapshotFailedNoNetwork"),
        ("код ошибки:UserErrorGuestAgentStatusUnavailable,проверьте", "UserErrorGuestAgentStatusUnavailable"),
        ("BackUpOperationFailedV2 after ExtensionSnapshotFailedNoNetwork", "BackUpOperationFailedV2"),
    ],
)
def test_a_code_or_message_is_found_in_what_people_paste(pasted: str, code: str) -> None:
    symptom = recognise(pasted)
    assert symptom is not None
    assert symptom.code == code


@pytest.mark.parametrize("pasted", ["", "   ", "it does not work", "OperationFailed", "XBackUpOperationFailedX", "копия не создана", "🤷" * 100])
def test_anything_else_is_not_guessed_at(pasted: str) -> None:
    assert recognise(pasted) is None


def test_the_code_of_the_last_failed_job_is_read_from_azure() -> None:
    with scenario("linux-agent-silent") as lab:
        complaint = lab.ask(symptom_of_last_job)
    assert (complaint.source, complaint.code) == (SymptomSource.LAST_JOB, "UserErrorGuestAgentStatusUnavailable")


def test_a_vm_whose_last_backup_succeeded_has_no_code() -> None:
    with one_vm() as lab:
        assert lab.ask(symptom_of_last_job) == NO_CODE


def test_jobs_that_may_not_be_read_leave_the_given_code_or_none() -> None:
    with one_vm(faults=("403:backupStatus",)) as lab:
        assert lab.ask(code_of) is None
        assert lab.ask(code_of, code="BackUpOperationFailed") == "BackUpOperationFailed"
