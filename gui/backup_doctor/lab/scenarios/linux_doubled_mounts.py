"""A Linux VM with mount points that are mounted twice; its extension says nothing more exact."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import double_mounts
from ..build import Site, fail_last_backup, linux
from ..failures import FREEZE_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-doubled-mounts",
    title=translate("Scenario", "Mount points of a Linux VM are mounted twice"),
    code="UserErrorFsFreezeFailed",
    verdicts={
        "linux-agent-configuration": Verdict.RULED_OUT,
        "linux-file-system-freeze": Verdict.SUSPECTED,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="linux-file-system-freeze",
    near_miss_of=("guest-resources",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "files-02", Site("rg-nfs"))
    double_mounts(vm, 2)
    fail_last_backup(world, vm, FREEZE_FAILED)
    return str(vm.id)
