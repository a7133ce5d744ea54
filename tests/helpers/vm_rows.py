"""Rows of the list of VMs, and their backups, made up in one line."""

from __future__ import annotations

from datetime import UTC, datetime

from backup_doctor.arm.vm_list.news import Backup, VmRow
from backup_doctor.core.resource_id import VmId
from backup_doctor.ui.vm_list import key_of

SUBSCRIPTION = "00000000-0000-0000-0000-00000000000a"


def row(name: str, status: str = "Completed", day: int = 1, group: str = "rg", os: str = "Windows", error: str = "") -> VmRow:
    """One VM; without a status it has no backup."""
    at = datetime(2026, 11, day, tzinfo=UTC) if status else None
    return VmRow(VmId(SUBSCRIPTION, group, name), "Production", "westeurope", os, "running", "", status, at, error)


def backup(of: VmRow, status: str = "Failed", day: int = 9, error: str = "UserErrorGuestAgentStatusUnavailable") -> Backup:
    """How the last backup of that VM went."""
    return Backup(key_of(of.id), status, datetime(2026, 11, day, tzinfo=UTC), error, "")


def many(count: int) -> list[VmRow]:
    """VMs without a backup, named in order."""
    return [row(f"vm-{number:05d}", "") for number in range(count)]
