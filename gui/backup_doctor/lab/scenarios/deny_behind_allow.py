"""A near miss: the group denies the Internet, but only after it has allowed the storage that these disks may need."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import accelerate_writes, add_rules
from ..build import Site, linux
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="deny-behind-allow",
    title=translate("Scenario", "Storage is allowed before the Internet is denied"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    near_miss_of=("vm-no-internet-access",),
)


def build(world: World) -> str:
    vm = linux(world, "hana-db-02", Site("rg-hana-dr"))
    accelerate_writes(vm)
    allow = rule("Allow-Storage", 200, "Allow", "Storage.WestEurope", port="443", protocol="Tcp")
    add_rules(world, vm, allow, rule("Deny-Internet", 300, "Deny", "Internet"))
    return str(vm.id)
