"""A Windows VM whose restore points' group is read-only: nothing can be added to it, nor taken from it."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.resource_id import group_scope
from ...core.text import lazy_translate as translate
from ..build import Site, fail_last_backup, windows
from ..failures import INTERNAL
from ..locks import READ_ONLY
from ..scenario import Scenario
from ..world import World

BACKUP_GROUP = "AzureBackupRG_westeurope_4"
"""Not the group of the other VMs."""

scenario = Scenario(
    name="restore-points-readonly",
    title=translate("Scenario", "A ReadOnly lock on the restore points"),
    code="BackUpOperationFailedV2",
    verdicts={
        "resource-group-lock": Verdict.CONFIRMED,
        "restore-point-limit": Verdict.RULED_OUT,
    },
    root_cause="resource-group-lock",
)


def build(world: World) -> str:
    vm = windows(world, "vdi-01", Site("rg-vdi", backup_group=BACKUP_GROUP))
    world.add_lock(group_scope(vm.id.subscription, BACKUP_GROUP), "freeze", READ_ONLY, "Year-end freeze")
    fail_last_backup(world, vm, INTERNAL)
    return str(vm.id)
