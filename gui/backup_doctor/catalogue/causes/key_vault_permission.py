"""Azure Backup may not read the keys of an encrypted VM.

Only Azure Disk Encryption asks for it; encryption by the platform, also with own keys, does not (back up encrypted VMs, 2022-12-14).
"""

from __future__ import annotations

from ...core.facts import KeyVault, Vm
from ...core.model import Cause, Command, CouldNotLook, Evidence, Finding, Instructions, Listing, Shell, failed, ok, skipped, unknown, warning
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..commands import named, show_vault
from ..weighing import is_named

CODES = ("UserErrorKeyvaultPermissionsNotConfigured",)

cause = Cause(
    id="key-vault-permission",
    title=translate("KeyVault", "Azure Backup may not read the key vault of an encrypted VM"),
    explanation=translate(
        "KeyVault",
        "Azure Disk Encryption keeps the secrets that unlock the disks in a key vault. Azure Backup copies them with every backup, and for that the "
        "service “Backup Management Service” needs the rights Get, List and Backup on secrets, and on keys where a key wraps the secrets.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-encryption",
)


async def _vaults(vm: Vm) -> Listing[KeyVault] | Finding:
    """The key vaults, or the finding for a VM that depends on none."""
    disks = await vm.disks()
    if not any(disk.encryption.value for disk in disks.items):
        evidence = tuple(disk.encryption.evidence for disk in disks.items)
        return skipped(translate("KeyVault", "No disk of this VM is under Azure Disk Encryption, so no key vault is needed."), *evidence)
    vaults = await vm.key_vaults()
    if not vaults.items:
        return unknown(translate("KeyVault", "The disks are encrypted, but Azure does not say where their secrets are kept."), *vaults.evidence)
    return vaults


@cause.check(
    title=translate("KeyVault", "Somebody may back up the keys"),
    why=translate(
        "KeyVault",
        "If none of the key vault's access policies holds what Azure Backup needs, then Azure Backup does not hold it either. "
        "Whose a policy is cannot be seen here: Azure Resource Manager knows the owners by number only.",
    ),
)
async def access_granted(vm: Vm) -> Finding:
    vaults = await _vaults(vm)
    if isinstance(vaults, Finding):
        return vaults
    closed = [vault for vault in vaults.items if not vault.by_role.value and not vault.backup_grants.value]
    if closed:
        text = translate("KeyVault", "Nobody may back up what the key vault holds, Azure Backup included: {names}.")
        return failed(text.format(names=_listed(closed)), *(vault.backup_grants.evidence for vault in closed))
    if await is_named(vm, CODES):
        return await _accused(vm, vaults)
    by_role = [vault for vault in vaults.items if vault.by_role.value]
    if by_role:
        return await _by_last_backup(vm, by_role)
    text = translate("KeyVault", "Somebody holds the rights that a backup needs ({names}), and no error says that it is not Azure Backup.")
    return ok(text.format(names=_listed(vaults.items)), *(vault.backup_grants.evidence for vault in vaults.items))


async def _accused(vm: Vm, vaults: Listing[KeyVault]) -> Finding:
    """The error names the key vault, and what Azure shows of it does not contradict."""
    evidence = [vault.by_role.evidence if vault.by_role.value else vault.backup_grants.evidence for vault in vaults.items]
    text = translate(
        "KeyVault",
        "The backup failed because Azure Backup may not read the keys. Others may ({names}); whose the rights are cannot be told from here.",
    )
    return warning(text.format(names=_listed(vaults.items)), *await _said_by_job(vm), *evidence)


async def _said_by_job(vm: Vm) -> tuple[Evidence, ...]:
    try:
        job = await vm.last_failed_job()
    except CouldNotLook:
        return ()
    return () if job is None else (job.words.evidence,)


async def _by_last_backup(vm: Vm, vaults: list[KeyVault]) -> Finding:
    """Roles are given to numbers that only the directory can name; a backup that got through proves them."""
    item, evidence = await vm.backup_item(), [vault.by_role.evidence for vault in vaults]
    if item is not None and item.last_status.value.casefold() == "completed":
        text = translate("KeyVault", "Roles decide about {names}, and the last backup completed: Azure Backup may read the keys.")
        return ok(text.format(names=_listed(vaults)), item.last_status.evidence, *evidence)
    text = translate("KeyVault", "Roles decide about {names}. Whether Azure Backup has one of them cannot be told from here.")
    return unknown(text.format(names=_listed(vaults)), *evidence)


def _listed(vaults: list[KeyVault] | tuple[KeyVault, ...]) -> str:
    return ", ".join(vault.name for vault in vaults)


@cause.check(
    title=translate("KeyVault", "The key vault's firewall lets Azure Backup through"),
    why=translate("KeyVault", "Azure Backup is one of the services that a key vault trusts, unless its firewall makes no exception for them."),
)
async def firewall_open(vm: Vm) -> Finding:
    vaults = await _vaults(vm)
    if isinstance(vaults, Finding):
        return vaults
    evidence = [vault.shut.evidence for vault in vaults.items]
    shut = [vault for vault in vaults.items if vault.shut.value]
    if shut:
        text = translate("KeyVault", "The firewall makes no exception for trusted Azure services: {names}.")
        return warning(text.format(names=_listed(shut)), *(vault.shut.evidence for vault in shut))
    return ok(translate("KeyVault", "The firewall lets trusted Azure services through, or is open."), *evidence)


@cause.manual(title=translate("KeyVault", "Find the key vault"))
def find_vault(vm: VmId) -> Instructions:
    return Instructions(
        translate("KeyVault", "The command shows which key vault holds the secrets of the disks (sourceVault)."),
        (Command(Shell.AZURE_CLI, f"az vm encryption show {named(vm)}"),),
    )


@cause.manual(title=translate("KeyVault", "Let Azure Backup read it, by an access policy"))
def grant_by_policy(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "KeyVault",
            "In the portal: the key vault, Access policies, Create, the template Azure Backup, and as principal Backup Management Service. "
            "Without a key that wraps the secrets the rights on secrets are enough. "
            "In an Azure of its own (government, China) the service's id differs.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                "az keyvault set-policy --name <key vault> --spn 262044b1-e2ce-469f-a196-69ab7ada62d3 "
                "--key-permissions backup get list --secret-permissions backup get list",
            ),
        ),
    )


@cause.manual(title=translate("KeyVault", "Let Azure Backup read it, by a role"))
def grant_by_role(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "KeyVault",
            "Where roles decide (the key vault's permission model is Azure role-based access control), give Backup Management Service the role "
            "Key Vault Administrator on the key vault, or a role of your own with the data actions of backup and reading.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                'az role assignment create --assignee 262044b1-e2ce-469f-a196-69ab7ada62d3 --role "Key Vault Administrator" --scope <key vault id>',
            ),
        ),
    )


@cause.manual(title=translate("KeyVault", "Open the firewall for trusted services, then back up"))
def open_firewall(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "KeyVault",
            "If the firewall makes no exception, let trusted Microsoft services through. New rights take a few minutes to arrive; wait, then "
            "choose Back up now in the vault that the second command names.",
        ),
        (
            Command(Shell.AZURE_CLI, "az keyvault update --name <key vault> --bypass AzureServices"),
            show_vault(vm),
        ),
    )
