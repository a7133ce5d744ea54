"""What has to hold before a repair is offered. Each gate raises `Unavailable` with the reason and with what works instead."""

from __future__ import annotations

from collections.abc import Collection

from ..core.facts import Lock, Machine, Vm
from ..core.model import CouldNotLook
from ..core.plan import Unavailable, child
from ..core.resource_id import is_within
from ..core.text import lazy_translate as translate
from .agent_state import agent_and_machine, hangs


async def running(vm: Vm) -> Machine:
    """The VM runs, and is not just changing its state."""
    machine = await vm.machine()
    power = machine.power.value
    if power.is_off:
        text = translate("Gate", "The VM is {power}. Start it first, then look again.")
        raise Unavailable(text.format(power=str(power)))
    if power.is_changing:
        text = translate("Gate", "The VM is changing its state ({power}). Look again in a minute.")
        raise Unavailable(text.format(power=str(power)))
    return machine


async def agent_ready(vm: Vm) -> Machine:
    """Anything that goes through the agent needs one that answers: against a silent one Run Command hangs for up to 90 minutes
    (Run Command for Windows, 2025-08-18)."""
    machine = await running(vm)
    agent, _ = await agent_and_machine(vm)
    if not agent.is_ready:
        text = translate(
            "Gate",
            "The only way inside is through the agent, and it is silent. What works without it: the serial console, restarting or redeploying "
            "the VM, or repairing the agent manually, as the manual steps show.",
        )
        raise Unavailable(text)
    if hangs(agent, machine):
        text = translate(
            "Gate",
            "The agent hangs, and a command sent through it would hang with it. What works without it: the serial console, "
            "restarting or redeploying the VM.",
        )
        raise Unavailable(text)
    await unlocked(vm, str(vm.id), deletes=False)
    return machine


async def no_backup_running(vm: Vm) -> None:
    """A change of the extension or the agent in the middle of a backup makes that backup fail. Jobs that cannot be read are said so."""
    try:
        jobs = await vm.running_jobs()
    except CouldNotLook as error:
        text = translate("Gate", "It could not be checked whether a backup of this VM is running, and this must not be done during one: {reason}")
        raise Unavailable(text.format(reason=error.text)) from error
    if jobs.items:
        raise Unavailable(translate("Gate", "A backup of this VM is running. Wait until it has ended, or cancel it."))


async def unlocked(vm: Vm, scope: str, *, deletes: bool, besides: Collection[str] = ()) -> None:
    """No lock forbids the change: a delete is blocked by any lock above or inside, every other change by ReadOnly above
    (Lock your resources, 2024-03-08). Locks that cannot be read do not stand in the way of trying."""
    lock = await lock_in_the_way(vm, scope, deletes=deletes, besides=besides)
    if lock is not None:
        text = translate("Gate", "Lock {lock} ({level}) on {scope} forbids this. Lift it for the repair and put it back afterwards.")
        raise Unavailable(text.format(lock=lock.name, level=lock.level, scope=lock.scope))


async def lock_in_the_way(vm: Vm, scope: str, *, deletes: bool, besides: Collection[str] = ()) -> Lock | None:
    """The first lock that forbids a change at a scope; None where there is none, or none may be seen.

    Args:
        besides: ids of locks that will have been lifted by then.
    """
    for asked in (vm.id.subscription_scope, vm.id.group_scope):
        try:
            locks = await vm.locks(asked)
        except CouldNotLook:
            continue
        for lock in locks.items:
            read_only = lock.level.casefold() == "readonly"
            above, inside = is_within(lock.scope, scope), is_within(scope, lock.scope)
            if lock.id not in besides and ((above and (read_only or deletes)) or (inside and deletes)):
                return lock
    return None


def sound(identity: str) -> str:
    """An id that Azure gave, to be put into a request as it is: every name in it has to be one that `child` would take.

    Raises:
        Unavailable: one is not.
    """
    for name in identity.removeprefix("/").split("/"):
        child("", "", name)
    return identity
