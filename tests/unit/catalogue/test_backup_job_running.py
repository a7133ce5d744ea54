"""A backup that runs is no fault; it is the fault of another one that was refused, whichever vault it runs in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backup_doctor.catalogue.causes import backup_job_running as cause
from backup_doctor.core.model import Status
from backup_doctor.lab.breaking.backup import run_backup, run_backup_elsewhere, unprotect
from backup_doctor.lab.build import protected_item
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
REFUSED = "UserErrorBackupOperationInProgress"


def running(hours: float) -> Break:
    return lambda world, vm: run_backup(world, vm, timedelta(hours=hours))


def running_since_nobody_knows_when(world: World, vm: VirtualMachine) -> None:
    run_backup(world, vm, timedelta(hours=1))["properties"]["startTime"] = ""


def being_cancelled(world: World, vm: VirtualMachine) -> None:
    run_backup(world, vm, timedelta(hours=1))["properties"]["status"] = "Cancelling"
    protected_item(world, vm)["properties"]["lastBackupStatus"] = "Completed"


def elsewhere(world: World, vm: VirtualMachine) -> None:
    run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=1))


def of_a_namesake(world: World, vm: VirtualMachine) -> None:
    job: dict[str, Any] = run_backup_elsewhere(world, vm, "rsv-old", timedelta(hours=1))
    job["properties"]["containerName"] = "iaasvmcontainerv2;rg-other;web-01"


def in_progress_by_the_item_alone(world: World, vm: VirtualMachine) -> None:
    protected_item(world, vm)["properties"]["lastBackupStatus"] = "InProgress"


@pytest.mark.parametrize(
    ("broken", "code", "status"),
    [
        ([nothing], None, OK),
        ([nothing], REFUSED, OK),
        ([running(0.2)], None, OK),
        ([running(23)], None, OK),
        ([running(25)], None, WARNING),
        ([running(0.2)], REFUSED, FAILED),
        ([running(0.2)], REFUSED.upper(), FAILED),
        ([running(0.2)], "BackUpOperationFailed", OK),
        ([running_since_nobody_knows_when], None, UNKNOWN),
        ([running_since_nobody_knows_when], REFUSED, FAILED),
        ([being_cancelled], REFUSED, FAILED),
        ([in_progress_by_the_item_alone], None, WARNING),
        ([in_progress_by_the_item_alone], REFUSED, FAILED),
        ([elsewhere], REFUSED, OK),
        ([unprotect], None, SKIPPED),
    ],
)
def test_the_vaults_own_jobs(broken: list[Break], code: str | None, status: Status) -> None:
    assert find(cause.own_vault, *broken, code=code).status is status


def test_a_backup_that_runs_as_usual_is_mentioned_all_the_same() -> None:
    finding = find(cause.own_vault, running(0.2))
    assert str(finding.text).startswith("A backup of this VM is running, since ")
    assert [evidence.value for evidence in finding.evidence] == ["InProgress"]


def test_a_backup_that_is_being_cancelled_has_not_ended() -> None:
    finding = find(cause.own_vault, being_cancelled)
    assert str(finding.text).startswith("A backup of this VM is running, since ")
    assert [evidence.value for evidence in finding.evidence] == ["Cancelling"]


@pytest.mark.parametrize(
    ("broken", "code", "status"),
    [
        ([nothing], None, OK),
        ([running(30)], REFUSED, OK),
        ([elsewhere], None, WARNING),
        ([elsewhere], REFUSED, FAILED),
        ([elsewhere, unprotect], REFUSED, OK),
        ([of_a_namesake], REFUSED, OK),
    ],
)
def test_other_vaults(broken: list[Break], code: str | None, status: Status) -> None:
    assert find(cause.other_vaults, *broken, code=code).status is status


def test_resource_graphs_delay_is_admitted() -> None:
    for broken in (nothing, elsewhere):
        assert "may be a few minutes behind" in str(find(cause.other_vaults, broken).text)
