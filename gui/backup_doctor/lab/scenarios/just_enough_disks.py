"""A healthy Windows VM with 32 data disks, as many as there may be."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import attach_data_disks
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="just-enough-disks",
    title=translate("Scenario", "The VM has the maximum number of data disks"),
    verdicts={
        "unsupported-disks": Verdict.RULED_OUT,
    },
    near_miss_of=("unsupported-disks",),
)


def build(world: World) -> str:
    vm = windows(world, "media-proxy", Site("rg-media-proxy"))
    attach_data_disks(world, vm, 32)
    return str(vm.id)
