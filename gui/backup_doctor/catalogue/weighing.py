"""What a fault that was seen inside the guest weighs: the error code may name it as what made the backup fail.

Which codes name what: the articles of 2025-11-12 on agent and extension and on VM backup; each cause lists its own.
"""

from __future__ import annotations

from collections.abc import Collection

from ..core.facts import Vm
from ..core.model import CouldNotLook, Evidence, Finding, failed, warning
from ..core.text import Text
from .agent_state import unless_agentless
from .symptoms import code_of


async def is_named(vm: Vm, codes: Collection[str]) -> bool:
    """Whether the code given, or that of the last failed job, is one of these."""
    code = await code_of(vm)
    return code is not None and code.casefold() in {known.casefold() for known in codes}


async def proven(vm: Vm, text: Text, *evidence: Evidence) -> Finding:
    """A fault with which no backup that asks the guest can succeed."""
    return await unless_agentless(vm, failed(text, *evidence))


async def suspicious(vm: Vm, text: Text, *evidence: Evidence) -> Finding:
    """Something that is not right, but with which many a VM is backed up."""
    return await unless_agentless(vm, warning(text, *evidence))


async def weighed(vm: Vm, codes: Collection[str], text: Text, *evidence: Evidence) -> Finding:
    """Something that is not right and that Microsoft names as a reason for these codes: with one of them it is the fault itself."""
    return await (proven if await is_named(vm, codes) else suspicious)(vm, text, *evidence)


async def by_code(vm: Vm, codes: Collection[str], text: Text, *evidence: Evidence) -> Finding:
    """The same for what lies outside the guest, and so stands in the way of an agentless backup too."""
    return (failed if await is_named(vm, codes) else warning)(text, *evidence)


async def completed_backup(vm: Vm) -> Evidence | None:
    """Shows that the last backup completed; None where it did not, or where nobody could see."""
    try:
        item = await vm.backup_item()
    except CouldNotLook:
        return None
    return item.last_status.evidence if item is not None and item.last_status.value.casefold() == "completed" else None
