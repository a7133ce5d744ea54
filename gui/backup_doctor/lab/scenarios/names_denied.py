"""A rule for AzurePlatformDNS leaves the VM without names, so an old agent does not find its storage."""

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
    name="names-denied",
    title=translate("Scenario", "A security group keeps the VM from Azure's name resolution"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.SUSPECTED,
        "windows-agent-unresponsive": Verdict.SUSPECTED,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
)


def build(world: World) -> str:
    vm = windows(world, "plc-gateway-1", Site("rg-plant"))
    outdate_agent(vm, "2.7.41491.971")
    add_rules(world, vm, rule("Deny-Platform-Dns", 300, "Deny", "AzurePlatformDNS"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
