"""Which causes follow from which symptom, in which order, and what a job says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.symptoms import SYMPTOMS, NoSuchJob, causes_of, code_of, recognise, symptom_of, symptom_of_job, symptom_of_last_job
from backup_doctor.core.diagnosis import NO_CODE, Complaint, SymptomSource
from backup_doctor.core.model import Symptom
from backup_doctor.core.text import verbatim
from backup_doctor.lab.backup import JOB_TYPE, make_job
from backup_doctor.lab.build import Site, fail_last_backup, windows
from backup_doctor.lab.failures import Failure
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, one_vm, scenario

C1, C2, C3 = "vm-no-internet-access", "windows-agent-unresponsive", "linux-agent-outdated"
C4, C5, C6 = "snapshot-status-unavailable", "backup-extension-load-failure", "resource-group-lock"
SIX = [C1, C2, C3, C4, C5, C6]

ORDERS = {
    "UserErrorGuestAgentStatusUnavailable": [C1, C2, C3, C4, C5],
    "ExtensionSnapshotFailedNoNetwork": [C1, C4, C5],
    "ExtentionOperationFailed": [C4, C5, C2, C3],
    "GuestAgentSnapshotTaskStatusError": [C2, C3, C1],
    "BackUpOperationFailed": SIX,
    "BackUpOperationFailedV2": SIX,
}
"""The article of 2018-01-09, with its own misspelling."""

ADDED = {
    "UserErrorGuestAgentStatusUnavailable": ["vm-provisioning-failed", "linux-agent-configuration", "guest-resources"],
    "ExtensionSnapshotFailedNoNetwork": [C2, C3, "vm-provisioning-failed", "guest-resources", "unsupported-disks", "backup-job-running"],
    "ExtentionOperationFailed": [
        *("vm-provisioning-failed", "linux-agent-configuration", "extension-blocked-by-security-software", "vss-or-com-failure"),
        *("windows-extension-environment", "linux-file-system-freeze", "guest-resources", "unsupported-disks", "backup-job-running"),
    ],
    "GuestAgentSnapshotTaskStatusError": [
        *(C4, "linux-agent-configuration", "extension-blocked-by-security-software", "vm-provisioning-failed", "vss-or-com-failure"),
        *("linux-file-system-freeze", "guest-resources", "unsupported-disks", "backup-job-running"),
    ],
    "BackUpOperationFailed": [
        *("vm-provisioning-failed", "linux-agent-configuration", "extension-blocked-by-security-software", "vss-or-com-failure"),
        *("windows-extension-environment", "linux-file-system-freeze", "guest-resources", "restore-point-limit", "policy-denies-restore-points"),
        *("unsupported-disks", "backup-job-running"),
    ],
}
ADDED["BackUpOperationFailedV2"] = ADDED["BackUpOperationFailed"]
"""What the articles of 2025-11-12 add, and the conditions of a snapshot that have become causes of their own."""

TODAY = {
    "UserErrorVmProvisioningStateFailed": "vm-provisioning-failed",
    "UserErrorRpCollectionLimitReached": C6,
    "UserErrorKeyvaultPermissionsNotConfigured": "key-vault-permission",
    "UserErrorUnsupportedDiskSize": "unsupported-disks",
    "UserErrorBackupOperationInProgress": "backup-job-running",
    "UserErrorCrpReportedUserError": "vm-provisioning-failed",
    "UserErrorBcmDatasourceNotPresent": "backup-not-active",
    "VMRestorePointInternalError": "extension-blocked-by-security-software",
    "CopyingVHDsFromBackUpVaultTakingLongTime": None,
    "UserErrorVmNotInDesirableState": "vm-provisioning-failed",
    "VmNotInDesirableState": "vm-provisioning-failed",
    "UserErrorFsFreezeFailed": "linux-file-system-freeze",
    "ExtensionSnapshotFailedCOM": "vss-or-com-failure",
    "ExtensionInstallationFailedCOM": "vss-or-com-failure",
    "ExtensionInstallationFailedMDTC": "vss-or-com-failure",
    "ExtensionFailedVssWriterInBadState": "guest-resources",
    "ExtensionFailedVssServiceInBadState": "vss-or-com-failure",
    "ExtensionConfigParsingFailure": "windows-extension-environment",
    "ExtensionStuckInDeletionState": C2,
    "ExtensionFailedSnapshotLimitReachedError": C6,
    "ExtensionFailedTimeoutVMNetworkUnresponsive": "guest-resources",
    "ResourceNotFound": "backup-not-active",
    "BCMV2VMNotFound": "backup-not-active",
    "UserErrorBCMPremiumStorageQuotaError": None,
    "AzureVmOffline": C4,
    "ExtensionSnapshotBitlockerError": "windows-extension-environment",
    "ExtensionSnapshotFailedNoSecureNetwork": "windows-extension-environment",
    "ExtensionVCRedistInstallationFailure": "windows-extension-environment",
    "UserErrorRequestDisallowedByPolicy": "policy-denies-restore-points",
    "UserErrorUnableToOpenMount": "linux-file-system-freeze",
    "UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed": None,
}
"""Every further code of the two articles, and the cause looked at first; None where only guidance helps."""


def ids(symptom: Symptom | None) -> list[str]:
    return [cause.id for cause in causes_of(symptom)]


@pytest.mark.parametrize(("code", "causes"), ORDERS.items())
def test_the_causes_of_2018_come_first_in_their_documented_order_and_todays_after_them(code: str, causes: list[str]) -> None:
    symptom = recognise(code)
    assert symptom is not None
    assert symptom.code == code
    assert ids(symptom)[: len(causes)] == causes
    assert ids(symptom)[len(causes) :] == ADDED[code], "if the articles add a cause to this code, add it to ADDED too"


@pytest.mark.parametrize(("code", "first"), TODAY.items())
def test_every_code_of_today_is_known_with_the_cause_to_look_at_first(code: str, first: str | None) -> None:
    symptom = recognise(code)
    assert symptom is not None
    assert symptom.code == code
    assert next(iter(ids(symptom)), None) == first


def test_without_a_code_every_cause_is_walked_the_six_of_2018_first() -> None:
    assert ids(None)[:6] == SIX
    assert sorted(ids(None)) == sorted(cause.id for cause in catalogue()), "every cause stands in ALL of catalogue/codes/ids.py"


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda symptom: str(symptom.code))
def test_a_symptom_leads_to_causes_or_says_what_to_do(symptom: Symptom) -> None:
    assert len(set(symptom.causes)) == len(symptom.causes) == len(causes_of(symptom))
    assert symptom.causes or symptom.guidance is not None
    assert symptom.guidance is None or 20 < len(symptom.guidance.source) <= 500, "it has to fit above the steps on the first page"


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda symptom: str(symptom.code))
def test_a_complaint_leads_back_to_its_symptom_also_where_a_code_means_two_things(symptom: Symptom) -> None:
    assert symptom_of(Complaint.of(symptom, SymptomSource.PASTED)) is symptom


def test_a_complaint_without_our_message_means_what_its_code_means_first() -> None:
    complaint = Complaint(SymptomSource.GIVEN, "BackUpOperationFailedV2", verbatim("something else"))
    assert symptom_of(complaint) is recognise("BackUpOperationFailedV2")
    assert symptom_of(NO_CODE) is symptom_of(None) is symptom_of(replace(complaint, code="Unheard")) is None


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


def failing(code: str, number: int, message: str) -> Break:
    return lambda world, vm: fail_last_backup(world, vm, Failure(code, number, message))


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (("Сбой архивации", 400239, "Подробности в журнале."), "UserErrorGuestAgentStatusUnavailable"),
        (("Сбой архивации", 380008, ""), "AzureVmOffline"),
        (("", 0, "The VM is in failed provisioning state"), "UserErrorVmProvisioningStateFailed"),
        (("UserErrorFsFreezeFailed", 400239, ""), "UserErrorFsFreezeFailed"),
    ],
    ids=["by its number", "by its number alone", "by its message", "by its words before its number"],
)
def test_a_job_is_understood_by_its_words_or_else_by_its_number(failure: tuple[str, int, str], code: str) -> None:
    with one_vm(failing(*failure)) as lab:
        assert lab.ask(symptom_of_last_job).code == code


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (("CloudsInTheWay", 0, "The sky fell\non the vault."), "contains no known error code: “CloudsInTheWay The sky fell on the vault.”"),
        (("", 123456, ""), "gives only the number 123456"),
        (("", 0, "x" * 5_000), "“" + "x" * 299 + "…”"),
        (("bidi \u202e\x1b[2J", 0, ""), "“bidi \\u202e\\u001b[2J”"),
    ],
    ids=["words", "a number", "endless words", "words that move the cursor"],
)
def test_an_error_nobody_knows_is_no_code_but_said(failure: tuple[str, int, str], words: str) -> None:
    with one_vm(failing(*failure)) as lab:
        complaint = lab.ask(symptom_of_last_job)
    assert (complaint.source, complaint.code) == (SymptomSource.NONE, None)
    assert complaint.message is not None
    assert words in str(complaint.message)


def job_of(lab_world: World, status: str) -> str:
    return next(str(job["name"]) for job in lab_world.store.of_type(JOB_TYPE) if job["properties"]["status"] == status)


def test_a_job_is_found_by_its_id() -> None:
    with scenario("linux-agent-silent") as lab:
        name = job_of(lab.world, "Failed")
        for spelled in (name, name.upper()):
            complaint = lab.ask(lambda vm, spelled=spelled: symptom_of_job(vm, spelled))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            assert (complaint.source, complaint.code) == (SymptomSource.PASTED, "UserErrorGuestAgentStatusUnavailable")


def test_a_job_that_did_not_fail_says_so() -> None:
    with one_vm() as lab:
        complaint = lab.ask(lambda vm: symptom_of_job(vm, job_of(lab.world, "Completed")))
    assert complaint.code is None
    assert str(complaint.message) == "The backup job ended as “Completed”, and Azure names no error."


def of_a_neighbour(world: World, vm: VirtualMachine) -> None:
    other = windows(world, "other", Site(vm.id.resource_group))
    vault = next(str(job["id"]).rpartition("/backupJobs/")[0] for job in world.store.of_type(JOB_TYPE))
    world.store.put(make_job(vault, "neighbour", other.id, world.now(), user_triggered=True))


@pytest.mark.parametrize("name", ["8ddb3a3a-9a1c-4d1e-8f6a-3b1f6a4c2d10", "neighbour"], ids=["unheard of", "of another VM"])
def test_a_job_the_vm_does_not_have_is_told_in_one_sentence(name: str) -> None:
    with one_vm(of_a_neighbour) as lab, pytest.raises(NoSuchJob, match=f"No vault that protects web-01 has a backup job {name}"):
        lab.ask(lambda vm: symptom_of_job(vm, name))
