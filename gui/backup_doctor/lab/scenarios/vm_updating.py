"""A Linux VM that Azure has been changing for some minutes."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import keep_changing
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="vm-updating",
    title=translate("Scenario", "Azure is changing the VM"),
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "vm-provisioning-failed": Verdict.UNKNOWN,
    },
    near_miss_of=("vm-provisioning-failed",),
)


def build(world: World) -> str:
    vm = linux(world, "api-canary", Site("rg-api"))
    keep_changing(vm, timedelta(minutes=4))
    return str(vm.id)
