"""A Windows VM in the failed state because its agent is silent."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import fail_provisioning, silence_agent
from ..build import Site, fail_last_backup, windows
from ..failures import VM_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="vm-failed-with-silent-agent",
    title=translate("Scenario", "A silent agent put the VM into the failed state"),
    code="UserErrorVmProvisioningStateFailed",
    verdicts={
        "windows-agent-unresponsive": Verdict.CONFIRMED,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "vm-provisioning-failed": Verdict.CONFIRMED,
    },
    root_cause="windows-agent-unresponsive",
    near_miss_of=("snapshot-status-unavailable",),
)


def build(world: World) -> str:
    vm = windows(world, "scan-srv-01", Site("rg-scan"))
    silence_agent(vm)
    fail_provisioning(vm, "VMAgentStatusCommunicationError", "VM has not reported status for VM agent or extensions.")
    fail_last_backup(world, vm, VM_FAILED)
    return str(vm.id)
