"""A Windows VM whose agent services are stopped."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import silence_agent
from ..build import Site, fail_last_backup, windows
from ..failures import AGENT_UNAVAILABLE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-agent-stopped",
    title=translate("Scenario", "The Windows agent is stopped"),
    code="UserErrorGuestAgentStatusUnavailable",
    verdicts={
        "windows-agent-unresponsive": Verdict.CONFIRMED,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="windows-agent-unresponsive",
)


def build(world: World) -> str:
    vm = windows(world, "erp-app", Site("rg-erp"))
    silence_agent(vm)
    fail_last_backup(world, vm, AGENT_UNAVAILABLE)
    return str(vm.id)
