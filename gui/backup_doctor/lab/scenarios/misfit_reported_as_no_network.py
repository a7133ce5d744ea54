"""A near miss: agent and extension do not fit together, which ends in the code for a missing network although storage is allowed."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import misfit_agent
from ..breaking.machine import outdate_agent
from ..build import Site, fail_last_backup, linux
from ..failures import NO_NETWORK
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="misfit-reported-as-no-network",
    title=translate("Scenario", "An old Linux agent reports a missing network where there is one"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.SUSPECTED,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-outdated",
    near_miss_of=("vm-no-internet-access",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "tile-cache-11", Site("rg-tile-cache"))
    outdate_agent(vm, "2.2.26.0")
    misfit_agent(vm)
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
