"""Azure Backup: what it tells, and backups that fail for whatever is still wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError

from backup_doctor.core.resource_id import last_name, segment
from backup_doctor.lab.backup import JOB_TYPE
from backup_doctor.lab.build import protected_item
from backup_doctor.lab.protection import backup_group, collections_of, item_of
from backup_doctor.lab.scenarios import all_scenarios
from tests.unit.lab.azure import Azure, code_of, complete, everything, wait_for

OpenLab = Callable[..., Azure]
AZURE_VM = "backupManagementType eq 'AzureIaasVM'"


class Backup:
    """A VM's backup, as a client finds its way to it."""

    def __init__(self, azure: Azure) -> None:
        self.azure = azure
        self.client = azure.backup
        status = wait_for(self.client.backup_status.get("westeurope", {"resourceType": "VM", "resourceId": str(azure.vm)})).as_dict()
        self.vault = (last_name(status["vaultId"]), segment(status["vaultId"], "resourceGroups"))
        self.item = (*self.vault, "Azure", status["containerName"], status["protectedItemName"])

    def trigger(self) -> str:
        """Back up now; returns the job's id."""
        request = {"properties": {"objectType": "IaasVMBackupRequest"}}
        headers: Any = wait_for(self.client.backups.trigger(*self.item, request, cls=lambda response, _, __: response.http_response.headers))
        operation = last_name(headers["Azure-AsyncOperation"].partition("?")[0])
        status = wait_for(self.client.backup_operation_statuses.get(*self.vault, operation)).as_dict()
        assert status["status"] == "Succeeded"
        result = headers["Location"].removeprefix(self.azure.lab.endpoint).partition("?")[0]
        assert self.azure.vm.same(self.azure.ask("GET", result).json()["properties"]["sourceResourceId"])
        job = status["properties"]["jobId"]
        assert isinstance(job, str)
        return job

    def job(self, name: str) -> dict[str, Any]:
        return dict(wait_for(self.client.job_details.get(*self.vault, name)).as_dict()["properties"])

    def run(self) -> dict[str, Any]:
        """Back up now and wait for the end."""
        name = self.trigger()
        self.azure.pass_time(timedelta(seconds=5))
        self.azure.ask("GET", "/tenants")  # lets the snapshot be taken, and with it the transfer begin
        self.azure.pass_time(timedelta(seconds=5))
        return self.job(name)


def test_the_vault_of_a_vm_is_found_in_odd_letter_case(open_lab: OpenLab) -> None:
    azure = open_lab("healthy-windows")
    shouted = str(azure.vm).upper().replace("/SUBSCRIPTIONS/", "/subscriptions/")
    status = wait_for(azure.backup.backup_status.get("westeurope", {"resourceType": "VM", "resourceId": shouted})).as_dict()
    assert status["protectionStatus"] == "Protected"
    assert status["vaultId"].startswith("/Subscriptions/")
    assert "/Vaults/" in status["vaultId"]


def test_a_vm_of_another_name_is_not_protected(windows: Azure) -> None:
    stranger = str(windows.vm).replace(windows.vm.name, "stranger")
    status = wait_for(windows.backup.backup_status.get("westeurope", {"resourceType": "VM", "resourceId": stranger})).as_dict()
    assert status["protectionStatus"] == "NotProtected"


def test_the_item_leads_to_the_vm_and_to_its_policy(windows: Azure) -> None:
    backup = Backup(windows)
    item = wait_for(backup.client.protected_items.get(*backup.item)).as_dict()
    assert item["properties"]["sourceResourceId"] == str(windows.vm)
    policy = wait_for(backup.client.protection_policies.get(*backup.vault, last_name(item["properties"]["policyId"]))).as_dict()
    assert policy["properties"]["policyType"] == "V1"
    listed = everything(backup.client.backup_protected_items.list(*backup.vault, filter=f"{AZURE_VM} and itemType eq 'VM'"))
    assert [one.name for one in listed] == [item["name"]]


def test_jobs_are_listed_newest_first_over_several_pages_and_by_filter(open_lab: OpenLab) -> None:
    azure = open_lab()
    backup = Backup(azure)
    jobs = [job.as_dict()["properties"] for job in everything(backup.client.backup_jobs.list(*backup.vault))]
    assert len(jobs) > 10
    assert jobs == sorted(jobs, key=lambda job: str(job["startTime"]), reverse=True)
    assert "extendedInfo" not in jobs[0]
    condition = f"{AZURE_VM} and operation eq 'Backup' and status eq 'Failed'"
    failed = [job.as_dict()["properties"]["status"] for job in everything(backup.client.backup_jobs.list(*backup.vault, filter=condition))]
    assert set(failed) == {"Failed"}
    assert len(failed) < len(jobs)


def test_a_filter_the_lab_cannot_follow_is_not_ignored(windows: Azure) -> None:
    vault = f"{windows.vm.subscription_scope}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/rsv-contoso-weu"
    assert windows.ask("GET", f"{vault}/backupJobs?$filter=startTime gt 'yesterday'").status_code == 501


def test_a_failed_job_has_a_number_and_words(open_lab: OpenLab) -> None:
    azure = open_lab("windows-agent-stopped")
    backup = Backup(azure)
    failed = everything(backup.client.backup_jobs.list(*backup.vault, filter="status eq 'Failed'"))[0]
    details = backup.job(str(failed.name))["errorDetails"][0]
    assert details["errorCode"] == 400239
    assert details["errorTitle"] == "UserErrorGuestAgentStatusUnavailable"


def test_a_backup_takes_its_snapshot_then_moves_it_then_is_done(windows: Azure) -> None:
    backup = Backup(windows)
    windows.lab.world.pace = timedelta(minutes=1)
    name = backup.trigger()
    seen = []
    for _ in range(3):
        job = backup.job(name)
        seen.append((job["status"], *(task["status"] for task in job["extendedInfo"]["tasksList"])))
        windows.pass_time(timedelta(minutes=5))
    assert seen == [("InProgress", "InProgress", "NotStarted"), ("InProgress", "Completed", "InProgress"), ("Completed", "Completed", "Completed")]
    item = wait_for(backup.client.protected_items.get(*backup.item)).as_dict()["properties"]
    assert item["lastBackupStatus"] == "Completed"


def outcome(azure: Azure) -> str | None:
    """The code with which a backup ends or is refused now; None where it succeeds."""
    try:
        job = Backup(azure).run()
    except HttpResponseError as error:
        assert error.error is not None
        return str(error.error.code)
    return next((str(details["errorTitle"]) for details in job.get("errorDetails") or ()), None)


@pytest.mark.parametrize("name", sorted(all_scenarios()))
def test_a_backup_tried_again_ends_as_the_last_one_did(open_lab: OpenLab, name: str) -> None:
    azure = open_lab(name)
    item = item_of(azure.lab.world, azure.machine)
    if item is None:
        return  # nobody can try
    runs, code = item["properties"]["lastBackupStatus"] == "InProgress", all_scenarios()[name].scenario.code
    assert outcome(azure) == ("UserErrorBackupOperationInProgress" if runs else code), "lab/failures.py says how a backup of this VM ends"


@pytest.mark.parametrize("name", ["protection-stopped", "protection-suspended", "item-deleted"])
def test_protection_that_is_resumed_lets_the_backup_succeed(open_lab: OpenLab, name: str) -> None:
    azure = open_lab(name)
    properties = protected_item(azure.lab.world, azure.machine)["properties"]
    properties |= {"protectionState": "Protected", "isScheduledForDeferredDelete": False}
    assert outcome(azure) is None


def test_a_cancelled_job_of_the_old_vault_lets_the_backup_succeed(open_lab: OpenLab) -> None:
    azure = open_lab("backup-running-in-old-vault")
    job = next(job for job in azure.lab.world.store.of_type(JOB_TYPE) if "/rsv-contoso-old/" in job["id"])
    vault = ("rsv-contoso-old", "rg-backup-old")
    wait_for(azure.backup.job_cancellations.trigger(*vault, job["name"]))
    assert outcome(azure) is None


def test_a_full_number_is_cleaned_up_after_the_first_failure_but_not_where_others_made_the_points(open_lab: OpenLab) -> None:
    azure = open_lab("points-full")
    assert [outcome(azure), outcome(azure)] == ["UserErrorRpCollectionLimitReached", None]
    azure = open_lab("points-full-of-others")
    assert [outcome(azure), outcome(azure)] == ["UserErrorRpCollectionLimitReached"] * 2
    for collection in collections_of(azure.lab.world, azure.machine):
        if not collection["name"].startswith("AzureBackup"):
            azure.lab.world.store.remove(collection["id"])
    assert outcome(azure) is None


def test_the_enhanced_policy_keeps_its_points(open_lab: OpenLab) -> None:
    azure = open_lab("points-of-enhanced-policy")
    assert outcome(azure) is None
    assert [len(collection["properties"]["restorePoints"]) for collection in collections_of(azure.lab.world, azure.machine)] == [41]


def test_a_policys_refusal_is_logged_and_a_group_made_beforehand_is_taken(open_lab: OpenLab) -> None:
    azure = open_lab("policy-denies-group")
    world, vm = azure.lab.world, azure.machine
    events = len(world.activity)
    assert outcome(azure) == "UserErrorRequestDisallowedByPolicy"
    assert len(world.activity) == events + 1
    world.store.add_group(vm.id.subscription, last_name(backup_group(world, vm)))
    assert outcome(azure) is None
    assert [segment(collection["id"], "resourceGroups") for collection in collections_of(world, vm)] == ["AzureBackupRG_norwayeast_1"]


def test_the_first_backup_makes_the_collection_in_the_group_that_the_policy_names(open_lab: OpenLab) -> None:
    azure = open_lab("custom-group-locked")
    world, vm = azure.lab.world, azure.machine
    for collection in collections_of(world, vm):
        world.store.remove(collection["id"])
    assert outcome(azure) is None
    assert [segment(collection["id"], "resourceGroups") for collection in collections_of(world, vm)] == ["rg-restorepoints-1-prod"]


def test_a_mended_agent_lets_the_backup_succeed(open_lab: OpenLab) -> None:
    azure = open_lab("windows-agent-stopped")
    complete(azure.compute.virtual_machines.begin_restart(azure.vm.resource_group, azure.vm.name))
    assert Backup(azure).run()["status"] == "Completed"


def test_an_allowed_way_to_storage_lets_the_backup_succeed(open_lab: OpenLab) -> None:
    azure = open_lab("nsg-denies-storage")
    rule = f"{azure.vm.group_scope}/providers/Microsoft.Network/networkSecurityGroups/{azure.vm.name}-nsg/securityRules/Allow-First"
    properties = {
        "access": "Allow",
        "direction": "Outbound",
        "priority": 100,
        "protocol": "Tcp",
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "Storage",
        "destinationPortRange": "443",
    }
    assert azure.ask("PUT", rule, {"properties": properties}).status_code == 201
    assert Backup(azure).run()["status"] == "Completed"


def test_a_deleted_extension_comes_back_with_the_next_backup(open_lab: OpenLab) -> None:
    azure = open_lab("extension-failed")
    complete(azure.compute.virtual_machine_extensions.begin_delete(azure.vm.resource_group, azure.vm.name, "VMSnapshotLinux"))
    assert Backup(azure).run()["status"] == "Completed"
    assert azure.machine.backup_extension is not None


def test_after_a_lock_is_lifted_the_first_backup_still_fails_and_the_second_does_not(open_lab: OpenLab) -> None:
    azure = open_lab("subscription-lock")
    wait_for(azure.locks.management_locks.delete_by_scope(azure.vm.subscription_scope.lstrip("/"), "do-not-delete"))
    backup = Backup(azure)
    assert backup.run()["status"] == "Failed"
    assert backup.run()["status"] == "Completed"


def test_one_backup_at_a_time(windows: Azure) -> None:
    windows.lab.world.pace = timedelta(minutes=1)
    backup = Backup(windows)
    backup.trigger()
    with pytest.raises(HttpResponseError) as error:
        backup.trigger()
    assert error.value.error is not None
    assert error.value.error.code == "UserErrorBackupOperationInProgress"


def test_a_running_job_is_cancelled_and_an_ended_one_is_not(windows: Azure) -> None:
    windows.lab.world.pace = timedelta(minutes=1)
    backup = Backup(windows)
    name = backup.trigger()
    headers = wait_for(backup.client.job_cancellations.trigger(*backup.vault, name, cls=lambda response, _, __: response.http_response.headers))
    result = headers["Location"].removeprefix(windows.lab.endpoint).partition("?")[0]
    assert windows.ask("GET", result).status_code == 202
    windows.pass_time(timedelta(minutes=20))
    assert windows.ask("GET", result).status_code == 204
    assert backup.job(name)["status"] == "Cancelled"
    with pytest.raises(HttpResponseError):
        wait_for(backup.client.job_cancellations.trigger(*backup.vault, name))
    assert backup.trigger() != name


def test_a_backup_without_a_request_is_refused(windows: Azure) -> None:
    vault = f"{windows.vm.subscription_scope}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/rsv-contoso-weu"
    name = f"iaasvmcontainerv2;{windows.vm.resource_group};{windows.vm.name}"
    item = f"{vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;{name}/protectedItems/VM;{name}"
    assert code_of(windows.ask("POST", f"{item}/backup", {})) == "BMSUserErrorObjectTypeInvalid"
