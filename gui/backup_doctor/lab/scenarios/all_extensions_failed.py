"""A Windows VM whose other extensions have all failed while its agent hangs."""

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
    name="all-extensions-failed",
    title=translate("Scenario", "All extensions have failed at once"),
    code="GuestAgentSnapshotTaskStatusError",
    verdicts={
        "windows-agent-unresponsive": Verdict.SUSPECTED,
        "backup-extension-load-failure": Verdict.SUSPECTED,
        "vm-provisioning-failed": Verdict.SUSPECTED,
    },
    root_cause="windows-agent-unresponsive",
    near_miss_of=("backup-extension-load-failure", "vm-provisioning-failed"),
)


def build(world: World) -> str:
    vm = windows(world, "ad-connect-01", Site("rg-aad-connect"))
    age_agent_report(vm, timedelta(hours=2))
    for publisher, kind in (("Microsoft.Azure.Security", "IaaSAntimalware"), ("Microsoft.Azure.Monitor", "AzureMonitorWindowsAgent")):
        add_extension(world, vm, publisher, kind, "failed/-1", timedelta(hours=3), message="Enable failed")
    fail_last_backup(world, vm, AGENT_SILENT_ON_SNAPSHOT)
    return str(vm.id)
