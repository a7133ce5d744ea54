"""A Linux VM whose agent does not report."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import silence_agent
from ..build import Site, fail_last_backup, linux
from ..failures import AGENT_UNAVAILABLE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-agent-silent",
    title=translate("Scenario", "The Linux agent is silent"),
    code="UserErrorGuestAgentStatusUnavailable",
    verdicts={
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.CONFIRMED,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-outdated",
)


def build(world: World) -> str:
    vm = linux(world, "mail-relay", Site("rg-mail"))
    silence_agent(vm)
    fail_last_backup(world, vm, AGENT_UNAVAILABLE)
    return str(vm.id)
