"""A Windows VM whose last change in Azure never ended."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import keep_changing
from ..build import Site, fail_last_backup, windows
from ..failures import VM_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="vm-updating-for-hours",
    title=translate("Scenario", "A change of the VM never ends"),
    code="UserErrorVmProvisioningStateFailed",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "vm-provisioning-failed": Verdict.SUSPECTED,
    },
    root_cause="vm-provisioning-failed",
)


def build(world: World) -> str:
    vm = windows(world, "rds-broker", Site("rg-rds"))
    keep_changing(vm, timedelta(hours=7))
    fail_last_backup(world, vm, VM_FAILED)
    return str(vm.id)
