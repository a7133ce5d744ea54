"""A near miss: forty restore points, which the Enhanced policy allows."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import keep_points
from ..breaking.policy import follow_enhanced_policy
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="points-of-enhanced-policy",
    title=translate("Scenario", "Forty restore points by the Enhanced policy"),
    verdicts={
        "restore-point-limit": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    near_miss_of=("restore-point-limit", "resource-group-lock"),
)


def build(world: World) -> str:
    vm = windows(world, "erp-core-01", Site("rg-erp-core"))
    follow_enhanced_policy(world, vm)
    keep_points(world, vm, 40)
    return str(vm.id)
