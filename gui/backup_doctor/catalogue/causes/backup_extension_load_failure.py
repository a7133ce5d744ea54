"""Azure Backup's extension fails to update or load."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from ...core.facts import Agent, Extension, Machine, Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, failed, ok, skipped, unknown, warning
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..commands import group, named

BUDGET = timedelta(minutes=20)
"""How long Azure lets an extension work before it gives up (extensions for Windows, 2025-08-18)."""

LONGEST_BUDGET = timedelta(minutes=90)
"""What Azure gives the slowest of the others: custom scripts, Chef, DSC (the same source)."""

IN_PROGRESS = ("transitioning", "creating", "updating")

cause = Cause(
    id="backup-extension-load-failure",
    title=translate("Extension", "Azure Backup's extension fails to update or load"),
    explanation=translate(
        "Extension",
        "The snapshot is taken by the extension VMSnapshot (VMSnapshotLinux), which Azure Backup installs by itself with the first backup. "
        "If the extension is stuck, or another one blocks the queue, no snapshot is taken. That it is not installed yet is no fault.",
    ),
    learn_more="https://learn.microsoft.com/azure/virtual-machines/extensions/vmsnapshot-windows",
)


@cause.check(
    title=translate("Extension", "The backup extension is in order"),
    why=translate("Extension", "A failed or stuck extension cannot take the snapshot. Azure Backup installs it anew when it has been removed."),
)
async def backup_extension(vm: Vm) -> Finding:
    listing, machine, agent = await asyncio.gather(vm.extensions(), vm.machine(), vm.agent())
    if machine.power.value.is_off:
        return _not_needed(machine)
    extension = next((item for item in listing.items if item.takes_snapshots), None)
    if extension is None:
        return ok(
            translate("Extension", "The backup extension is not installed. That is normal: Azure Backup installs it when it needs it."),
            *listing.evidence,
        )
    return _judge(extension, machine, agent)


def _not_needed(machine: Machine) -> Finding:
    text = translate("Extension", "The VM is {power}: its backup needs no extension.")
    return skipped(text.format(power=str(machine.power.value)), machine.power.evidence)


def _judge(extension: Extension, machine: Machine, agent: Agent) -> Finding:
    state, evidence = extension.state.value, extension.state.evidence
    values = {"extension": extension.name, "state": state, "message": extension.message or "—"}
    if state == "succeeded":
        return ok(translate("Extension", "{extension} is installed and works.").format(**values), evidence)
    if not agent.is_ready:
        text = translate("Extension", "{extension} was last seen as {state}, but its agent is silent, so this may be old news.")
        return warning(text.format(**values), evidence, agent.code.evidence)
    if state == "failed":
        return failed(translate("Extension", "{extension} has failed. It says: {message}").format(**values), evidence)
    if state == "deleting":
        return warning(translate("Extension", "{extension} is being deleted. If that lasts, the deletion is stuck.").format(**values), evidence)
    if state in IN_PROGRESS:
        return _working(extension, machine)
    return unknown(translate("Extension", "{extension} is in a state this program does not know: {state}.").format(**values), evidence)


def _working(extension: Extension, machine: Machine) -> Finding:
    name, evidence = extension.name, extension.state.evidence
    if extension.since is None or machine.now is None:
        return unknown(translate("Extension", "{extension} is at work, but Azure does not say since when.").format(extension=name), evidence)
    age = machine.now - extension.since
    if age > BUDGET:
        text = translate("Extension", "{extension} has been at work for {age} ({state}); it is stuck.")
        return failed(text.format(extension=name, age=age, state=extension.state.value), evidence)
    text = translate("Extension", "{extension} has been at work for {age}. During a backup that is normal.")
    return ok(text.format(extension=name, age=age), evidence)


@cause.check(
    title=translate("Extension", "No other extension has failed"),
    why=translate("Extension", "One failed extension can keep the agent from installing or updating any other, Azure Backup's included."),
)
async def other_extensions(vm: Vm) -> Finding:
    listing, machine = await asyncio.gather(vm.extensions(), vm.machine())
    if machine.power.value.is_off:
        return _not_needed(machine)
    broken = [item for item in listing.items if not item.takes_snapshots and item.state.value == "failed"]
    if broken:
        text = translate("Extension", "%n other extension(s) failed: {names}.", "", 0)
        return warning(text.counted(len(broken)).format(names=", ".join(item.name for item in broken)), *(item.state.evidence for item in broken))
    stuck = [item for item in listing.items if not item.takes_snapshots and _is_stuck(item, machine)]
    if stuck:
        text = translate("Extension", "%n other extension(s) stuck at work: {names}.", "", 0)
        return warning(text.counted(len(stuck)).format(names=", ".join(item.name for item in stuck)), *(item.state.evidence for item in stuck))
    return ok(translate("Extension", "No other extension has failed."), *listing.evidence)


def _is_stuck(extension: Extension, machine: Machine) -> bool:
    if extension.state.value not in IN_PROGRESS or extension.since is None or machine.now is None:
        return False
    return machine.now - extension.since > LONGEST_BUDGET


@cause.check(
    title=translate("Extension", "The VM accepts extensions"),
    why=translate("Extension", "With allowExtensionOperations switched off Azure installs no extension at all on this VM, Azure Backup's included."),
)
async def extensions_allowed(vm: Vm) -> Finding:
    allowed = (await vm.machine()).extensions_allowed
    if allowed is None:
        return skipped(translate("Extension", "This VM was made from a specialised disk and has no such switch."))
    if not allowed.value:
        return failed(translate("Extension", "Extensions are switched off for this VM (allowExtensionOperations)."), allowed.evidence)
    return ok(translate("Extension", "Extensions may be installed."), allowed.evidence)


@cause.manual(title=translate("Extension", "If extensions are switched off, allow them"))
def allow_extensions(vm: VmId) -> Instructions:
    return Instructions(
        translate("Extension", "Somebody has switched extensions off for this VM. The command switches them on again; it changes nothing else."),
        (Command(Shell.AZURE_CLI, f"az vm update {named(vm)} --set osProfile.allowExtensionOperations=true"),),
    )


@cause.manual(title=translate("Extension", "Remove the backup extension so that it is installed anew"))
def remove_extension(vm: VmId) -> Instructions:
    names = f"{group(vm)} --vm-name {vm.quoted(vm.name)}"
    return Instructions(
        translate(
            "Extension",
            "Only for an extension that is failed or stuck. The VM has to run, its agent has to be ready, no backup job "
            "may be running and no lock may forbid deletion. "
            "In the portal: the VM, Extensions + applications, the extension VMSnapshot, Uninstall. The portal does not "
            "always show it; the first command does.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az vm extension list {names} --output table"),
            Command(Shell.AZURE_CLI, f"az vm extension delete {names} --name VMSnapshot  # Linux: VMSnapshotLinux"),
        ),
    )


@cause.manual(title=translate("Extension", "If Linux does not list the extension, update the agent"))
def update_linux_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Extension",
            "On a Linux VM on which the extension never appears, update the Azure Linux agent from the distribution's repository, then back up.",
        ),
    )


@cause.manual(title=translate("Extension", "Keep antivirus and application control off the extension"))
def exclude_from_antivirus(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Extension",
            "On Windows, exclude the extension's folders from antivirus scans and allow IaaSBcdrExtension.exe in AppLocker or application control. "
            "A crash of it is in the Application log under “faulting application name”.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-ChildItem C:\\Packages\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot"),
            Command(Shell.POWERSHELL, "Get-ChildItem C:\\WindowsAzure\\Logs\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot"),
        ),
    )


@cause.manual(title=translate("Extension", "Back up; the extension comes back by itself"))
def back_up(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Extension",
            "The next backup, scheduled or on demand, installs the extension again. Do not install it by hand: only Azure "
            "Backup knows its settings. The command shows which vault protects the VM.",
        ),
        (Command(Shell.AZURE_CLI, f"az backup protection check-vm --vm-id {vm.quoted_id}"),),
    )
