"""A Windows VM whose old restore points cannot be deleted: their resource group is locked."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import fill_restore_points, lock_backup_group
from ..build import Site, fail_last_backup, windows
from ..failures import INTERNAL
from ..scenario import Scenario
from ..world import World

BACKUP_GROUP = "AzureBackupRG_westeurope_2"
"""Not the group of the other VMs, whose restore points the lock would keep too."""

scenario = Scenario(
    name="restore-points-locked",
    title=translate("Scenario", "A lock keeps old restore points"),
    code="BackUpOperationFailedV2",
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.CONFIRMED,
        "restore-point-limit": Verdict.CONFIRMED,  # its consequence
    },
    root_cause="resource-group-lock",
)


def build(world: World) -> str:
    vm = windows(world, "sql-prod-02", Site("rg-sql-prod", backup_group=BACKUP_GROUP))
    fill_restore_points(world, vm)
    lock_backup_group(world, vm, BACKUP_GROUP, "no-delete", "Set by the platform team, ticket 4711")
    fail_last_backup(world, vm, INTERNAL)
    return str(vm.id)
