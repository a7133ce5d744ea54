"""The rule allows the storage of the region next door."""

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
    name="storage-of-wrong-region-allowed",
    title=translate("Scenario", "The storage of another region is allowed, the VM's own is denied"),
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
    vm = windows(world, "booking-web-01", Site("rg-booking"))
    outdate_agent(vm, "2.7.41491.971")
    allow = rule("Allow-Storage", 100, "Allow", "Storage.NorthEurope", port="443", protocol="Tcp")
    add_rules(world, vm, allow, rule("Deny-Internet", 200, "Deny", "Internet"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
