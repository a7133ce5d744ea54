"""A near miss: nothing is let out, but the VM is off, and its backup needs no network."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent, turn_off
from ..breaking.network import add_rules
from ..build import Site, windows
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="off-behind-deny",
    title=translate("Scenario", "Nothing is let out of a VM that is off, which does no harm"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    near_miss_of=("vm-no-internet-access",),
)


def build(world: World) -> str:
    vm = windows(world, "farm-spare-1", Site("rg-farm-spare"))
    outdate_agent(vm, "2.7.41491.971")
    add_rules(world, vm, rule("Deny-All", 100, "Deny", "*"))
    turn_off(vm, "deallocated")
    return str(vm.id)
