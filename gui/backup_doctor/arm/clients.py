"""The SDK's clients, loaded ahead. Those of computers, networks and backup take most of a second, which the first questions would wait for."""

from __future__ import annotations

import asyncio
from importlib import import_module

MODULES = (
    "azure.mgmt.compute.models",
    "azure.mgmt.compute.aio",
    "azure.mgmt.resource.locks.aio",
    "azure.mgmt.network.models",
    "azure.mgmt.network.aio",
    "azure.mgmt.recoveryservicesbackup.aio",
    "azure.mgmt.resourcegraph.aio",
    "azure.mgmt.resourcehealth.aio",
)
"""What a diagnosis needs, in the order in which it does; the models apart, so that each part is short and can be the last."""


async def load() -> None:
    """Import them beside the loop, as long as nobody cancels it. `Gateway` imports each where it is used; that finds it there, or waits for it."""
    for module in MODULES:
        await asyncio.to_thread(import_module, module)
