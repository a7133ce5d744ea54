"""A Windows VM from before 2018: its restore points lie in its own group, and that is locked."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import move_points_to_own_group
from ..breaking.machine import fill_restore_points
from ..build import Site, fail_last_backup, windows
from ..failures import INTERNAL
from ..locks import CAN_NOT_DELETE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="old-collection-locked",
    title=translate("Scenario", "The restore points lie in the VM's own group, which is locked"),
    code="BackUpOperationFailedV2",
    verdicts={
        "resource-group-lock": Verdict.CONFIRMED,
        "restore-point-limit": Verdict.CONFIRMED,
    },
    root_cause="resource-group-lock",
)


def build(world: World) -> str:
    vm = windows(world, "legacy-01", Site("rg-legacy"))
    move_points_to_own_group(world, vm)
    fill_restore_points(world, vm)
    world.add_lock(vm.id.group_scope, "hands-off", CAN_NOT_DELETE)
    fail_last_backup(world, vm, INTERNAL)
    return str(vm.id)
