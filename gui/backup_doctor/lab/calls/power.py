"""Starting, stopping, moving and mending a VM."""

from __future__ import annotations

from collections.abc import Callable

from ..answers import Answer
from ..breaking.machine import turn_off
from ..machine import VirtualMachine
from ..routing import Call, Routes
from .common import VM, begin, machine_of

routes = Routes()

ACTION = "Microsoft.Compute/virtualMachines"


@routes.serve("POST", VM + "/start", f"{ACTION}/start/action")
def start(call: Call) -> Answer:
    """Does nothing to a VM that runs."""
    vm = machine_of(call)
    return _begin(call, vm, "running" if vm.runs else "starting", lambda: None if vm.runs else vm.start_os())


@routes.serve("POST", VM + "/restart", f"{ACTION}/restart/action")
@routes.serve("POST", VM + "/redeploy", f"{ACTION}/redeploy/action")
def restart(call: Call) -> Answer:
    """A redeploy is a restart on another host."""
    vm = machine_of(call)
    return _begin(call, vm, vm.power, vm.start_os)


@routes.serve("POST", VM + "/powerOff", f"{ACTION}/powerOff/action")
def power_off(call: Call) -> Answer:
    vm = machine_of(call)
    return _begin(call, vm, "stopping", lambda: turn_off(vm, "stopped"))


@routes.serve("POST", VM + "/deallocate", f"{ACTION}/deallocate/action")
def deallocate(call: Call) -> Answer:
    vm = machine_of(call)
    return _begin(call, vm, "deallocating", lambda: turn_off(vm, "deallocated"))


@routes.serve("POST", VM + "/reapply", f"{ACTION}/reapply/action")
def reapply(call: Call) -> Answer:
    """Azure pushes the model to the VM once more, which clears a failed state whose reason has passed."""
    vm = machine_of(call)

    def succeed() -> None:
        vm.provisioning, vm.provisioning_error, vm.provisioning_message = "Succeeded", None, ""

    return _begin(call, vm, vm.power, succeed)


def _begin(call: Call, vm: VirtualMachine, meanwhile: str, change: Callable[[], None]) -> Answer:
    """Show an intermediate power state until it is done."""
    vm.power = meanwhile
    return begin(call, "Microsoft.Compute", vm.location, change)
