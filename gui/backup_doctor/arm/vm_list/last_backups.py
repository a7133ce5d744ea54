"""How the last backup of each VM went, put together from protected items and failed jobs, whichever of the two come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..protection import last_backup
from ..reading import Reader
from .news import Backup

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """A protected item, whoever has listed it."""

    id: str
    vm: str
    """Id of what it protects, in Azure's spelling; empty where Azure does not say."""
    status: str
    """Azure's word for how the last backup went; empty before the first."""
    at: datetime | None
    """When that backup began."""


def item_of_row(row: Reader) -> Item:
    """From a row of backups.kql."""
    return Item(row["id"].text(), row["vmId"].text(), row["lastBackupStatus"].text(), last_backup(row))


def item_of_vault(listed: Reader) -> Item:
    """From an item as its vault lists it."""
    properties = listed["properties"]
    return Item(listed["id"].text(), properties["sourceResourceId"].text(), properties["lastBackupStatus"].text(), last_backup(properties))


class LastBackups:
    """Tells each VM's last backup, and tells it again when more becomes known.

    A VM has an item in every vault that has ever protected it; the one with the latest backup counts.
    """

    def __init__(self, tell: Callable[[tuple[Backup, ...]], None]) -> None:
        self._tell = tell
        self._vms: dict[str, str] = {}
        """The VM of each item, by its case-folded id."""
        self._last: dict[str, tuple[str, Backup]] = {}
        """Item and backup that count for each VM."""
        self._errors: dict[str, tuple[datetime, str]] = {}
        """When the last failed job of each item began, and Azure's words for it."""

    def add_rows(self, rows: Iterable[Reader]) -> None:
        """Rows of backups.kql."""
        self._add(map(item_of_row, rows))

    def add_items(self, items: Iterable[Reader]) -> None:
        """Protected items as their vault lists them."""
        self._add(map(item_of_vault, items))

    def add_failed_jobs(self, rows: Iterable[Reader]) -> None:
        """Rows of failed_jobs.kql."""
        items = set()
        for row in rows:
            item, began = row["item"].text().casefold(), row["startTime"].moment() or LONG_AGO
            if item not in self._errors or self._errors[item][0] < began:
                words = row["errorTitle"].text() or row["errorString"].text() or row["errorCode"].text()
                self._errors[item] = (began, words)
                items.add(item)
        self._retell(self._vms[item] for item in items if item in self._vms)

    def _add(self, found: Iterable[Item]) -> None:
        changed = {}  # a dict keeps the order
        for each in found:
            item, vm = each.id.casefold(), each.vm.casefold()
            if not vm:
                continue
            vault = each.id[: item.find("/backupfabrics/")] if "/backupfabrics/" in item else ""
            backup = Backup(vm, each.status, each.at, "", vault)
            self._vms[item] = vm
            if vm not in self._last or _at(self._last[vm][1]) < _at(backup):
                self._last[vm] = (item, backup)
                changed[vm] = True
        self._retell(changed)

    def _retell(self, vms: Iterable[str]) -> None:
        told = []
        for vm in vms:
            item, backup = self._last[vm]
            error = self._errors.get(item, (LONG_AGO, ""))[1] if backup.status.casefold() == "failed" else ""
            told.append(replace(backup, error=error))
        if told:
            self._tell(tuple(told))


def _at(backup: Backup) -> datetime:
    return backup.at or LONG_AGO
