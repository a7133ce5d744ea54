"""A Windows VM whose backup extension has been in deletion for hours."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import break_backup_extension, keep_changing
from ..build import Site, fail_last_backup, windows
from ..failures import STUCK_IN_DELETION
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="extension-in-deletion",
    title=translate("Scenario", "The backup extension is stuck in deletion"),
    code="ExtensionStuckInDeletionState",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.CONFIRMED,
        "vm-provisioning-failed": Verdict.SUSPECTED,
    },
    root_cause="backup-extension-load-failure",
)


def build(world: World) -> str:
    vm = windows(world, "erp-batch-01", Site("rg-erp-batch"))
    break_backup_extension(world, vm, "succeeded", "Deleting", "Plugin enabled", timedelta(days=1))
    keep_changing(vm, timedelta(hours=3))
    fail_last_backup(world, vm, STUCK_IN_DELETION)
    return str(vm.id)
