"""A Linux VM whose old agent, compared as text, would look new."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..build import Site, fail_last_backup, linux
from ..failures import AGENT_SILENT_ON_SNAPSHOT
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-agent-ninth-patch",
    title=translate("Scenario", "An old version that looks new as text"),
    code="GuestAgentSnapshotTaskStatusError",
    verdicts={
        "linux-agent-outdated": Verdict.SUSPECTED,
        "backup-extension-load-failure": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-outdated",
)


def build(world: World) -> str:
    vm = linux(world, "wiki-01", Site("rg-wiki-linux"))
    outdate_agent(vm, "2.2.9")
    fail_last_backup(world, vm, AGENT_SILENT_ON_SNAPSHOT)
    return str(vm.id)
