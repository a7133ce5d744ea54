"""Locks count where the restore points lie, and from the subscription down; nothing unread is taken for nothing."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import resource_group_lock as lock_cause
from backup_doctor.core.model import CheckFunction, Status
from backup_doctor.core.resource_id import group_scope
from backup_doctor.lab.breaking.machine import fill_restore_points
from backup_doctor.lab.failures import collections_of
from backup_doctor.lab.locks import CAN_NOT_DELETE, READ_ONLY
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing, one_vm

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN


def scope_of(world: World, vm: VirtualMachine, place: str) -> str:
    match place:
        case "subscription":
            return vm.id.subscription_scope
        case "VM's group":
            return vm.id.group_scope
        case "VM":
            return str(vm.id)
        case "collection":
            return str(collections_of(world, vm)[0]["id"])
        case group:
            return group_scope(vm.id.subscription, group)


def locked(place: str, level: str = CAN_NOT_DELETE) -> Break:
    return lambda world, vm: world.add_lock(scope_of(world, vm, place), "keep", level)


def moved_to_vms_group(world: World, vm: VirtualMachine) -> None:
    collection = world.store.remove(scope_of(world, vm, "collection"))
    assert collection is not None
    world.store.put({**collection, "id": str(collection["id"]).replace("AzureBackupRG_westeurope_1", vm.id.resource_group.upper())})


def no_points(world: World, vm: VirtualMachine) -> None:
    world.store.remove(scope_of(world, vm, "collection"))


def unmanaged(_world: World, vm: VirtualMachine) -> None:
    disk = vm.model["storageProfile"]["osDisk"]
    del disk["managedDisk"]
    disk["vhd"] = {"uri": "https://account.blob.core.windows.net/vhds/os.vhd"}


def full(world: World, vm: VirtualMachine) -> None:
    fill_restore_points(world, vm)


def stuck(state: str) -> Break:
    return lambda world, vm: collections_of(world, vm)[0]["properties"].update(provisioningState=state)


def foreign_letter_case(world: World, vm: VirtualMachine) -> None:
    source = collections_of(world, vm)[0]["properties"]["source"]
    source["id"] = str(source["id"]).upper()


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([locked("AzureBackupRG_westeurope_1")], FAILED),
        ([locked("AzureBackupRG_westeurope_1", READ_ONLY)], FAILED),
        ([locked("azurebackuprg_WESTEUROPE_1"), foreign_letter_case], FAILED),
        ([locked("AzureBackupRG_westeurope_2")], OK),
        ([locked("subscription")], FAILED),
        ([locked("subscription"), no_points], WARNING),
        ([locked("collection")], FAILED),
        ([locked("VM's group")], OK),
        ([locked("VM's group", READ_ONLY)], OK),
        ([moved_to_vms_group, locked("VM's group")], FAILED),
        ([locked("VM")], OK),
        ([no_points], OK),
        ([unmanaged, locked("subscription")], SKIPPED),
    ],
)
def test_locks(broken: list[Break], status: Status) -> None:
    assert find(lock_cause.no_lock, *broken).status is status


def test_a_harmless_lock_is_mentioned_all_the_same() -> None:
    assert "Lock keep (CanNotDelete) on the VM's own group does not concern backups" in str(find(lock_cause.no_lock, locked("VM's group")).text)


def test_locks_that_may_not_be_read_leave_the_question_open_and_name_the_permission() -> None:
    def denied(world: World, vm: VirtualMachine) -> None:
        world.deny("Microsoft.Authorization/locks/read", vm.id.subscription_scope)

    finding = find(lock_cause.no_lock, denied)
    assert finding.status is UNKNOWN
    assert finding.missing is not None
    assert finding.missing.action == "Microsoft.Authorization/locks/read"
    with one_vm() as lab:
        assert finding.missing.scope == lab.vm.subscription_scope


def test_one_scope_that_may_not_be_read_does_not_hide_the_lock_of_another() -> None:
    def half_denied(world: World, vm: VirtualMachine) -> None:
        world.deny("Microsoft.Authorization/locks/read", vm.id.group_scope)

    assert find(lock_cause.no_lock, half_denied, locked("AzureBackupRG_westeurope_1")).status is FAILED
    assert find(lock_cause.no_lock, half_denied).status is UNKNOWN


@pytest.mark.parametrize(
    ("check", "broken", "status"),
    [
        (lock_cause.room, [nothing], OK),
        (lock_cause.room, [full], WARNING),
        (lock_cause.room, [full, foreign_letter_case], WARNING),
        (lock_cause.room, [no_points], OK),
        (lock_cause.room, [unmanaged, full], SKIPPED),
        (lock_cause.collections_settled, [nothing], OK),
        (lock_cause.collections_settled, [no_points], OK),
        (lock_cause.collections_settled, [stuck("Deleting")], WARNING),
        (lock_cause.collections_settled, [stuck("Failed")], WARNING),
    ],
)
def test_restore_points(check: CheckFunction, broken: list[Break], status: Status) -> None:
    assert find(check, *broken).status is status


def test_the_number_alone_is_no_proof_because_the_enhanced_policy_keeps_more() -> None:
    assert find(lock_cause.room, full).status is WARNING
