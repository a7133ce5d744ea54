"""Starting, restarting, moving and mending the VM from outside: what works without its agent. Several causes offer the same.

Ladder of remedies: Windows guest agent (2025-08-14); states and billing of VMs (2023-10-31); Compute REST reference (2024-07-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from ..core.api_versions import COMPUTE
from ..core.facts import Machine, Power, Vm
from ..core.model import Cause, PlanFunction
from ..core.plan import Plan, Request, Risk, Step, Unavailable
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .extension_state import changes
from .gates import no_backup_running, running, unlocked
from .watches import AGENT_REPORTS

VM_ACTION = "Microsoft.Compute/virtualMachines"

BOOT = timedelta(minutes=15)
"""How long the agent is waited for after a boot; Windows may be installing updates."""


async def start_vm(vm: Vm) -> Plan:
    """Taken back it is as it was found: powered off and charged for, or deallocated and not (states and billing, 2023-10-31)."""
    machine = await _settled(vm)
    power = machine.power.value
    if not power.is_off:
        raise Unavailable(translate("Power", "The VM is {power}; only one that is off can be started.").format(power=str(power)))
    back = "deallocate" if power is Power.DEALLOCATED else "powerOff"
    return Plan(
        steps=(_boot(vm, "start", translate("Power", "Start the VM and wait for its agent"), undo=_post(vm, back)),),
        risk=Risk.SAFE,
        downtime=translate("Power", "None: the VM is off."),
        loss=translate("Power", "Nothing."),
        undo=translate("Power", "Undoing it stops the VM again and returns it to its present state."),
        notes=(
            translate("Power", "The VM can also be backed up while it is off, crash-consistently. Once started, it is charged for."),
            _AGENT_MAY_STAY_AWAY,
        ),
    )


async def restart_vm(vm: Vm) -> Plan:
    """The second rung: the host stays the same, and so does the temporary disk (Windows guest agent, 2025-08-14)."""
    await _running(vm)
    return Plan(
        steps=(_boot(vm, "restart", translate("Power", "Restart the VM and wait for its agent"), repeatable=False),),
        risk=Risk.DISRUPTIVE,
        downtime=translate("Power", "The VM and everything on it is down for a few minutes, longer if Windows installs updates."),
        loss=translate("Power", "What programs inside have not saved. Disks, addresses and the temporary disk stay."),
        undo=translate("Power", "Nothing to undo."),
        notes=(_AGENT_MAY_STAY_AWAY,),
    )


async def stop_and_start(vm: Vm) -> Plan:
    """Only a deallocation brings power state and guest back together where the guest was shut down from inside (states and billing, 2023-10-31)."""
    machine = await _running(vm)
    _require_lasting_disk(machine)
    return Plan(
        steps=(
            Step(
                translate("Power", "Stop the VM and release its host (deallocate)"),
                _post(vm, "deallocate"),
                undo=_post(vm, "start"),
                tries=3,
            ),
            _boot(vm, "start", translate("Power", "Start the VM and wait for its agent"), restores=0),
        ),
        risk=Risk.DESTRUCTIVE,
        downtime=translate("Power", "The VM and everything on it is down for a few minutes, longer if its size is scarce in the region."),
        loss=_LOST_WITH_THE_HOST,
        undo=translate("Power", "If it stops half-way, undoing it starts the VM. What was on the temporary disk does not come back."),
        notes=(_ADDRESS_MAY_CHANGE, _AGENT_MAY_STAY_AWAY),
    )


async def redeploy_vm(vm: Vm) -> Plan:
    """The last rung: another host, and a new temporary disk (Windows guest agent, 2025-08-14)."""
    machine = await _running(vm)
    _require_lasting_disk(machine)
    return Plan(
        steps=(_boot(vm, "redeploy", translate("Power", "Move the VM to another host and wait for its agent"), repeatable=False),),
        risk=Risk.DESTRUCTIVE,
        downtime=translate("Power", "The VM and everything on it is down for several minutes."),
        loss=_LOST_WITH_THE_HOST,
        undo=translate("Power", "Cannot be undone. The other disks and the VM's settings stay as they are."),
        notes=(_ADDRESS_MAY_CHANGE, _AGENT_MAY_STAY_AWAY),
    )


async def reapply_vm(vm: Vm) -> Plan:
    """Changes no setting, and ends the failed state where its reason is gone (Compute REST reference, 2024-07-01)."""
    machine = await _settled(vm)
    await no_backup_running(vm)
    return Plan(
        steps=(reapply_step(vm),),
        risk=Risk.SAFE,
        downtime=translate("Power", "None: a healthy VM keeps running."),
        loss=translate("Power", "Nothing."),
        undo=translate("Power", "Not needed: no setting changes."),
        notes=(
            translate("Power", "If the reason for the failed state is still there, such as an extension that fails, the state becomes Failed again."),
        )
        if machine.provisioning.value.casefold() == "failed"
        else (),
    )


def reapply_step(vm: Vm) -> Step:
    """For plans that have removed the reason of a failed state."""
    return Step(translate("Power", "Have Azure apply the VM's settings again (reapply)"), _post(vm, "reapply"), tries=3)


@dataclass(frozen=True, slots=True)
class _Card:
    """What the card says of a remedy before it is planned."""

    title: Text
    what: Text
    risk: Risk
    verbs: tuple[str, ...]


_CARDS: Mapping[PlanFunction, _Card] = {
    start_vm: _Card(
        translate("Power", "Start the VM"),
        translate("Power", "Starts a VM that is off. Helps when the backup has to install its extension, which needs a running VM."),
        Risk.SAFE,
        ("start", "deallocate", "powerOff"),
    ),
    restart_vm: _Card(
        translate("Power", "Restart the VM"),
        translate(
            "Power", "Brings back an agent that hangs or was stopped, if it starts with the system. The restart itself does not need the agent."
        ),
        Risk.DISRUPTIVE,
        ("restart",),
    ),
    stop_and_start: _Card(
        translate("Power", "Stop the VM and start it again"),
        translate("Power", "Helps when Azure shows a VM as running although it has been shut down from inside: afterwards both states agree."),
        Risk.DESTRUCTIVE,
        ("deallocate", "start"),
    ),
    redeploy_vm: _Card(
        translate("Power", "Redeploy the VM to another host"),
        translate("Power", "Helps when a restart does not, and the fault may lie with the host."),
        Risk.DESTRUCTIVE,
        ("redeploy",),
    ),
    reapply_vm: _Card(
        translate("Power", "Have Azure apply the VM's settings again"),
        translate("Power", "Applies the VM's settings once more. Brings a VM out of the failed state once the reason is gone."),
        Risk.SAFE,
        ("reapply",),
    ),
}


def offer(cause: Cause, *plans: PlanFunction) -> None:
    """Make these remedies of a cause, in this order."""
    for plan in plans:
        card = _CARDS[plan]
        permissions = tuple(f"{VM_ACTION}/{verb}/action" for verb in card.verbs)
        cause.remedy(title=card.title, what=card.what, permissions=permissions, risk=card.risk)(plan)


_LOST_WITH_THE_HOST = translate(
    "Power", "Everything on the temporary disk (D: on Windows, /mnt on Linux), for good, and what programs inside have not saved."
)
_ADDRESS_MAY_CHANGE = translate("Power", "A dynamic public address of the VM may change. A static one stays, and so do private addresses.")
_AGENT_MAY_STAY_AWAY = translate(
    "Power", "An agent that is damaged, missing or does not start with the system will not report after a restart either."
)


def _post(vm: Vm, verb: str) -> Request:
    return Request("POST", f"{vm.id}/{verb}", COMPUTE)


def _boot(vm: Vm, verb: str, title: Text, *, undo: Request | None = None, repeatable: bool = True, restores: int | None = None) -> Step:
    """A step after which the system boots. That the agent stays away is for the checks to say; the step itself is done."""
    return Step(
        title,
        _post(vm, verb),
        undo=undo,
        restores=restores,
        repeatable=repeatable,
        tries=3,
        watch=AGENT_REPORTS,
        limit=BOOT,
        tolerant=True,
    )


async def _settled(vm: Vm) -> Machine:
    """The VM may be changed, and nothing is changing it just now."""
    machine = await vm.machine()
    if machine.power.value.is_changing or changes(machine):
        text = translate("Power", "Azure is changing the VM at the moment ({power}, {state}). Look again in a few minutes.")
        raise Unavailable(text.format(power=str(machine.power.value), state=machine.provisioning.value))
    await unlocked(vm, str(vm.id), deletes=False)
    return machine


async def _running(vm: Vm) -> Machine:
    """The same, and the VM runs, and no backup does."""
    machine = await running(vm)
    await _settled(vm)
    await no_backup_running(vm)
    return machine


def _require_lasting_disk(machine: Machine) -> None:
    """An ephemeral OS disk lives on the host: such a VM cannot be deallocated, and is made anew when it moves (ephemeral OS disks, 2024)."""
    if machine.disks and machine.disks[0].ephemeral:
        text = translate("Power", "The OS disk of this VM is ephemeral: all that is on it would be lost with the host. Restarting the VM keeps it.")
        raise Unavailable(text)
