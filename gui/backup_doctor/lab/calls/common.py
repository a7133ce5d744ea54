"""What the calls share: looking things up, lists in pages, the start of an operation."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.resource_id import VmId, last_name, segment
from ..answers import Answer, Json, bad_request, resource_not_found
from ..machine import VirtualMachine
from ..operations import Effect, Operation
from ..routing import Call
from ..store import type_of

SUBSCRIPTION = "/subscriptions/{subscription}"
GROUP = SUBSCRIPTION + "/resourceGroups/{group}"
VM = GROUP + "/providers/Microsoft.Compute/virtualMachines/{vm}"
VAULT = GROUP + "/providers/Microsoft.RecoveryServices/vaults/{vault}"


def machine_of(call: Call) -> VirtualMachine:
    """The VM a call is about.

    Raises:
        ArmError: ResourceNotFound.
    """
    vm = call.world.machine(VmId(call.args["subscription"], call.args["group"], call.args["vm"]))
    if vm is None:
        raise resource_not_found("Microsoft.Compute/virtualMachines", call.args["vm"], call.args["group"])
    return vm


def existing(call: Call, identity: str) -> Json:
    """A resource by its id.

    Raises:
        ArmError: ResourceNotFound.
    """
    resource = call.world.store.find(identity)
    if resource is None:
        raise resource_not_found(type_of(identity), last_name(identity), segment(identity, "resourceGroups"))
    return resource


def page(call: Call, items: Sequence[Json], size: int) -> Answer:
    """One page of a list, with the link to the next while there is more."""
    token = call.query.get("$skiptoken", "0")
    if not token.isdecimal():
        raise bad_request("InvalidSkipToken", f"The skip token '{token}' is invalid.")
    start = int(token)
    body: Json = {"value": list(items[start : start + size])}
    if start + size < len(items):
        others = {name: value for name, value in call.query.items() if name not in ("$skiptoken", "api-version")}
        body["nextLink"] = call.link(call.path, **others, **{"$skiptoken": str(start + size)})
    return Answer(200, body)


def begin(call: Call, provider: str, location: str, effect: Effect, *, asynchronous: bool = True, monitored: bool = True) -> Answer:
    """Start an operation and say where to follow it.

    Args:
        asynchronous: whether to send ``Azure-AsyncOperation``.
        monitored: whether to send ``Location``.
    """
    operation = call.world.begin(effect)
    return Answer(202, None, following(call, operation, provider, location, asynchronous=asynchronous, monitored=monitored))


def following(call: Call, operation: Operation, provider: str, location: str, *, asynchronous: bool = True, monitored: bool = True) -> dict[str, str]:
    """The headers that lead to an operation (recorded run_command_lro: both, the same path, ``monitor=true`` in Location)."""
    path = f"/subscriptions/{call.args['subscription']}/providers/{provider}/locations/{location}/operations/{operation.id}"
    headers = retry_after(call)
    if asynchronous:
        headers["Azure-AsyncOperation"] = call.link(path)
    if monitored:
        headers["Location"] = call.link(path, monitor="true")
    return headers


def retry_after(call: Call) -> dict[str, str]:
    """When to ask again. Whole seconds would slow everybody down while the lab's operations take less than one."""
    seconds = call.world.pace.total_seconds()
    return {"Retry-After": f"{seconds:.0f}"} if seconds >= 1 else {"retry-after-ms": f"{max(seconds * 1000, 10):.0f}"}
