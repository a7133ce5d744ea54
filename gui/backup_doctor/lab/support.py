"""What Azure Backup makes of a VM's policy, disks and key vaults (support matrix of VM backup, 2025-10-27; agent article, 2025-11-12)."""

from __future__ import annotations

from collections.abc import Sequence

from .answers import Json
from .disks import BACKUP_RIGHTS, disks_of, key_vaults_of
from .machine import VirtualMachine
from .protection import item_of, policy_of
from .world import World

LARGEST_DISK, LARGEST_ENCRYPTED_DISK = 32 * 1024, 4 * 1024
"""In GiB (agent and extension article, 2025-11-12)."""
MOST_DATA_DISKS = 32
"""Of one VM (support matrix of VM backup, 2025-10-27)."""


def is_agentless(world: World, vm: VirtualMachine) -> bool:
    """Whether the VM's policy takes its snapshots without asking the guest."""
    return bool(policy_of(world, vm).get("snapshotConsistencyType") == "OnlyCrashConsistent")


def has_too_large_disk(world: World, vm: VirtualMachine) -> bool:
    """Whether a disk that is backed up is larger than Azure Backup takes."""
    return any(disk["properties"]["diskSizeGB"] > _limit(disk) for disk in _backed_up(world, vm))


def has_unsupported_disk(world: World, vm: VirtualMachine) -> bool:
    """Whether the VM, or one of its disks, is of a kind Azure Backup does not take under its policy."""
    storage = vm.model["storageProfile"]
    if len(storage["dataDisks"]) > MOST_DATA_DISKS or "diffDiskSettings" in storage["osDisk"] or _is_confidential(vm):
        return True
    standard = policy_of(world, vm).get("policyType") != "V2"
    return any(_is_unsupported(disk, standard) for disk in _backed_up(world, vm))


def lacks_key_rights(world: World, vm: VirtualMachine) -> bool:
    """Whether a key vault of the encrypted disks lets Azure Backup not read what it needs: nobody may, or the firewall lets it not through."""
    kinds = ("secrets", "keys") if _has_wrapped_secrets(world, vm) else ("secrets",)
    return any(_is_shut(vault) or not (_by_role(vault) or _grants(vault, kinds)) for vault in key_vaults_of(world, vm))


def _is_confidential(vm: VirtualMachine) -> bool:
    return bool(vm.model.get("securityProfile", {}).get("securityType") == "ConfidentialVM")


def _limit(disk: Json) -> int:
    return LARGEST_ENCRYPTED_DISK if _is_encrypted(disk) else LARGEST_DISK


def _is_unsupported(disk: Json, standard: bool) -> bool:
    properties = disk["properties"]
    if properties.get("maxShares", 1) > 1 or properties.get("dataAccessAuthMode") == "AzureActiveDirectory":
        return True
    return standard and disk["sku"]["name"] in ("UltraSSD_LRS", "PremiumV2_LRS")


def _backed_up(world: World, vm: VirtualMachine) -> list[Json]:
    """Without the disks that the Enhanced policy leaves out."""
    found = disks_of(world, vm)
    if policy_of(world, vm).get("policyType") != "V2":
        return found
    item = item_of(world, vm)
    properties: Json = {} if item is None else item["properties"]
    excluded = properties.get("extendedProperties", {}).get("diskExclusionProperties", {}).get("diskLunList", [])
    names = {disk["name"] for disk in vm.model["storageProfile"]["dataDisks"] if disk["lun"] in excluded}
    return [disk for disk in found if disk["name"] not in names]


def _by_role(vault: Json) -> bool:
    return bool(vault["properties"]["enableRbacAuthorization"])


def _is_shut(vault: Json) -> bool:
    rules = vault["properties"].get("networkAcls", {})
    return (rules.get("defaultAction"), rules.get("bypass")) == ("Deny", "None")


def _grants(vault: Json, kinds: Sequence[str]) -> bool:
    granted = [policy["permissions"] for policy in vault["properties"]["accessPolicies"]]
    return any(all(set(BACKUP_RIGHTS) <= set(permissions[kind]) for kind in kinds) for permissions in granted)


def _has_wrapped_secrets(world: World, vm: VirtualMachine) -> bool:
    settings = [disk["properties"]["encryptionSettingsCollection"] for disk in disks_of(world, vm) if _is_encrypted(disk)]
    return any("keyEncryptionKey" in place for each in settings for place in each["encryptionSettings"])


def _is_encrypted(disk: Json) -> bool:
    return "encryptionSettingsCollection" in disk["properties"]
