"""Azure Backup's extension fails to update or load.

Sources: agent and extension article (2025-11-12) and extensions for Windows (2025-08-18), whose time limits decide what is stuck.
"""

from __future__ import annotations

import asyncio

from ...core.facts import Agent, Extension, Machine, Vm
from ...core.model import Cause, Command, Finding, Instructions, Seen, Shell, failed, ok, skipped, unknown, warning
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import extension_repairs
from ..agent_state import unless_agentless
from ..commands import group, named, show_vault
from ..extension_state import BUDGET, IN_PROGRESS, LONGEST_BUDGET, SILENT_HANDLER, age, is_stuck, names, not_needed

cause = Cause(
    id="backup-extension-load-failure",
    title=translate("Extension", "Azure Backup's extension fails to update or load"),
    explanation=translate(
        "Extension",
        "The snapshot is taken by the extension VMSnapshot (VMSnapshotLinux), which Azure Backup installs by itself with the first backup. "
        "If the extension is stuck, or another one blocks the queue, no snapshot is taken. That it is not installed yet is no fault.",
    ),
    learn_more="https://learn.microsoft.com/azure/virtual-machines/extensions/vmsnapshot-windows",
    upstream=(
        "windows-agent-unresponsive",
        "linux-agent-outdated",
        "linux-agent-configuration",
        "extension-blocked-by-security-software",
        "windows-extension-environment",
    ),
)


@cause.check(
    title=translate("Extension", "The backup extension is in order"),
    why=translate("Extension", "A failed or stuck extension cannot take the snapshot. Azure Backup installs it again when it has been removed."),
)
async def backup_extension(vm: Vm) -> Finding:
    listing, machine, agent = await asyncio.gather(vm.extensions(), vm.machine(), vm.agent())
    off = not_needed(machine)
    if off is not None:
        return off
    extension = next((item for item in listing.items if item.takes_snapshots), None)
    if extension is None:
        return ok(
            translate("Extension", "The backup extension is not installed. That is normal: Azure Backup installs it when it needs it."),
            *listing.evidence,
        )
    return await unless_agentless(vm, _judge(extension, machine, agent))


def _judge(extension: Extension, machine: Machine, agent: Agent) -> Finding:
    state, evidence = extension.state.value, extension.state.evidence
    values = {"extension": extension.name, "state": state, "message": extension.message or "—"}
    if not agent.is_ready:
        text = translate("Extension", "{extension} was last seen as {state}, but its agent is silent, so this may be out of date.")
        return (skipped if state == "succeeded" else warning)(text.format(**values), evidence, agent.code.evidence)
    if state == "succeeded":
        return _by_handler(extension)
    if state == "failed":
        return failed(translate("Extension", "{extension} has failed. It says: {message}").format(**values), evidence)
    if state == "deleting":
        return _being_deleted(extension, machine)
    if state in IN_PROGRESS:
        return _working(extension, machine)
    if state in SILENT_HANDLER:
        return _handler_silent(extension, extension.state)
    return unknown(translate("Extension", "{extension} is in a state this program does not know: {state}.").format(**values), evidence)


def _by_handler(extension: Extension) -> Finding:
    """An extension that once succeeded may have lost its handler since. A word that is not known, or localised, says nothing."""
    handler = extension.handler
    if handler is not None and handler.value in SILENT_HANDLER:
        return _handler_silent(extension, handler)
    if handler is not None and handler.value == "installing":
        text = translate("Extension", "{extension} is being installed or updated at the moment. Look again in a few minutes.")
        return unknown(text.format(extension=extension.name), handler.evidence)
    return ok(translate("Extension", "{extension} is installed and works.").format(extension=extension.name), extension.state.evidence)


def _handler_silent(extension: Extension, word: Seen[str]) -> Finding:
    text = translate("Extension", "{extension} is installed, but the agent reports its handler as {word}.")
    return warning(text.format(extension=extension.name, word=word.evidence.value), word.evidence, extension.state.evidence)


def _being_deleted(extension: Extension, machine: Machine) -> Finding:
    """The model tells no time of its own; while it deletes, Azure shows the VM itself as updating, and since when."""
    name, evidence = extension.name, extension.state.evidence
    updating = machine.provisioning.value.casefold() == "updating"
    worked = age(extension.since or (machine.provisioning_since if updating else None), machine)
    if worked is None:
        text = translate("Extension", "{extension} is being deleted. If that lasts, the deletion is stuck.")
        return warning(text.format(extension=name), evidence)
    if worked > BUDGET:
        text = translate("Extension", "{extension} has been in deletion for {age}; it is stuck.")
        return failed(text.format(extension=name, age=worked), evidence)
    text = translate("Extension", "{extension} has been in deletion for {age}. Look again in a few minutes.")
    return unknown(text.format(extension=name, age=worked), evidence)


def _working(extension: Extension, machine: Machine) -> Finding:
    name, evidence, worked = extension.name, extension.state.evidence, age(extension.since, machine)
    if worked is None:
        return unknown(translate("Extension", "{extension} is at work, but Azure does not say since when.").format(extension=name), evidence)
    if worked > BUDGET:
        text = translate("Extension", "{extension} has been at work for {age} ({state}); it is stuck.")
        return failed(text.format(extension=name, age=worked, state=extension.state.value), evidence)
    text = translate("Extension", "{extension} has been at work for {age}. During a backup that is normal.")
    return ok(text.format(extension=name, age=worked), evidence)


@cause.check(
    title=translate("Extension", "No other extension has failed"),
    why=translate("Extension", "One failed extension can keep the agent from installing or updating any other, Azure Backup's included."),
)
async def other_extensions(vm: Vm) -> Finding:
    listing, machine = await asyncio.gather(vm.extensions(), vm.machine())
    off = not_needed(machine)
    if off is not None:
        return off
    others = [item for item in listing.items if not item.takes_snapshots]
    broken = [item for item in others if item.state.value == "failed"]
    if broken:
        text = translate("Extension", "%n other extension(s) failed: {names}.", "", 0).counted(len(broken)).format(names=names(broken))
        return await unless_agentless(vm, warning(text, *(item.state.evidence for item in broken)))
    stuck = [item for item in others if is_stuck(item, machine, LONGEST_BUDGET)]
    if stuck:
        text = translate("Extension", "%n other extension(s) stuck at work: {names}.", "", 0).counted(len(stuck)).format(names=names(stuck))
        return await unless_agentless(vm, warning(text, *(item.state.evidence for item in stuck)))
    return ok(translate("Extension", "No other extension has failed."), *listing.evidence)


@cause.check(
    title=translate("Extension", "The VM allows extensions"),
    why=translate("Extension", "With allowExtensionOperations switched off Azure installs no extension at all on this VM, Azure Backup's included."),
)
async def extensions_allowed(vm: Vm) -> Finding:
    machine = await vm.machine()
    allowed = machine.extensions_allowed
    if allowed is None:
        return skipped(translate("Extension", "This VM was created from a specialised disk and has no such switch."))
    if not allowed.value:
        return not_needed(machine) or await unless_agentless(vm, _switched_off(allowed))
    return ok(translate("Extension", "Extensions may be installed."), allowed.evidence)


def _switched_off(allowed: Seen[bool]) -> Finding:
    return failed(translate("Extension", "Extensions are switched off for this VM (allowExtensionOperations)."), allowed.evidence)


@cause.remedy(
    title=translate("Extension", "Remove the backup extension"),
    what=translate(
        "Extension",
        "Removes VMSnapshot (VMSnapshotLinux) from the VM. The next backup installs it again. Helps when the extension has failed or is stuck.",
    ),
    permissions=("Microsoft.Compute/virtualMachines/extensions/delete",),
    risk=Risk.SAFE,
)
async def delete_extension(vm: Vm) -> Plan:
    return await extension_repairs.remove_own(vm)


@cause.remedy(
    title=translate("Extension", "Allow extensions on this VM"),
    what=translate("Extension", "Switches allowExtensionOperations on again, so that Azure Backup can install its extension. Changes nothing else."),
    permissions=("Microsoft.Compute/virtualMachines/write",),
    risk=Risk.SAFE,
)
async def allow_extensions(vm: Vm) -> Plan:
    return await extension_repairs.allow(vm)


@cause.manual(title=translate("Extension", "If extensions are switched off, allow them"))
def allow_extensions_by_hand(vm: VmId) -> Instructions:
    return Instructions(
        translate("Extension", "Somebody has switched extensions off for this VM. The command switches them on again; it changes nothing else."),
        (Command(Shell.AZURE_CLI, f"az vm update {named(vm)} --set osProfile.allowExtensionOperations=true"),),
    )


@cause.manual(title=translate("Extension", "Remove the backup extension so that it is installed again"))
def remove_extension(vm: VmId) -> Instructions:
    owner = f"{group(vm)} --vm-name {vm.quoted(vm.name)}"
    return Instructions(
        translate(
            "Extension",
            "Only for an extension that is failed or stuck. The VM has to run, its agent has to be ready, no backup job "
            "may be running and no lock may forbid deletion. "
            "In the portal: the VM, Extensions + applications, the extension VMSnapshot, Uninstall. The portal does not "
            "always show it; the first command does.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az vm extension list {owner} --output table"),
            Command(Shell.AZURE_CLI, f"az vm extension delete {owner} --name VMSnapshot  # Linux: VMSnapshotLinux"),
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
            "The next backup, scheduled or on demand, installs the extension again. Do not install it manually: only Azure Backup knows its "
            "settings. The command shows which vault protects the VM.",
        ),
        (show_vault(vm),),
    )
