"""An encrypted Windows VM whose key vault lets nobody back up its keys."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import encrypt_disks
from ..build import Site, fail_last_backup, windows
from ..disks import access_policy
from ..failures import KEYS_OUT_OF_REACH
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="key-vault-closed",
    title=translate("Scenario", "Nobody may back up the keys"),
    code="UserErrorKeyvaultPermissionsNotConfigured",
    verdicts={
        "key-vault-permission": Verdict.CONFIRMED,
        "unsupported-disks": Verdict.RULED_OUT,
    },
    root_cause="key-vault-permission",
)


def build(world: World) -> str:
    vm = windows(world, "hr-payroll", Site("rg-payroll"))
    encrypt_disks(world, vm, [access_policy("admins", keys=["Get", "List"], secrets=["Get", "List", "Set"])])
    fail_last_backup(world, vm, KEYS_OUT_OF_REACH)
    return str(vm.id)
