"""A Linux VM whose agent calls the handler of the backup extension unresponsive."""

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
    name="extension-handler-unresponsive",
    title=translate("Scenario", "The backup extension's handler is unresponsive"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.SUSPECTED,
        "vm-provisioning-failed": Verdict.RULED_OUT,
    },
    root_cause="backup-extension-load-failure",
)


def build(world: World) -> str:
    vm = linux(world, "mq-01", Site("rg-messaging"))
    break_backup_extension(world, vm, "succeeded", "Succeeded", "Enable succeeded.", timedelta(days=1)).handler = "Unresponsive"
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
