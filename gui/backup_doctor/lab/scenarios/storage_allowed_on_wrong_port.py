"""Storage is allowed over UDP and on TCP 80, and everything else is denied."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..breaking.network import add_rules
from ..build import Site, fail_last_backup, windows
from ..failures import NO_NETWORK
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="storage-allowed-on-wrong-port",
    title=translate("Scenario", "Storage is allowed with the wrong protocol and on the wrong port"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.CONFIRMED,
        "windows-agent-unresponsive": Verdict.SUSPECTED,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
)


def build(world: World) -> str:
    vm = windows(world, "fax-gateway-01", Site("rg-fax"))
    outdate_agent(vm, "2.7.41491.971")
    udp = rule("Allow-Storage-Udp", 100, "Allow", "Storage", port="443", protocol="Udp")
    http = rule("Allow-Storage-Http", 110, "Allow", "Storage", port="80", protocol="Tcp")
    add_rules(world, vm, udp, http, rule("Deny-All", 4000, "Deny", "*"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
