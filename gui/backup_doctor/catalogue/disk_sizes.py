"""How many disks Azure Backup takes, and how large ones.

The support matrix (2025-10-27) and the agent article (2025-11-12) contradict each other on sizes; what only one of them refuses is called
a fault where the error code says so, and a doubt otherwise.
"""

from __future__ import annotations

from ..core.facts import Disk, Vm
from ..core.model import Finding, failed, ok, unknown
from ..core.text import lazy_translate as translate
from .disks import all_well, backed_up, listed
from .weighing import by_code

MOST_DATA_DISKS = 32
"""On one VM (support matrix)."""

TB = 1024  # GiB
LARGEST, LARGEST_FOR_SURE, LARGEST_ENCRYPTED = 64 * TB, 32 * TB, 4 * TB
"""In GiB: the support matrix takes disks of 64 TB; the agent article only 32 TB, and 4 TB where Azure Disk Encryption is on."""

LARGEST_VM = 512 * TB
"""All disks of a VM together, in GiB (support matrix)."""

SIZE_CODES = ("UserErrorUnsupportedDiskSize",)


async def few_enough(vm: Vm) -> Finding:
    """Are there no more data disks than one VM may have?"""
    attached = (await vm.machine()).data_disks
    if attached is None:
        return unknown(translate("Disks", "Azure does not list the data disks of this VM."))
    if attached.value > MOST_DATA_DISKS:
        text = translate("Disks", "The VM has %n data disk(s); Azure Backup supports {most}.", "", 0)
        return failed(text.counted(attached.value).format(most=MOST_DATA_DISKS), attached.evidence)
    return ok(translate("Disks", "The VM has %n data disk(s), which Azure Backup supports.", "", 0).counted(attached.value), attached.evidence)


async def small_enough(vm: Vm) -> Finding:
    """Is no disk that is backed up too large, and not all of them together?"""
    together = sum(disk.size_gb.value for disk in (await vm.disks()).items if disk.size_gb is not None)
    disks = await backed_up(vm, lambda disk: together > LARGEST_VM or disk.size_gb is None or disk.size_gb.value > _largest(disk))
    sized = [(disk, disk.size_gb) for disk in disks if disk.size_gb is not None]
    if len(sized) < len(disks):
        return unknown(translate("Disks", "Azure does not say how large every disk is."))
    evidence = [size.evidence for _, size in sized]
    total = sum(size.value for _, size in sized)
    if any(size.value > LARGEST for _, size in sized) or total > LARGEST_VM:
        text = translate(
            "Disks", "The disks are larger than Azure Backup supports ({total} GiB together; the limits are 64 TB a disk and 512 TB a VM)."
        )
        return failed(text.format(total=total), *evidence)
    large = [(disk, size) for disk, size in sized if size.value > _largest(disk)]
    if large:
        text = translate("Disks", "Of a size that Azure Backup does not support everywhere and in every case: {names}.")
        return await by_code(vm, SIZE_CODES, text.format(names=listed(disk for disk, _ in large)), *(size.evidence for _, size in large))
    return all_well(translate("Disks", "Azure Backup supports disks of these sizes."), (size for _, size in sized))


def _largest(disk: Disk) -> int:
    return LARGEST_ENCRYPTED if disk.encryption.value else LARGEST_FOR_SURE
