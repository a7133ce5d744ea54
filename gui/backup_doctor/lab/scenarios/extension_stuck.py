"""A Windows VM whose backup extension has been in transition for hours."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import break_backup_extension, keep_changing
from ..build import Site, fail_last_backup, windows
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="extension-stuck",
    title=translate("Scenario", "The backup extension is stuck"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "backup-extension-load-failure": Verdict.CONFIRMED,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="backup-extension-load-failure",
)


def build(world: World) -> str:
    vm = windows(world, "sharepoint-01", Site("rg-sharepoint"))
    break_backup_extension(world, vm, "transitioning", "Updating", "Installing", timedelta(hours=9))
    keep_changing(vm, timedelta(hours=9))
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
