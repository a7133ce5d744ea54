"""The gate before every in-guest check: asked for, and through a ready agent, or not at all."""

from __future__ import annotations

from ..core.facts import Guest, GuestService, LinuxGuest, Vm, WindowsGuest
from ..core.model import Finding, not_asked, unknown
from ..core.text import lazy_translate as translate
from .agent_state import agent_and_machine, hangs, not_to_be_judged


async def look_inside(vm: Vm) -> Guest | Finding:
    """What the guest says, or the finding that says why nobody looked.

    Run Command goes through the agent: against a silent one it hangs for as long as 90 minutes (Run Command on Windows, 2025-08-18).
    """
    if not vm.looks_inside:
        return not_asked(
            translate(
                "Guest",
                "Not checked: this can only be seen inside the VM, and looking inside was not chosen. The manual steps show how to check it "
                "manually.",
            )
        )
    return await obstacle(vm) or await vm.guest()


async def obstacle(vm: Vm) -> Finding | None:
    """What keeps anybody from looking inside through Run Command now; None where the way is free."""
    agent, machine = await agent_and_machine(vm)
    unjudged = not_to_be_judged(machine)
    if unjudged is not None:
        return unjudged
    if not agent.is_ready:
        text = translate(
            "Guest",
            "Could not look inside: the only way is through the agent, and it is silent. The manual steps show how to check this manually, "
            "from the serial console.",
        )
        return unknown(text, agent.code.evidence)
    if hangs(agent, machine):
        text = translate(
            "Guest",
            "Could not look inside: the agent hangs, and Run Command would hang with it. Restart the agent or the VM first, or check this "
            "manually as the manual steps show.",
        )
        return unknown(text, agent.code.evidence)
    return None


def not_told() -> Finding:
    """The guest answered, but not to this."""
    return unknown(translate("Guest", "The script inside the VM could not find this out. The manual steps show how to check it manually."))


async def services_inside(vm: Vm, *names: str) -> tuple[GuestService, ...] | Finding:
    """Services of the guest, in the order asked for, or the finding that says why one of them is not known."""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    found = tuple(service for service in map(guest.service, names) if service is not None)
    return found if len(found) == len(names) else not_told()


async def inside_windows(vm: Vm) -> WindowsGuest | Finding:
    """What Windows alone can say, or the finding that says why nobody heard it."""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    return not_told() if guest.windows is None else guest.windows


async def inside_linux(vm: Vm) -> LinuxGuest | Finding:
    """The same of Linux."""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    return not_told() if guest.linux is None else guest.linux
