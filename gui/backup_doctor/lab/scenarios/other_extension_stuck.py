"""A Windows VM whose agent hangs, and with it a Run Command that never ended."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import add_extension, age_agent_report
from ..build import Site, fail_last_backup, windows
from ..failures import AGENT_SILENT_ON_SNAPSHOT
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="other-extension-stuck",
    title=translate("Scenario", "A Run Command hangs with the agent"),
    code="GuestAgentSnapshotTaskStatusError",
    verdicts={
        "windows-agent-unresponsive": Verdict.SUSPECTED,
        "backup-extension-load-failure": Verdict.SUSPECTED,
        "vm-provisioning-failed": Verdict.RULED_OUT,
    },
    root_cause="windows-agent-unresponsive",
    near_miss_of=("backup-extension-load-failure", "vm-provisioning-failed"),
)


def build(world: World) -> str:
    vm = windows(world, "jump-host-01", Site("rg-jump"))
    age_agent_report(vm, timedelta(hours=4))
    add_extension(world, vm, "Microsoft.CPlat.Core", "RunCommandWindows", "transitioning", timedelta(hours=4))
    fail_last_backup(world, vm, AGENT_SILENT_ON_SNAPSHOT)
    return str(vm.id)
