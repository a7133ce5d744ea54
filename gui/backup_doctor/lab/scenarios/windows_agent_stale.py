"""A Windows VM whose agent counts as ready but has hung for hours."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import age_agent_report
from ..build import Site, fail_last_backup, windows
from ..failures import AGENT_SILENT_ON_SNAPSHOT
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-agent-stale",
    title=translate("Scenario", "The Windows agent hangs"),
    code="GuestAgentSnapshotTaskStatusError",
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.SUSPECTED,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="windows-agent-unresponsive",
)


def build(world: World) -> str:
    vm = windows(world, "file-srv-02", Site("rg-files"))
    age_agent_report(vm, timedelta(hours=6))
    fail_last_backup(world, vm, AGENT_SILENT_ON_SNAPSHOT)
    return str(vm.id)
