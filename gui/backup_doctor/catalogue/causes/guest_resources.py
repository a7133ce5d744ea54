"""The guest has run out of disk space, memory or processor time.

Facts: Azure Backup's troubleshooting article of 2025-11-12 (a shortage comes first among the reasons for VSS writers in a bad state; load above 90 %)
and Microsoft's support scripts of 2026-04-20 (free space on the system drive, how full /var/lib/waagent may be).
"""

from __future__ import annotations

from ...core.facts import Guest, Load, Vm
from ...core.model import Cause, Command, Finding, Instructions, Seen, Shell, ok, skipped
from ...core.plan import Plan, Risk, Unavailable
from ...core.resource_id import VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import windows_repairs
from ..agent_state import not_to_be_judged
from ..commands import named
from ..inside import look_inside, not_told
from ..inside_repairs import RUN
from ..weighing import completed_backup, proven, weighed

cause = Cause(
    id="guest-resources",
    title=translate("Resources", "The VM has run out of disk space, memory or processor time"),
    explanation=translate(
        "Resources",
        "The agent and the extension need some free space to unpack and to write, and the guest needs time to prepare its data before the "
        "snapshot. If either runs out, the failure shows elsewhere: in VSS writers, a freeze or a time limit.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot",
)

SHORTAGE_CODES = ("ExtensionFailedVssWriterInBadState", "ExtensionFailedTimeoutVMNetworkUnresponsive")
"""Microsoft names a shortage as the first reason for these."""

LITTLE_MB, TOO_LITTLE_MB = 1024, 100
"""Free on the system drive: where the support script for Windows warns, and where it calls it critical."""
FULL_PERCENT, QUITE_FULL_PERCENT = 90, 100
"""Of /var/lib/waagent: the support script for Linux warns at 90; that nothing at all is left is our line for a fault."""
BUSY_PERCENT = 90
"""Of the processor (VM backup's article)."""
SCARCE_PERCENT = 10
"""Of memory: VM backup's article speaks of 90 % in use."""


@cause.check(
    title=translate("Resources", "There is room on the disk the agent works on"),
    why=translate("Resources", "The agent and the extensions unpack and write on the system drive, on Linux under /var/lib/waagent."),
)
async def free_space(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    return await (_on_windows(vm, guest) if (await vm.machine()).os == "Windows" else _on_linux(vm, guest))


async def _on_windows(vm: Vm, guest: Guest) -> Finding:
    free = guest.free_mb
    if free is None:
        return not_told()
    text = translate("Resources", "The system drive has {free} MB left.").format(free=free.value)
    if free.value < TOO_LITTLE_MB:
        return await proven(vm, text, free.evidence)
    return await weighed(vm, SHORTAGE_CODES, text, free.evidence) if free.value < LITTLE_MB else ok(text, free.evidence)


async def _on_linux(vm: Vm, guest: Guest) -> Finding:
    used = guest.used_percent
    if used is None:
        return not_told()
    text = translate("Resources", "The file system of /var/lib/waagent is {used} % full.").format(used=used.value)
    if used.value >= QUITE_FULL_PERCENT:
        return await proven(vm, text, used.evidence)
    return await weighed(vm, SHORTAGE_CODES, text, used.evidence) if used.value >= FULL_PERCENT else ok(text, used.evidence)


@cause.check(
    title=translate("Resources", "There is free memory inside the VM now"),
    why=translate("Resources", "When memory runs out, the guest swaps, and what should take seconds takes minutes."),
)
async def memory_now(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    free = guest.memory_free_percent
    if free is None:
        return not_told()
    text = translate("Resources", "{free} % of the memory is free now.").format(free=free.value)
    return await weighed(vm, SHORTAGE_CODES, text, free.evidence) if free.value < SCARCE_PERCENT else ok(text, free.evidence)


@cause.check(
    title=translate("Resources", "The processors were not overloaded around the last backup"),
    why=translate("Resources", "Above 90 % the guest may not be able to prepare its data in the time that the snapshot allows."),
)
async def processors(vm: Vm) -> Finding:
    unjudged = await _off(vm)
    if unjudged is not None:
        return unjudged
    load = await vm.load()
    if load.cpu is None:
        return skipped(_without_samples(load))
    text = _around(translate("Resources", "Between {since} and {until} the processors were at most {value} % busy."), load, load.cpu)
    return await _short(vm, text, load.cpu) if load.cpu.value > BUSY_PERCENT else ok(text, load.cpu.evidence)


@cause.check(
    title=translate("Resources", "Memory did not run short around the last backup"),
    why=translate("Resources", "A shortage that is over by now can still be why last night's backup failed."),
)
async def memory_then(vm: Vm) -> Finding:
    unjudged = await _off(vm)
    if unjudged is not None:
        return unjudged
    load = await vm.load()
    if load.memory_free is None:
        return skipped(translate("Resources", "Azure keeps no memory counter for this VM; a look inside shows how it is now."))
    text = _around(translate("Resources", "Between {since} and {until} at least {value} % of the memory was free."), load, load.memory_free)
    scarce = load.memory_free.value < SCARCE_PERCENT
    return await _short(vm, text, load.memory_free) if scarce else ok(text, load.memory_free.evidence)


async def _short(vm: Vm, text: Text, seen: Seen[float]) -> Finding:
    """A shortage around a backup that completed did it no harm."""
    completed = await completed_backup(vm)
    if completed is None:
        return await weighed(vm, SHORTAGE_CODES, text, seen.evidence)
    return ok(translate("Resources", "{load} The backup completed anyway.").format(load=text), seen.evidence, completed)


async def _off(vm: Vm) -> Finding | None:
    """A VM that is off needs nothing for its backup; samples from before would accuse it."""
    return not_to_be_judged(await vm.machine())


def _without_samples(load: Load) -> Text:
    text = translate("Resources", "Azure has no samples between {since} and {until}: the VM was off then, or that is too long ago.")
    return text.format(since=load.since, until=load.until)


def _around(text: Text, load: Load, seen: Seen[float]) -> Text:
    return text.format(since=load.since, until=load.until, value=round(seen.value))


@cause.remedy(
    title=translate("Resources", "Let the Azure host take the snapshot first"),
    what=translate("Resources", "Sets two values that Microsoft gives for a Windows VM that is too busy to answer in time."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def host_snapshot_first(vm: Vm) -> Plan:
    plan = await windows_repairs.host_first(vm)
    if (await vm.machine()).os != "Windows":
        raise Unavailable(translate("Resources", "These values exist for the backup extension of Windows only."))
    return plan


@cause.manual(title=translate("Resources", "Free space on Windows"))
def free_windows(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Resources",
            "Log in by RDP or the serial console. Look what takes the room; old logs under C:\\WindowsAzure\\Logs are safe to go. "
            "If the drive is simply too small, enlarge the disk in Azure and extend the volume. "
            "See also that the page file has room to grow.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-CimInstance Win32_LogicalDisk | Select-Object DeviceID, FreeSpace, Size"),
            Command(Shell.CMD, "Dism /Online /Cleanup-Image /StartComponentCleanup"),
            Command(Shell.POWERSHELL, "Get-CimInstance Win32_PageFileUsage | Select-Object Name, AllocatedBaseSize, CurrentUsage"),
            Command(Shell.AZURE_CLI, f"az serial-console connect {named(vm)}"),
        ),
    )


@cause.manual(title=translate("Resources", "Free space on Linux"))
def free_linux(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Resources",
            "Log in by SSH or the serial console. A file system can also be full because it has no inodes left. Old journals and the cache of "
            "the package manager are safe to go; delete nothing in /var/lib/waagent manually.",
        ),
        (
            Command(Shell.BASH, "df -h /var/lib/waagent; df -i /var/lib/waagent"),
            Command(Shell.BASH, "sudo du -xh --max-depth=2 /var | sort -h | tail -n 20"),
            Command(Shell.BASH, "sudo journalctl --vacuum-size=200M"),
            Command(Shell.AZURE_CLI, f"az serial-console connect {named(vm)}"),
        ),
    )


@cause.manual(title=translate("Resources", "Find what takes memory and processor time"))
def find_the_load(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Resources",
            "Look while a backup runs, or at the hour at which it runs. Virus scans and other backups at the same hour are usual suspects.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-Process | Sort-Object CPU -Descending | Select-Object -First 10 Name, Id, CPU, WorkingSet64"),
            Command(Shell.BASH, "free -m; ps aux --sort=-%mem | head -n 10; ps aux --sort=-%cpu | head -n 10"),
        ),
    )


@cause.manual(title=translate("Resources", "Move the backup to a quiet time, or take a larger VM"))
def make_room(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Resources",
            "The hour is set in the backup policy and holds for every VM of that policy. A larger size needs a restart. "
            "The command lists the sizes this VM can change to.",
        ),
        (Command(Shell.AZURE_CLI, f"az vm list-vm-resize-options {named(vm)} --output table"),),
    )


@cause.manual(title=translate("Resources", "Let the Azure host take the snapshot on a slow Windows VM"))
def host_first(_vm: VmId) -> Instructions:
    key = '"HKLM\\SOFTWARE\\Microsoft\\BcdrAgentPersistentKeys"'
    return Instructions(
        translate(
            "Resources",
            "Microsoft gives these two values for backups that fail because the VM is too busy to answer in time "
            "(ExtensionFailedTimeoutVMNetworkUnresponsive). Delete them again when the VM has what it needs.",
        ),
        (
            Command(Shell.CMD, f"reg add {key} /v SnapshotMethod /t REG_SZ /d firstHostThenGuest /f"),
            Command(Shell.CMD, f"reg add {key} /v CalculateSnapshotTimeFromHost /t REG_SZ /d True /f"),
        ),
    )
