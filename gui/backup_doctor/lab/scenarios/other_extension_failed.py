"""A Windows VM on which an extension of somebody else has failed, while it is a lock that makes its backups fail."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import add_extension, fill_restore_points, lock_backup_group
from ..build import Site, fail_last_backup, windows
from ..failures import INTERNAL
from ..scenario import Scenario
from ..world import World

BACKUP_GROUP = "AzureBackupRG_westeurope_7"

scenario = Scenario(
    name="other-extension-failed",
    title=translate("Scenario", "Another extension failed beside a lock"),
    code="BackUpOperationFailedV2",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.SUSPECTED,
        "resource-group-lock": Verdict.CONFIRMED,
        "vm-provisioning-failed": Verdict.SUSPECTED,
    },
    root_cause="resource-group-lock",
    near_miss_of=("backup-extension-load-failure", "vm-provisioning-failed"),
)


def build(world: World) -> str:
    vm = windows(world, "invoice-01", Site("rg-invoice", backup_group=BACKUP_GROUP))
    add_extension(world, vm, "Microsoft.Azure.Security", "IaaSAntimalware", "failed/4", timedelta(days=2), message="Enable failed")
    fill_restore_points(world, vm)
    lock_backup_group(world, vm, BACKUP_GROUP, "keep-all")
    fail_last_backup(world, vm, INTERNAL)
    return str(vm.id)
