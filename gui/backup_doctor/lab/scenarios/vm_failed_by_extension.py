"""A Linux VM put into the failed state by an extension that has nothing to do with backup."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import add_extension, fail_provisioning
from ..build import Site, fail_last_backup, linux
from ..failures import VM_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="vm-failed-by-extension",
    title=translate("Scenario", "Another extension put the VM into the failed state"),
    code="UserErrorVmProvisioningStateFailed",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.SUSPECTED,
        "vm-provisioning-failed": Verdict.CONFIRMED,
    },
    root_cause="vm-provisioning-failed",
    near_miss_of=("backup-extension-load-failure",),
)


def build(world: World) -> str:
    vm = linux(world, "test-runner-03", Site("rg-test"))
    add_extension(world, vm, "Microsoft.Azure.Extensions", "CustomScript", "failed/1", timedelta(hours=12), message="Enable failed: exit status 1")
    fail_provisioning(vm, "VMExtensionProvisioningError", "VM has reported a failure when processing extension CustomScript.")
    fail_last_backup(world, vm, VM_FAILED)
    return str(vm.id)
