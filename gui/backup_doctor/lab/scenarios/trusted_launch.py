"""A healthy Trusted Launch VM with a large disk that has no public access."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import change_data_disk, set_security_type
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="trusted-launch",
    title=translate("Scenario", "A Trusted Launch VM with a large private disk"),
    verdicts={
        "unsupported-disks": Verdict.RULED_OUT,
    },
    near_miss_of=("unsupported-disks",),
)


def build(world: World) -> str:
    vm = windows(world, "vault-app-01", Site("rg-vault-app"))
    set_security_type(vm, "TrustedLaunch")
    change_data_disk(world, vm, size=20 * 1024, networkAccessPolicy="DenyAll", publicNetworkAccess="Disabled")
    return str(vm.id)
