"""The rows of the list of virtual machines, and what is told while it is being read. Light: the window imports it at its start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ...core.resource_id import VmId
from ...core.text import Text


@dataclass(frozen=True, slots=True)
class VmRow:
    """One VM of the list."""

    id: VmId
    subscription: str
    """Its display name."""
    location: str
    os: str
    power: str
    """What follows ``PowerState/``; empty where Azure did not say."""
    agent: str = ""
    """Version of the VM agent, where the list has it: Resource Graph does not."""
    last_backup: str = ""
    """Azure's word, such as ``Completed`` or ``Failed``; empty where none is known."""
    last_backup_at: datetime | None = None
    error: str = ""
    """Azure's code of what last went wrong with its backup; empty where none is known."""


@dataclass(frozen=True, slots=True)
class Backup:
    """How the last backup of one VM went."""

    vm: str
    """The VM's id, case-folded: the key to a row is ``str(row.id).casefold()``."""
    status: str
    at: datetime | None
    error: str
    vault: str
    """The id of the vault; empty where the row names none."""


@dataclass(frozen=True, slots=True)
class RowsCame:
    """More rows, none of them told before."""

    rows: tuple[VmRow, ...]


@dataclass(frozen=True, slots=True)
class BackupsCame:
    """Last backups, at most one of a VM; a later one of the same VM takes its place. Rows may come before or after."""

    backups: tuple[Backup, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """Azure asks to wait; the reading goes on by itself."""

    seconds: int
    why: Text


@dataclass(frozen=True, slots=True)
class FellBack:
    """Something is not as it should be: read another way, or left out. Both are said."""

    text: Text


News: TypeAlias = RowsCame | BackupsCame | Waits | FellBack
