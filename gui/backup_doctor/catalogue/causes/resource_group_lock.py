"""A lock keeps Azure Backup from deleting old restore points."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable

from ...core.facts import Lock, RestorePointCollection, Vm
from ...core.model import Cause, Command, CouldNotLook, Finding, Instructions, Listing, Shell, Status, failed, ok, unknown, warning
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId, same_id, segment
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..commands import show_vault
from ..restore_point_locks import LocksOnPoints, distinct, locks_ahead, locks_on, own
from ..restore_points import count, points_of, room_for
from ..unlocking import PERMISSIONS, unlock_plan

cause = Cause(
    id="resource-group-lock",
    title=translate("Lock", "A lock keeps Azure Backup from deleting old restore points"),
    explanation=translate(
        "Lock",
        "Azure Backup keeps a VM's instant restore points in a separate resource group (AzureBackupRG_…) and deletes the old ones. A lock on "
        "that group, or one inherited from the subscription, forbids the deletion; once there are 18 points, every new backup fails. A lock "
        "on the VM's own group does no harm unless the restore points are there too.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)


@cause.check(
    title=translate("Lock", "No lock applies to the VM's restore points"),
    why=translate(
        "Lock",
        "Locks are inherited: one on the subscription applies to every group in it. CanNotDelete forbids the clean-up, ReadOnly forbids new "
        "restore points as well.",
    ),
)
async def no_lock(vm: Vm) -> Finding:
    points, early = await asyncio.gather(_points_or_error(vm), locks_ahead(vm))
    if isinstance(points, Finding):
        return points
    if isinstance(points, CouldNotLook):
        return _points_unread(points, early, vm.id)
    ours = own(points)
    locks = await locks_on(vm, ours)
    if locks.holding:
        return _locked(locks.holding, ours)
    if locks.unread is not None:
        return unknown(locks.unread.text, *locks.unread.evidence, missing=locks.unread.missing)
    return _unlocked(locks, vm.id, points)


async def _points_or_error(vm: Vm) -> Listing[RestorePointCollection] | Finding | CouldNotLook:
    try:
        return await points_of(vm)
    except CouldNotLook as error:
        return error


def _points_unread(error: CouldNotLook, answers: Iterable[object], vm: VmId) -> Finding:
    """Without the collections a lock on the subscription is still known to hold on them, wherever they lie."""
    locks = distinct(lock for answer in answers if isinstance(answer, Listing) for lock in answer.items)
    above = [lock for lock in locks if same_id(lock.scope, vm.subscription_scope)]
    if not above:
        return unknown(error.text, *error.evidence, missing=error.missing)
    text = translate("Lock", "Lock {lock} ({level}) on the subscription applies to all restore points, but these could not be read: {reason}")
    words = text.format(lock=above[0].name, level=above[0].level, reason=error.text)
    return Finding(Status.WARNING, words, (above[0].evidence, *error.evidence), error.missing)


def _locked(locks: Collection[Lock], points: Listing[RestorePointCollection]) -> Finding:
    # ReadOnly does more harm than CanNotDelete: the words are about the worst.
    first = next((lock for lock in locks if _is_read_only(lock)), next(iter(locks)))
    evidence = tuple(lock.evidence for lock in locks)
    values = {"lock": first.name, "level": first.level, "group": segment(first.scope, "resourceGroups"), "effect": _effect(first)}
    if not points.items:
        return warning(_later(first).format(**values), *evidence)
    total = str(count(points.items))
    if len(locks) > 1:
        names = ", ".join(lock.name for lock in locks)
        text = translate("Lock", "%n lock(s) apply to the restore points: {names}. {effect} Restore points now: {total}.", "", 0)
        return failed(text.counted(len(locks)).format(names=names, total=total, effect=values["effect"]), *evidence)
    return failed(_one_lock(first).format(**values, total=total), *evidence)


def _later(lock: Lock) -> Text:
    """Which of its numbered groups Azure Backup will choose is not known beforehand; a lock on the subscription holds on all of them."""
    if not segment(lock.scope, "resourceGroups"):
        return translate("Lock", "Lock {lock} ({level}) will apply to this VM's restore points as soon as there are any; there are none now.")
    return translate(
        "Lock",
        "This VM has no restore points yet. Azure Backup may create them in {group}, to which lock {lock} ({level}) applies. {effect}",
    )


def _is_read_only(lock: Lock) -> bool:
    return lock.level.casefold() == "readonly"


def _effect(lock: Lock) -> Text:
    if _is_read_only(lock):
        return translate("Lock", "Azure Backup can neither create new restore points there nor delete old ones.")
    return translate("Lock", "Azure Backup cannot delete old restore points there.")


def _one_lock(lock: Lock) -> Text:
    if not segment(lock.scope, "resourceGroups"):
        return translate("Lock", "Lock {lock} ({level}) on the subscription applies to the restore points. {effect} Restore points now: {total}.")
    if "/providers/" in lock.scope.casefold():
        return translate("Lock", "Lock {lock} ({level}) is on the restore point collection itself, in {group}. {effect} Restore points now: {total}.")
    return translate("Lock", "Lock {lock} ({level}) on resource group {group} applies to the restore points. {effect} Restore points now: {total}.")


def _unlocked(locks: LocksOnPoints, vm: VmId, points: Listing[RestorePointCollection]) -> Finding:
    """A lock on the VM's own group is allowed for managed VMs (FAQ and support matrix, 2025-10-27).

    They do not name ReadOnly apart, but it cannot reach restore points in another group: no warning, only words about repairs.
    """
    if not points.items:
        return ok(translate("Lock", "There is no lock on the subscription; the VM has no restore points yet."), *locks.evidence)
    elsewhere = [lock for lock in locks.others if same_id(lock.scope, vm.group_scope)]
    if not elsewhere:
        return ok(translate("Lock", "There is no lock on the subscription, on the restore points or on their group."), *locks.evidence)
    lock = next((lock for lock in elsewhere if _is_read_only(lock)), elsewhere[0])
    text = translate(
        "Lock",
        "Lock {lock} ({level}) on the VM's own group does not affect backups: the restore points are elsewhere. It may forbid repairs of the VM.",
    )
    return ok(text.format(lock=lock.name, level=lock.level), lock.evidence, *locks.evidence)


@cause.check(
    title=translate("Lock", "No lock has made restore points pile up"),
    why=translate("Lock", "Once there are 18 instant restore points, Azure refuses another, and the backup fails."),
)
async def room(vm: Vm) -> Finding:
    points = await points_of(vm)
    if isinstance(points, Finding):
        return points
    found = await room_for(vm, points)
    if found.full is False:
        return ok(translate("Lock", "%n restore point(s), below the limit.", "", 0).counted(found.total), *found.evidence)
    locks = await locks_on(vm, own(points))
    if not locks.holding and locks.unread is None:
        text = translate("Lock", "%n restore point(s) have piled up, but not because of a lock: something else keeps them.", "", 0)
        return ok(text.counted(found.total), *found.evidence, *locks.evidence)
    if not locks.holding:
        text = translate("Lock", "%n restore point(s) have piled up; whether a lock keeps them could not be checked.", "", 0)
        return warning(text.counted(found.total), *found.evidence)
    text = translate("Lock", "%n restore point(s) have piled up because of the lock; the limit is {limit}.", "", 0)
    return warning(text.counted(found.total).format(limit=str(found.limit)), *found.evidence)


@cause.remedy(
    title=translate("Lock", "Unlock, clean up, and lock again"),
    what=translate(
        "Lock",
        "Lifts the lock, lets Azure Backup clean up, and puts the identical lock back. It helps only for a while: with the lock back, restore "
        "points pile up again.",
    ),
    permissions=PERMISSIONS,
    risk=Risk.DISRUPTIVE,
)
async def unlock_and_lock_again(vm: Vm) -> Plan:
    return await unlock_plan(vm, again=True)


@cause.remedy(
    title=translate("Lock", "Unlock for good, and clean up"),
    what=translate(
        "Lock",
        "Lifts the lock and lets Azure Backup clean up. The lock stays off; the journal keeps it, so that it can be put back at any time.",
    ),
    permissions=PERMISSIONS,
    risk=Risk.DISRUPTIVE,
)
async def unlock_for_good(vm: Vm) -> Plan:
    return await unlock_plan(vm, again=False)


@cause.manual(title=translate("Lock", "Find the lock that applies to the restore points"))
def find_lock(vm: VmId) -> Instructions:
    subscription = vm.quoted(vm.subscription)
    return Instructions(
        translate(
            "Lock",
            "First find the VM's restore point collections, mostly in a group called AzureBackupRG_<region>_<number>, then "
            "the locks on that group and on the subscription. "
            "Write down name, level and notes of the lock before you remove it. The command compares the VM's id letter by letter; "
            "if it shows nothing, look for the collection whose source is this VM in the full list.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az restore-point collection list-all --subscription {subscription} --query \"[?source.id=='{_plain(vm)}'].id\" --output tsv",
            ),
            Command(Shell.AZURE_CLI, f"az lock list --subscription {subscription} --output table"),
        ),
    )


def _plain(vm: VmId) -> str:
    return vm.quoted_id.strip('"')


@cause.manual(title=translate("Lock", "Remove the lock"))
def remove_lock(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Lock",
            "Owner or User Access Administrator is needed for this; Contributor is not enough. A lock inherited from the subscription is best "
            "replaced by locks on its resource groups, all except that of the restore points. You cannot remove a lock that belongs to a "
            "managed application: only its publisher can.",
        ),
        (Command(Shell.AZURE_CLI, 'az lock delete --ids "<id of the lock>"'),),
    )


@cause.manual(title=translate("Lock", "If there is no lock and the clean-up is still refused, look for a deny assignment"))
def deny_assignments(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Lock",
            "A deny assignment or an Azure Policy with the effect denyAction forbids deletion like a lock, but no list of locks shows it. "
            "This program does not look for them. If one names the restore points' group, whoever made it has to leave that group out.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f'az rest --method get --url "/subscriptions/{_subscription(vm)}/providers/Microsoft.Authorization/denyAssignments'
                '?api-version=2022-04-01"',
            ),
        ),
    )


def _subscription(vm: VmId) -> str:
    return vm.quoted(vm.subscription).strip('"')


@cause.manual(title=translate("Lock", "Back up on demand; the first run is expected to fail"))
def back_up(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Lock",
            "Choose Back up now in the vault. The first run fails and sets off the clean-up, which takes several hours; after that backups "
            "succeed. The command shows which vault protects the VM.",
        ),
        (show_vault(vm),),
    )


@cause.manual(title=translate("Lock", "Only if that does not help: delete the restore point collection"))
def delete_collection(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Lock",
            "This loses the instant restore points for good; copies already in the vault stay. No backup job may be running. A large "
            "collection may need two or three tries, and a disk restore point somebody still reads (DiskRestorePointUsedByCustomer) has to be "
            "released first. Delete only collections whose name begins with AzureBackup. The next backup creates the collection again.",
        ),
        (
            Command(Shell.AZURE_CLI, 'az restore-point collection show --ids "<id of the collection>" --restore-points'),
            Command(Shell.AZURE_CLI, 'az restore-point collection delete --ids "<id of the collection>"'),
        ),
    )


@cause.manual(title=translate("Lock", "Do not lock the restore points' group again"))
def keep_unlocked(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Lock",
            "The fault returns with the lock. Protect the vault and the VM's own group instead, and leave the group of the "
            "restore points to Azure Backup.",
        ),
    )
