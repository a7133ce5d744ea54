"""A VM of the lab as ARM shows it (published examples VirtualMachine_Get and VirtualMachine_Get_InstanceView, 2024-07-01)."""

from __future__ import annotations

from datetime import datetime

from ..core.resource_id import VM_TYPE
from .answers import Json
from .machine import Extension, VirtualMachine

_POWER_WORDS = {"running": "VM running", "stopped": "VM stopped", "deallocated": "VM deallocated"}
_PROVISIONING_WORDS = {"succeeded": "Provisioning succeeded", "failed": "Provisioning failed", "transitioning": "Transitioning"}


def vm_resource(vm: VirtualMachine, now: datetime, *, instance_view: bool) -> Json:
    """The answer to a GET of the VM."""
    resource = vm_listed(vm)
    resource["resources"] = [extension_resource(vm, extension) for extension in vm.extensions]
    if instance_view:
        resource["properties"]["instanceView"] = instance_view_of(vm, now)
    return resource


def vm_listed(vm: VirtualMachine) -> Json:
    """The VM in a list: its extensions are ids there (az rejects whole ones)."""
    return {
        "name": vm.id.name,
        "id": str(vm.id),
        "type": VM_TYPE,
        "location": vm.location,
        "tags": dict(vm.tags),
        "properties": {**vm.model, "provisioningState": vm.provisioning},
        "resources": [{"id": _extension_id(vm, extension)} for extension in vm.extensions],
    }


def instance_view_of(vm: VirtualMachine, now: datetime) -> Json:
    """The runtime view; a deallocated VM has no host, and with it no agent to speak of."""
    view: Json = {"disks": _disks(vm), "hyperVGeneration": "V2", "statuses": _statuses(vm, now)}
    if vm.extensions:
        view["extensions"] = [extension_view(extension) for extension in vm.extensions]
    if vm.power in ("deallocated", "deallocating"):
        return view
    if vm.agent.installed:
        view["vmAgent"] = _agent(vm, now)
    if vm.is_reporting:
        view |= {"computerName": vm.id.name, "osName": vm.os_name, "osVersion": vm.os_version}
    return view


def extension_resource(vm: VirtualMachine, extension: Extension, *, instance_view: bool = False) -> Json:
    """An extension's model."""
    properties: Json = {
        "autoUpgradeMinorVersion": True,
        "provisioningState": extension.provisioning,
        "publisher": extension.publisher,
        "type": extension.kind,
        "typeHandlerVersion": ".".join(extension.version.split(".")[:2]),
        "settings": {},
    }
    if extension.hides_failures:
        properties["suppressFailures"] = True
    if instance_view:
        properties["instanceView"] = extension_view(extension)
    return {
        "name": extension.name,
        "id": _extension_id(vm, extension),
        "type": f"{VM_TYPE}/extensions",
        "location": vm.location,
        "properties": properties,
    }


def extension_view(extension: Extension) -> Json:
    """What the guest last reported of an extension."""
    state = extension.state.partition("/")[0].casefold()
    status: Json = {
        "code": f"ProvisioningState/{extension.state}",
        "level": "Error" if state == "failed" else "Info",
        "displayStatus": _PROVISIONING_WORDS.get(state, state.title()),
        "message": extension.message,
    }
    if extension.since is not None:
        status["time"] = extension.since.isoformat()
    return {"name": extension.name, "type": extension.type_name, "typeHandlerVersion": extension.version, "statuses": [status]}


def _extension_id(vm: VirtualMachine, extension: Extension) -> str:
    return f"{vm.id}/extensions/{extension.name}"


def _agent(vm: VirtualMachine, now: datetime) -> Json:
    if not vm.is_reporting:
        status = {
            "code": "ProvisioningState/Unavailable",
            "level": "Warning",
            "displayStatus": "Not Ready",
            "message": "VM status blob is found but not yet populated.",
            "time": now.isoformat(),
        }
        return {"vmAgentVersion": "Unknown", "statuses": [status]}
    words = "GuestAgent is running and accepting new configurations." if vm.os == "Windows" else "Guest Agent is running"
    status = {
        "code": vm.agent.code,
        "level": "Info",
        "displayStatus": "Ready",
        "message": words,
        "time": (now - vm.agent.reported_ago).isoformat(),
    }
    return {"vmAgentVersion": vm.agent.version, "statuses": [status], "extensionHandlers": [_handler(extension) for extension in vm.extensions]}


def _handler(extension: Extension) -> Json:
    state = extension.state.partition("/")[0].casefold()
    ready = state == "succeeded"
    status = {
        "code": f"ProvisioningState/{state}",
        "level": "Error" if state == "failed" else "Info",
        "displayStatus": extension.handler or ("Ready" if ready else "Not Ready"),
    }
    return {"type": extension.type_name, "typeHandlerVersion": extension.version, "status": status}


def _disks(vm: VirtualMachine) -> list[Json]:
    storage = vm.model["storageProfile"]
    status = {"code": "ProvisioningState/succeeded", "level": "Info", "displayStatus": "Provisioning succeeded"}
    return [{"name": disk["name"], "statuses": [dict(status)]} for disk in (storage["osDisk"], *storage["dataDisks"])]


def _statuses(vm: VirtualMachine, now: datetime) -> list[Json]:
    """The error code of a failed VM is the third part of its provisioning status (States and billing, 2023-10-31)."""
    state = vm.provisioning.casefold()
    suffix = f"/{vm.provisioning_error}" if vm.provisioning_error else ""
    provisioning: Json = {
        "code": f"ProvisioningState/{state}{suffix}",
        "level": "Error" if state == "failed" else "Info",
        "displayStatus": _PROVISIONING_WORDS.get(state, vm.provisioning),
        "time": (now - vm.provisioning_ago).isoformat(),
    }
    if vm.provisioning_message:
        provisioning["message"] = vm.provisioning_message
    power = {"code": f"PowerState/{vm.power}", "level": "Info", "displayStatus": _POWER_WORDS.get(vm.power, f"VM {vm.power}")}
    return [provisioning, power]
