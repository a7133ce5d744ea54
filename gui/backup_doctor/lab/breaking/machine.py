"""What can go wrong with a VM, its agent, its extensions and its restore points. Each function takes a healthy VM from `build`."""

from __future__ import annotations

from datetime import timedelta

from ...core.resource_id import group_scope
from ..answers import Json
from ..backup import make_restore_point
from ..locks import CAN_NOT_DELETE
from ..machine import Extension, Health, VirtualMachine
from ..protection import MOST_RESTORE_POINTS, collections_of
from ..world import World


def silence_agent(vm: VirtualMachine) -> None:
    """The agent's services are stopped; a restart of the VM brings them back."""
    vm.agent.ready = False


def age_agent_report(vm: VirtualMachine, ago: timedelta) -> None:
    """The agent hangs: it still counts as ready, but has not reported for a while."""
    vm.agent.reported_ago = ago


def outdate_agent(vm: VirtualMachine, version: str) -> None:
    """The agent is ready but old: ``version`` is a dotted number."""
    vm.agent.version = version


def halt_inside(vm: VirtualMachine) -> None:
    """Somebody shut the guest down in its own session, and Azure's power state has not followed."""
    vm.halted_inside = True
    vm.agent.ready = False
    summary = "The virtual machine was shut down from within the guest operating system."
    vm.health = Health("Unavailable", "VM Initiated", summary, "Customer Initiated")


def turn_off(vm: VirtualMachine, power: str) -> None:
    """Switch the VM off on its owner's order: ``stopped`` or ``deallocated``."""
    vm.power = power
    vm.halted_inside = False
    summary = "This virtual machine is stopping and deallocating as requested by an authorized user."
    vm.health = Health("Unavailable", "Customer Initiated", summary, "Customer Initiated")


def keep_changing(vm: VirtualMachine, ago: timedelta) -> None:
    """Azure has been changing the VM for so long."""
    vm.provisioning, vm.provisioning_ago = "Updating", ago


def make_without_agent(vm: VirtualMachine) -> None:
    """The image was deployed without an agent, and nobody installed one."""
    vm.agent.installed = False
    for settings in ("windowsConfiguration", "linuxConfiguration"):
        if settings in vm.model["osProfile"]:
            vm.model["osProfile"][settings]["provisionVMAgent"] = False


def refuse_extensions(vm: VirtualMachine) -> None:
    """Somebody switched extensions off, which only goes while there is none."""
    vm.extensions.clear()
    vm.model["osProfile"]["allowExtensionOperations"] = False


def make_from_specialised_disk(vm: VirtualMachine) -> None:
    """Such a VM has no OS profile (Compute REST reference)."""
    del vm.model["osProfile"]


def add_extension(world: World, vm: VirtualMachine, publisher: str, kind: str, state: str, ago: timedelta, *, message: str = "") -> Extension:
    """Put another extension onto the VM, in a state it entered so long ago: ``succeeded``, ``transitioning``, ``failed/<code>``."""
    provisioning = {"succeeded": "Succeeded", "failed": "Failed"}.get(state.partition("/")[0], "Updating")
    extension = Extension(kind, publisher, kind, "1.4.0.0", state, provisioning, message or "Plugin enabled", world.now() - ago)
    vm.extensions.append(extension)
    return extension


def fail_provisioning(vm: VirtualMachine, code: str, message: str) -> None:
    """The VM's last operation failed, with this error code and message in its status."""
    vm.provisioning, vm.provisioning_error, vm.provisioning_message = "Failed", code, message


def break_backup_extension(world: World, vm: VirtualMachine, state: str, provisioning: str, message: str, ago: timedelta) -> Extension:
    """Leave the backup extension in a state: ``transitioning`` or ``failed/<code>``.

    Raises:
        LookupError: the VM has none.
    """
    extension = vm.backup_extension
    if extension is None:
        raise LookupError(str(vm.id))
    extension.state, extension.provisioning, extension.message = state, provisioning, message
    extension.since = world.now() - ago
    return extension


def fill_restore_points(world: World, vm: VirtualMachine) -> None:
    """As many restore points as there may be."""
    collection = collections_of(world, vm)[0]
    points = collection["properties"]["restorePoints"]
    oldest = world.now() - timedelta(days=MOST_RESTORE_POINTS + 1)
    missing = MOST_RESTORE_POINTS - len(points)
    points[:0] = [make_restore_point(collection["id"], vm.id, oldest + timedelta(days=day)) for day in range(missing)]


def lock_backup_group(world: World, vm: VirtualMachine, group: str, name: str, notes: str = "") -> Json:
    """Keep everything in the group of the restore points from being deleted."""
    return world.add_lock(group_scope(vm.id.subscription, group), name, CAN_NOT_DELETE, notes)
