"""The guest's clock against Azure's: a check that the two agent causes share.

A clock that was moved into the future after protection began is outside of what Azure Backup supports (support matrix of VM backup, 2025-10-27).
"""

from __future__ import annotations

from datetime import timedelta

from ..core.facts import Vm
from ..core.model import Finding, ok
from ..core.text import lazy_translate as translate
from .inside import look_inside, not_told
from .weighing import suspicious

TOLERANCE = timedelta(minutes=5)
"""Microsoft names no figure: our choice. The answer takes a while to reach us, so a true clock looks a little behind, never ahead."""


async def not_ahead(vm: Vm) -> Finding:
    """Is the guest's clock not in the future?"""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    if guest.clock is None:
        return not_told()
    ahead = guest.clock - guest.asked.at
    if ahead > TOLERANCE:
        text = translate("Guest", "The guest's clock is {ahead} ahead of Azure's ({moment}).")
        return await suspicious(vm, text.format(ahead=ahead, moment=guest.clock), guest.asked)
    return ok(translate("Guest", "The guest's clock is not ahead of Azure's."), guest.asked)
