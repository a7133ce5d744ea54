"""A healthy encrypted Windows VM whose key vault lets only trusted services through."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import encrypt_disks, shut_key_vault
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="encrypted",
    title=translate("Scenario", "A healthy encrypted VM"),
    verdicts={
        "key-vault-permission": Verdict.RULED_OUT,
        "unsupported-disks": Verdict.RULED_OUT,
    },
    near_miss_of=("key-vault-permission", "unsupported-disks"),
)


def build(world: World) -> str:
    vm = windows(world, "audit-log", Site("rg-audit"))
    encrypt_disks(world, vm)
    shut_key_vault(world, vm, bypass="AzureServices")
    return str(vm.id)
