"""The VM has disks, or is of a kind, that Azure Backup does not take.

What is supported: support matrix for Azure VM backup (2025-10-27). The matrix and the agent article (2025-11-12) contradict
each other on disk sizes, and the matrix and that of restore points on ephemeral disks; where they do, nothing is called a fault.
"""

from __future__ import annotations

import asyncio

from ...core.facts import Disk, Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, failed, ok, unknown, warning
from ...core.resource_id import VmId, same_id
from ...core.text import lazy_translate as translate
from ..commands import group, named, show_vault
from ..disk_kinds import suit_policy
from ..disk_sizes import few_enough, small_enough
from ..disks import all_well, backed_up, listed

cause = Cause(
    id="unsupported-disks",
    title=translate("Disks", "The VM has disks that Azure Backup does not support"),
    explanation=translate(
        "Disks",
        "Azure Backup supports managed disks of all the usual kinds, with exceptions: no disk that several VMs share, none whose export "
        "requires a sign-in, Ultra disks and Premium SSD v2 only under an Enhanced policy, and no confidential VM. One such disk makes the "
        "whole backup fail, unless an Enhanced policy excludes it.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-support-matrix-iaas",
)


@cause.check(
    title=translate("Disks", "The VM is not a confidential VM"),
    why=translate("Disks", "Azure Backup does not support confidential VMs. Trusted Launch is something else, and is supported."),
)
async def not_confidential(vm: Vm) -> Finding:
    kind = (await vm.machine()).security_type
    match kind.value.casefold():
        case "confidentialvm":
            return failed(translate("Disks", "This is a confidential VM, which Azure Backup does not support."), kind.evidence)
        case "trustedlaunch":
            return ok(translate("Disks", "This is a Trusted Launch VM, which Azure Backup supports."), kind.evidence)
        case "" | "standard":
            return ok(translate("Disks", "This is an ordinary VM."), kind.evidence)
        case _:
            text = translate("Disks", "Azure names a security type this program does not know: {kind}.")
            return unknown(text.format(kind=kind.value), kind.evidence)


@cause.check(
    title=translate("Disks", "The VM has no more data disks than Azure Backup supports"),
    why=translate("Disks", "Azure Backup supports up to 32 data disks on one VM."),
)
async def disk_count(vm: Vm) -> Finding:
    return await few_enough(vm)


@cause.check(
    title=translate("Disks", "All disks are managed disks"),
    why=translate("Disks", "Microsoft is ending support for backing up VMs with unmanaged disks, which are files in a storage account."),
)
async def managed_disks(vm: Vm) -> Finding:
    managed = (await vm.machine()).managed_disks
    if managed.value:
        return ok(translate("Disks", "The VM has managed disks."), managed.evidence)
    return warning(translate("Disks", "The VM has unmanaged disks. Their backup is deprecated: migrate them to managed disks."), managed.evidence)


@cause.check(
    title=translate("Disks", "The OS disk is in Azure Storage"),
    why=translate("Disks", "An ephemeral OS disk is on the host and has no snapshots. What its VM should keep belongs on data disks."),
)
async def os_disk(vm: Vm) -> Finding:
    disk = next(iter((await vm.machine()).disks))
    if not disk.ephemeral:
        return ok(translate("Disks", "The OS disk is not ephemeral."), disk.evidence)
    text = translate(
        "Disks",
        "The OS disk is ephemeral. Microsoft's documents contradict each other here: the support matrix of Azure Backup lists such disks, "
        "that of restore points, of which the backup is made, excludes them.",
    )
    return warning(text, disk.evidence)


def _is_shared(disk: Disk) -> bool:
    return disk.shares.value > 1


@cause.check(
    title=translate("Disks", "No disk is shared between VMs"),
    why=translate("Disks", "A disk that several VMs may attach at once (maxShares) cannot be backed up. An Enhanced policy can leave it out."),
)
async def not_shared(vm: Vm) -> Finding:
    disks = await backed_up(vm, _is_shared)
    shared = [disk for disk in disks if _is_shared(disk)]
    if shared:
        text = translate("Disks", "%n disk(s) may be shared between VMs: {names}.", "", 0).counted(len(shared))
        return failed(text.format(names=listed(shared)), *(disk.shares.evidence for disk in shared))
    return all_well(translate("Disks", "No disk that is backed up is shared."), (disk.shares for disk in disks))


@cause.check(
    title=translate("Disks", "The policy suits the kinds of disks"),
    why=translate("Disks", "Ultra disks and Premium SSD v2 are backed up by an Enhanced policy only."),
)
async def disk_kinds(vm: Vm) -> Finding:
    return await suit_policy(vm)


@cause.check(
    title=translate("Disks", "No disk is larger than Azure Backup supports"),
    why=translate(
        "Disks",
        "Microsoft's documents differ: the support matrix speaks of 64 TB a disk and 512 TB a VM, the error's own article of 32 TB, "
        "and of 4 TB for a disk under Azure Disk Encryption.",
    ),
)
async def disk_sizes(vm: Vm) -> Finding:
    return await small_enough(vm)


@cause.check(
    title=translate("Disks", "No disk asks for a sign-in when it is exported"),
    why=translate(
        "Disks",
        "A disk whose data may only be read after a sign-in with Microsoft Entra ID (dataAccessAuthMode) cannot be backed up. "
        "Disks without public access, or with private endpoints, can.",
    ),
)
async def disk_access(vm: Vm) -> Finding:
    disks = await backed_up(vm, lambda disk: disk.access_mode.value.casefold() not in ("", "none"))
    closed = [disk for disk in disks if disk.access_mode.value.casefold() == "azureactivedirectory"]
    if closed:
        text = translate("Disks", "Can be read only after a sign-in with Microsoft Entra ID: {names}.")
        return failed(text.format(names=listed(closed)), *(disk.access_mode.evidence for disk in closed))
    strange = [disk for disk in disks if disk.access_mode.value.casefold() not in ("", "none")]
    if strange:
        text = translate("Disks", "Azure names a way of access this program does not know: {mode}.")
        return unknown(text.format(mode=strange[0].access_mode.value), *(disk.access_mode.evidence for disk in strange))
    return all_well(translate("Disks", "No disk asks for a sign-in."), (disk.access_mode for disk in disks))


def _is_secured(disk: Disk) -> bool:
    return disk.security_type.value.casefold() not in ("", "standard")


@cause.check(
    title=translate("Disks", "No data disk was the OS disk of a secured VM"),
    why=translate(
        "Disks",
        "The OS disk of a Trusted Launch or confidential VM keeps its security type. Attached to another VM as a data disk it cannot be backed up.",
    ),
)
async def data_disk_security(vm: Vm) -> Finding:
    disks, machine = await asyncio.gather(backed_up(vm, _is_secured), vm.machine())
    attached = [disk.managed for disk in machine.disks if disk.lun is not None]
    data = [disk for disk in disks if any(same_id(disk.id, identity) for identity in attached)]
    secured = [disk for disk in data if _is_secured(disk)]
    known = [disk for disk in secured if disk.security_type.value.casefold().startswith(("trustedlaunch", "confidentialvm"))]
    if known:
        text = translate("Disks", "Data disks that carry a security type: {names}.")
        return failed(text.format(names=listed(known)), *(disk.security_type.evidence for disk in known))
    if secured:
        text = translate("Disks", "Azure names a security type this program does not know: {kind}.")
        return unknown(text.format(kind=secured[0].security_type.value), *(disk.security_type.evidence for disk in secured))
    return all_well(translate("Disks", "No data disk carries a security type."), (disk.security_type for disk in data))


@cause.manual(title=translate("Disks", "Look at the disks"))
def look_at_disks(vm: VmId) -> Instructions:
    columns = "{name:name, kind:sku.name, sizeGB:diskSizeGB, shares:maxShares, access:dataAccessAuthMode}"
    return Instructions(
        translate("Disks", "The commands list the VM's disks with what decides here, and the policy by which the VM is backed up."),
        (
            Command(Shell.AZURE_CLI, f'az disk list {group(vm)} --query "[].{columns}" --output table'),
            Command(Shell.AZURE_CLI, f"az vm show {named(vm)} --query storageProfile"),
            show_vault(vm),
        ),
    )


@cause.manual(title=translate("Disks", "Move the VM to an Enhanced policy"))
def enhance_policy(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Disks",
            "For Ultra disks and Premium SSD v2: in the vault, open the VM under Backup items, choose Change policy and pick an Enhanced one. "
            "There is no way back to a Standard policy.",
        )
    )


@cause.manual(title=translate("Disks", "Leave out the disk that is not supported"))
def exclude_disk(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Disks",
            "Under an Enhanced policy a data disk may be excluded by its LUN; everything else is backed up then. What is on it needs another backup. "
            "A disk that is too large can also be split, and one that is shared be detached. The commands show the LUNs and the exclusion's form.",
        ),
        (
            Command(Shell.AZURE_CLI, f'az vm show {named(vm)} --query "storageProfile.dataDisks[].{{name:name, lun:lun}}" --output table'),
            Command(
                Shell.AZURE_CLI,
                'az backup protection update-for-vm --resource-group "<group of the vault>" --vault-name "<vault>" --container-name "<container>" '
                '--item-name "<item>" --disk-list-setting exclude --diskslist "<LUN>"',
            ),
        ),
    )
