"""A healthy Linux VM whose disk and memory are well used, but not short."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import exhaust_memory, fill_disk
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-disk-fairly-full",
    title=translate("Scenario", "A healthy Linux VM with a fairly full disk"),
    verdicts={
        "linux-agent-configuration": Verdict.RULED_OUT,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    near_miss_of=("guest-resources",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "photo-store-02", Site("rg-photo-store"))
    fill_disk(vm, 9000, 85)
    exhaust_memory(vm, 15)
    return str(vm.id)
