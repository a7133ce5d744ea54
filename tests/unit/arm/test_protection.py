"""How a VM is protected, as Azure Backup says it: odd letter case, custom group names, what is not there."""

from __future__ import annotations

from typing import Any

import pytest

from backup_doctor.arm.errors import Forbidden
from backup_doctor.lab.breaking.backup import await_first_backup, delete_item, name_backup_group, put_in_state, speak_oddly, unprotect
from backup_doctor.lab.breaking.policy import follow_enhanced_policy
from backup_doctor.lab.build import protected_item
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import one_vm


def named_group(world: World, vm: VirtualMachine) -> None:
    name_backup_group(world, vm, "rg-points-", "-prod")


def stopped(world: World, vm: VirtualMachine) -> None:
    put_in_state(world, vm, "ProtectionStopped")


def policy_gone(world: World, vm: VirtualMachine) -> None:
    world.store.remove(str(protected_item(world, vm)["properties"]["policyId"]))


def test_a_protected_vm_has_a_vault_an_item_and_a_policy() -> None:
    with one_vm() as lab:
        protection, item, policy = (lab.ask(question) for question in (lambda vm: vm.protection(), lambda vm: vm.backup_item(), _policy))
        assert (protection.state.value, protection.vault.rpartition("/")[2]) == ("Protected", "rsv-contoso-weu")
        assert item is not None
        assert (item.state.value, item.being_deleted.value, lab.vm.same(item.source.value)) == ("Protected", False, True)
    assert (policy.kind.value, policy.is_enhanced, policy.needs_no_agent, policy.group_prefix) == ("V1", False, False, "")


async def _policy(vm: Any) -> Any:
    return await vm.backup_policy()


def test_ids_in_another_letter_case_are_the_same_vm() -> None:
    with one_vm(speak_oddly) as lab:
        item = lab.ask(lambda vm: vm.backup_item())
        assert item is not None
        assert lab.vm.same(item.source.value)
        assert lab.ask(lambda vm: vm.restore_points()).items != ()


def test_the_policy_may_name_the_group_for_restore_points() -> None:
    with one_vm(named_group) as lab:
        policy = lab.ask(lambda vm: vm.backup_policy())
    assert policy is not None
    assert (policy.group_prefix, policy.group_suffix) == ("rg-points-", "-prod")


def test_an_enhanced_policy_may_need_no_agent() -> None:
    with one_vm(lambda world, vm: follow_enhanced_policy(world, vm, agentless=True)) as lab:
        policy = lab.ask(lambda vm: vm.backup_policy())
    assert policy is not None
    assert (policy.is_enhanced, policy.needs_no_agent) == (True, True)


@pytest.mark.parametrize("broken", [unprotect, stopped, policy_gone])
def test_without_an_item_or_a_policy_there_is_none_to_read(broken: Any) -> None:
    with one_vm(broken) as lab:
        assert lab.ask(lambda vm: vm.backup_policy()) is None
        assert (lab.ask(lambda vm: vm.backup_item()) is None) is (broken is unprotect)


def test_an_item_that_was_deleted_says_so() -> None:
    with one_vm(delete_item) as lab:
        item = lab.ask(lambda vm: vm.backup_item())
    assert item is not None
    assert (item.being_deleted.value, item.being_deleted.evidence.value) == (True, "true")


def test_before_the_first_backup_there_is_no_status() -> None:
    with one_vm(await_first_backup) as lab:
        item = lab.ask(lambda vm: vm.backup_item())
    assert item is not None
    assert item.last_status.value == ""


def test_an_item_that_may_not_be_read_is_not_a_missing_one() -> None:
    action = "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/read"
    with one_vm(lambda world, vm: world.deny(action, vm.id.subscription_scope)) as lab, pytest.raises(Forbidden) as refused:
        lab.ask(lambda vm: vm.backup_item())
    assert refused.value.missing is not None
    assert refused.value.missing.action.casefold() == action.casefold()
