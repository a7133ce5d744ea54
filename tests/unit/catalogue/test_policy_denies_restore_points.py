"""A refusal is this VM's only if it is about the group it still needs or the collection it has; the code stands even without a log."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import policy_denies_restore_points as cause
from backup_doctor.core.model import CouldNotLook, Status
from backup_doctor.core.resource_id import group_scope
from backup_doctor.lab.activity import GROUP_WRITE
from backup_doctor.lab.breaking.backup import log_failed, log_refused, name_backup_group, refuse_backup_group
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.failures import DISALLOWED
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import collections_of
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing

OK, WARNING, FAILED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.UNKNOWN
CODE = "UserErrorRequestDisallowedByPolicy"
POINTS_WRITE = "Microsoft.Compute/restorePointCollections/restorePoints/write"
TAGS = "Require tags"


def homeless(world: World, vm: VirtualMachine) -> None:
    for collection in collections_of(world, vm):
        world.store.remove(collection["id"])


def refused_group(name: str) -> Break:
    return lambda world, vm: log_refused(world, vm, GROUP_WRITE, group_scope(vm.id.subscription, name), TAGS)


def refused_points(name: str) -> Break:
    collection = "resourceGroups/AzureBackupRG_westeurope_1/providers/Microsoft.Compute/restorePointCollections"
    return lambda world, vm: log_refused(world, vm, POINTS_WRITE, f"{vm.id.subscription_scope}/{collection}/{name}/restorePoints/p", TAGS)


def refused_own_points(world: World, vm: VirtualMachine) -> None:
    collection = collections_of(world, vm)[0]
    collection["properties"]["restorePoints"] = []
    log_refused(world, vm, POINTS_WRITE, f"{str(collection['id']).upper()}/restorePoints/p", TAGS)


def refused_here(world: World, vm: VirtualMachine) -> None:
    refuse_backup_group(world, vm, TAGS)


def own_name(world: World, vm: VirtualMachine) -> None:
    name_backup_group(world, vm, "rg-points-", "-prod")


def other_failures(world: World, vm: VirtualMachine) -> None:
    log_failed(world, vm, (GROUP_WRITE, POINTS_WRITE))


def failed_by_policy(world: World, vm: VirtualMachine) -> None:
    fail_last_backup(world, vm, DISALLOWED)


def log_unread(world: World, vm: VirtualMachine) -> None:
    world.deny("Microsoft.Insights/eventtypes/values/read", vm.id.subscription_scope)


@pytest.mark.parametrize(
    ("broken", "code", "status"),
    [
        ([nothing], None, OK),
        ([other_failures, homeless], None, OK),
        ([refused_here], None, FAILED),
        ([homeless, refused_group("azurebackuprg_WESTEUROPE_2")], None, FAILED),
        ([refused_group("AzureBackupRG_westeurope_2")], None, OK),
        ([refused_group("AzureBackupRG_westeurope_2")], CODE, FAILED),
        ([homeless, refused_group("AzureBackupRG_northeurope_1")], None, OK),
        ([homeless, refused_group("rg-playground")], None, OK),
        ([own_name, homeless, refused_group("rg-points-2-prod")], None, FAILED),
        ([own_name, homeless, refused_group("AzureBackupRG_westeurope_1")], None, OK),
        ([refused_own_points], None, FAILED),
        ([homeless, refused_points("AzureBackup_web-01_4611686018427387904")], None, FAILED),
        ([homeless, refused_points("AzureBackup_web-011_4611686018427387904")], None, OK),
        ([refused_points("AzureBackup_web-01_1")], None, OK),
        ([failed_by_policy], None, WARNING),
        ([nothing], CODE, WARNING),
        ([refused_group("rg-playground")], CODE, WARNING),
        ([failed_by_policy, log_unread], None, WARNING),
        ([log_unread], CODE, WARNING),
    ],
)
def test_refusals(broken: list[Break], code: str | None, status: Status) -> None:
    assert find(cause.nothing_refused, *broken, code=code).status is status


def test_the_words_name_the_policy_and_the_group() -> None:
    text = str(find(cause.nothing_refused, refused_here).text)
    assert f"Azure Policy ({TAGS}) refused {GROUP_WRITE} in or for group AzureBackupRG_westeurope_1." in text


def test_with_the_code_the_failed_job_is_the_evidence_and_the_missing_permission_is_named() -> None:
    finding = find(cause.nothing_refused, failed_by_policy, log_unread)
    assert finding.evidence[0].value == CODE
    assert finding.missing is not None
    assert finding.missing.action == "Microsoft.Insights/eventtypes/values/read"


def test_without_the_code_a_log_that_may_not_be_read_leaves_the_question_open() -> None:
    with pytest.raises(CouldNotLook) as refused:
        find(cause.nothing_refused, log_unread)
    assert refused.value.missing is not None
    assert refused.value.missing.action == "Microsoft.Insights/eventtypes/values/read"


def test_with_the_code_but_no_evidence_at_all_nothing_is_claimed() -> None:
    with pytest.raises(CouldNotLook):
        find(cause.nothing_refused, code=CODE, faults=("reset:eventtypes",))
