"""Plans that put right inside Windows what the backup extension works with.

Facts: Azure Backup's troubleshooting article of 2025-11-12: which services, which registry values, for which error codes.
"""

from __future__ import annotations

from ..core.facts import Guest, Vm
from ..core.model import Seen
from ..core.plan import Plan, Risk
from ..core.text import lazy_translate as translate
from .com import is_network_service
from .inside_repairs import NO_UNDO, Script, script_plan, way_in


def _is(seen: Seen[bool] | None) -> bool:
    return seen is not None and seen.value


def _writers_stable(guest: Guest) -> bool:
    bad = None if guest.windows is None else guest.windows.bad_writers
    return bad is not None and not bad.value


async def restart_writers(vm: Vm) -> Plan:
    """The article's own step for writers in a bad state; never while they hold a snapshot."""
    await way_in(vm, during_backup=False, needless=_writers_stable)
    title = translate("WindowsRepair", "Restart the services behind the VSS writers that are not stable")
    return script_plan(
        vm,
        Script(title, "windows-restart-writers.ps1", repeatable=False),
        risk=Risk.DISRUPTIVE,
        downtime=translate(
            "WindowsRepair",
            "The services restart, and what depends on them with them: SQL Server's writer, search, IIS or others. Ask their users first.",
        ),
        undo=NO_UNDO,
        notes=(
            translate(
                "WindowsRepair",
                "Active Directory, Exchange, the cluster and the Task Scheduler are never restarted by this; restart the VM for those.",
            ),
            translate("WindowsRepair", "If disk space or memory is short, the writers will fail again. Free that first."),
        ),
    )


async def restart_vss(vm: Vm) -> Plan:
    """The article's step for a service that is disabled or lists no writers."""
    await way_in(vm, during_backup=False)
    title = translate("WindowsRepair", "Let the Volume Shadow Copy service start on demand, and restart it")
    return script_plan(
        vm,
        Script(title, "windows-restart-vss.ps1"),
        undo=translate("WindowsRepair", "Not needed: starting on demand is how Windows comes."),
        notes=(translate("WindowsRepair", "If another program is taking a snapshot at that moment, that snapshot fails."),),
    )


def _com_rests(guest: Guest) -> bool:
    service = guest.service("COMSysApp")
    return service is not None and service.running.value


async def repair_com(vm: Vm) -> Plan:
    """The article's first step for the codes about COM+: its service has to be there and to start."""
    await way_in(vm, needless=_com_rests)
    title = translate("WindowsRepair", "Let the COM+ System Application start on demand, and start it")
    undo = translate("WindowsRepair", "Not needed: starting on demand is how Windows comes.")
    return script_plan(vm, Script(title, "windows-repair-com.ps1"), undo=undo)


def _coordinator_sound(guest: Guest) -> bool:
    service = guest.service("MSDTC")
    return service is not None and service.running.value and is_network_service(service.account.value)


async def repair_msdtc(vm: Vm) -> Plan:
    """The article's last step for the codes about COM+, where starting MSDTC under its own account has not helped."""
    await way_in(vm, during_backup=False, needless=_coordinator_sound)
    title = translate("WindowsRepair", "Reinstall the Distributed Transaction Coordinator (MSDTC), as Network Service")
    return script_plan(
        vm,
        Script(title, "windows-repair-msdtc.ps1", repeatable=False),
        risk=Risk.DISRUPTIVE,
        downtime=translate("WindowsRepair", "Programs with distributed transactions are interrupted while it is installed, for about half a minute."),
        loss=translate("WindowsRepair", "The settings of MSDTC go back to their defaults, such as those that let it be reached over the network."),
        undo=translate("WindowsRepair", "Cannot be undone. Note the settings of MSDTC first if somebody has changed them."),
    )


async def without_threads(vm: Vm) -> Plan:
    """The registry value SnapshotWithoutThreads, for writers that fail again although nothing is short."""
    await way_in(vm)
    title = translate("WindowsRepair", "Set SnapshotWithoutThreads for the backup extension")
    note = translate("WindowsRepair", "It counts from the next backup on. Undo it when the writers are stable again.")
    return script_plan(vm, Script(title, "windows-no-threads-on.ps1", "windows-no-threads-off.ps1"), notes=(note,))


async def host_first(vm: Vm) -> Plan:
    """The article's step for ExtensionFailedTimeoutVMNetworkUnresponsive: two values of the registry."""
    await way_in(vm)
    title = translate("WindowsRepair", "Set SnapshotMethod and CalculateSnapshotTimeFromHost for the backup extension")
    note = translate("WindowsRepair", "It counts from the next backup on. Undo it when the VM has what it needs.")
    return script_plan(vm, Script(title, "windows-host-first-on.ps1", "windows-host-first-off.ps1"), notes=(note,))


async def strong_crypto(vm: Vm) -> Plan:
    """The article's step for ExtensionSnapshotFailedNoSecureNetwork."""
    await way_in(vm, needless=lambda guest: guest.windows is not None and _is(guest.windows.strong_crypto))
    title = translate("WindowsRepair", "Set SchUseStrongCrypto for every installed .NET Framework, for 64 and 32 bits")
    notes = (
        translate(
            "WindowsRepair", "Running programs keep their old settings until they restart. The backup extension starts afresh with each backup."
        ),
        translate("WindowsRepair", "A program that talks to a server without TLS 1.2 through .NET can no longer do so."),
    )
    return script_plan(vm, Script(title, "windows-strong-crypto-on.ps1", "windows-strong-crypto-off.ps1"), notes=notes)


async def enable_installer(vm: Vm) -> Plan:
    """The article's step for ExtensionVCRedistInstallationFailure: Windows Installer starts on demand."""
    await way_in(vm, needless=lambda guest: guest.windows is not None and _is(guest.windows.installer))
    title = translate("WindowsRepair", "Let Windows Installer (msiserver) start on demand")
    note = translate("WindowsRepair", "A group policy that disabled the service may disable it again.")
    return script_plan(vm, Script(title, "windows-installer-on.ps1", "windows-installer-off.ps1"), notes=(note,))
