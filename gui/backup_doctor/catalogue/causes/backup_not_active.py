"""Nobody backs the VM up: not protected, stopped, paused, suspended, deleted, or somebody else's item.

Agent and extension article (2025-11-12, code UserErrorBcmDatasourceNotPresent), FAQ of Azure VM backup (2025-10-27); the states are those
of the backup REST API's ``ProtectionState`` and ``ProtectionStatus``.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime

from ...core.facts import BackupItem, Protection, RestorePoint, Vm
from ...core.model import Cause, Command, Finding, Instructions, Seen, Shell, failed, ok, skipped, unknown, warning
from ...core.resource_id import BadResourceId, VmId, last_name
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..commands import show_vault
from ..weighing import by_code

NOT_PRESENT = ("UserErrorBcmDatasourceNotPresent",)
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NEVER = datetime.min.replace(tzinfo=UTC)

cause = Cause(
    id="backup-not-active",
    title=translate("Protection", "Azure Backup does not protect the VM, or no longer does"),
    explanation=translate(
        "Protection",
        "A VM is backed up only while a vault of its region protects it. Protection can be stopped, paused or suspended and the data deleted. "
        "And it belongs to one VM: one that was moved to another resource group, or re-created under its old name, has to be protected again.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)


@cause.check(
    title=translate("Protection", "A vault protects this VM"),
    why=translate("Protection", "Without a protected item in a Recovery Services vault of its region a VM has no backups at all."),
)
async def protected(vm: Vm) -> Finding:
    found = await vm.protection()
    state = found.state.value.casefold()
    if state == "notprotected":
        return failed(_unprotected(), found.state.evidence)
    if state == "protectionfailed":
        text = translate("Protection", "Azure Backup says that it could not set up protection of this VM ({state}).")
        return warning(text.format(state=found.state.value), found.state.evidence)
    if state == "protecting":
        return unknown(translate("Protection", "Protection of this VM is being set up. Look again in a few minutes."), found.state.evidence)
    if state != "protected" or not found.vault:
        return _odd(found)
    return ok(translate("Protection", "Vault {vault} protects this VM.").format(vault=last_name(found.vault)), found.state.evidence)


def _unprotected() -> Text:
    return translate(
        "Protection",
        "No vault of its region protects this VM: it has no backups. If it had some before, it was moved to another resource group or "
        "re-created since, or protection was removed; the old item may still be in its vault.",
    )


def _odd(found: Protection) -> Finding:
    text = translate("Protection", "Azure Backup names a state this program does not know, or no vault: {state}.")
    return unknown(text.format(state=found.state.value), found.state.evidence)


@cause.check(
    title=translate("Protection", "Protection is active"),
    why=translate("Protection", "An item whose protection is stopped, paused or suspended keeps its old points and gets no new ones."),
)
async def active(vm: Vm) -> Finding:
    protection, item = await asyncio.gather(vm.protection(), vm.backup_item())
    return _without_item(protection) if item is None else _state(item)


def _without_item(protection: Protection) -> Finding:
    text = translate("Protection", "No vault protects this VM ({state}): there is no item to look at.")
    return skipped(text.format(state=protection.state.value), protection.state.evidence)


def _state(item: BackupItem) -> Finding:
    state, evidence = item.state.value, item.state.evidence
    match state.casefold():
        case "protected":
            return _by_policy(item)
        case "irpending":
            return ok(translate("Protection", "Protection is active; the first backup is still to come ({state}).").format(state=state), evidence)
        case "protectionstopped":
            text = translate("Protection", "Protection has been stopped ({state}). Existing backups are kept, no new ones are made.")
            return failed(text.format(state=state), evidence)
        case "protectionpaused" | "backupssuspended":
            text = translate("Protection", "Protection is paused ({state}): no backup is made until it is resumed.")
            return failed(text.format(state=state), evidence)
        case "protectionerror":
            text = translate("Protection", "Azure Backup reports an error in the protection of this VM ({state}).")
            return warning(text.format(state=state), evidence)
        case _:
            text = translate("Protection", "Azure Backup names a state of the item this program does not know: {state}.")
            return unknown(text.format(state=state), evidence)


def _by_policy(item: BackupItem) -> Finding:
    if not item.policy:
        return unknown(translate("Protection", "The item is protected, but Azure names no backup policy for it."), item.state.evidence)
    text = translate("Protection", "Protection is active, by policy {policy}.")
    return ok(text.format(policy=last_name(item.policy)), item.state.evidence)


@cause.check(
    title=translate("Protection", "The protected item has not been deleted"),
    why=translate("Protection", "A deleted item is kept for a few days (soft delete). It can be brought back, but until then nothing is backed up."),
)
async def not_deleted(vm: Vm) -> Finding:
    protection, item = await asyncio.gather(vm.protection(), vm.backup_item())
    if item is None:
        return _without_item(protection)
    if item.being_deleted.value:
        text = translate(
            "Protection", "The protected item has been deleted; its data is kept for a few days only. Undo the deletion to back up again."
        )
        return failed(text, item.being_deleted.evidence)
    return ok(translate("Protection", "The protected item has not been deleted."), item.being_deleted.evidence)


@cause.check(
    title=translate("Protection", "The protected item is this VM and no other"),
    why=translate(
        "Protection",
        "Two VMs can have had the same name. Azure Backup identifies a VM by its id, and Azure by a GUID that is different for every new VM.",
    ),
)
async def same_vm(vm: Vm) -> Finding:
    protection, item = await asyncio.gather(vm.protection(), vm.backup_item())
    if item is None:
        return _without_item(protection)
    try:
        source = VmId.parse(item.source.value)
    except BadResourceId:
        return unknown(translate("Protection", "Azure's answer does not make clear which VM the item protects."), item.source.evidence)
    if not vm.id.same(str(source)):
        text = translate("Protection", "The item that Azure Backup has for this VM protects another one: {source}.")
        return failed(text.format(source=str(source)), item.source.evidence)
    return await _same_machine(vm, item)


async def _same_machine(vm: Vm, item: BackupItem) -> Finding:
    """A restore point bears the GUID of the machine it was taken of. A VM that was restored under its old name has another GUID and is
    backed up all the same (restore Azure VMs, 2025), so this is a fault only with the code that says so."""
    machine, points = await asyncio.gather(vm.machine(), vm.restore_points())
    made = [point for collection in points.items if collection.made_by_backup for point in collection.points]
    if not made:
        return ok(translate("Protection", "The item's id is that of this VM; no restore point tells more."), item.source.evidence)
    latest = _latest(made)
    if not all(GUID.fullmatch(seen.value) for seen in (machine.vm_id, latest)):
        text = translate("Protection", "Azure does not say of which machine the last restore point was taken.")
        return unknown(text, latest.evidence, machine.vm_id.evidence)
    if latest.value.casefold() == machine.vm_id.value.casefold():
        return ok(
            translate("Protection", "The item's id is that of this VM, and its last restore point was taken of it."),
            item.source.evidence,
            latest.evidence,
        )
    text = translate(
        "Protection",
        "The last restore point was taken of another machine with this name ({old}); the current VM is {new}. It has been re-created since: "
        "protect it again if it is not the old one restored.",
    )
    words = text.format(old=latest.value, new=machine.vm_id.value)
    return await by_code(vm, NOT_PRESENT, words, latest.evidence, machine.vm_id.evidence)


def _latest(points: list[RestorePoint]) -> Seen[str]:
    return max(points, key=lambda point: point.created or NEVER).vm_id


@cause.manual(title=translate("Protection", "Ask which vault protects the VM"))
def find_vault(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Protection",
            "The first command answers with the vault's id, or with nothing. The second shows the items of a vault and their states, "
            "also old ones of the same name in another resource group.",
        ),
        (
            show_vault(vm),
            Command(
                Shell.AZURE_CLI,
                f"az backup item list --subscription {vm.quoted(vm.subscription)} "
                '--resource-group "<group of the vault>" --vault-name "<vault>" --backup-management-type AzureIaasVM --output table',
            ),
        ),
    )


@cause.manual(title=translate("Protection", "Resume protection that was stopped"))
def resume(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Protection",
            "In the vault choose the item, then Resume backup and a policy. If protection was paused or suspended by an administrator or by "
            "a resource guard, ask why before you resume it.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az backup protection resume --subscription {vm.quoted(vm.subscription)} "
                '--resource-group "<group of the vault>" --vault-name "<vault>" --container-name "<container>" --item-name "<item>" '
                '--policy-name "<policy>" --backup-management-type AzureIaasVM',
            ),
        ),
    )


@cause.manual(title=translate("Protection", "Bring a deleted item back"))
def undelete(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Protection",
            "A deleted item is in the state “soft deleted” for 14 days or as long as the vault says. Undo the deletion, then resume protection.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az backup protection undelete --subscription {vm.quoted(vm.subscription)} "
                '--resource-group "<group of the vault>" --vault-name "<vault>" --container-name "<container>" --item-name "<item>" '
                "--backup-management-type AzureIaasVM --workload-type VM",
            ),
        ),
    )


@cause.manual(title=translate("Protection", "Protect a VM that is new to Azure Backup"))
def protect(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Protection",
            "A VM that was moved or re-created is new to Azure Backup, whatever its name. Protect it in a vault in its region. The old item "
            "keeps its restore points until you delete them.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az backup protection enable-for-vm --subscription {vm.quoted(vm.subscription)} "
                f'--resource-group "<group of the vault>" --vault-name "<vault>" --vm {vm.quoted_id} --policy-name "<policy>"',
            ),
        ),
    )
