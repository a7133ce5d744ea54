"""How Azure Backup protects the VM, and what its jobs said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..model import Evidence, Seen


@dataclass(frozen=True, slots=True)
class Protection:
    """Whether a vault protects the VM, and which (``backupStatus``)."""

    state: Seen[str]
    """``Protected``, ``NotProtected``, ``Protecting``, ``ProtectionFailed``."""
    vault: str
    """Id of the vault; empty where there is none."""
    fabric: str
    container: str
    item: str


@dataclass(frozen=True, slots=True)
class HealthDetail:
    """One of the remarks Azure Backup keeps at a protected item."""

    code: int
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class BackupItem:
    """The VM as a vault's protected item."""

    id: str
    state: Seen[str]
    """``Protected``, ``ProtectionStopped``, ``ProtectionPaused``, ``BackupsSuspended``, ``IRPending``, ``ProtectionError`` …"""
    health: Seen[str]
    """``Passed``, ``ActionRequired``, ``ActionSuggested``, ``Invalid``; empty where Azure gives none."""
    details: tuple[HealthDetail, ...]
    last_status: Seen[str]
    """Of the last backup: ``Completed``, ``Failed``, ``InProgress`` …; empty before the first."""
    last_backup: datetime | None
    being_deleted: Seen[bool]
    """``isScheduledForDeferredDelete``: stopped, its data kept for some days only."""
    source: Seen[str]
    """Id of the VM it protects, in whatever letter case."""
    policy: str
    """Id of its policy; empty where protection is stopped."""
    luns: frozenset[int]
    """LUNs of the data disks that were chosen (selective disk backup)."""
    luns_count: bool | None
    """Whether the chosen disks are backed up (True) or left out (False); None where every disk is backed up."""

    def leaves_out(self, lun: int | None) -> bool:
        """Whether the data disk with this number is excluded from the backup; the OS disk never is."""
        return lun is not None and self.luns_count is not None and (lun in self.luns) is not self.luns_count


@dataclass(frozen=True, slots=True)
class BackupPolicy:
    """The policy by which the VM is backed up."""

    name: str
    kind: Seen[str]
    """``V1`` (Standard) or ``V2`` (Enhanced)."""
    consistency: Seen[str]
    """``OnlyCrashConsistent`` for agentless snapshots; empty otherwise."""
    group_prefix: str
    """Of the resource group for restore points, where the policy names one; else empty."""
    group_suffix: str

    @property
    def is_enhanced(self) -> bool:
        return self.kind.value.casefold() == "v2"

    @property
    def needs_no_agent(self) -> bool:
        """Agentless crash-consistent snapshots ask nothing of the guest (multi-disk crash-consistent backup, 2024-03-14)."""
        return self.consistency.value.casefold() == "onlycrashconsistent"


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A backup job of this VM that has not ended."""

    id: str
    vault: str
    """The vault's name."""
    started: datetime | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class DemandedJob:
    """A backup of this VM that somebody started on demand."""

    id: str
    started: datetime | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class JobTask:
    """A piece of a job, in Azure's words."""

    name: str
    """``Take Snapshot``, ``Transfer data to vault``."""
    status: str
    """``NotStarted``, ``InProgress``, ``Completed`` …"""


@dataclass(frozen=True, slots=True)
class Job:
    """A backup job."""

    id: str
    status: str
    started: datetime | None
    ended: datetime | None
    words: Seen[str]
    """Everything Azure said about the failure: titles, messages, the untranslated error. May hold a code."""
    numbers: tuple[int, ...]
    """``errorCode`` of each error: numbers, of which few are published."""
    tasks: tuple[JobTask, ...] = ()
