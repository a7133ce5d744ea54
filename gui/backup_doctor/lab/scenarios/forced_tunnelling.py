"""A near miss: everything goes through a firewall that Azure cannot ask, but a current agent on managed disks sends nothing that way."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import route_subnet
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="forced-tunnelling",
    title=translate("Scenario", "All traffic goes through a firewall, which does no harm"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    near_miss_of=("vm-no-internet-access",),
)


def build(world: World) -> str:
    vm = windows(world, "spoke-app-01", Site("rg-spoke"))
    route_subnet(world, vm, ("to-firewall", "0.0.0.0/0", "VirtualAppliance"))
    return str(vm.id)
