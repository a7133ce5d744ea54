"""The failed job that still stands: of this VM, the latest, and not superseded by a backup that succeeded."""

from __future__ import annotations

from typing import Any, cast

import pytest

from backup_doctor.lab.backup import ITEM_TYPE, JOB_TYPE
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
