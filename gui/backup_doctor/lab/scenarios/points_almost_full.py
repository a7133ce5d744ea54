"""A near miss: seventeen restore points, one less than the Standard policy allows."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import keep_points
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="points-almost-full",
    title=translate("Scenario", "One restore point less than the limit"),
    verdicts={
        "restore-point-limit": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    near_miss_of=("restore-point-limit",),
)


def build(world: World) -> str:
    vm = linux(world, "gitlab-01", Site("rg-gitlab"))
    keep_points(world, vm, 17)
    return str(vm.id)
