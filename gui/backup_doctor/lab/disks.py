"""Managed disks and key vaults as ARM shows them (REST references of Compute disks, 2024-03-02, and Key Vault, 2023-07-01)."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.resource_id import last_name
from .answers import Json
from .identity import TENANT_ID, guid
from .machine import VirtualMachine
from .world import World

DISK_TYPE = "Microsoft.Compute/disks"
KEY_VAULT_TYPE = "Microsoft.KeyVault/vaults"

BACKUP_RIGHTS = ("Get", "List", "Backup")
"""What the portal's template for Azure Backup grants on keys and on secrets."""


def make_disk(identity: str, location: str, vm: str, size: int, *, os: str = "", create: str = "Empty") -> Json:
    """A Premium SSD that is attached to a VM."""
    properties: Json = {
        "creationData": {"createOption": create},
        "diskSizeGB": size,
        "diskSizeBytes": size * 1024**3,
        "diskState": "Attached",
        "encryption": {"type": "EncryptionAtRestWithPlatformKey"},
        "networkAccessPolicy": "AllowAll",
        "publicNetworkAccess": "Enabled",
        "timeCreated": "2025-02-11T08:14:01.7431282+00:00",
        "provisioningState": "Succeeded",
        "uniqueId": guid(f"disk/{identity}"),
    }
    if os:
        properties |= {"osType": os, "hyperVGeneration": "V2"}
    sku = {"name": "Premium_LRS", "tier": "Premium"}
    return {
        "name": last_name(identity),
        "id": identity,
        "type": DISK_TYPE,
        "location": location,
        "managedBy": vm,
        "sku": sku,
        "properties": properties,
    }


def make_key_vault(identity: str, location: str, policies: Sequence[Json]) -> Json:
    """A key vault whose own access policies decide, open to all networks."""
    name = last_name(identity)
    properties = {
        "sku": {"family": "A", "name": "standard"},
        "tenantId": TENANT_ID,
        "accessPolicies": list(policies),
        "enabledForDeployment": False,
        "enabledForDiskEncryption": True,
        "enabledForTemplateDeployment": False,
        "enableSoftDelete": True,
        "softDeleteRetentionInDays": 90,
        "enableRbacAuthorization": False,
        "vaultUri": f"https://{name}.vault.azure.net/",
        "provisioningState": "Succeeded",
        "publicNetworkAccess": "Enabled",
    }
    return {"id": identity, "name": name, "type": KEY_VAULT_TYPE, "location": location, "tags": {}, "properties": properties}


def access_policy(owner: str, *, keys: Sequence[str] = (), secrets: Sequence[str] = ()) -> Json:
    """What a key vault grants to somebody."""
    permissions = {"keys": list(keys), "secrets": list(secrets), "certificates": []}
    return {"tenantId": TENANT_ID, "objectId": guid(owner), "permissions": permissions}


def disks_of(world: World, vm: VirtualMachine) -> list[Json]:
    """The resources of the VM's managed disks, the OS disk first; a disk without one is left out."""
    storage = vm.model["storageProfile"]
    ids = [disk["managedDisk"]["id"] for disk in (storage["osDisk"], *storage["dataDisks"]) if "managedDisk" in disk]
    return [disk for identity in ids if (disk := world.store.find(identity)) is not None]


def key_vaults_of(world: World, vm: VirtualMachine) -> list[Json]:
    """The key vaults on which the encryption of the VM's disks depends, each once."""
    encrypted = [disk["properties"].get("encryptionSettingsCollection", {}) for disk in disks_of(world, vm)]
    places = [place for settings in encrypted if settings.get("enabled") for place in settings["encryptionSettings"]]
    ids = dict.fromkeys(key["sourceVault"]["id"] for place in places for key in place.values())
    return [vault for identity in ids if (vault := world.store.find(identity)) is not None]
