"""A Windows VM in a failed provisioning state."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import fail_provisioning
from ..build import Site, fail_last_backup, windows
from ..failures import VM_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="provisioning-failed",
    title=translate("Scenario", "The VM is in a failed state"),
    code="UserErrorVmProvisioningStateFailed",
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
        "vm-provisioning-failed": Verdict.CONFIRMED,
    },
    root_cause="vm-provisioning-failed",
    near_miss_of=("backup-extension-load-failure",),
)


def build(world: World) -> str:
    vm = windows(world, "crm-web", Site("rg-crm"))
    fail_provisioning(vm, "VMExtensionProvisioningError", "The last operation on the VM did not complete.")
    fail_last_backup(world, vm, VM_FAILED)
    return str(vm.id)
