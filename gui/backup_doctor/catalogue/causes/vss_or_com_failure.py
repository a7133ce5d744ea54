"""Windows cannot prepare the snapshot: VSS writers, the VSS service, COM+ or the transaction coordinator.

Facts: Azure Backup's troubleshooting articles of 2025-11-12 (writers, COM+ System Application, MSDTC as Network Service, the registry value).
VSS and COM+ start on demand: that they rest is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...core.facts import Guest, GuestService, Vm
from ...core.model import Cause, Command, CouldNotLook, Finding, Instructions, Shell, ok, skipped, unknown
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import windows_repairs
from ..inside import inside_windows, look_inside, not_told
from ..inside_repairs import RUN
from ..weighing import is_named, proven, suspicious, weighed

cause = Cause(
    id="vss-or-com-failure",
    os="Windows",
    upstream=("guest-resources",),
    title=translate("Vss", "Windows cannot prepare the snapshot (VSS, COM+, MSDTC)"),
    explanation=translate(
        "Vss",
        "For an application-consistent snapshot Windows lets its programs write their data down through VSS writers; COM+ and MSDTC carry the calls. "
        "A writer in a bad state or a disabled service makes the snapshot fail although agent and extension are in order.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot",
)

WRITER_CODES = ("ExtensionFailedVssWriterInBadState",)
COM_CODES = ("ExtensionSnapshotFailedCOM", "ExtensionInstallationFailedCOM", "ExtensionInstallationFailedMDTC")

PROVIDER = "IaaSVmProvider"

_RESTS = translate("Vss", "{service} is stopped, as it should be while nothing needs it: Windows starts it on demand.")


@cause.check(
    title=translate("Vss", "All VSS writers are stable"),
    why=translate("Vss", "A writer in any other state than [1] could not bring its program's data into order, and the snapshot fails with it."),
)
async def writers(vm: Vm) -> Finding:
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


@cause.check(
    title=translate("Vss", "The Volume Shadow Copy service can be started"),
    why=translate(
        "Vss", "Windows starts VSS when a snapshot is asked for, so it is stopped most of the time. Disabled or missing it cannot be started."
    ),
)
async def shadow_copy(vm: Vm) -> Finding:
    return await _can_start(vm, "VSS")


@cause.check(
    title=translate("Vss", "COM+ works"),
    why=translate("Vss", "The backup extension talks to VSS through the COM+ System Application, which Windows starts on demand."),
)
async def com_plus(vm: Vm) -> Finding:
    finding = await _can_start(vm, "COMSysApp")
    guest = await look_inside(vm)
    service = None if isinstance(guest, Finding) else guest.service("COMSysApp")
    if service is None or not service.present.value or service.disabled.value or service.running.value or not await is_named(vm, COM_CODES):
        return finding
    text = translate("Vss", "COMSysApp is stopped. That is normal by itself, but the error code speaks of COM+: start it and see whether it stays.")
    return await suspicious(vm, text, service.running.evidence)


async def _can_start(vm: Vm, name: str) -> Finding:
    """For services that Windows starts when they are needed."""
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    service = guest.service(name)
    if service is None:
        return not_told()
    broken = await _broken(vm, service)
    if broken is not None:
        return broken
    if service.running.value:
        return ok(translate("Vss", "{service} is running.").format(service=name), service.running.evidence)
    return ok(_RESTS.format(service=name), service.running.evidence, service.disabled.evidence)


async def _broken(vm: Vm, service: GuestService) -> Finding | None:
    if not service.present.value:
        return await proven(vm, translate("Vss", "The service {service} is missing.").format(service=service.name), service.present.evidence)
    if service.disabled.value:
        return await proven(vm, translate("Vss", "The service {service} is disabled.").format(service=service.name), service.disabled.evidence)
    return None


@cause.check(
    title=translate("Vss", "MSDTC runs as Network Service"),
    why=translate("Vss", "COM+ needs the Distributed Transaction Coordinator; under another account or stopped it lets the extension down."),
)
async def transaction_coordinator(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    service = guest.service("MSDTC")
    if service is None:
        return not_told()
    broken = await _broken(vm, service)
    if broken is not None:
        return broken
    account, running = service.account, service.running
    if account.value and not _is_network_service(account.value):
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
    return ok(_RESTS.format(service=service.name), service.running.evidence, service.disabled.evidence)


def _is_network_service(account: str) -> bool:
    """The registry's spelling varies by a blank: ``NT AUTHORITY\\NetworkService``, ``NT AUTHORITY\\NETWORK SERVICE``."""
    return account.rpartition("\\")[2].replace(" ", "").casefold() == "networkservice"


@cause.check(
    title=translate("Vss", "The backup extension's VSS provider can be started"),
    why=translate("Vss", "The extension registers a provider of its own (IaaSVmProvider) with VSS; disabled it cannot take part in the snapshot."),
)
async def provider(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    service = guest.service(PROVIDER)
    if service is None:
        return not_told()
    if service.present.value:
        return await _can_start(vm, PROVIDER)
    if _has_plugin(guest):
        return await suspicious(
            vm, translate("Vss", "The extension is installed, but its provider IaaSVmProvider is not registered."), service.present.evidence
        )
    return skipped(translate("Vss", "The extension is not installed yet; it brings its provider along."), service.present.evidence)


def _has_plugin(guest: Guest) -> bool:
    plugin = None if guest.windows is None else guest.windows.plugin
    return plugin is not None and bool(plugin.value)


def _powershell(lines: Iterable[str]) -> tuple[Command, ...]:
    return tuple(Command(Shell.POWERSHELL, line) for line in lines)


@cause.remedy(
    title=translate("Vss", "Restart the services of the writers that are not stable"),
    what=translate(
        "Vss", "Finds the service behind each writer that is not in the state [1] and restarts it. Production programs may be interrupted."
    ),
    permissions=RUN,
    risk=Risk.DISRUPTIVE,
)
async def restart_writer_services(vm: Vm) -> Plan:
    return await windows_repairs.restart_writers(vm)


@cause.remedy(
    title=translate("Vss", "Restart the Volume Shadow Copy service"),
    what=translate("Vss", "Sets VSS to start on demand and restarts it. Helps when it is disabled, or lists no writers."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def restart_vss(vm: Vm) -> Plan:
    return await windows_repairs.restart_vss(vm)


@cause.remedy(
    title=translate("Vss", "Start the COM+ System Application"),
    what=translate("Vss", "Sets COMSysApp to start on demand and starts it. Helps when it is disabled, or the error code speaks of COM+."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def repair_com(vm: Vm) -> Plan:
    return await windows_repairs.repair_com(vm)


@cause.remedy(
    title=translate("Vss", "Install MSDTC anew"),
    what=translate(
        "Vss", "Uninstalls and installs the Distributed Transaction Coordinator and lets it run as Network Service. Helps when COM+ cannot reach it."
    ),
    permissions=RUN,
    risk=Risk.DISRUPTIVE,
)
async def repair_msdtc(vm: Vm) -> Plan:
    return await windows_repairs.repair_msdtc(vm)


@cause.remedy(
    title=translate("Vss", "Take the snapshot without threads"),
    what=translate(
        "Vss", "Sets a value that makes the extension take the snapshot in one piece. For writers that keep failing although nothing is short."
    ),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def snapshot_without_threads(vm: Vm) -> Plan:
    return await windows_repairs.without_threads(vm)


@cause.manual(title=translate("Vss", "Look for a shortage first"))
def make_room(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Vss",
            "Writers mostly fail because disk space, memory, the page file or processor time have run out. Free what is short before anything else, "
            "and see how much room the shadow copies take.",
        ),
        (
            *_powershell(["Get-CimInstance Win32_LogicalDisk | Select-Object DeviceID, FreeSpace, Size", "Get-CimInstance Win32_PageFileUsage"]),
            Command(Shell.CMD, "vssadmin list shadowstorage"),
        ),
    )


@cause.manual(title=translate("Vss", "Restart the services of the writers that are not stable"))
def restart_writers(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Vss",
            "Each writer that is not in the state [1] belongs to a service, for example SQL Server VSS Writer to SQLWriter. "
            "Restart that service; ask its users first. If a writer does not come back, restart the VM. On a Windows that is not English "
            "go by the number in brackets.",
        ),
        (Command(Shell.CMD, "vssadmin list writers"), *_powershell(["Restart-Service VSS", "Restart-Service SQLWriter  # example"])),
    )


@cause.manual(title=translate("Vss", "Put the services right"))
def enable_services(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Vss",
            "VSS and COMSysApp start on demand (Manual); MSDTC starts with Windows and runs as Network Service. "
            "All of this can be done by RDP or the serial console, also while the agent is dead.",
        ),
        _powershell(
            [
                "Get-CimInstance Win32_Service | Where-Object Name -In VSS, COMSysApp, MSDTC | Select-Object Name, State, StartMode, StartName",
                "Set-Service VSS -StartupType Manual; Set-Service COMSysApp -StartupType Manual; Set-Service MSDTC -StartupType Automatic",
                "Start-Service COMSysApp, MSDTC",
            ]
        ),
    )


@cause.manual(title=translate("Vss", "Install MSDTC anew if COM+ still cannot reach it"))
def reinstall_msdtc(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Vss",
            "Only when starting it and its account do not help. Programs with distributed transactions are interrupted, "
            "and the settings of MSDTC go back to their defaults. Restart the VM if COM+ keeps failing.",
        ),
        (
            Command(Shell.CMD, "net stop msdtc"),
            Command(Shell.CMD, "msdtc -uninstall"),
            Command(Shell.CMD, "msdtc -install"),
            Command(Shell.CMD, "net start msdtc"),
        ),
    )


@cause.manual(title=translate("Vss", "If writers keep failing, take the snapshot without threads"))
def without_threads(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Vss",
            "This value makes the extension take the snapshot in one piece. It is meant for writers that fail again although nothing is short. "
            "Moving the backup to a quiet hour helps as well, when the disks are at their limit. The second command takes the value away again.",
        ),
        (
            Command(Shell.CMD, 'reg add "HKLM\\SOFTWARE\\Microsoft\\BcdrAgentPersistentKeys" /v SnapshotWithoutThreads /t REG_SZ /d True /f'),
            Command(Shell.CMD, 'reg delete "HKLM\\SOFTWARE\\Microsoft\\BcdrAgentPersistentKeys" /v SnapshotWithoutThreads /f'),
        ),
    )


@cause.manual(title=translate("Vss", "Back up again"))
def back_up(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Vss",
            "Choose Back up now in the vault; the command shows which vault it is. The new restore point should be application-consistent.",
        ),
        (Command(Shell.AZURE_CLI, f"az backup protection check-vm --vm-id {vm.quoted_id}"),),
    )
