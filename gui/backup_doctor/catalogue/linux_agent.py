"""What the Linux agent shows in its guest: its service, the version that works, how it is kept current, and whether the extension fits it.

Sources: update the Linux agent (2025-08-18), minimum agent versions (2025-09-15) and the backup extension's own source (2026-08-06, “old wala code”).
"""

from __future__ import annotations

from ..core.facts import Vm
from ..core.model import Finding, ok
from ..core.text import lazy_translate as translate
from ..core.version import Version
from . import agent_state
from .inside import inside_linux, look_inside, not_told
from .weighing import proven, suspicious

MINIMUM = agent_state.MINIMUM["Linux"]


async def service(vm: Vm) -> Finding:
    """Does the agent's service run, and does it start with the system?"""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    found = next(iter(guest.services), None)
    if found is None:
        return not_told()
    if not found.present.value:
        text = translate("LinuxAgent", "The agent answers, but there is no service called walinuxagent or waagent that would bring it back.")
        return await suspicious(vm, text, found.present.evidence)
    evidence = (found.running.evidence, found.automatic.evidence)
    if not found.running.value:
        return await proven(vm, translate("LinuxAgent", "The service {service} does not run.").format(service=found.name), *evidence)
    if not found.automatic.value:
        text = translate("LinuxAgent", "The service {service} runs, but does not start with the system.")
        return await suspicious(vm, text.format(service=found.name), *evidence)
    return ok(translate("LinuxAgent", "The service {service} runs and starts with the system.").format(service=found.name), *evidence)


async def working_version(vm: Vm) -> Finding:
    """Is the agent that works new enough, whatever the package says?"""
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    goal, daemon = guest.goal_state, guest.daemon
    version = None if goal is None else Version.parse(goal.value)
    if goal is None or version is None:
        return not_told()
    package = None if daemon is None else Version.parse(daemon.value)
    evidence = (goal.evidence,) if daemon is None else (goal.evidence, daemon.evidence)
    if version < MINIMUM:
        text = translate("LinuxAgent", "Agent {version} is running; it is older than {minimum}, the oldest supported version.")
        return await suspicious(vm, text.format(version=str(version), minimum=str(MINIMUM)), *evidence)
    if package is not None and package < MINIMUM:
        text = translate("LinuxAgent", "Agent {version} is running. Its package is old ({package}), which does no harm.")
        return ok(text.format(version=str(version), package=str(package)), *evidence)
    return ok(translate("LinuxAgent", "Agent {version} is running.").format(version=str(version)), *evidence)


async def auto_update(vm: Vm) -> Finding:
    """Does the agent update itself, or is it new enough without?"""
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    update, working = guest.auto_update, (await vm.agent()).version
    if update is None:
        return not_told()
    if update.value:
        return ok(translate("LinuxAgent", "The agent updates itself."), update.evidence)
    if working.value is not None and working.value < MINIMUM:
        text = translate("LinuxAgent", "The agent may not update itself, and {version} is too old.")
        return await suspicious(vm, text.format(version=str(working.value)), update.evidence, working.evidence)
    text = translate("LinuxAgent", "The agent does not update itself; its package has to be kept up to date manually.")
    return ok(text, update.evidence, working.evidence)


async def extension_fits(vm: Vm) -> Finding:
    """Does the backup extension's log complain of an old agent?"""
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    misfit = guest.misfit
    if misfit is None:
        return not_told()
    if misfit.value:
        text = translate("LinuxAgent", "The backup extension's log says that it does not fit the agent (“old wala code”).")
        return await suspicious(vm, text, misfit.evidence)
    return ok(translate("LinuxAgent", "The backup extension's log does not complain about the agent."), misfit.evidence)
