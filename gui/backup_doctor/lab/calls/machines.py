"""Virtual machines: one, its runtime view, and lists."""

from __future__ import annotations

from ..answers import Answer, lab_does_not_know
from ..machine_json import instance_view_of, vm_listed, vm_resource
from ..routing import Call, Routes
from .common import GROUP, SUBSCRIPTION, VM, following, machine_of, page

routes = Routes()

READ = "Microsoft.Compute/virtualMachines/read"
LIST = "/providers/Microsoft.Compute/virtualMachines"
PAGE_SIZE = 50


@routes.serve("GET", VM, READ)
def get(call: Call) -> Answer:
    expand = call.query.get("$expand", "")
    if expand.casefold() not in ("", "instanceview"):
        raise lab_does_not_know(f"$expand={expand}")
    return Answer(200, vm_resource(machine_of(call), call.world.now(), instance_view=bool(expand)))


@routes.serve("PATCH", VM, "Microsoft.Compute/virtualMachines/write")
def patch(call: Call) -> Answer:
    """Only the switch for extensions; with extensions on the VM it cannot be switched off (Compute REST reference, 2024-07-01)."""
    vm = machine_of(call)
    profile, wanted = vm.model.get("osProfile"), _switch(call)
    if profile is None or wanted is None or (wanted is False and vm.extensions):
        raise lab_does_not_know("a change of the VM but of its switch for extensions")
    profile["allowExtensionOperations"] = wanted
    headers = following(call, call.world.begin(lambda: None), "Microsoft.Compute", vm.location, monitored=False)
    return Answer(200, vm_resource(vm, call.world.now(), instance_view=False), headers)


def _switch(call: Call) -> bool | None:
    """The switch's new position; None where the request asks for something else, or for more."""
    profile = call.body.get("properties", {}).get("osProfile", {})
    wanted = profile.get("allowExtensionOperations")
    alone = call.body == {"properties": {"osProfile": {"allowExtensionOperations": wanted}}}
    return wanted if alone and isinstance(wanted, bool) else None


@routes.serve("GET", VM + "/instanceView", "Microsoft.Compute/virtualMachines/instanceView/read")
def instance_view(call: Call) -> Answer:
    return Answer(200, instance_view_of(machine_of(call), call.world.now()))


@routes.serve("GET", SUBSCRIPTION + LIST, READ)
@routes.serve("GET", GROUP + LIST, READ)
def list_machines(call: Call) -> Answer:
    if call.query.get("statusonly", "false").casefold() == "true" or call.query.get("$expand"):
        raise lab_does_not_know("a list of VMs with their instance views")
    return page(call, [vm_listed(vm) for vm in call.world.machines(call.scope)], PAGE_SIZE)
