"""The VMs that have been read so far, with their last backups: whichever of the two came first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..arm.vm_list.news import Backup, VmRow
    from ..core.resource_id import VmId
    from ..core.text import Text


def key_of(vm: VmId) -> str:
    """By which rows and backups find each other."""
    return str(vm).casefold()


class VmList:
    """Grows at its end and never loses a row; a row changes where its backup comes after it."""

    def __init__(self) -> None:
        self.rows: list[VmRow] = []
        self.notices: list[Text] = []
        """What was read another way than it should be, or left out."""
        self.complete = False
        """Whether it was read to its end."""
        self._numbers: dict[str, int] = {}
        self._early: dict[str, Backup] = {}
        """Backups of VMs that have not come yet."""

    def add(self, rows: Iterable[VmRow]) -> None:
        """A page of VMs has come."""
        for row in rows:
            key = key_of(row.id)
            backup = self._early.pop(key, None)
            self._numbers[key] = len(self.rows)
            self.rows.append(row if backup is None else _joined(row, backup))

    def join(self, backups: Sequence[Backup]) -> list[int]:
        """A page of backups has come.

        Returns:
            The numbers of the rows that have changed.
        """
        changed = []
        for backup in backups:
            number = self._numbers.get(backup.vm)
            if number is None:
                self._early[backup.vm] = backup
            else:
                self.rows[number] = _joined(self.rows[number], backup)
                changed.append(number)
        return changed

    def number_of(self, vm: VmId) -> int | None:
        """Which row is this VM's."""
        return self._numbers.get(key_of(vm))

    def known(self, vm: VmId) -> VmRow | None:
        """The row of a VM."""
        number = self.number_of(vm)
        return None if number is None else self.rows[number]

    def namesakes(self, resource_group: str, name: str) -> list[VmId]:
        """VMs of this name in a group of this name, in whatever subscription."""
        wanted = resource_group.casefold(), name.casefold()
        return [row.id for row in self.rows if (row.id.resource_group.casefold(), row.id.name.casefold()) == wanted]


def _joined(row: VmRow, backup: Backup) -> VmRow:
    return replace(row, last_backup=backup.status, last_backup_at=backup.at, error=backup.error)
