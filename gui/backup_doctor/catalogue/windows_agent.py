"""What the Windows agent needs in its guest: its own services, those it works through, and .NET Framework."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.facts import GuestService, Vm
from ..core.model import Finding, ok
from ..core.text import lazy_translate as translate
from .inside import inside_windows, not_told, services_inside
from .weighing import proven, suspicious

SERVICES = ("RdAgent", "WindowsAzureGuestAgent")
"""Both belong to one agent: the first watches over the second (Windows guest agent, 2025-08-14)."""

SUPPORTING = ("Winmgmt", "KeyIso", "CryptSvc")
"""WMI, the isolation of keys and the cryptographic services: the agent works through them (Microsoft's VM assist script, 2026-04-20)."""

DOTNET_4_5 = 378389
"""Registry value Release of .NET Framework 4.5 (how to determine which versions are installed)."""


async def services(vm: Vm) -> Finding:
    """Are the agent's services there, running, and started by Windows?"""
    found = await services_inside(vm, *SERVICES)
    if isinstance(found, Finding):
        return found
    missing = [service for service in found if not service.present.value]
    if missing:
        text = translate("WindowsAgent", "Not installed: {services}.").format(services=_names(missing))
        return await proven(vm, text, *(service.present.evidence for service in found))
    gone = [(service, service.program) for service in found if service.program is not None and not service.program.value]
    if gone:
        text = translate("WindowsAgent", "The program is gone from the disk: {services}.").format(services=_names(service for service, _ in gone))
        return await proven(vm, text, *(program.evidence for _, program in gone))
    evidence = tuple(seen.evidence for service in found for seen in (service.running, service.automatic))
    stopped = [service for service in found if not service.running.value]
    if stopped:
        return await proven(vm, translate("WindowsAgent", "Not running: {services}.").format(services=_names(stopped)), *evidence)
    manual = [service for service in found if not service.automatic.value]
    if manual:
        text = translate("WindowsAgent", "Running, but not set to Automatic: {services}.").format(services=_names(manual))
        return await suspicious(vm, text, *evidence)
    return ok(translate("WindowsAgent", "RdAgent and WindowsAzureGuestAgent run and are set to Automatic."), *evidence)


async def supporting_services(vm: Vm) -> Finding:
    """Do the services run that the agent works through?"""
    found = await services_inside(vm, *SUPPORTING)
    if isinstance(found, Finding):
        return found
    evidence = tuple(service.running.evidence for service in found)
    resting = [service for service in found if not service.running.value]
    if resting:
        text = translate("WindowsAgent", "Not running: {services}. The agent answers now, but needs them.")
        return await suspicious(vm, text.format(services=_names(resting)), *evidence)
    return ok(translate("WindowsAgent", "The services that the agent needs are running: {services}.").format(services=_names(found)), *evidence)


async def dotnet(vm: Vm) -> Finding:
    """Is .NET Framework there, and recent enough?"""
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    release = guest.dotnet
    if release is None:
        return not_told()
    if release.value < DOTNET_4_5:
        return await proven(vm, translate("WindowsAgent", ".NET Framework 4.5 or later is missing."), release.evidence)
    return ok(translate("WindowsAgent", ".NET Framework is recent enough (release {release}).").format(release=str(release.value)), release.evidence)


def _names(services: Iterable[GuestService]) -> str:
    return ", ".join(service.name for service in services)
