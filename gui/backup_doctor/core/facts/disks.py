"""The VM's managed disks and the key vaults that their encryption depends on."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Seen


@dataclass(frozen=True, slots=True)
class Disk:
    """A managed disk."""

    id: str
    name: str
    sku: Seen[str]
    """``Premium_LRS``, ``UltraSSD_LRS``, ``PremiumV2_LRS`` …"""
    size_gb: Seen[int] | None
    shares: Seen[int]
    """``maxShares``: how many VMs may attach it at once; 1 where Azure names none."""
    access_mode: Seen[str]
    """``dataAccessAuthMode``; empty where there is none."""
    security_type: Seen[str]
    """``TrustedLaunch``, ``ConfidentialVM_…`` or empty: a data disk has one if it was the OS disk of such a VM."""
    secret_vaults: tuple[str, ...]
    """Ids of the key vaults with the secrets of Azure Disk Encryption; empty for a disk without it."""
    key_vaults: tuple[str, ...]
    """Ids of those with the keys that wrap the secrets; empty where none does."""
    encryption: Seen[bool]
    """Whether Azure Disk Encryption is on (``encryptionSettingsCollection.enabled``)."""


@dataclass(frozen=True, slots=True)
class KeyVault:
    """A key vault that holds the keys of an encrypted VM."""

    id: str
    name: str
    by_role: Seen[bool]
    """Whether roles decide about access (``enableRbacAuthorization``), and not the vault's own access policies."""
    backup_grants: Seen[int]
    """How many access policies hold what Azure Backup needs here, of secrets and of the keys that wrap them. ARM does not name their owners."""
    shut: Seen[bool]
    """Whether its firewall denies by default and lets no Azure service through."""
