"""A Windows VM in a subscription that is locked as a whole, the restore points with it."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import fill_restore_points
from ..build import SANDBOX, Site, fail_last_backup, windows
from ..failures import INTERNAL
from ..locks import CAN_NOT_DELETE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="subscription-lock",
    title=translate("Scenario", "A lock on the subscription keeps old restore points"),
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
    vm = windows(world, "sandbox-win-01", Site("rg-sandbox", subscription=SANDBOX, vault="rsv-sandbox-weu"))
    fill_restore_points(world, vm)
    world.add_lock(vm.id.subscription_scope, "do-not-delete", CAN_NOT_DELETE, "Nothing is deleted without the owner")
    fail_last_backup(world, vm, INTERNAL)
    return str(vm.id)
