"""A Windows VM on which application control refuses to start the backup extension."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import block_extension
from ..build import Site, fail_last_backup, windows
from ..failures import AGENT_SILENT_ON_SNAPSHOT
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-application-control",
    title=translate("Scenario", "Application control stops the backup extension"),
    code="GuestAgentSnapshotTaskStatusError",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "extension-blocked-by-security-software": Verdict.CONFIRMED,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "windows-extension-environment": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="extension-blocked-by-security-software",
    near_miss_of=("windows-agent-unresponsive", "backup-extension-load-failure"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "checkin-kiosk-03", Site("rg-checkin"))
    block_extension(vm)
    fail_last_backup(world, vm, AGENT_SILENT_ON_SNAPSHOT)
    return str(vm.id)
