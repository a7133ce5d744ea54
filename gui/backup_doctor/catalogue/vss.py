"""Volume Shadow Copy: its writers, its service, and the provider that the backup extension brings.

Source: Azure Backup's troubleshooting articles of 2025-11-12.
"""

from __future__ import annotations

from ..core.facts import Guest, Vm
from ..core.model import CouldNotLook, Finding, ok, skipped, unknown
from ..core.text import lazy_translate as translate
from .inside import inside_windows, look_inside, not_told
from .on_demand import can_start
from .weighing import suspicious, weighed

WRITER_CODES = ("ExtensionFailedVssWriterInBadState",)
"""With these a writer that is not stable is what made the backup fail."""

PROVIDER = "IaaSVmProvider"


async def writers(vm: Vm) -> Finding:
    """Are all VSS writers stable?"""
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    bad = guest.bad_writers
    if bad is None:
        return not_told()
    if not bad.value:
        return ok(translate("Vss", "All VSS writers are stable."), bad.evidence)
    if await _backup_is_running(vm):
        return unknown(translate("Vss", "A backup is running and keeps the VSS writers busy. Look again when it has ended."), bad.evidence)
    return await weighed(vm, WRITER_CODES, translate("Vss", "%n VSS writer(s) are not stable.", "", 0).counted(bad.value), bad.evidence)


async def _backup_is_running(vm: Vm) -> bool:
    """Not readable counts as no: then the writers are judged as they stand."""
    try:
        return bool((await vm.running_jobs()).items)
    except CouldNotLook:
        return False


async def shadow_copy(vm: Vm) -> Finding:
    """Can VSS be started?"""
    return await can_start(vm, "VSS")


async def provider(vm: Vm) -> Finding:
    """Can the backup extension's provider be started, where the extension is installed?"""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    service = guest.service(PROVIDER)
    if service is None:
        return not_told()
    if service.present.value:
        return await can_start(vm, PROVIDER)
    if _has_plugin(guest):
        return await suspicious(
            vm, translate("Vss", "The extension is installed, but its provider IaaSVmProvider is not registered."), service.present.evidence
        )
    return skipped(translate("Vss", "The extension is not installed yet; it brings its provider along."), service.present.evidence)


def _has_plugin(guest: Guest) -> bool:
    plugin = None if guest.windows is None else guest.windows.plugin
    return plugin is not None and bool(plugin.value)
