"""The default route drops everything that leaves the network, and the agent is too old to do without."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..breaking.network import route_subnet
from ..build import Site, fail_last_backup, linux
from ..failures import NO_NETWORK
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="route-leads-nowhere",
    title=translate("Scenario", "The default route has next hop None"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.CONFIRMED,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.SUSPECTED,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
)


def build(world: World) -> str:
    vm = linux(world, "vault-proxy-01", Site("rg-vault-proxy"))
    outdate_agent(vm, "2.2.38.0")
    route_subnet(world, vm, ("black-hole", "0.0.0.0/0", "None"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
