"""A Linux VM whose policy keeps restore points in a group with a name of its own, which is locked."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import name_backup_group
from ..breaking.machine import fill_restore_points, lock_backup_group
from ..build import Site, fail_last_backup, linux
from ..failures import INTERNAL
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="custom-group-locked",
    title=translate("Scenario", "A lock on the restore points' own-named group"),
    code="BackUpOperationFailedV2",
    verdicts={
        "resource-group-lock": Verdict.CONFIRMED,
        "restore-point-limit": Verdict.CONFIRMED,
    },
    root_cause="resource-group-lock",
)


def build(world: World) -> str:
    vm = linux(world, "scada-01", Site("rg-scada"))
    group = name_backup_group(world, vm, "rg-restorepoints-", "-prod")
    fill_restore_points(world, vm)
    lock_backup_group(world, vm, group, "keep", "Baseline of the platform team")
    fail_last_backup(world, vm, INTERNAL)
    return str(vm.id)
