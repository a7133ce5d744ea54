"""Windows cannot prepare the snapshot: VSS writers, the VSS service, COM+ or the transaction coordinator.

Facts: Azure Backup's troubleshooting articles of 2025-11-12 (writers, COM+ System Application, MSDTC as Network Service, the registry value).
VSS and COM+ start on demand: that they rest is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import com, vss, windows_repairs
from ..commands import show_vault
from ..inside_repairs import RUN

cause = Cause(
    id="vss-or-com-failure",
    os="Windows",
    upstream=("guest-resources",),
    title=translate("Vss", "Windows cannot prepare the snapshot (VSS, COM+, MSDTC)"),
    explanation=translate(
        "Vss",
        "For an application-consistent snapshot Windows has its programs write their data to disk through VSS writers; COM+ and MSDTC carry "
        "the calls. A writer in a bad state or a disabled service makes the snapshot fail even though agent and extension are in order.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot",
)


@cause.check(
    title=translate("Vss", "All VSS writers are stable"),
    why=translate("Vss", "A writer in any other state than [1] could not bring its program's data into order, and the snapshot fails with it."),
)
async def writers(vm: Vm) -> Finding:
    return await vss.writers(vm)


@cause.check(
    title=translate("Vss", "The Volume Shadow Copy service can be started"),
    why=translate(
        "Vss", "Windows starts VSS when a snapshot is asked for, so it is stopped most of the time. Disabled or missing it cannot be started."
    ),
)
async def shadow_copy(vm: Vm) -> Finding:
    return await vss.shadow_copy(vm)


@cause.check(
    title=translate("Vss", "COM+ works"),
    why=translate("Vss", "The backup extension talks to VSS through the COM+ System Application, which Windows starts on demand."),
)
async def com_plus(vm: Vm) -> Finding:
    return await com.com_plus(vm)


@cause.check(
    title=translate("Vss", "MSDTC runs as Network Service"),
    why=translate(
        "Vss", "COM+ needs the Distributed Transaction Coordinator; if that is stopped or runs under another account, the extension fails."
    ),
)
async def transaction_coordinator(vm: Vm) -> Finding:
    return await com.transaction_coordinator(vm)


@cause.check(
    title=translate("Vss", "The backup extension's VSS provider can be started"),
    why=translate(
        "Vss", "The extension registers its own provider (IaaSVmProvider) with VSS; if that is disabled, it cannot take part in the snapshot."
    ),
)
async def provider(vm: Vm) -> Finding:
    return await vss.provider(vm)


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
    title=translate("Vss", "Reinstall MSDTC"),
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
            "Each writer that is not in the state [1] belongs to a service, for example SQL Server VSS Writer to SQLWriter. Restart that "
            "service; ask its users first. If a writer does not come back, restart the VM. On a non-English Windows, go by the number in "
            "brackets.",
        ),
        (Command(Shell.CMD, "vssadmin list writers"), *_powershell(["Restart-Service VSS", "Restart-Service SQLWriter  # example"])),
    )


@cause.manual(title=translate("Vss", "Correct the services"))
def enable_services(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Vss",
            "VSS and COMSysApp start on demand (Manual); MSDTC starts with Windows and runs as Network Service. All of this can be done by "
            "RDP or the serial console, even while the agent is down.",
        ),
        _powershell(
            [
                "Get-CimInstance Win32_Service | Where-Object Name -In VSS, COMSysApp, MSDTC | Select-Object Name, State, StartMode, StartName",
                "Set-Service VSS -StartupType Manual; Set-Service COMSysApp -StartupType Manual; Set-Service MSDTC -StartupType Automatic",
                "Start-Service COMSysApp, MSDTC",
            ]
        ),
    )


@cause.manual(title=translate("Vss", "Reinstall MSDTC if COM+ still cannot reach it"))
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
            "This value makes the extension take the snapshot in one piece. It is meant for writers that fail again although nothing is "
            "short. Moving the backup to a quiet time helps as well, when the disks are at their limit. The second command takes the value "
            "away again.",
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
        (show_vault(vm),),
    )
