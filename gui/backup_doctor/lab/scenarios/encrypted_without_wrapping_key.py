"""A healthy encrypted Linux VM whose secrets no key wraps, so that nobody needs rights on keys."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import BACKUP_SERVICE, encrypt_disks
from ..build import Site, linux
from ..disks import BACKUP_RIGHTS, access_policy
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="encrypted-without-wrapping-key",
    title=translate("Scenario", "Secrets without a wrapping key"),
    verdicts={
        "key-vault-permission": Verdict.RULED_OUT,
    },
    near_miss_of=("key-vault-permission",),
)


def build(world: World) -> str:
    vm = linux(world, "notary-01", Site("rg-notary"))
    encrypt_disks(world, vm, [access_policy(BACKUP_SERVICE, secrets=BACKUP_RIGHTS)], wrapped=False)
    return str(vm.id)
