"""The Linux extension cannot freeze the file systems, or its scripts around the snapshot fail.

Facts: Azure Backup's troubleshooting article of 2025-11-12 (`UserErrorFsFreezeFailed`, `UserErrorUnableToOpenMount`) and the extension's
source (VMSnapshotLinux 1.0.9184.0: its own status codes, ``safefreeze``, ``/etc/azure/vmbackup.conf``).
"""

from __future__ import annotations

from collections.abc import Mapping

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, ok, skipped
from ...core.resource_id import VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..commands import show_vault
from ..inside import inside_linux, not_told
from ..weighing import proven, suspicious

cause = Cause(
    id="linux-file-system-freeze",
    os="Linux",
    upstream=("guest-resources",),
    title=translate("Freeze", "Linux cannot freeze its file systems for the snapshot"),
    explanation=translate(
        "Freeze",
        "For a consistent snapshot the extension stops all writing for a moment (safefreeze). One damaged, hanging or doubly mounted file system, "
        "or a script before the snapshot that fails, makes the whole snapshot fail.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot",
)

SUCCESS = (0, 1)
"""Of the extension's own status codes: with the state of programs, and without."""

FREEZE_CODES: Mapping[int, Text] = {
    121: translate("Freeze", "The extension itself reports that freezing a file system failed (121)."),
    122: translate("Freeze", "The extension itself reports that freezing a file system took too long (122)."),
    123: translate("Freeze", "The extension itself reports that it could not open a mount point (123)."),
    124: translate("Freeze", "The extension itself reports that its safefreeze program is missing (124)."),
}
"""The same of file systems that did not stand still."""

SCRIPT_CODES = range(300, 319)
"""The scripts that the VM's owner runs before and after the snapshot."""


@cause.check(
    title=translate("Freeze", "The extension could freeze the file systems the last time"),
    why=translate("Freeze", "The extension keeps its own code for each run. It is more precise than the code that Azure Backup derives from it."),
)
async def last_run(vm: Vm) -> Finding:
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    code = guest.snapshot_code
    if code is None:
        never = guest.freezer is None
        return skipped(translate("Freeze", "The backup extension has not run on this VM yet.")) if never else not_told()
    if code.value in FREEZE_CODES:
        return await proven(vm, FREEZE_CODES[code.value], code.evidence)
    number = str(code.value)
    if code.value in SCRIPT_CODES:
        text = translate("Freeze", "The extension reports {code}: a script before or after the snapshot failed, or its configuration is wrong.")
        return await suspicious(vm, text.format(code=number), code.evidence)
    if code.value in SUCCESS:
        return ok(translate("Freeze", "The extension's last run succeeded ({code}).").format(code=number), code.evidence)
    return skipped(translate("Freeze", "The extension's last code, {code}, is not about freezing.").format(code=number), code.evidence)


@cause.check(
    title=translate("Freeze", "The program that freezes is there"),
    why=translate("Freeze", "Without safefreeze in its folder the extension cannot stop the writing."),
)
async def freezer(vm: Vm) -> Finding:
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    if guest.freezer is None:
        return skipped(translate("Freeze", "The backup extension is not installed yet; Azure Backup installs it when it needs it."))
    if not guest.freezer.value:
        return await proven(vm, translate("Freeze", "The extension is installed, but its safefreeze program is missing."), guest.freezer.evidence)
    return ok(translate("Freeze", "The extension's safefreeze program is there."), guest.freezer.evidence)


@cause.check(
    title=translate("Freeze", "No mount point is mounted twice"),
    why=translate(
        "Freeze",
        "The extension freezes what /proc/mounts lists. Listed twice, a mount point is frozen twice, and the second time or the thawing fails.",
    ),
)
async def mounts(vm: Vm) -> Finding:
    guest = await inside_linux(vm)
    if isinstance(guest, Finding):
        return guest
    doubled = guest.doubled_mounts
    if doubled is None:
        return not_told()
    if doubled.value:
        # Never more than a warning: many a VM is backed up like this, and the same error code has other reasons too.
        return await suspicious(
            vm, translate("Freeze", "%n mount point(s) are mounted more than once.", "", 0).counted(doubled.value), doubled.evidence
        )
    return ok(translate("Freeze", "No mount point is mounted more than once."), doubled.evidence)


@cause.manual(title=translate("Freeze", "See which file system cannot be frozen"))
def read_the_log(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Freeze",
            "Log in by SSH or the serial console; neither needs the agent. The extension's log names the mount point. "
            "A line with FITHAW means that a mount point could not be thawed, mostly because it is mounted twice.",
        ),
        (
            Command(
                Shell.BASH,
                "sudo grep -iE 'freeze|thaw|FITHAW|mount' /var/log/azure/Microsoft.Azure.RecoveryServices.VMSnapshotLinux/extension.log | tail -n 40",
            ),
            Command(Shell.BASH, "ls -l /var/lib/waagent/Microsoft.Azure.RecoveryServices.VMSnapshotLinux-*/main/safefreeze/bin/safefreeze"),
        ),
    )


@cause.manual(title=translate("Freeze", "Take away double mounts"))
def unmount_doubles(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Freeze",
            "The first command prints mount points that are mounted more than once. Unmount the upper one and take its line out of /etc/fstab.",
        ),
        (
            Command(Shell.BASH, "awk '{print $2}' /proc/mounts | sort | uniq -d"),
            Command(Shell.BASH, "sudo umount '<mount point>'"),
        ),
    )


@cause.manual(title=translate("Freeze", "Check a file system that fails"))
def check_file_system(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Freeze",
            "Stop the programs that use it, unmount it, check it and mount it again. The system's own file system can only be checked at a restart. "
            "Never check a file system that is mounted.",
        ),
        (
            Command(Shell.BASH, "sudo umount '<mount point>'"),
            Command(Shell.BASH, "sudo fsck '<device>'  # XFS: sudo xfs_repair '<device>'"),
            Command(Shell.BASH, "sudo mount '<mount point>'"),
        ),
    )


@cause.manual(title=translate("Freeze", "Leave out a mount point, or give freezing more time"))
def skip_mounts(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Freeze",
            "Both go into the section [SnapshotThread] of /etc/azure/vmbackup.conf; make the file if it is missing, and write the section once only. "
            "MountsToSkip takes a list with commas. What is left out is still backed up, but only as after a sudden loss of power. "
            "SafeFreezeWaitInSeconds is for large or busy disks.",
        ),
        (
            Command(Shell.BASH, "sudo cat /etc/azure/vmbackup.conf"),
            Command(
                Shell.BASH,
                "printf '[SnapshotThread]\\nMountsToSkip = <mount point>\\nSafeFreezeWaitInSeconds = 600\\n' | sudo tee -a /etc/azure/vmbackup.conf",
            ),
        ),
    )


@cause.manual(title=translate("Freeze", "Fix the scripts around the snapshot"))
def mend_scripts(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Freeze",
            "Codes from 300 to 318 come from scripts that this VM runs before and after the snapshot. VMSnapshotScriptPluginConfig.json lists "
            "them; it and the scripts have to belong to root and be inaccessible to everyone else. Run each one manually and check that it "
            "ends with 0 in time.",
        ),
        (Command(Shell.BASH, "sudo ls -l /etc/azure; sudo cat /etc/azure/VMSnapshotScriptPluginConfig.json"),),
    )


@cause.manual(title=translate("Freeze", "Back up again"))
def back_up(vm: VmId) -> Instructions:
    return Instructions(
        translate("Freeze", "Choose Back up now in the vault; the command shows which vault it is."),
        (show_vault(vm),),
    )
