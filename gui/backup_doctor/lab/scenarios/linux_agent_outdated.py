"""A Linux VM whose agent is ready but older than Azure supports."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..build import Site, fail_last_backup, linux
from ..failures import AGENT_SILENT_ON_SNAPSHOT
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-agent-outdated",
    title=translate("Scenario", "The Linux agent is out of date"),
    code="GuestAgentSnapshotTaskStatusError",
    verdicts={
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.SUSPECTED,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-outdated",
)


def build(world: World) -> str:
    vm = linux(world, "build-agent-07", Site("rg-devops"))
    outdate_agent(vm, "2.2.41.0")
    fail_last_backup(world, vm, AGENT_SILENT_ON_SNAPSHOT)
    return str(vm.id)
