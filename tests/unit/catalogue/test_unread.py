"""What may not be read is told where it matters, and neither proves nor forbids more than it can."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.catalogue.back_up import attempts_today
from backup_doctor.catalogue.causes import (
    extension_blocked_by_security_software,
    key_vault_permission,
    policy_denies_restore_points,
    vm_no_internet_access,
    vss_or_com_failure,
)
from backup_doctor.catalogue.remedies import remedy_of
from backup_doctor.core.model import CheckFunction, Status
from backup_doctor.core.offer import Offer
from backup_doctor.core.offering import offer
from backup_doctor.core.resource_id import group_scope
from backup_doctor.lab.breaking.backup import keep_points, move_data, unprotect
from backup_doctor.lab.breaking.disks import encrypt_disks
from backup_doctor.lab.breaking.guest import block_extension, spoil_writers
from backup_doctor.lab.breaking.machine import refuse_extensions
from backup_doctor.lab.breaking.network import add_rules, make_private, route_subnet
from backup_doctor.lab.locks import CAN_NOT_DELETE
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.network import rule
from backup_doctor.lab.world import World
from tests.helpers.repairs import plan_of, reason_of
from tests.helpers.worlds import Break, find, inside, nothing, one_vm

OK, WARNING, FAILED = Status.OK, Status.WARNING, Status.FAILED

NO_RIGHT, REFUSED = "UserErrorKeyvaultPermissionsNotConfigured", "UserErrorRequestDisallowedByPolicy"


def encrypted(world: World, vm: VirtualMachine) -> None:
    encrypt_disks(world, vm)


def without_names(world: World, vm: VirtualMachine) -> None:
    add_rules(world, vm, rule("no-names", 100, "Deny", "AzurePlatformDNS"))


def full(world: World, vm: VirtualMachine) -> None:
    keep_points(world, vm, 18)


def locked(world: World, vm: VirtualMachine) -> None:
    world.add_lock(group_scope(vm.id.subscription, "AzureBackupRG_westeurope_1"), "keep", CAN_NOT_DELETE)


def own_locks_unread(world: World, vm: VirtualMachine) -> None:
    world.deny("Microsoft.Authorization/locks/read", vm.id.group_scope)


@pytest.mark.parametrize(
    ("check", "broken", "unread", "code", "status"),
    [
        (key_vault_permission.access_granted, encrypted, "backupJobs", NO_RIGHT, WARNING),
        (policy_denies_restore_points.nothing_refused, nothing, "backupJobs", REFUSED, WARNING),
        (vm_no_internet_access.name_resolution, without_names, "virtualNetworks/web-01-vnet?", None, WARNING),
    ],
)
def test_a_check_judges_by_what_it_could_read(check: CheckFunction, broken: Break, unread: str, code: str | None, status: Status) -> None:
    assert find(check, broken, faults=(f"403:{unread}",), code=code).status is status


def test_writers_are_judged_as_they_stand_where_nobody_can_see_whether_a_backup_runs() -> None:
    with one_vm(inside(spoil_writers, 2), faults=("403:backupJobs",)) as lab:
        found = lab.ask(vss_or_com_failure.writers, code="ExtensionFailedVssWriterInBadState", looks_inside=True)
    assert found.status is FAILED


def test_a_block_is_proof_where_nobody_can_see_whether_a_backup_completed_since() -> None:
    with one_vm(inside(block_extension, 4), faults=("403:protectedItems",)) as lab:
        found = lab.ask(extension_blocked_by_security_software.not_blocked, looks_inside=True)
    assert found.status is FAILED


def test_a_vm_in_no_vault_was_never_backed_up_on_demand() -> None:
    with one_vm(unprotect) as lab:
        assert lab.ask(attempts_today) == 0


def test_a_backup_is_planned_without_a_warning_of_what_cannot_be_seen() -> None:
    with one_vm(full, faults=("403:restorePointCollections",)) as lab:
        assert plan_of(lab, "back-up-again/back-up-now").notes == ()


def test_a_full_vm_under_a_lock_is_told_to_lift_it_first() -> None:
    with one_vm(full, locked) as lab:
        assert "lift the lock first" in str(plan_of(lab, "back-up-again/back-up-now").notes[0])


def test_a_repair_is_not_held_back_by_a_look_inside_that_failed() -> None:
    remedy = remedy_of("vss-or-com-failure/repair-com")
    assert remedy is not None

    def offered(*faults: str) -> Offer:
        with one_vm(faults=faults) as lab:
            return lab.ask(lambda vm: offer(vm, remedy, None), looks_inside=True)

    assert "found nothing that this would change" in str(offered().reason)
    assert offered("403:runCommand").is_available


def test_nothing_is_sent_into_a_vm_that_takes_no_extensions() -> None:
    with one_vm(lambda _, vm: refuse_extensions(vm)) as lab:
        assert "Extensions are switched off for this VM" in reason_of(lab, "vss-or-com-failure/restart-vss")


@pytest.mark.parametrize("remedy", ["resource-group-lock/unlock-and-lock-again", "restore-point-limit/set-off-clean-up"])
def test_locks_that_could_not_be_read_are_mentioned(remedy: str) -> None:
    broken = [full, own_locks_unread, *([locked] if "unlock" in remedy else [])]
    with one_vm(*broken) as lab:
        assert any("Not all locks could be read" in str(note) for note in plan_of(lab, remedy).notes)


def test_a_backup_that_moves_data_cannot_be_cancelled_any_more() -> None:

    with one_vm(lambda world, vm: move_data(world, vm, timedelta(hours=1))) as lab:
        assert "has taken its snapshot and is moving data" in reason_of(lab, "backup-job-running/cancel-job")


def test_a_private_subnet_gains_nothing_by_a_route() -> None:
    def lost(world: World, vm: VirtualMachine) -> None:
        make_private(world, vm)
        route_subnet(world, vm, ("nowhere", "0.0.0.0/0", "None"))

    with one_vm(lost) as lab:
        assert "a route to the Internet would do nothing" in reason_of(lab, "vm-no-internet-access/route-storage")
