"""A near miss: the account may not see the rules in effect; the configured ones and a current agent say enough."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import add_rules
from ..build import Site, windows
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="no-permission-for-effective-rules",
    title=translate("Scenario", "The account may not read the rules in effect, which does not matter here"),
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
    vm = windows(world, "kiosk-admin-1", Site("rg-kiosk-admin"))
    add_rules(world, vm, rule("Deny-Internet", 200, "Deny", "Internet"))
    world.deny("Microsoft.Network/networkInterfaces/effective*/action", vm.id.group_scope)
    return str(vm.id)
