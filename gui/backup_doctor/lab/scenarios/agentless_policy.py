"""A Windows VM whose agent is silent and whose policy does without it."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import silence_agent
from ..breaking.policy import follow_enhanced_policy
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="agentless-policy",
    title=translate("Scenario", "A silent agent under an agentless policy"),
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
    },
    near_miss_of=("windows-agent-unresponsive", "snapshot-status-unavailable"),
)


def build(world: World) -> str:
    vm = windows(world, "oracle-01", Site("rg-oracle"))
    silence_agent(vm)
    follow_enhanced_policy(world, vm, agentless=True)
    return str(vm.id)
