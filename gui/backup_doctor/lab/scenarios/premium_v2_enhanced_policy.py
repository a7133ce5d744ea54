"""A healthy Linux VM with a Premium SSD v2 under an Enhanced policy."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import change_data_disk
from ..breaking.policy import follow_enhanced_policy
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="premium-v2-enhanced-policy",
    title=translate("Scenario", "A Premium SSD v2 under an Enhanced policy"),
    verdicts={
        "unsupported-disks": Verdict.RULED_OUT,
    },
    near_miss_of=("unsupported-disks",),
)


def build(world: World) -> str:
    vm = linux(world, "pulsar-01", Site("rg-pulsar"))
    change_data_disk(world, vm, sku="PremiumV2_LRS")
    follow_enhanced_policy(world, vm)
    return str(vm.id)
