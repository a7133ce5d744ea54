"""The limit is a fact by the Standard policy or with its error code; a number alone is not, and others' points count too."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import restore_point_limit as cause
from backup_doctor.core.model import Status
from backup_doctor.lab.breaking.backup import add_foreign_points, keep_points, put_in_state, unprotect
from backup_doctor.lab.breaking.policy import follow_enhanced_policy
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import collections_of
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
LIMIT = "userErrorRPCollectionLimitReached"


def points(total: int) -> Break:
    return lambda world, vm: keep_points(world, vm, total)


def foreign(total: int) -> Break:
    return lambda world, vm: add_foreign_points(world, vm, "rg-others", "asr-web-01", total)


def policy_unread(world: World, vm: VirtualMachine) -> None:
    world.deny("Microsoft.RecoveryServices/Vaults/backupPolicies/read", vm.id.subscription_scope)


def stopped(world: World, vm: VirtualMachine) -> None:
    put_in_state(world, vm, "ProtectionStopped")


def unprotected_with_points(world: World, vm: VirtualMachine) -> None:
    unprotect(world, vm)
    add_foreign_points(world, vm, "rg-others", "mine", 20)


def unmanaged(_world: World, vm: VirtualMachine) -> None:
    disk = vm.model["storageProfile"]["osDisk"]
    del disk["managedDisk"]
    disk["vhd"] = {"uri": "https://account.blob.core.windows.net/vhds/os.vhd"}


def collections_unread(world: World, vm: VirtualMachine) -> None:
    world.deny("Microsoft.Compute/restorePointCollections/read", vm.id.subscription_scope)


def state(word: str) -> Break:
    return lambda world, vm: collections_of(world, vm)[0]["properties"].update(provisioningState=word)


@pytest.mark.parametrize(
    ("broken", "code", "status"),
    [
        ([nothing], None, OK),
        ([points(17)], None, OK),
        ([points(17)], LIMIT, OK),
        ([points(18)], None, FAILED),
        ([points(18)], LIMIT, FAILED),
        ([foreign(16)], None, FAILED),
        ([foreign(15)], None, OK),
        ([follow_enhanced_policy, points(18)], None, OK),
        ([follow_enhanced_policy, points(499)], None, OK),
        ([follow_enhanced_policy, points(500)], None, FAILED),
        ([follow_enhanced_policy, points(40)], LIMIT, FAILED),
        ([points(18), policy_unread], None, WARNING),
        ([points(18), policy_unread], LIMIT, FAILED),
        ([points(17), policy_unread], None, OK),
        ([points(18), stopped], None, WARNING),
        ([unprotected_with_points], None, WARNING),
        ([unmanaged, points(18)], None, SKIPPED),
    ],
)
def test_room(broken: list[Break], code: str | None, status: Status) -> None:
    assert find(cause.room, *broken, code=code).status is status


def test_the_number_and_the_policy_are_its_evidence() -> None:
    assert [evidence.value for evidence in find(cause.room, points(18)).evidence] == ["18", "V1"]


def test_collections_that_may_not_be_read_leave_the_question_open() -> None:
    with pytest.raises(Exception, match=r"Microsoft\.Compute/restorePointCollections/read"):
        find(cause.room, collections_unread)


@pytest.mark.parametrize(
    ("broken", "status"),
    [([nothing], OK), ([foreign(3)], OK), ([foreign(16)], WARNING), ([points(18)], OK), ([points(18), foreign(1)], WARNING), ([unmanaged], SKIPPED)],
)
def test_points_of_others(broken: list[Break], status: Status) -> None:
    assert find(cause.own_points, *broken).status is status


def test_points_of_others_are_counted_and_named_by_themselves() -> None:
    assert "16 of 18 restore point(s) lie in collections of others (asr-web-01)" in str(find(cause.own_points, foreign(16)).text)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([unprotect], OK),
        ([state("Deleting")], WARNING),
        ([state("FAILED")], WARNING),
        ([state("Creating")], OK),
        ([unmanaged], SKIPPED),
    ],
)
def test_stuck_collections(broken: list[Break], status: Status) -> None:
    assert find(cause.collections_settled, *broken).status is status
