"""A near miss: the rule that denies the Internet is meant for the addresses of another subnet."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import accelerate_writes, add_rules
from ..build import Site, linux
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="deny-for-another-subnet",
    title=translate("Scenario", "The rule that denies the Internet is for another subnet"),
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
    vm = linux(world, "hana-db-03", Site("rg-hana-test"))
    accelerate_writes(vm)
    add_rules(world, vm, rule("Deny-Guests", 200, "Deny", "Internet", sourceAddressPrefix="10.20.8.0/24"))
    return str(vm.id)
