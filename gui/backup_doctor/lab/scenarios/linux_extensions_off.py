"""A Linux VM whose agent is ready and current, and was told to run no extensions (azure-docs issue 42262)."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import disable_extensions
from ..build import Site, fail_last_backup, linux
from ..failures import AGENT_SILENT_ON_SNAPSHOT
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-extensions-off",
    title=translate("Scenario", "The Linux agent is ready, but may not run extensions"),
    code="GuestAgentSnapshotTaskStatusError",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "linux-agent-configuration": Verdict.CONFIRMED,
        "extension-blocked-by-security-software": Verdict.NOT_APPLICABLE,
        "vss-or-com-failure": Verdict.NOT_APPLICABLE,
        "windows-extension-environment": Verdict.NOT_APPLICABLE,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-configuration",
    near_miss_of=("linux-agent-outdated", "backup-extension-load-failure"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "intranet-03", Site("rg-wiki"))
    disable_extensions(vm)
    fail_last_backup(world, vm, AGENT_SILENT_ON_SNAPSHOT)
    return str(vm.id)
