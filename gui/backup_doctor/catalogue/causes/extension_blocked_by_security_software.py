"""Application control, an antivirus or SELinux keeps the backup extension from working.

Facts: Azure Backup's agent article of 2025-11-12 (AppLocker and application control, antivirus, the two folders to exclude)
and its general troubleshooting article of the same day (`VMRestorePointInternalError`, SELinux).
"""

from __future__ import annotations

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, ok, skipped
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..inside import inside_linux, inside_windows, not_told
from ..weighing import completed_backup, is_named, proven, suspicious, weighed

cause = Cause(
    id="extension-blocked-by-security-software",
    title=translate("SecuritySoftware", "Security software keeps the backup extension from working"),
    explanation=translate(
        "SecuritySoftware",
        "On Windows the snapshot is taken by IaaSBcdrExtension.exe; application control may refuse to start it, and an antivirus may end it. "
        "On Linux SELinux can do the same to the agent's folder. "
        "The agent itself stays ready, and the backup fails as if it had not answered.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot",
)

CRASH_CODES = ("VMRestorePointInternalError", "GuestAgentSnapshotTaskStatusError")
"""What a backup fails with when the process is ended from outside; a crash without them may be any defect of the program."""

SELINUX_CODES = ("UserErrorVmNotInDesirableState", "VmNotInDesirableState")


@cause.check(
    title=translate("SecuritySoftware", "Application control does not stop the backup extension"),
    why=translate(
        "SecuritySoftware",
        "AppLocker and Windows application control write an event each time they refuse a program. One about IaaSBcdrExtension.exe is proof.",
    ),
)
async def not_blocked(vm: Vm) -> Finding:
    if (await vm.machine()).os != "Windows":
        return skipped(translate("SecuritySoftware", "AppLocker and application control exist on Windows only."))
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    blocks = guest.blocks
    if blocks is None:
        return not_told()
    if blocks.value:
        text = translate("SecuritySoftware", "Application control stopped IaaSBcdrExtension.exe %n time(s) in the last seven days.", "", 0)
        completed = await completed_backup(vm)
        if completed is not None:  # the events bear no date here, so they may be older than the cure
            return await suspicious(vm, text.counted(blocks.value), blocks.evidence, completed)
        return await proven(vm, text.counted(blocks.value), blocks.evidence)
    return ok(translate("SecuritySoftware", "Application control did not stop IaaSBcdrExtension.exe in the last seven days."), blocks.evidence)


@cause.check(
    title=translate("SecuritySoftware", "The backup extension does not crash"),
    why=translate("SecuritySoftware", "An antivirus that ends the process, or injects itself into it, leaves a “faulting application” event behind."),
)
async def no_crashes(vm: Vm) -> Finding:
    if (await vm.machine()).os != "Windows":
        return skipped(translate("SecuritySoftware", "IaaSBcdrExtension.exe exists on Windows only."))
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    crashes = guest.crashes
    if crashes is None:
        return not_told()
    if crashes.value:
        text = translate("SecuritySoftware", "IaaSBcdrExtension.exe crashed %n time(s) in the last seven days.", "", 0)
        return await weighed(vm, CRASH_CODES, text.counted(crashes.value), crashes.evidence)
    return ok(translate("SecuritySoftware", "IaaSBcdrExtension.exe did not crash in the last seven days."), crashes.evidence)


@cause.check(
    title=translate("SecuritySoftware", "SELinux leaves the agent's folder alone"),
    why=translate("SecuritySoftware", "SELinux may keep extensions from running in /var/lib/waagent; Microsoft then advises to exclude that folder."),
)
async def selinux(vm: Vm) -> Finding:
    if (await vm.machine()).os != "Linux":
        return skipped(translate("SecuritySoftware", "SELinux exists on Linux only."))
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    mode = guest.selinux
    if mode is None:
        return not_told()
    if not mode.value:
        return skipped(translate("SecuritySoftware", "This VM has no SELinux."), mode.evidence)
    if mode.value.casefold() != "enforcing":
        return ok(translate("SecuritySoftware", "SELinux does not enforce anything here."), mode.evidence)
    if await is_named(vm, SELINUX_CODES):
        return await suspicious(
            vm, translate("SecuritySoftware", "SELinux is enforcing, and the error code is one that it can bring about."), mode.evidence
        )
    return ok(translate("SecuritySoftware", "SELinux is enforcing. That is usual on many distributions and does no harm by itself."), mode.evidence)


@cause.manual(title=translate("SecuritySoftware", "Find out what stops the extension on Windows"))
def read_the_events(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "SecuritySoftware",
            "Log in by RDP or the serial console. The first two commands show what AppLocker (8004) and application control (3077) refused, "
            "the third shows crashes of the extension. An antivirus keeps a log of its own: look there for IaaSBcdrExtension.exe.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-WinEvent -FilterHashtable @{LogName='Microsoft-Windows-AppLocker/EXE and DLL'; Id=8004} -MaxEvents 20"),
            Command(
                Shell.POWERSHELL, "Get-WinEvent -FilterHashtable @{LogName='Microsoft-Windows-CodeIntegrity/Operational'; Id=3077} -MaxEvents 20"
            ),
            Command(
                Shell.POWERSHELL,
                "Get-WinEvent -FilterHashtable @{LogName='Application'; Id=1000} | Where-Object Message -Match IaaSBcdrExtension | Format-List",
            ),
        ),
    )


@cause.manual(title=translate("SecuritySoftware", "Allow the extension in application control"))
def allow_in_application_control(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "SecuritySoftware",
            "Add a rule for the publisher Microsoft or for the extension's folder, which holds one folder per version, so a rule for one "
            "version fails with the next update. The policy mostly comes from a domain or from Intune and has to be changed there. "
            "The second command shows what applies to this VM.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-ChildItem C:\\Packages\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot"),
            Command(Shell.POWERSHELL, "Get-AppLockerPolicy -Effective -Xml"),
        ),
    )


@cause.manual(title=translate("SecuritySoftware", "Exclude the extension from the antivirus"))
def exclude_from_antivirus(_vm: VmId) -> Instructions:
    plugin = "C:\\Packages\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot"
    logs = "C:\\WindowsAzure\\Logs\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot"
    return Instructions(
        translate(
            "SecuritySoftware",
            "Exclude the extension's folder and the folder of its logs. The commands do it for Microsoft Defender; "
            "other products have a console of their own, often a central one. Then back up again.",
        ),
        (
            Command(Shell.POWERSHELL, f"Add-MpPreference -ExclusionPath '{plugin}', '{logs}'"),
            Command(Shell.POWERSHELL, "Get-MpPreference | Select-Object -ExpandProperty ExclusionPath"),
        ),
    )


@cause.manual(title=translate("SecuritySoftware", "See what SELinux refuses on Linux"))
def look_at_selinux(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "SecuritySoftware",
            "Log in by SSH or the serial console. If the audit log names /var/lib/waagent, repair the labels there; if that does not help, "
            "exclude the folder in the policy. Permissive mode for the time of one backup proves whether SELinux is at fault; "
            "switch it back afterwards.",
        ),
        (
            Command(Shell.BASH, "getenforce; sudo ausearch -m avc -ts today | grep -i waagent"),
            Command(Shell.BASH, "sudo restorecon -Rv /var/lib/waagent"),
            Command(Shell.BASH, "sudo setenforce 0  # one backup, then: sudo setenforce 1"),
        ),
    )
