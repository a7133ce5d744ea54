"""Restore points, and the locks that may hold on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..model import Evidence, Seen


@dataclass(frozen=True, slots=True)
class Lock:
    """A management lock."""

    id: str
    name: str
    scope: str
    """The id of what it locks, and with it everything below."""
    level: str
    """``CanNotDelete`` or ``ReadOnly``."""
    notes: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """One restore point of the VM."""

    name: str
    created: datetime | None
    state: str
    vm_id: Seen[str]
    """GUID of the machine it was taken of (``sourceMetadata.vmId``); empty where Azure names none."""


@dataclass(frozen=True, slots=True)
class RestorePointCollection:
    """A collection whose ``source.id`` is this VM, whatever its name and resource group."""

    id: str
    name: str
    resource_group: str
    state: Seen[str]
    points: tuple[RestorePoint, ...]
    count: Evidence
    """Shows how many points there are."""

    @property
    def made_by_backup(self) -> bool:
        """Others count too but are not Azure Backup's to clean."""
        return is_backups(self.name)


def is_backups(collection: str) -> bool:
    """Whether a collection of this name is Azure Backup's own: ``AzureBackup_<vm>…``."""
    return collection.casefold().startswith("azurebackup")
