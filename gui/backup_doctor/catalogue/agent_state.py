"""Checks that the two agent causes share: the same grid decides for Windows and Linux.

Grid: Compute's instance view reference and Azure Backup's agent article of 2025-11-12. A stopped or
deallocated VM is backed up crash-consistent and needs no agent (FAQ of Azure VM backup, 2025-10-27), and
neither does one whose policy takes agentless snapshots (multi-disk crash-consistent backup, 2024-03-14).
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from ..core.facts import Agent, BackupPolicy, Machine, Power, Vm
from ..core.model import CouldNotLook, Finding, Status, failed, ok, skipped, unknown, warning
from ..core.text import lazy_translate as translate
from ..core.version import Version
from .extension_state import changes

STALE = timedelta(minutes=15)
"""An agent reports about once a minute; this much silence is not chance. Microsoft names no figure: our choice."""

MINIMUM = {"Windows": Version((2, 7, 41491, 1010)), "Linux": Version((2, 2, 53, 1))}
"""Oldest agents with support (Microsoft's minimum version list, 2025-09-15). The goal-state agent counts, not the package."""


async def agent_and_machine(vm: Vm) -> tuple[Agent, Machine]:
    """Both come from one answer."""
    return await asyncio.gather(vm.agent(), vm.machine())


def not_to_be_judged(machine: Machine) -> Finding | None:
    """The finding where the VM is off, or on its way from one state to another; None where the agent can be judged."""
    power = machine.power
    if power.value.is_off:
        text = translate("Agent", "The VM is {power}. Azure backs up its disks as they are (crash-consistent), without the agent.")
        return skipped(text.format(power=str(power.value)), power.evidence)
    if power.value.is_changing:
        text = translate("Agent", "The VM is changing state ({power}). Look again in a minute.")
        return unknown(text.format(power=str(power.value)), power.evidence)
    return None


async def guest_was_shut_down(vm: Vm) -> bool:
    """Whether Resource Health says that the guest was halted by its own administrator. Not readable counts as no."""
    try:
        return (await vm.health()).is_shut_down_by_customer
    except CouldNotLook:
        return False


async def reports(vm: Vm) -> Finding:
    """Is the agent ready, and has it said so just now?"""
    agent, machine = await agent_and_machine(vm)
    unjudged = not_to_be_judged(machine)
    if unjudged is not None:
        return unjudged
    return await unless_agentless(vm, await (_fresh(vm, agent, machine) if agent.is_ready else _silent(vm, agent)))


async def agentless_policy(vm: Vm) -> BackupPolicy | None:
    """The VM's policy where it takes agentless snapshots. A policy that cannot be read counts as the usual kind."""
    try:
        policy = await vm.backup_policy()
    except CouldNotLook:
        return None
    return policy if policy is not None and policy.needs_no_agent else None


async def unless_agentless(vm: Vm, finding: Finding) -> Finding:
    """The finding, but no fault of the agent where the policy does without it."""
    if finding.status in (Status.OK, Status.SKIPPED):
        return finding
    policy = await agentless_policy(vm)
    if policy is None:
        return finding
    text = translate("Agent", "This VM's policy takes agentless snapshots, so its backup does not depend on this. Result of the check: {finding}")
    return skipped(text.format(finding=finding.text), policy.consistency.evidence, *finding.evidence)


async def _silent(vm: Vm, agent: Agent) -> Finding:
    if await guest_was_shut_down(vm):
        return _shut_down(agent)
    if not agent.is_silent:
        text = translate("Agent", "Azure shows the agent in the state {code}, which says neither that it is ready nor that it is silent.")
        return unknown(text.format(code=agent.code.value), agent.code.evidence)
    unsettled = _unsettled(agent, await vm.machine())
    if unsettled is not None:
        return unsettled
    if not agent.message:
        return failed(translate("Agent", "The agent does not report to Azure."), agent.code.evidence)
    return failed(translate("Agent", "The agent does not report to Azure. Azure says: {message}").format(message=agent.message), agent.code.evidence)


def _shut_down(agent: Agent) -> Finding:
    text = translate("Agent", "The guest has been shut down, so its agent cannot answer; the agent is not to blame.")
    return skipped(text, agent.code.evidence)


def _unsettled(agent: Agent, machine: Machine) -> Finding | None:
    """The finding where silence says nothing, because the VM is being changed or may be off; None where it tells."""
    if changes(machine):
        text = translate("Agent", "The agent is silent while Azure is changing the VM ({state}). Look again when that is over.")
        return unknown(text.format(state=machine.provisioning.value), machine.provisioning.evidence, agent.code.evidence)
    if machine.power.value is Power.UNKNOWN:
        text = translate("Agent", "The agent is silent, and Azure shows no power state: the VM may be off.")
        return unknown(text, machine.power.evidence, agent.code.evidence)
    return None


def hangs(agent: Agent, machine: Machine) -> bool:
    """Whether a ready agent has not reported for too long."""
    return agent.reported is not None and machine.now is not None and machine.now - agent.reported > STALE


async def _fresh(vm: Vm, agent: Agent, machine: Machine) -> Finding:
    if agent.reported is None or machine.now is None:
        return unknown(translate("Agent", "The agent says it is ready, but Azure does not say when it last reported."), agent.code.evidence)
    ahead = agent.reported - machine.now
    if ahead > STALE:  # far enough to hide that the agent has been silent for too long
        text = translate("Agent", "The agent says it is ready, but dates that {ahead} ahead of Azure's clock: how long ago it was cannot be told.")
        return unknown(text.format(ahead=ahead), agent.code.evidence)
    age = max(machine.now - agent.reported, timedelta())  # two true clocks differ by a little
    if age <= STALE:
        return ok(translate("Agent", "The agent is ready and reported {age} ago.").format(age=age), agent.code.evidence)
    if await guest_was_shut_down(vm):
        return _shut_down(agent)
    text = translate("Agent", "Azure still shows the agent as ready, but it last reported {age} ago ({moment}): it hangs.")
    return _unsettled(agent, machine) or warning(text.format(age=age, moment=agent.reported), agent.code.evidence)


async def supported(vm: Vm) -> Finding:
    """Is the agent new enough to be supported?"""
    agent, machine = await agent_and_machine(vm)
    version, minimum = agent.version.value, MINIMUM[machine.os]
    if version is None:
        return not_to_be_judged(machine) or await unless_agentless(vm, await _versionless(vm, agent))
    values = {"version": str(version), "minimum": str(minimum)}
    if version < minimum:
        text = translate("Agent", "Agent {version} is older than {minimum}, the oldest supported version.")
        return not_to_be_judged(machine) or await unless_agentless(vm, warning(text.format(**values), agent.version.evidence))
    return ok(translate("Agent", "Agent {version} is supported ({minimum} or later).").format(**values), agent.version.evidence)


async def _versionless(vm: Vm, agent: Agent) -> Finding:
    if agent.is_ready:
        text = translate("Agent", "Azure shows an agent version this program cannot read: {version}.")
        return unknown(text.format(version=agent.version.evidence.value), agent.version.evidence)
    if await guest_was_shut_down(vm):
        return skipped(translate("Agent", "The guest has been shut down; its agent's version cannot be seen now."), agent.version.evidence)
    return unknown(translate("Agent", "A silent agent reports no version."), agent.version.evidence)


async def provisioned(vm: Vm) -> Finding:
    """Was the VM made with an agent, or may there be none?"""
    agent, machine = await agent_and_machine(vm)
    flag = machine.agent_provisioned
    if flag is None:
        return skipped(
            translate("Agent", "Azure does not say whether this VM was created with an agent, as is usual for one created from a specialised disk.")
        )
    if agent.is_ready and not flag.value:
        text = translate("Agent", "The VM was created without the agent (provisionVMAgent), but one has been installed since.")
        return ok(text, flag.evidence, agent.code.evidence)
    unjudged = not_to_be_judged(machine)
    if unjudged is not None:
        return unjudged
    if not agent.is_ready and await guest_was_shut_down(vm):
        return skipped(translate("Agent", "The guest has been shut down; nothing can be said of its agent now."), agent.code.evidence)
    if flag.value:
        return ok(translate("Agent", "Azure put the agent into this VM when it was created."), flag.evidence)
    silent = await reports(vm)
    if silent.status is not Status.FAILED:  # an agent whose silence proves nothing may well be there
        return silent
    text = translate("Agent", "The VM was created without the agent (provisionVMAgent), and none reports: perhaps it has never been installed.")
    return warning(text, flag.evidence, agent.code.evidence)
