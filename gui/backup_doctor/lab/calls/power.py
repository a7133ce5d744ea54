"""Starting, stopping, moving and mending a VM."""

from __future__ import annotations

from collections.abc import Callable

from ..answers import Answer, ArmError, agent_not_reporting
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
    """A redeploy is a restart on another host. Neither starts what is off."""
    vm = machine_of(call)
    if not vm.runs:
        raise ArmError(409, "OperationNotAllowed", f"The operation is not allowed on VM '{vm.id.name}' while it is {vm.power}.")
    return _begin(call, vm, vm.power, vm.start_os)


@routes.serve("POST", VM + "/powerOff", f"{ACTION}/powerOff/action")
def power_off(call: Call) -> Answer:
    vm = machine_of(call)
    return _begin(call, vm, "stopping", lambda: turn_off(vm, "stopped"))


@routes.serve("POST", VM + "/deallocate", f"{ACTION}/deallocate/action")
def deallocate(call: Call) -> Answer:
    vm = machine_of(call)
    if "diffDiskSettings" in vm.model["storageProfile"]["osDisk"]:
        message = f"Operation 'deallocate' is not supported on VM '{vm.id.name}' since the VM is using an ephemeral OS disk."
        raise ArmError(409, "OperationNotAllowed", message)
    return _begin(call, vm, "deallocating", lambda: turn_off(vm, "deallocated"))


@routes.serve("POST", VM + "/reapply", f"{ACTION}/reapply/action")
def reapply(call: Call) -> Answer:
    """Azure pushes the model to the VM once more, which clears a failed state whose reason has passed, and no other."""
    vm = machine_of(call)

    def succeed() -> None:
        _require_no_reason(vm)
        vm.provisioning, vm.provisioning_error, vm.provisioning_message = "Succeeded", None, ""

    return _begin(call, vm, vm.power, succeed)


def _require_no_reason(vm: VirtualMachine) -> None:
    """What made the VM fail and still stands makes it fail again.

    Raises:
        ArmError: the same as before.
    """
    if vm.provisioning != "Failed":
        return
    if vm.provisioning_error == "VMAgentStatusCommunicationError" and not vm.is_reporting:
        raise agent_not_reporting()
    failing = [extension.name for extension in vm.extensions if extension.state.startswith("failed") and not extension.hides_failures]
    if failing and vm.provisioning_error in (None, "VMExtensionProvisioningError"):
        message = f"VM has reported a failure when processing extension {failing[0]}."
        raise ArmError(409, "VMExtensionProvisioningError", message)


def _begin(call: Call, vm: VirtualMachine, meanwhile: str, change: Callable[[], None]) -> Answer:
    """Show an intermediate power state until it is done."""
    vm.power = meanwhile
    return begin(call, "Microsoft.Compute", vm.location, change)
