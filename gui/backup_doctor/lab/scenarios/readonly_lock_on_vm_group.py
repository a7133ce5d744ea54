"""A near miss: the VM's group is read-only, but its restore points lie elsewhere and its backups succeed."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..build import Site, windows
from ..locks import READ_ONLY
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="readonly-lock-on-vm-group",
    title=translate("Scenario", "The VM's own resource group is read-only, which does no harm"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
)


def build(world: World) -> str:
    vm = windows(world, "hr-portal", Site("rg-hr"))
    world.add_lock(vm.id.group_scope, "payroll-freeze", READ_ONLY, "No changes before the payroll run")
    return str(vm.id)
