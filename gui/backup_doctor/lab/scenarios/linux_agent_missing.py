"""A Linux VM that was made without an agent."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import make_without_agent
from ..build import Site, fail_last_backup, linux
from ..failures import AGENT_UNAVAILABLE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-agent-missing",
    title=translate("Scenario", "The VM has no agent"),
    code="UserErrorGuestAgentStatusUnavailable",
    verdicts={
        "linux-agent-outdated": Verdict.CONFIRMED,
        "backup-extension-load-failure": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-outdated",
)


def build(world: World) -> str:
    vm = linux(world, "appliance-01", Site("rg-appliance"))
    make_without_agent(vm)
    fail_last_backup(world, vm, AGENT_UNAVAILABLE)
    return str(vm.id)
