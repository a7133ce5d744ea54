"""A Linux VM with a disk of 40 TB, which the documents of Azure Backup judge differently."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import change_data_disk
from ..breaking.policy import follow_enhanced_policy
from ..build import Site, fail_last_backup, linux
from ..failures import DISK_TOO_LARGE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="huge-disk",
    title=translate("Scenario", "A disk is larger than Azure Backup supports"),
    code="UserErrorUnsupportedDiskSize",
    verdicts={
        "unsupported-disks": Verdict.CONFIRMED,
    },
    root_cause="unsupported-disks",
)


def build(world: World) -> str:
    vm = linux(world, "seismic-01", Site("rg-seismic"))
    change_data_disk(world, vm, sku="UltraSSD_LRS", size=40 * 1024)
    follow_enhanced_policy(world, vm)
    fail_last_backup(world, vm, DISK_TOO_LARGE)
    return str(vm.id)
