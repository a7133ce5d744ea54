"""The disks that are backed up, for every question about them.

Source: support matrix of Azure VM backup (2025-10-27) on leaving disks out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from ..core.facts import Disk, Vm
from ..core.model import Finding, Seen, ok, skipped
from ..core.resource_id import same_id
from ..core.text import Text
from ..core.text import lazy_translate as translate


async def backed_up(vm: Vm, is_odd: Callable[[Disk], bool]) -> list[Disk]:
    """Without the data disks that are excluded, which only an Enhanced policy can do for a disk that is not supported.

    While no disk is odd nothing is asked of the vault, which not everybody may read.
    """
    disks = await vm.disks()
    if not any(map(is_odd, disks.items)):
        return list(disks.items)
    machine, item = await asyncio.gather(vm.machine(), vm.backup_item())
    if item is None or item.luns_count is None or await _enhanced(vm) is None:
        return list(disks.items)
    left_out = [disk.managed for disk in machine.disks if item.leaves_out(disk.lun)]
    return [disk for disk in disks.items if not any(same_id(disk.id, other) for other in left_out)]


def all_well(text: Text, seen: Iterable[Seen[str] | Seen[int] | Seen[bool]]) -> Finding:
    """With the evidence of each disk; a VM whose disks cannot be asked has nothing that could be wrong here."""
    evidence = [item.evidence for item in seen]
    return ok(text, *evidence) if evidence else skipped(translate("Disks", "This VM has no managed disks that could be asked, or all are left out."))


def listed(disks: Iterable[Disk]) -> str:
    """The disks' names, for a sentence."""
    return ", ".join(disk.name for disk in disks)


async def _enhanced(vm: Vm) -> Seen[str] | None:
    """The kind of the VM's policy where it is an Enhanced one."""
    policy = await vm.backup_policy()
    return policy.kind if policy is not None and policy.is_enhanced else None
