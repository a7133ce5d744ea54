"""A Linux VM whose owner and whose disaster recovery made most of its restore points."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import add_foreign_points
from ..build import Site, fail_last_backup, linux
from ..failures import LIMIT_REACHED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="points-full-of-others",
    title=translate("Scenario", "Restore points of others use up the room"),
    code="UserErrorRpCollectionLimitReached",
    verdicts={
        "restore-point-limit": Verdict.CONFIRMED,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="restore-point-limit",
    near_miss_of=("resource-group-lock",),
)


def build(world: World) -> str:
    vm = linux(world, "bi-01", Site("rg-bi"))
    add_foreign_points(world, vm, "rg-bi-snapshots", "before-release", 10)
    add_foreign_points(world, vm, "rg-bi-asr", "asr-bi-01", 6)
    fail_last_backup(world, vm, LIMIT_REACHED)
    return str(vm.id)
