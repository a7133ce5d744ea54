"""A Linux VM whose file system under the agent is full."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import fill_disk
from ..build import Site, fail_last_backup, linux
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-disk-full",
    title=translate("Scenario", "A Linux VM's disk is full"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "linux-agent-configuration": Verdict.RULED_OUT,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "guest-resources": Verdict.CONFIRMED,
    },
    root_cause="guest-resources",
    near_miss_of=("linux-file-system-freeze", "backup-extension-load-failure"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "logs-01", Site("rg-logs"))
    fill_disk(vm, 0, 100)
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
