"""What can be unusual about a VM's disks, and what can be wrong with the key vault of encrypted ones."""

from __future__ import annotations

from collections.abc import Sequence

from ..answers import Json
from ..disks import BACKUP_RIGHTS, access_policy, disks_of, key_vaults_of, make_disk, make_key_vault
from ..machine import VirtualMachine
from ..world import World

BACKUP_SERVICE = "Backup Management Service"


def change_data_disk(world: World, vm: VirtualMachine, *, sku: str | None = None, size: int | None = None, **properties: object) -> Json:
    """Make the first data disk something else: its ``sku``, its size in GiB, and whatever other property of the resource."""
    disk = disks_of(world, vm)[1]
    if sku is not None:
        disk["sku"] = {"name": sku, "tier": sku.partition("_")[0]}
        vm.model["storageProfile"]["dataDisks"][0]["managedDisk"]["storageAccountType"] = sku
    if size is not None:
        disk["properties"] |= {"diskSizeGB": size, "diskSizeBytes": size * 1024**3}
        vm.model["storageProfile"]["dataDisks"][0]["diskSizeGB"] = size
    disk["properties"] |= properties
    return disk


def share_data_disk(world: World, vm: VirtualMachine) -> None:
    """The first data disk may be attached to two VMs at once."""
    change_data_disk(world, vm, maxShares=2, shareInfo=[{"vmUri": str(vm.id)}])


def attach_data_disks(world: World, vm: VirtualMachine, count: int) -> None:
    """Attach more small data disks, until there are so many."""
    attached: list[Json] = vm.model["storageProfile"]["dataDisks"]
    for lun in range(len(attached), count):
        name = f"{vm.id.name}_Data_{lun}"
        identity = f"{vm.id.group_scope}/providers/Microsoft.Compute/disks/{name}"
        world.store.put(make_disk(identity, vm.location, str(vm.id), 32))
        managed = {"storageAccountType": "Premium_LRS", "id": identity}
        attached.append({"lun": lun, "name": name, "createOption": "Empty", "caching": "None", "managedDisk": managed, "diskSizeGB": 32})


def make_os_disk_ephemeral(world: World, vm: VirtualMachine) -> None:
    """Put the OS disk on the host's local storage (ephemeral OS disks of Azure VMs, 2023-03)."""
    disk = vm.model["storageProfile"]["osDisk"]
    disk |= {"caching": "ReadOnly", "diffDiskSettings": {"option": "Local", "placement": "CacheDisk"}}
    world.store.remove(disk["managedDisk"]["id"])


def set_security_type(vm: VirtualMachine, kind: str) -> None:
    """``TrustedLaunch`` or ``ConfidentialVM``."""
    vm.model["securityProfile"] = {"securityType": kind, "uefiSettings": {"secureBootEnabled": True, "vTpmEnabled": True}}


def encrypt_disks(world: World, vm: VirtualMachine, policies: Sequence[Json] | None = None, *, wrapped: bool = True) -> Json:
    """Encrypt all disks by Azure Disk Encryption; returns the key vault.

    Args:
        policies: of the key vault; by default Azure Backup may read what it needs.
        wrapped: whether a key wraps the secrets.
    """
    identity = f"{vm.id.group_scope}/providers/Microsoft.KeyVault/vaults/kv-{vm.id.name}"
    granted = [
        access_policy("admins", keys=["All"], secrets=["Get", "List", "Set"]),
        access_policy(BACKUP_SERVICE, keys=BACKUP_RIGHTS, secrets=BACKUP_RIGHTS),
    ]
    vault = world.store.put(make_key_vault(identity, vm.location, granted if policies is None else policies))
    url = vault["properties"]["vaultUri"]
    for number, disk in enumerate(disks_of(world, vm)):
        element: Json = {"diskEncryptionKey": {"sourceVault": {"id": identity}, "secretUrl": f"{url}secrets/disk-{number}/5ad9c2b1"}}
        if wrapped:
            element["keyEncryptionKey"] = {"sourceVault": {"id": identity}, "keyUrl": f"{url}keys/disks/91f00a7c"}
        disk["properties"]["encryptionSettingsCollection"] = {
            "enabled": True,
            "encryptionSettings": [element],
            "encryptionSettingsVersion": "1.1",
        }
    return vault


def decide_by_role(world: World, vm: VirtualMachine) -> None:
    """Roles decide about the key vault, and no longer its access policies."""
    for vault in key_vaults_of(world, vm):
        vault["properties"] |= {"enableRbacAuthorization": True, "accessPolicies": []}


def shut_key_vault(world: World, vm: VirtualMachine, *, bypass: str = "None") -> None:
    """Let nobody through the key vault's firewall but, perhaps, Azure's own services."""
    for vault in key_vaults_of(world, vm):
        rules = {"bypass": bypass, "defaultAction": "Deny", "ipRules": [], "virtualNetworkRules": []}
        vault["properties"]["networkAcls"] = rules
