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
    key_vaults: tuple[str, ...]
    """Ids of the key vaults with the keys and secrets of Azure Disk Encryption; empty for a disk without it."""
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
    """How many access policies hold what Azure Backup needs: get, list and backup of keys and secrets. ARM does not name their owners."""
    shut: Seen[bool]
    """Whether its firewall denies by default and lets no Azure service through."""
