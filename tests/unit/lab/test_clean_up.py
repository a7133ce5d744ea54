"""Restore points being cleaned up, and what may go wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from azure.core.exceptions import HttpResponseError

from backup_doctor.core.resource_id import last_name, segment
from backup_doctor.lab.backup import JOB_TYPE
from backup_doctor.lab.backup_run import cancel
from backup_doctor.lab.breaking.backup import let_deletions_time_out, let_locks_linger, let_somebody_copy, run_backup, stall_clean_up
from backup_doctor.lab.build import Site, protected_item
from backup_doctor.lab.build import windows as windows_vm
from backup_doctor.lab.locks import LOCK_TYPE
from backup_doctor.lab.protection import collections_of, own_collections_of
from backup_doctor.lab.world import World
from tests.unit.lab.azure import Azure, code_of, complete, wait_for
from tests.unit.lab.test_backing_up import Backup, outcome

OpenLab = Callable[..., Azure]


def unlock(azure: Azure) -> None:
    lock = azure.lab.world.store.of_type(LOCK_TYPE, azure.vm.subscription_scope)[0]["id"]
    assert azure.ask("DELETE", lock, version="2020-05-01").status_code == 200


def collection(azure: Azure) -> str:
    return str(own_collections_of(azure.lab.world, azure.machine)[0]["id"])


def delete(azure: Azure) -> str | None:
    """Delete the collection; the code it ends with, None where it succeeds."""
    identity = collection(azure)
    try:
        complete(azure.compute.restore_point_collections.begin_delete(segment(identity, "resourceGroups"), last_name(identity)))
    except HttpResponseError as error:
        assert error.error is not None
        return str(error.error.code)
    return None


def test_a_clean_up_that_stalls_leaves_every_point_and_the_next_backup_fails_too(open_lab: OpenLab) -> None:
    azure = open_lab("points-full")
    stall_clean_up(azure.lab.world, azure.machine)
    assert [outcome(azure), outcome(azure)] == ["UserErrorRpCollectionLimitReached"] * 2
    assert len(collections_of(azure.lab.world, azure.machine)[0]["properties"]["restorePoints"]) == 18


def test_a_lifted_lock_goes_on_forbidding_for_a_while(open_lab: OpenLab) -> None:
    azure = open_lab("restore-points-locked")
    let_locks_linger(azure.lab.world, 2)
    unlock(azure)
    assert [delete(azure), delete(azure)] == ["ScopeLocked", "ScopeLocked"]
    assert delete(azure) is None


def test_a_lifted_lock_of_another_group_forbids_nothing(open_lab: OpenLab) -> None:
    azure = open_lab("vault-group-locked")
    let_locks_linger(azure.lab.world, 2)
    unlock(azure)
    assert delete(azure) is None


@pytest.mark.parametrize(("trouble", "code"), [(let_somebody_copy, "DiskRestorePointUsedByCustomer"), (let_deletions_time_out, "GatewayTimeout")])
def test_a_deletion_fails_as_often_as_it_was_to_and_leaves_a_collection_that_counts(
    open_lab: OpenLab, trouble: Callable[..., None], code: str
) -> None:
    azure = open_lab("points-full")
    trouble(azure.lab.world, 2)
    assert [delete(azure), delete(azure)] == [code, code]
    left = own_collections_of(azure.lab.world, azure.machine)[0]["properties"]
    assert (left["provisioningState"], len(left["restorePoints"])) == ("Failed", 18)
    assert delete(azure) is None
    assert not own_collections_of(azure.lab.world, azure.machine)


def test_a_job_that_moves_data_cannot_be_cancelled(windows: Azure) -> None:
    windows.lab.world.pace = timedelta(minutes=1)
    backup = Backup(windows)
    name = backup.trigger()
    assert backup.job(name)["actionsInfo"] == [1]
    windows.pass_time(timedelta(minutes=5))
    assert backup.job(name)["actionsInfo"] == []
    with pytest.raises(HttpResponseError):
        wait_for(backup.client.job_cancellations.trigger(*backup.vault, name))
    assert backup.job(name)["status"] == "InProgress"


def test_jobs_are_listed_by_when_they_began(windows: Azure) -> None:
    backup = Backup(windows)
    vault = f"{windows.vm.subscription_scope}/resourceGroups/{backup.vault[1]}/providers/Microsoft.RecoveryServices/vaults/{backup.vault[0]}"
    job = windows.lab.world.store.of_type(JOB_TYPE, windows.vm.subscription_scope)[0]
    job["properties"]["startTime"] = "2026-03-04T12:30:00.000000Z"

    def listed(start: str, end: str) -> list[str]:
        answer = windows.ask("GET", f"{vault}/backupJobs?$filter=startTime eq '{start}' and endTime eq '{end}'")
        return [found["name"] for found in answer.json()["value"]]

    assert listed("2026-03-04 12:29:00 PM", "2026-03-04 12:31:00 PM") == [job["name"]]
    assert listed("2026-03-04 12:31:00 PM", "2026-03-04 11:00:00 PM") == []
    assert listed("2026-03-04 00:00:00 AM", "2026-03-04 12:29:00 AM") == []
    assert listed("2026-03-04 12:00:00 AM", "2026-03-05 12:00:00 AM") == [job["name"]]
    assert windows.ask("GET", f"{vault}/backupJobs?$filter=startTime eq '2026-03-04T12:00:00Z'").status_code == 501


def test_after_nine_backups_on_demand_the_lab_says_that_it_does_not_know(windows: Azure) -> None:
    backup = Backup(windows)
    for _ in range(9):
        assert backup.run()["status"] == "Completed"
    name = f"iaasvmcontainerv2;{windows.vm.resource_group};{windows.vm.name}"
    vault = f"{windows.vm.subscription_scope}/resourceGroups/{backup.vault[1]}/providers/Microsoft.RecoveryServices/vaults/{backup.vault[0]}"
    item = f"{vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;{name}/protectedItems/VM;{name}"
    refused = windows.ask("POST", f"{item}/backup", {"properties": {"objectType": "IaasVMBackupRequest"}})
    assert (refused.status_code, code_of(refused)) == (501, "LabDoesNotKnow")


def test_cancelling_a_job_leaves_the_other_items_of_its_vault_alone() -> None:
    world = World()
    one, other = (windows_vm(world, name, Site("rg-web")) for name in ("web-01", "web-02"))
    cancel(world, run_backup(world, one, timedelta(minutes=1)))
    assert protected_item(world, one)["properties"]["lastBackupStatus"] == "Failed"
    assert protected_item(world, other)["properties"]["lastBackupStatus"] == "Completed"
