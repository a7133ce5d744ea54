"""A Linux VM on which a file system cannot be frozen; its disk is fairly full, but not too full."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import fail_snapshot, fill_disk
from ..build import Site, fail_last_backup, linux
from ..failures import FREEZE_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-freeze-failed",
    title=translate("Scenario", "A Linux file system cannot be frozen"),
    code="UserErrorFsFreezeFailed",
    verdicts={
        "linux-agent-configuration": Verdict.RULED_OUT,
        "linux-file-system-freeze": Verdict.CONFIRMED,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="linux-file-system-freeze",
    near_miss_of=("guest-resources",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "mail-01", Site("rg-mail-archive"))
    fail_snapshot(vm, 121)
    fill_disk(vm, 9000, 85)
    fail_last_backup(world, vm, FREEZE_FAILED)
    return str(vm.id)
