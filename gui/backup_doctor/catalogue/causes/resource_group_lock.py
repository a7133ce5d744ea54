"""A lock keeps Azure Backup from deleting old restore points."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable

from ...core.facts import Lock, RestorePointCollection, Vm
from ...core.model import Cause, Command, CouldNotLook, Evidence, Finding, Instructions, Listing, Shell, Status, failed, ok, skipped, unknown, warning
from ...core.resource_id import VmId, group_scope, is_within, same_id, segment
from ...core.text import Text
from ...core.text import lazy_translate as translate

LIMIT = 18
"""Instant restore points of one VM, over all collections and resource groups (agent article, 2025-11-12).
The Enhanced policy keeps more (support matrix, 2025-10-27), so the number alone is a warning and no proof."""

cause = Cause(
    id="resource-group-lock",
    title=translate("Lock", "A lock keeps Azure Backup from deleting old restore points"),
    explanation=translate(
        "Lock",
        "Azure Backup keeps a VM's instant restore points in a resource group of its own (AzureBackupRG_…) and deletes the old ones. "
        "A lock on that group, or one inherited from the subscription, forbids the deletion; when 18 points have gathered, every new backup fails. "
        "A lock on the VM's own group does no harm unless the restore points lie there too.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)


async def _points(vm: Vm) -> Listing[RestorePointCollection] | Finding:
    """The VM's collections, or the finding for a VM that can have none. Both questions are asked at once."""
    machine, points = await asyncio.gather(vm.machine(), vm.restore_points())
    if machine.managed_disks.value:
        return points
    text = translate("Lock", "This VM has unmanaged disks, for which there are no restore point collections.")
    return skipped(text, machine.managed_disks.evidence)


@cause.check(
    title=translate("Lock", "No lock holds on the VM's restore points"),
    why=translate(
        "Lock",
        "Locks are inherited: one on the subscription holds on every group below it. CanNotDelete forbids the "
        "clean-up, ReadOnly forbids new restore points as well.",
    ),
)
async def no_lock(vm: Vm) -> Finding:
    # The scopes that are known beforehand are asked while the collections are still being listed; each is asked once.
    beforehand = asyncio.gather(*(_locks(vm, scope) for scope in _scopes(vm.id, ())))
    points, early = await asyncio.gather(_points_or_error(vm), beforehand)
    if isinstance(points, Finding):
        return points
    if isinstance(points, CouldNotLook):
        return _points_unread(points, early, vm.id)
    answers = await asyncio.gather(*(_locks(vm, scope) for scope in _scopes(vm.id, points.items)))
    locks = _distinct(lock for answer in answers if isinstance(answer, Listing) for lock in answer.items)
    holding = [lock for lock in locks if _holds_on(lock, points.items, vm.id)]
    if holding:
        return _locked(holding, points)
    unread = next((answer for answer in answers if isinstance(answer, CouldNotLook)), None)
    if unread is not None:
        return unknown(unread.text, *unread.evidence, missing=unread.missing)
    return _unlocked(locks, vm.id, points, answers)


async def _points_or_error(vm: Vm) -> Listing[RestorePointCollection] | Finding | CouldNotLook:
    try:
        return await _points(vm)
    except CouldNotLook as error:
        return error


def _points_unread(error: CouldNotLook, answers: Iterable[object], vm: VmId) -> Finding:
    """Without the collections a lock on the subscription is still known to hold on them, wherever they lie."""
    locks = _distinct(lock for answer in answers if isinstance(answer, Listing) for lock in answer.items)
    above = [lock for lock in locks if same_id(lock.scope, vm.subscription_scope)]
    if not above:
        return unknown(error.text, *error.evidence, missing=error.missing)
    text = translate("Lock", "Lock {lock} ({level}) on the subscription holds on all restore points, but these could not be read: {reason}")
    words = text.format(lock=above[0].name, level=above[0].level, reason=error.text)
    return Finding(Status.WARNING, words, (above[0].evidence, *error.evidence), error.missing)


def _scopes(vm: VmId, collections: Iterable[RestorePointCollection]) -> list[str]:
    """The subscription, the groups of the collections, and the VM's own group, each once."""
    groups = {vm.group_scope.casefold(): vm.group_scope}
    for collection in collections:
        scope = group_scope(vm.subscription, collection.resource_group)
        groups.setdefault(scope.casefold(), scope)
    return [vm.subscription_scope, *groups.values()]


async def _locks(vm: Vm, scope: str) -> Listing[Lock] | CouldNotLook:
    """One scope that cannot be read must not hide the locks of another."""
    try:
        return await vm.locks(scope)
    except CouldNotLook as error:
        return error


def _distinct(locks: Iterable[Lock]) -> list[Lock]:
    return list({lock.id.casefold(): lock for lock in locks}.values())


def _holds_on(lock: Lock, collections: Collection[RestorePointCollection], vm: VmId) -> bool:
    if same_id(lock.scope, vm.subscription_scope):
        return True
    if not collections:
        return segment(lock.scope, "resourceGroups").casefold().startswith("azurebackuprg")
    return any(is_within(lock.scope, collection.id) or is_within(collection.id, lock.scope) for collection in collections)


def _locked(locks: list[Lock], points: Listing[RestorePointCollection]) -> Finding:
    first, evidence = locks[0], tuple(lock.evidence for lock in locks)
    values = {"lock": first.name, "level": first.level, "group": segment(first.scope, "resourceGroups")}
    if not points.items:
        text = translate("Lock", "Lock {lock} ({level}) will hold on this VM's restore points as soon as there are any; today there are none.")
        return warning(text.format(**values), *evidence)
    values["total"] = str(sum(len(collection.points) for collection in points.items))
    if len(locks) > 1:
        text = translate("Lock", "%n lock(s) keep Azure Backup from cleaning up: {names}. Restore points: {total}; the limit is 18.", "", 0)
        return failed(text.counted(len(locks)).format(names=", ".join(lock.name for lock in locks), total=values["total"]), *evidence)
    return failed(_one_lock(first).format(**values), *evidence)


def _one_lock(lock: Lock) -> Text:
    if not segment(lock.scope, "resourceGroups"):
        return translate(
            "Lock", "Lock {lock} ({level}) on the subscription keeps Azure Backup from cleaning up. Restore points: {total}; the limit is 18."
        )
    if "/providers/" in lock.scope.casefold():
        return translate(
            "Lock",
            "Lock {lock} ({level}) on the collection itself, in {group}, keeps Azure Backup from cleaning up. Restore "
            "points: {total}; the limit is 18.",
        )
    return translate(
        "Lock", "Lock {lock} ({level}) on resource group {group} keeps Azure Backup from cleaning up. Restore points: {total}; the limit is 18."
    )


def _unlocked(locks: list[Lock], vm: VmId, points: Listing[RestorePointCollection], answers: Iterable[object]) -> Finding:
    evidence: tuple[Evidence, ...] = tuple(item for answer in answers if isinstance(answer, Listing) for item in answer.evidence)
    if not points.items:
        return ok(translate("Lock", "No lock on the subscription; the VM has no restore points yet."), *evidence)
    elsewhere = [lock for lock in locks if same_id(lock.scope, vm.group_scope)]
    if elsewhere:
        text = translate(
            "Lock",
            "Lock {lock} ({level}) on the VM's own group does not concern backups: the restore points lie elsewhere. It "
            "may forbid repairs of the VM.",
        )
        return ok(text.format(lock=elsewhere[0].name, level=elsewhere[0].level), elsewhere[0].evidence, *evidence)
    return ok(translate("Lock", "No lock on the subscription, on the restore points or on their group."), *evidence)


@cause.check(
    title=translate("Lock", "There is room for new restore points"),
    why=translate("Lock", "When 18 instant restore points have gathered, Azure refuses another, and the backup fails."),
)
async def room(vm: Vm) -> Finding:
    points = await _points(vm)
    if isinstance(points, Finding):
        return points
    total = sum(len(collection.points) for collection in points.items)
    evidence = tuple(collection.count for collection in points.items) or points.evidence
    if total < LIMIT:
        return ok(translate("Lock", "%n restore point(s) of at most 18.", "", 0).counted(total), *evidence)
    text = translate("Lock", "%n restore point(s): with the Standard policy that is the limit (18); only the Enhanced policy keeps more.", "", 0)
    return warning(text.counted(total), *evidence)


@cause.check(
    title=translate("Lock", "No restore point collection is stuck"),
    why=translate("Lock", "A collection that is being deleted or has failed is left over from a clean-up that was refused."),
)
async def collections_settled(vm: Vm) -> Finding:
    points = await _points(vm)
    if isinstance(points, Finding):
        return points
    stuck = [collection for collection in points.items if collection.state.value.casefold() in ("deleting", "failed")]
    if stuck:
        text = translate("Lock", "{collection} in {group} is in the state {state}.")
        first = stuck[0]
        return warning(
            text.format(collection=first.name, group=first.resource_group, state=first.state.value), *(item.state.evidence for item in stuck)
        )
    if not points.items:
        return ok(translate("Lock", "The VM has no restore point collection yet."), *points.evidence)
    return ok(
        translate("Lock", "%n restore point collection(s), none stuck.", "", 0).counted(len(points.items)),
        *(item.state.evidence for item in points.items),
    )


@cause.manual(title=translate("Lock", "Find the lock that holds on the restore points"))
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
            "Owner or User Access Administrator is needed for this; Contributor is not enough. A lock that the "
            "subscription hands down is best replaced by locks on its resource groups, all but that of the restore points.",
        ),
        (Command(Shell.AZURE_CLI, 'az lock delete --ids "<id of the lock>"'),),
    )


@cause.manual(title=translate("Lock", "Back up on demand; the first run is expected to fail"))
def back_up(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Lock",
            "Choose Back up now in the vault. The first run fails and sets off the clean-up, which takes some hours; after "
            "that backups succeed. The command shows which vault protects the VM.",
        ),
        (Command(Shell.AZURE_CLI, f"az backup protection check-vm --vm-id {vm.quoted_id}"),),
    )


@cause.manual(title=translate("Lock", "Only if that does not help: delete the restore point collection"))
def delete_collection(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Lock",
            "This loses the instant restore points for good; copies already in the vault stay. No backup job may be "
            "running. A large collection may need two or three tries, "
            "and a disk restore point somebody still reads has to be released first. The next backup creates the collection anew.",
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
