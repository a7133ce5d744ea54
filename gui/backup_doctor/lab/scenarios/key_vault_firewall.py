"""An encrypted Windows VM whose key vault lets no Azure service through its firewall."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import encrypt_disks, shut_key_vault
from ..build import Site, fail_last_backup, windows
from ..failures import KEYS_OUT_OF_REACH
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="key-vault-firewall",
    title=translate("Scenario", "The key vault is shut off"),
    code="UserErrorKeyvaultPermissionsNotConfigured",
    verdicts={
        "key-vault-permission": Verdict.SUSPECTED,
    },
    root_cause="key-vault-permission",
)


def build(world: World) -> str:
    vm = windows(world, "legal-docs", Site("rg-legal"))
    encrypt_disks(world, vm)
    shut_key_vault(world, vm)
    fail_last_backup(world, vm, KEYS_OUT_OF_REACH)
    return str(vm.id)
