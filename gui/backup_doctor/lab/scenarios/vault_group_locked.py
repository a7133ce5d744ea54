"""A near miss: the vault's group is locked, which does not concern restore points."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.resource_id import group_scope
from ...core.text import lazy_translate as translate
from ..build import Site, windows
from ..locks import CAN_NOT_DELETE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="vault-group-locked",
    title=translate("Scenario", "The vault's resource group is locked, which does no harm"),
    verdicts={
        "resource-group-lock": Verdict.RULED_OUT,
        "restore-point-limit": Verdict.RULED_OUT,
        "backup-not-active": Verdict.RULED_OUT,
    },
    near_miss_of=("resource-group-lock",),
)


def build(world: World) -> str:
    vm = windows(world, "cms-01", Site("rg-cms", vault_group="rg-backup-cms", vault="rsv-cms-weu"))
    world.add_lock(group_scope(vm.id.subscription, "rg-backup-cms"), "keep-vault", CAN_NOT_DELETE)
    return str(vm.id)
