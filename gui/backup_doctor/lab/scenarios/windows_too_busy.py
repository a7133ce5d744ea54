"""A Windows VM whose processors are at their limit when it is backed up; its memory is well used, but not short."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..build import Site, fail_last_backup, windows
from ..failures import VM_TOO_BUSY
from ..machine import Load
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-too-busy",
    title=translate("Scenario", "A Windows VM is too busy for its backup"),
    code="ExtensionFailedTimeoutVMNetworkUnresponsive",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "guest-resources": Verdict.CONFIRMED,
        "vm-no-internet-access": Verdict.RULED_OUT,
    },
    root_cause="guest-resources",
    near_miss_of=("vm-no-internet-access",),
)


def build(world: World) -> str:
    vm = windows(world, "render-01", Site("rg-render"))
    vm.load = Load(cpu=97.4, memory_free=22.0)
    fail_last_backup(world, vm, VM_TOO_BUSY)
    return str(vm.id)
