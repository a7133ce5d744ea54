"""The extensions of a VM."""

from __future__ import annotations

from ..answers import Answer, agent_not_reporting, resource_not_found, vm_not_running
from ..machine import Extension, VirtualMachine
from ..machine_json import extension_resource
from ..routing import Call, Routes
from .common import VM, begin, machine_of

routes = Routes()

TYPE = "Microsoft.Compute/virtualMachines/extensions"


@routes.serve("GET", VM + "/extensions", f"{TYPE}/read")
def list_extensions(call: Call) -> Answer:
    vm = machine_of(call)
    return Answer(200, {"value": [extension_resource(vm, extension, instance_view=_expands(call)) for extension in vm.extensions]})


@routes.serve("GET", VM + "/extensions/{extension}", f"{TYPE}/read")
def get(call: Call) -> Answer:
    vm = machine_of(call)
    return Answer(200, extension_resource(vm, _existing(call, vm), instance_view=_expands(call)))


@routes.serve("DELETE", VM + "/extensions/{extension}", f"{TYPE}/delete")
def delete(call: Call) -> Answer:
    """The guest has to carry a removal out, so it needs a VM that runs and an agent that answers."""
    vm = machine_of(call)
    extension = vm.extension(call.args["extension"])
    if extension is None:
        return Answer(204)
    if not vm.runs:
        raise vm_not_running()
    extension.provisioning = "Deleting"

    def remove() -> None:
        if not vm.is_reporting:
            extension.provisioning = "Failed"
            raise agent_not_reporting()
        vm.extensions.remove(extension)
        if vm.provisioning == "Updating":
            vm.provisioning = "Succeeded"

    return begin(call, "Microsoft.Compute", vm.location, remove)


def _existing(call: Call, vm: VirtualMachine) -> Extension:
    extension = vm.extension(call.args["extension"])
    if extension is None:
        raise resource_not_found(TYPE, f"{vm.id.name}/{call.args['extension']}", vm.id.resource_group)
    return extension


def _expands(call: Call) -> bool:
    return call.query.get("$expand", "").casefold() == "instanceview"
