"""A hardened Linux VM: nothing below /var may be run, and with it no extension."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import mount_noexec
from ..build import Site, fail_last_backup, linux
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-noexec",
    title=translate("Scenario", "Linux does not let programs run from the agent's folder"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "linux-agent-configuration": Verdict.CONFIRMED,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-configuration",
    near_miss_of=("linux-agent-outdated", "backup-extension-load-failure"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "hardened-01", Site("rg-hardened"))
    mount_noexec(vm)
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
