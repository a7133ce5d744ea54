"""A Linux VM whose backup extension has failed."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import break_backup_extension
from ..build import Site, fail_last_backup, linux
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="extension-failed",
    title=translate("Scenario", "The backup extension has failed"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.CONFIRMED,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="backup-extension-load-failure",
)


def build(world: World) -> str:
    vm = linux(world, "pg-prod-01", Site("rg-postgres"))
    message = "The handler for the extension exited with code 16: guest agent certificate not found"
    break_backup_extension(world, vm, "failed/16", "Failed", message, timedelta(hours=9))
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
