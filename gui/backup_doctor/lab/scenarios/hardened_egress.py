"""A near miss: nothing is let out, but a current agent on managed disks needs nothing."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import add_rules
from ..build import Site, linux
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="hardened-egress",
    title=translate("Scenario", "All outbound traffic is denied, which does no harm"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
)


def build(world: World) -> str:
    vm = linux(world, "pci-gateway", Site("rg-pci"))
    add_rules(world, vm, rule("Deny-All-Outbound", 4000, "Deny", "*"))
    return str(vm.id)
