"""Locks count where the restore points lie, and from the subscription down; nothing unread is taken for nothing."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import resource_group_lock as lock_cause
from backup_doctor.core.model import Status
from backup_doctor.core.resource_id import group_scope
from backup_doctor.lab.breaking.backup import keep_points, move_points_to_own_group, name_backup_group
from backup_doctor.lab.breaking.machine import fill_restore_points
from backup_doctor.lab.breaking.policy import follow_enhanced_policy
from backup_doctor.lab.locks import CAN_NOT_DELETE, READ_ONLY
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import collections_of
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing, one_vm

LIMIT = "UserErrorRpCollectionLimitReached"
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


def region_by_its_display_name(_world: World, vm: VirtualMachine) -> None:
    vm.location = "West Europe"


def locked(place: str, level: str = CAN_NOT_DELETE) -> Break:
    return lambda world, vm: world.add_lock(scope_of(world, vm, place), "keep", level)


def no_points(world: World, vm: VirtualMachine) -> None:
    world.store.remove(scope_of(world, vm, "collection"))


def unmanaged(_world: World, vm: VirtualMachine) -> None:
    disk = vm.model["storageProfile"]["osDisk"]
    del disk["managedDisk"]
    disk["vhd"] = {"uri": "https://account.blob.core.windows.net/vhds/os.vhd"}


def full(world: World, vm: VirtualMachine) -> None:
    fill_restore_points(world, vm)


def own_group(world: World, vm: VirtualMachine) -> None:
    name_backup_group(world, vm, "rg-points-", "-prod")


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
        ([move_points_to_own_group, locked("VM's group")], FAILED),
        ([own_group, locked("rg-points-1-prod")], FAILED),
        ([own_group, locked("AzureBackupRG_westeurope_1")], OK),
        ([locked("rg-backup")], OK),
        ([no_points, locked("AzureBackupRG_westeurope_1")], WARNING),
        ([no_points, locked("AzureBackupRG_westeurope_2")], WARNING),
        ([no_points, locked("AzureBackupRG_northeurope_1")], OK),
        ([no_points, region_by_its_display_name, locked("AzureBackupRG_westeurope_1")], WARNING),
        ([own_group, no_points, locked("rg-points-1-prod")], WARNING),
        ([own_group, no_points, locked("AzureBackupRG_westeurope_1")], OK),
        ([locked("VM")], OK),
        ([no_points], OK),
        ([unmanaged, locked("subscription")], SKIPPED),
    ],
)
def test_locks(broken: list[Break], status: Status) -> None:
    assert find(lock_cause.no_lock, *broken).status is status


def test_a_harmless_lock_is_mentioned_all_the_same() -> None:
    assert "Lock keep (CanNotDelete) on the VM's own group does not affect backups" in str(find(lock_cause.no_lock, locked("VM's group")).text)


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


def test_the_words_tell_what_each_level_forbids() -> None:
    group = "AzureBackupRG_westeurope_1"
    assert "cannot delete old restore points there" in str(find(lock_cause.no_lock, locked(group)).text)
    assert "can neither create new restore points there nor delete" in str(find(lock_cause.no_lock, locked(group, READ_ONLY)).text)


def test_of_several_locks_the_words_are_about_the_worst() -> None:
    def another(world: World, vm: VirtualMachine) -> None:
        world.add_lock(scope_of(world, vm, "collection"), "frozen", READ_ONLY)

    finding = find(lock_cause.no_lock, locked("subscription"), another)
    assert "2 lock(s)" in str(finding.text)
    assert "can neither create" in str(finding.text)
    assert {evidence.value for evidence in finding.evidence} == {CAN_NOT_DELETE, READ_ONLY}


def test_each_lock_counts_once_however_many_scopes_show_it() -> None:
    finding = find(lock_cause.no_lock, locked("subscription"))
    assert len(finding.evidence) == 1


def test_a_lock_on_the_collection_is_found_even_if_its_groups_list_hides_it() -> None:
    with one_vm(locked("collection")) as lab:
        collection = str(lab.world.store.of_type("Microsoft.Authorization/locks")[0]["id"]).partition("/providers/Microsoft.Authorization/")[0]
        lab.ask(lock_cause.no_lock)
        assert any(request.startswith(f"GET {collection}/providers/Microsoft.Authorization/locks?") for request in lab.seen)


def locks_unread(world: World, vm: VirtualMachine) -> None:
    world.deny("Microsoft.Authorization/locks/read", vm.id.subscription_scope)


def forty(world: World, vm: VirtualMachine) -> None:
    keep_points(world, vm, 40)


@pytest.mark.parametrize(
    ("broken", "code", "status"),
    [
        ([nothing], None, OK),
        ([locked("subscription")], None, OK),
        ([full], None, OK),
        ([full], LIMIT, OK),
        ([full, locked("subscription")], None, WARNING),
        ([full, locked("subscription"), foreign_letter_case], None, WARNING),
        ([full, locks_unread], None, WARNING),
        ([follow_enhanced_policy, forty, locked("subscription")], None, OK),
        ([follow_enhanced_policy, forty, locked("subscription")], LIMIT, WARNING),
        ([no_points], None, OK),
        ([unmanaged, full], None, SKIPPED),
    ],
)
def test_points_that_pile_up_accuse_a_lock_only_where_one_holds_or_none_can_be_seen(broken: list[Break], code: str | None, status: Status) -> None:
    assert find(lock_cause.room, *broken, code=code).status is status
