"""What the checks about restore points share: which points count, how many there may be, and where Azure Backup keeps them.

Agent and extension article, 2025-11-12; support matrix, 2025-10-27; concepts of restore points, 2022-07-05.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..core.facts import BackupPolicy, RestorePointCollection, Vm
from ..core.model import CouldNotLook, Evidence, Finding, Listing, skipped
from ..core.resource_id import VmId, segment
from ..core.text import lazy_translate as translate
from .weighing import is_named

STANDARD = 18
"""Instant restore points of one VM, over all collections and resource groups."""

ENHANCED = 500
"""What Compute itself allows. The Enhanced policy takes up to six points a day and keeps them up to thirty days, which cannot fit in 18."""

LIMIT_REACHED = "UserErrorRpCollectionLimitReached"
DEFAULT_PREFIX = "AzureBackupRG_"


@dataclass(frozen=True, slots=True)
class Room:
    """How many points there are, and whether Azure takes another."""

    total: int
    limit: int
    full: bool | None
    """None where the number is reached that the Standard policy allows and nobody says whether this is the VM's policy."""
    evidence: tuple[Evidence, ...]


async def points_of(vm: Vm) -> Listing[RestorePointCollection] | Finding:
    """The VM's collections, or the finding for a VM that can have none. Both questions are asked at once."""
    machine, points = await asyncio.gather(vm.machine(), vm.restore_points())
    if machine.managed_disks.value:
        return points
    text = translate("Lock", "This VM has unmanaged disks, for which there are no restore point collections.")
    return skipped(text, machine.managed_disks.evidence)


async def room_for(vm: Vm, points: Listing[RestorePointCollection]) -> Room:
    """Weigh the number of points: 18 are a proof only by the Standard policy or with the error code of the limit."""
    total = count(points.items)
    seen = tuple(collection.count for collection in points.items) or points.evidence
    if total < STANDARD:
        return Room(total, STANDARD, False, seen)
    policy = await policy_or_none(vm)
    told = seen if policy is None else (*seen, policy.kind.evidence)
    if await is_named(vm, (LIMIT_REACHED,)):
        return Room(total, STANDARD, True, told)
    kind = "" if policy is None else policy.kind.value.casefold()
    if kind == "v2":
        return Room(total, ENHANCED, total >= ENHANCED, told)
    return Room(total, STANDARD, True if kind == "v1" else None, told)


async def policy_or_none(vm: Vm) -> BackupPolicy | None:
    """The VM's policy; None also where it may not be read: what depends on it says so."""
    try:
        return await vm.backup_policy()
    except CouldNotLook:
        return None


def count(collections: Iterable[RestorePointCollection]) -> int:
    """How many restore points these hold together."""
    return sum(len(collection.points) for collection in collections)


def is_backup_group(name: str, policy: BackupPolicy | None, region: str) -> bool:
    """Whether Azure Backup would keep this VM's restore points in a group of that name: ``AzureBackupRG_<region>_<n>``, or
    the prefix and suffix of the policy around a number (backup during VM creation, 2019-06-13; FAQ, 2025-10-27).

    Args:
        region: of the VM, as Azure spells it there: ``West Europe`` and ``westeurope`` are one.
    """
    default = f"{DEFAULT_PREFIX}{region.replace(' ', '')}_"
    prefix, suffix = (default, "") if policy is None or not policy.group_prefix else (policy.group_prefix, policy.group_suffix)
    return re.fullmatch(rf"{re.escape(prefix)}\d+{re.escape(suffix)}", name, re.IGNORECASE) is not None


def is_own_collection(resource: str, vm: VmId) -> bool:
    """Whether an id names Azure Backup's collection of this VM, or what lies in it: ``AzureBackup_<vm>_<digits>``, and
    ``AzureBackup_<vm>`` of old (FAQ, 2025-10-27)."""
    name = segment(resource, "restorePointCollections")
    return re.fullmatch(rf"AzureBackup_{re.escape(vm.name)}(_\d+)?", name, re.IGNORECASE) is not None
