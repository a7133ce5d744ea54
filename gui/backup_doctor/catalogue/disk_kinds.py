"""Which kinds of disks need an Enhanced policy: Ultra disks and Premium SSD v2 (support matrix of Azure VM backup, 2025-10-27)."""

from __future__ import annotations

from collections.abc import Collection

from ..core.facts import Disk, Vm
from ..core.model import Finding, failed, ok, skipped, unknown
from ..core.text import lazy_translate as translate
from .disks import all_well, backed_up, listed

ENHANCED_ONLY = ("ultrassd_lrs", "premiumv2_lrs")
KNOWN_KINDS = (*ENHANCED_ONLY, "standard_lrs", "standardssd_lrs", "standardssd_zrs", "premium_lrs", "premium_zrs")
"""All that Compute names (DiskStorageAccountTypes of azure-mgmt-compute 39, read 2026-11)."""


async def suit_policy(vm: Vm) -> Finding:
    """Does the VM's policy take the kinds of disks it has?"""
    disks = await backed_up(vm, lambda disk: disk.sku.value.casefold() in ENHANCED_ONLY or disk.sku.value.casefold() not in KNOWN_KINDS)
    special = [disk for disk in disks if disk.sku.value.casefold() in ENHANCED_ONLY]
    strange = [disk for disk in disks if disk.sku.value.casefold() not in KNOWN_KINDS]
    if special:
        return await _by_policy(vm, special)
    if strange:
        text = translate("Disks", "Azure names a kind of disk this program does not know: {kind}.")
        return unknown(text.format(kind=strange[0].sku.value), *(disk.sku.evidence for disk in strange))
    return all_well(translate("Disks", "All disks are of kinds that every policy supports."), (disk.sku for disk in disks))


async def _by_policy(vm: Vm, special: Collection[Disk]) -> Finding:
    policy, evidence, names = await vm.backup_policy(), [disk.sku.evidence for disk in special], listed(special)
    if policy is None:
        text = translate("Disks", "{names} need an Enhanced policy; at present no policy backs this VM up.")
        return skipped(text.format(names=names), *evidence)
    match policy.kind.value.casefold():
        case "v2":
            text = translate("Disks", "{names} need an Enhanced policy, and the VM has one.")
            return ok(text.format(names=names), policy.kind.evidence, *evidence)
        case "v1":
            text = translate("Disks", "{names} need an Enhanced policy, but the VM is backed up by a Standard one.")
            return failed(text.format(names=names), policy.kind.evidence, *evidence)
        case _:
            text = translate("Disks", "Azure names a kind of policy this program does not know: {kind}.")
            return unknown(text.format(kind=policy.kind.value), policy.kind.evidence, *evidence)
