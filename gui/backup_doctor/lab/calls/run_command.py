"""Run Command: a script inside the guest, one at a time."""

from __future__ import annotations

from ..answers import Answer, ArmError, Json, agent_not_reporting, bad_request, lab_does_not_know, vm_not_running
from ..guest_repairs import repair_of
from ..machine import VirtualMachine
from ..routing import Call, Routes
from .common import VM, begin, machine_of

routes = Routes()

_COMMANDS = {"Windows": "RunPowerShellScript", "Linux": "RunShellScript"}


@routes.serve("POST", VM + "/runCommand", "Microsoft.Compute/virtualMachines/runCommand/action")
def run_command(call: Call) -> Answer:
    """It is an extension too: without a running VM and a ready agent there is nobody to run anything."""
    vm = machine_of(call)
    script = _script(call, vm)
    if not vm.runs:
        raise vm_not_running()
    if vm.command_running:
        message = "Run command extension execution is in progress. Please wait for completion before invoking a run command."
        raise ArmError(409, "Conflict", message)
    # Asked before the operation starts, so that a script the lab cannot answer is a plain 501.
    repair = repair_of(vm, script)
    value = vm.guest.answer(script) if repair is None and vm.is_reporting else []
    vm.command_running = True

    def finish() -> Json:
        vm.command_running = False
        if not vm.is_reporting:
            raise agent_not_reporting()
        return {"value": value if repair is None else repair(call.world)}

    return begin(call, "Microsoft.Compute", vm.location, finish)


def _script(call: Call, vm: VirtualMachine) -> str:
    command, script = call.body.get("commandId"), call.body.get("script", [])
    if command != _COMMANDS[vm.os]:
        raise lab_does_not_know(f"the command {command} on {vm.os}")
    if not isinstance(script, list) or not all(isinstance(line, str) for line in script):
        raise bad_request("InvalidParameter", "The value of parameter script is invalid.")
    if call.body.get("parameters"):
        raise lab_does_not_know("a script with parameters")
    return "\n".join(script)
