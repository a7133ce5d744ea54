"""Jobs of a VM: the failed one that still stands, and those that run, in its own vault and in others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, cast

import pytest

from backup_doctor.arm.errors import Garbled
from backup_doctor.core.resources import resource
from backup_doctor.lab.backup import ITEM_TYPE, JOB_TYPE
from backup_doctor.lab.breaking.backup import run_backup, run_backup_elsewhere
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.failures import NO_NETWORK
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, one_vm


def jobs(world: World) -> list[dict[str, Any]]:
    """The properties of the failed job and of the completed one before it."""
    found = [cast(dict[str, Any], job["properties"]) for job in world.store.of_type(JOB_TYPE)]
    return sorted(found, key=lambda properties: str(properties["status"]), reverse=True)


def failing(world: World, vm: VirtualMachine) -> None:
    fail_last_backup(world, vm, NO_NETWORK)


def backed_up_since(world: World, _vm: VirtualMachine) -> None:
    failed, completed = jobs(world)
    failed["startTime"], completed["startTime"] = completed["startTime"], failed["startTime"]
    for item in world.store.of_type(ITEM_TYPE):
        cast(dict[str, Any], item["properties"])["lastBackupStatus"] = "Completed"
    for item in world.store.of_type(ITEM_TYPE):
        item["properties"]["lastBackupStatus"] = "Completed"


def running_again(world: World, _vm: VirtualMachine) -> None:
    completed = jobs(world)[1]
    completed.update(status="InProgress", startTime="2999-01-01T00:00:00Z")


def of_a_namesake(world: World, _vm: VirtualMachine) -> None:
    for job in jobs(world):
        job["containerName"] = "iaasvmcontainerv2;rg-other;web-01"


def in_capitals(world: World, _vm: VirtualMachine) -> None:
    for job in jobs(world):
        job["containerName"] = str(job["containerName"]).upper()


def without_a_container(world: World, _vm: VirtualMachine) -> None:
    for job in jobs(world):
        del job["containerName"]


def not_protected(world: World, _vm: VirtualMachine) -> None:
    for item in world.store.of_type(ITEM_TYPE):
        world.store.remove(str(item["id"]))


@pytest.mark.parametrize(
    ("broken", "stands"),
    [
        ([], False),
        ([failing], True),
        ([failing, backed_up_since], False),
        ([failing, running_again], True),
        ([failing, of_a_namesake], False),
        ([failing, in_capitals], True),
        ([failing, without_a_container], True),
        ([failing, not_protected], False),
    ],
    ids=lambda value: "+".join(step.__name__ for step in value) if isinstance(value, list) else str(value),
)
def test_the_failure_that_still_stands(broken: list[Break], stands: bool) -> None:
    with one_vm(*broken) as lab:
        job = lab.ask(lambda vm: vm.last_failed_job())
    assert (job is not None) is stands
    if job is not None:
        assert (job.status, "ExtensionSnapshotFailedNoNetwork" in job.words.value) == ("Failed", True)


def running(world: World, vm: VirtualMachine) -> None:
    run_backup(world, vm, timedelta(minutes=10))


def elsewhere(world: World, vm: VirtualMachine) -> None:
    run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=2))


def elsewhere_in_capitals(world: World, vm: VirtualMachine) -> None:
    properties = run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=2))["properties"]
    properties["containerName"] = properties["containerName"].upper()


def elsewhere_of_a_namesake(world: World, vm: VirtualMachine) -> None:
    properties = run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=2))["properties"]
    properties["containerName"] = "iaasvmcontainerv2;rg-other;web-01"


def elsewhere_of_another(world: World, vm: VirtualMachine) -> None:
    properties = run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=2))["properties"]
    properties |= {"containerName": "iaasvmcontainerv2;rg-web;db-01", "entityFriendlyName": "db-01"}


def elsewhere_by_name_alone(world: World, vm: VirtualMachine) -> None:
    run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=2))["properties"]["containerName"] = ""


def elsewhere_of_nobody(world: World, vm: VirtualMachine) -> None:
    run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=2))["properties"] |= {"containerName": "", "entityFriendlyName": ""}


@pytest.mark.parametrize(
    ("broken", "here", "there"),
    [
        ([], 0, 0),
        ([failing], 0, 0),
        ([running], 1, 0),
        ([elsewhere], 0, 1),
        ([running, elsewhere], 1, 1),
        ([elsewhere_in_capitals], 0, 1),
        ([elsewhere_of_a_namesake], 0, 0),
        ([elsewhere_of_another], 0, 0),
        ([elsewhere_by_name_alone], 0, 1),
        ([elsewhere, not_protected], 0, 1),
    ],
)
def test_jobs_that_run_are_found_in_the_vault_and_in_all_others(broken: list[Break], here: int, there: int) -> None:
    with one_vm(*broken) as lab:
        own, others = lab.ask(lambda vm: vm.running_jobs()), lab.ask(lambda vm: vm.running_jobs_elsewhere())
    assert (len(own.items), len(others.items)) == (here, there)
    assert own.evidence != ()
    assert others.evidence != ()


def test_a_running_job_says_where_and_since_when() -> None:
    with one_vm(elsewhere) as lab:
        job = lab.ask(lambda vm: vm.running_jobs_elsewhere()).items[0]
    assert job.vault == "rsv-old"
    assert job.started is not None
    assert "/backupJobs/" in job.evidence.value


def test_a_row_that_names_nobody_is_not_nobodys() -> None:
    with one_vm(elsewhere_of_nobody) as lab, pytest.raises(Garbled):
        lab.ask(lambda vm: vm.running_jobs_elsewhere())


def test_resource_graph_is_read_to_its_last_page() -> None:
    def busy(world: World, vm: VirtualMachine) -> None:
        for number in range(1001):
            job = run_backup_elsewhere(world, vm, f"rsv-{number:04}", timedelta(hours=2))
            if number < 1000:
                job["properties"]["containerName"] = "iaasvmcontainerv2;rg-other;web-01"

    with one_vm(busy) as lab:
        listing = lab.ask(lambda vm: vm.running_jobs_elsewhere())
    assert [job.vault for job in listing.items] == ["rsv-1000"]
    assert [evidence.value for evidence in listing.evidence] == ["1000", "1"]


def test_only_what_is_documented_of_a_job_in_resource_graph_decides() -> None:
    query = resource("queries", "running_jobs.kql").read_text("utf-8")
    assert set(re.findall(r"properties\.(\w+)", query)) == {
        "backupManagementType",
        "operation",
        "status",
        "backupInstanceId",
        "containerName",
        "entityFriendlyName",
        "startTime",
    }
