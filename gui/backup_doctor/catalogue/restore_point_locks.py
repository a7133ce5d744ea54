"""Which locks hold on a VM's restore points: shared by the check that looks for them and by the repair that lifts them.

A lock holds on everything at and below its scope (lock resources, 2024-03-08); where Azure Backup keeps its points: agent and extension article
(2025-11-12).
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..core.facts import BackupPolicy, Lock, RestorePointCollection, Vm, is_backups
from ..core.model import CouldNotLook, Evidence, Listing
from ..core.resource_id import VmId, group_scope, is_within, last_name, same_id, segment
from .restore_points import is_backup_group, policy_or_none


@dataclass(frozen=True, slots=True)
class LocksOnPoints:
    """The locks around the restore points, as far as they could be read."""

    holding: tuple[Lock, ...]
    """Those that hold on the VM's restore points."""
    others: tuple[Lock, ...]
    unread: CouldNotLook | None
    """Why a scope could not be read, if one could not."""
    evidence: tuple[Evidence, ...]


def own(points: Listing[RestorePointCollection]) -> Listing[RestorePointCollection]:
    """Without the collections of others, which Azure Backup does not clean up: a lock on those is no hindrance to it."""
    return Listing(tuple(collection for collection in points.items if collection.made_by_backup), points.evidence)


async def locks_on(vm: Vm, points: Listing[RestorePointCollection]) -> LocksOnPoints:
    """The locks around Azure Backup's collections, or, without any yet, around the group the next one will be made in."""
    answers = await asyncio.gather(*(locks_at(vm, scope) for scope in scopes(vm.id, points.items)))
    policy, region = (None, "") if points.items else (await policy_or_none(vm), (await vm.machine()).location)
    locks = distinct(lock for answer in answers if isinstance(answer, Listing) for lock in answer.items)
    holding = [lock for lock in locks if _holds_on(lock, points.items, vm.id, policy, region)]
    return LocksOnPoints(
        holding=tuple(holding),
        others=tuple(lock for lock in locks if lock not in holding),
        unread=next((answer for answer in answers if isinstance(answer, CouldNotLook)), None),
        evidence=tuple(item for answer in answers if isinstance(answer, Listing) for item in answer.evidence),
    )


def scopes(vm: VmId, collections: Iterable[RestorePointCollection]) -> list[str]:
    """The subscription, the VM's own group, and the collections with their groups, each once.

    A group's list is said to hold the locks of what lies in it, which no reference promises: so each collection is asked by itself too.
    """
    found = {scope.casefold(): scope for scope in (vm.subscription_scope, vm.group_scope)}
    for collection in collections:
        for scope in _around(vm, collection.id):
            found.setdefault(scope.casefold(), scope)
    return list(found.values())


def _around(vm: VmId, collection: str) -> tuple[str, str]:
    return group_scope(vm.subscription, segment(collection, "resourceGroups")), collection


async def locks_ahead(vm: Vm) -> list[Listing[Lock] | CouldNotLook]:
    """Ask for all locks that `locks_on` needs, those of a collection as soon as it is listed: a long list is no reason to wait.

    Returns:
        The answers for the subscription and the VM's own group.
    """
    async with asyncio.TaskGroup() as group:
        above = [group.create_task(locks_at(vm, scope)) for scope in scopes(vm.id, ())]
        async for collection in vm.collections_named():
            if is_backups(last_name(collection)):
                for scope in _around(vm.id, collection):
                    group.create_task(locks_at(vm, scope))
    return [answer.result() for answer in above]


async def locks_at(vm: Vm, scope: str) -> Listing[Lock] | CouldNotLook:
    """One scope that cannot be read must not hide the locks of another."""
    try:
        return await vm.locks(scope)
    except CouldNotLook as error:
        return error


def distinct(locks: Iterable[Lock]) -> list[Lock]:
    """Each lock once, however many scopes show it."""
    return list({lock.id.casefold(): lock for lock in locks}.values())


def _holds_on(lock: Lock, collections: Collection[RestorePointCollection], vm: VmId, policy: BackupPolicy | None, region: str) -> bool:
    """A lock's own id says where it lies. Without a collection yet it counts on the group that the next one will be made in."""
    if same_id(lock.scope, vm.subscription_scope):
        return True
    if not collections:
        return "/providers/" not in lock.scope.casefold() and is_backup_group(segment(lock.scope, "resourceGroups"), policy, region)
    return any(is_within(lock.scope, collection.id) or is_within(collection.id, lock.scope) for collection in collections)
