"""COM+ and the transaction coordinator, through which the backup extension reaches VSS.

Source: Azure Backup's troubleshooting articles of 2025-11-12 (COM+ System Application, MSDTC as Network Service).
"""

from __future__ import annotations

from ..core.facts import GuestService, Vm
from ..core.model import Finding, ok, unknown
from ..core.text import lazy_translate as translate
from .inside import look_inside
from .on_demand import RESTS, can_start, startable
from .weighing import is_named, suspicious, weighed

COM_CODES = ("ExtensionSnapshotFailedCOM", "ExtensionInstallationFailedCOM", "ExtensionInstallationFailedMDTC")
"""With these COM+ or MSDTC at rest is a suspect; «MDTC» is Azure's own spelling."""


async def com_plus(vm: Vm) -> Finding:
    """Can COM+ be started, and does the error code speak of it?"""
    finding = await can_start(vm, "COMSysApp")
    guest = await look_inside(vm)
    service = None if isinstance(guest, Finding) else guest.service("COMSysApp")
    if service is None or not service.present.value or service.disabled.value or service.running.value or not await is_named(vm, COM_CODES):
        return finding
    text = translate("Vss", "COMSysApp is stopped. That is normal by itself, but the error code speaks of COM+: start it and see whether it stays.")
    return await suspicious(vm, text, service.running.evidence)


async def transaction_coordinator(vm: Vm) -> Finding:
    """Is MSDTC there, running where it has to, and under the right account?"""
    service = await startable(vm, "MSDTC")
    if isinstance(service, Finding):
        return service
    account, running = service.account, service.running
    if account.value and not is_network_service(account.value):
        return await weighed(vm, COM_CODES, translate("Vss", "MSDTC runs as {account}.").format(account=account.value), account.evidence)
    if not running.value:
        return await _at_rest(vm, service)
    if not account.value:
        return unknown(translate("Vss", "MSDTC is running, but the guest does not say under which account."), running.evidence)
    return ok(translate("Vss", "MSDTC is running as {account}.").format(account=account.value), running.evidence, account.evidence)


async def _at_rest(vm: Vm, service: GuestService) -> Finding:
    """Servers start it with the system; elsewhere it may rest until it is needed."""
    if service.automatic.value or await is_named(vm, COM_CODES):
        return await weighed(vm, COM_CODES, translate("Vss", "MSDTC is not running."), service.running.evidence)
    return ok(RESTS.format(service=service.name), service.running.evidence, service.disabled.evidence)


def is_network_service(account: str) -> bool:
    """The registry's spelling varies by a blank: ``NT AUTHORITY\\NetworkService``, ``NT AUTHORITY\\NETWORK SERVICE``."""
    return account.rpartition("\\")[2].replace(" ", "").casefold() == "networkservice"
