"""A Windows VM with a shared disk that its Enhanced policy leaves out."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import share_data_disk
from ..breaking.policy import follow_enhanced_policy, leave_out_disks
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="shared-disk-left-out",
    title=translate("Scenario", "A shared disk is left out"),
    verdicts={
        "unsupported-disks": Verdict.RULED_OUT,
    },
    near_miss_of=("unsupported-disks",),
)


def build(world: World) -> str:
    vm = windows(world, "sqlfci-b", Site("rg-sqlfci-dr"))
    share_data_disk(world, vm)
    follow_enhanced_policy(world, vm)
    leave_out_disks(world, vm, 0)
    return str(vm.id)
