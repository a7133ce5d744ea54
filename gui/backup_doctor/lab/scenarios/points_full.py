"""A Windows VM with as many restore points as there may be, and no lock that keeps them."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import fill_restore_points
from ..build import Site, fail_last_backup, windows
from ..failures import LIMIT_REACHED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="points-full",
    title=translate("Scenario", "At the restore point limit, without a lock"),
    code="UserErrorRpCollectionLimitReached",
    verdicts={
        "restore-point-limit": Verdict.CONFIRMED,
        "resource-group-lock": Verdict.RULED_OUT,
        "policy-denies-restore-points": Verdict.RULED_OUT,
    },
    root_cause="restore-point-limit",
    near_miss_of=("resource-group-lock",),
)


def build(world: World) -> str:
    vm = windows(world, "wms-01", Site("rg-wms"))
    fill_restore_points(world, vm)
    fail_last_backup(world, vm, LIMIT_REACHED)
    return str(vm.id)
