"""What the causes share about extensions: what runs, what is stuck, and when nothing can be said.

Budgets: Microsoft's article on extensions for Windows (2025-08-18).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from ..core.facts import Agent, Extension, Machine, Vm
from ..core.model import Finding, ok, skipped, unknown, warning
from ..core.text import lazy_translate as translate

BUDGET = timedelta(minutes=20)
"""How long Azure lets an extension work before it gives up."""

LONGEST_BUDGET = timedelta(minutes=90)
"""What Azure gives the slowest: custom scripts, Chef, DSC. An extension of unknown kind is not called stuck before."""

IN_PROGRESS = ("transitioning", "creating", "updating", "installing")

SILENT_HANDLER = ("notready", "unresponsive")
"""The Linux agent's own words for a handler that does not do its work (`exthandlers.py` of agent 2.15, 2025-11-19)."""

REFUSED = "extension processing is disabled"
"""The Linux agent's own words, never translated, as the message of each extension it was told not to run."""

SETTLING = ("creating", "updating", "deleting", "migrating")
"""Provisioning states in which Azure is changing the VM (states and billing of VMs, 2023-10-31)."""


def not_needed(machine: Machine) -> Finding | None:
    """The finding for a VM that is off; None for any other."""
    if not machine.power.value.is_off:
        return None
    text = translate("Extension", "The VM is {power}: its backup needs no extension.")
    return skipped(text.format(power=str(machine.power.value)), machine.power.evidence)


def names(extensions: Sequence[Extension]) -> str:
    """For a sentence."""
    return ", ".join(extension.name for extension in extensions)


def age(moment: datetime | None, machine: Machine) -> timedelta | None:
    """How long ago that was, by Azure's clock; None where it is not known."""
    return None if moment is None or machine.now is None else machine.now - moment


def is_stuck(extension: Extension, machine: Machine, budget: timedelta) -> bool:
    """Whether it has been at work for longer than it may."""
    worked = age(extension.since, machine)
    return extension.state.value in IN_PROGRESS and worked is not None and worked > budget


def changes(machine: Machine) -> bool:
    """Whether Azure is changing the VM just now; a change that takes longer than the slowest extension may is none any more."""
    lasted = age(machine.provisioning_since, machine)
    return machine.provisioning.value.casefold() in SETTLING and (lasted is None or lasted <= LONGEST_BUDGET)


def old_news(agent: Agent) -> Finding:
    """The finding where the agent that reports on extensions is silent itself."""
    return skipped(translate("Extension", "The agent is silent, so what it last reported about the extensions is out of date."), agent.code.evidence)


def _done_since(extensions: Sequence[Extension], standing: Sequence[Extension]) -> Extension | None:
    """An extension that the agent carried out after the last of those that stand still came to stand."""
    moments = [extension.since for extension in standing]
    known = [moment for moment in moments if moment is not None]
    if not known or len(known) < len(moments):
        return None
    done = (extension for extension in extensions if extension.state.value == "succeeded" and extension.since is not None)
    return next((extension for extension in done if extension.since is not None and extension.since > max(known)), None)


async def move(vm: Vm) -> Finding:
    """Do the extensions beside Azure Backup's do their work, or do all stand still at once?"""
    listing, machine, agent = await asyncio.gather(vm.extensions(), vm.machine(), vm.agent())
    others = [extension for extension in listing.items if not extension.takes_snapshots]
    standing = [extension for extension in others if extension.state.value == "failed" or is_stuck(extension, machine, LONGEST_BUDGET)]
    off = not_needed(machine)
    if off is not None:
        return off
    if not agent.is_ready:
        return old_news(agent)
    if len(others) < 2:
        return skipped(translate("Extension", "There are too few other extensions to judge the agent by."), *listing.evidence)
    done = _done_since(listing.items, standing)
    if len(standing) == len(others) and done is None:
        text = translate("Extension", "All other extensions have failed or are stuck ({names}): the agent does not seem to run them.")
        return warning(text.format(names=names(standing)), *(extension.state.evidence for extension in standing))
    if standing:
        text = translate(
            "Extension",
            "Only some have failed or are stuck ({names}); the agent runs the others, so the fault is in those extensions, not in the agent.",
        )
        shown = others if done is None else [*others, done]
        return ok(text.format(names=names(standing)), *(extension.state.evidence for extension in shown))
    undated = [extension for extension in others if extension.state.value in IN_PROGRESS and age(extension.since, machine) is None]
    if undated:
        text = translate("Extension", "{extension} is at work, but Azure does not say since when.")
        return unknown(text.format(extension=undated[0].name), *(extension.state.evidence for extension in undated))
    return ok(translate("Extension", "None of the other extensions has failed or is stuck."), *(extension.state.evidence for extension in others))
