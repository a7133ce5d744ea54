"""Services that Windows starts on demand: that they rest is no fault, that they cannot be started is one.

Source: Azure Backup's troubleshooting article of 2025-11-12 (VSS, COM+ System Application, MSDTC).
"""

from __future__ import annotations

from ..core.facts import GuestService, Vm
from ..core.model import Finding, ok
from ..core.text import lazy_translate as translate
from .inside import services_inside
from .weighing import proven

RESTS = translate("Vss", "{service} is stopped, as it should be while nothing needs it: Windows starts it on demand.")


async def can_start(vm: Vm, name: str) -> Finding:
    """For services that Windows starts when they are needed."""
    service = await startable(vm, name)
    if isinstance(service, Finding):
        return service
    if service.running.value:
        return ok(translate("Vss", "{service} is running.").format(service=name), service.running.evidence)
    return ok(RESTS.format(service=name), service.running.evidence, service.disabled.evidence)


async def startable(vm: Vm, name: str) -> GuestService | Finding:
    """The service, or the finding where nothing is known of it, or where it is missing or disabled, so that nothing can start it."""
    found = await services_inside(vm, name)
    if isinstance(found, Finding):
        return found
    (service,) = found
    if not service.present.value:
        return await proven(vm, translate("Vss", "The service {service} is missing.").format(service=name), service.present.evidence)
    if service.disabled.value:
        return await proven(vm, translate("Vss", "The service {service} is disabled.").format(service=name), service.disabled.evidence)
    return service
