"""A healthy encrypted Linux VM on whose key vault roles decide."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import decide_by_role, encrypt_disks
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="encrypted-by-role",
    title=translate("Scenario", "Roles decide about the key vault"),
    verdicts={
        "key-vault-permission": Verdict.RULED_OUT,
    },
    near_miss_of=("key-vault-permission",),
)


def build(world: World) -> str:
    vm = linux(world, "pki-ca-01", Site("rg-pki"))
    encrypt_disks(world, vm)
    decide_by_role(world, vm)
    return str(vm.id)
