"""A Linux VM whose agent may run no extensions and says so: Azure shows it without a look inside."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import disable_extensions
from ..breaking.machine import break_backup_extension
from ..build import Site, fail_last_backup, linux
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-extensions-refused",
    title=translate("Scenario", "The Linux agent refuses every extension"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "linux-agent-configuration": Verdict.CONFIRMED,
        "backup-extension-load-failure": Verdict.CONFIRMED,
    },
    root_cause="linux-agent-configuration",
    near_miss_of=("linux-agent-outdated",),
)


def build(world: World) -> str:
    vm = linux(world, "intranet-04", Site("rg-wiki-old"))
    disable_extensions(vm)
    message = "Extension will not be processed since extension processing is disabled"
    break_backup_extension(world, vm, "failed/1", "Failed", message, timedelta(hours=9))
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
