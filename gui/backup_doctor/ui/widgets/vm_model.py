"""The table of virtual machines: its own filtered and sorted index over plain rows, quick enough for tens of thousands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from ...core.resource_id import VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..kit import Kit
from .text import plain_tip, shorten

if TYPE_CHECKING:
    from ...arm.fleet import VmRow

Index = QModelIndex | QPersistentModelIndex

HEADERS: tuple[Text, ...] = (
    translate("VmTable", "Name"),
    translate("VmTable", "Last backup"),
    translate("VmTable", "Resource group"),
    translate("VmTable", "Subscription"),
    translate("VmTable", "Region"),
    translate("VmTable", "OS"),
    translate("VmTable", "Power"),
)
LAST_BACKUP = 1
UNSORTED = -1
"""Failing backups first, the newest of them on top."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RECENT = 32
_CELL = 200


def is_failing(row: VmRow) -> bool:
    """Whether the last backup of this VM failed."""
    return row.last_backup.casefold() == "failed"


class VmModel(QAbstractTableModel):
    """Rows plus a view of them: the numbers of those that match, in order."""

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._rows: list[VmRow] = []
        self._cells: list[tuple[str, ...]] = []
        self._keys: list[str] = []
        self._order: list[int] = []
        self._view: list[int] = []
        self._recent: dict[str, list[int]] = {}
        self._filter = ""
        self._column, self._descending = UNSORTED, False
        self._icons: dict[str, QIcon] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._view)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = _DISPLAY) -> str | QIcon | None:
        # First the roles that matter: a repaint asks about 1,400 times, mostly for the others.
        if role in (_DISPLAY, _ACCESSIBLE):
            return self._cells[self._view[index.row()]][index.column()]
        if role == _DECORATION and index.column() == LAST_BACKUP:
            return self._icon(self._rows[self._view[index.row()]].last_backup)
        if role == _TIP:
            return plain_tip(self._cells[self._view[index.row()]][index.column()])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> str | None:
        if role == _DISPLAY and orientation is Qt.Orientation.Horizontal:
            return self._kit.render(HEADERS[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def set_rows(self, rows: Sequence[VmRow]) -> None:
        """Take the list as it stands; rows already known are not rendered again."""
        self.beginResetModel()
        if list(rows[: len(self._rows)]) != self._rows:
            self._rows, self._cells, self._keys = [], [], []
        for row in rows[len(self._rows) :]:
            self._rows.append(row)
            self._cells.append(self._cells_of(row))
            self._keys.append(_key(row, self._cells[-1]))
        self._arrange()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show rows that contain the text in any column, whatever its letter case."""
        text = text.strip().casefold()
        if text == self._filter:
            return
        self.beginResetModel()
        self._view = self._matching(text)
        self._filter = text
        self.endResetModel()

    def refresh(self) -> None:
        """Language or colours have changed."""
        rows, self._rows = self._rows, []
        self._icons.clear()
        self.set_rows(rows)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADERS) - 1)

    def row_at(self, index: Index) -> VmRow | None:
        """The machine of a visible row."""
        return self._rows[self._view[index.row()]] if index.isValid() else None

    def find(self, vm: VmId) -> QModelIndex:
        """Where a machine stands in the table; invalid when it is not shown."""
        for row, number in enumerate(self._view):
            if self._rows[number].id.same(str(vm)):
                return self.index(row, 0)
        return QModelIndex()

    def known(self, vm: VmId) -> VmRow | None:
        """A machine of the list, shown or not."""
        return next((row for row in self._rows if row.id.same(str(vm))), None)

    def _cells_of(self, row: VmRow) -> tuple[str, ...]:
        cells = (row.id.name, self._backup_words(row), row.id.resource_group, row.subscription, row.location, row.os)
        return (*(shorten(" ".join(cell.split()), _CELL) for cell in cells), self._kit.render(vocabulary.power(row.power)))

    def _backup_words(self, row: VmRow) -> str:
        word = {
            "completed": translate("VmTable", "Completed"),
            "failed": translate("VmTable", "Failed"),
            "completedwithwarnings": translate("VmTable", "Completed with warnings"),
            "inprogress": translate("VmTable", "In progress"),
        }.get(row.last_backup.casefold())
        if not row.last_backup:
            return self._kit.render(translate("VmTable", "No backup known"))
        said = row.last_backup if word is None else self._kit.render(word)
        if row.last_backup_at is None:
            return said
        return self._kit.render(translate("VmTable", "{status}, {when}").format(status=said, when=row.last_backup_at))

    def _icon(self, status: str) -> QIcon:
        name, token = {"completed": ("ok", "ok"), "failed": ("failed", "error"), "completedwithwarnings": ("warning", "warning")}.get(
            status.casefold(), ("pending", "dim")
        )
        if name not in self._icons:
            self._icons[name] = self._kit.theme.icon(name, token)
        return self._icons[name]

    def _arrange(self) -> None:
        """Sort all rows, then look for those that match."""
        numbers = range(len(self._rows))
        if self._column == UNSORTED:
            self._order = sorted(numbers, key=lambda number: _urgency(self._rows[number]))
        elif self._column == LAST_BACKUP:
            self._order = sorted(numbers, key=lambda number: _moment(self._rows[number]), reverse=self._descending)
        else:
            keys = [cells[self._column].casefold() for cells in self._cells]
            self._order = sorted(numbers, key=keys.__getitem__, reverse=self._descending)
        self._recent = {"": self._order}
        self._view = self._matching(self._filter)

    def _matching(self, text: str) -> list[int]:
        if text not in self._recent:
            # Narrowing looks only at what is shown already.
            among = self._view if self._filter and self._filter in text and self._filter in self._recent else self._order
            if len(self._recent) > _RECENT:
                del self._recent[next(key for key in self._recent if key)]
            self._recent[text] = [number for number in among if text in self._keys[number]]
        return self._recent[text]


def _key(row: VmRow, cells: tuple[str, ...]) -> str:
    return "\n".join((*cells, row.power)).casefold()


def _moment(row: VmRow) -> datetime:
    return row.last_backup_at or datetime.min.replace(tzinfo=UTC)


def _urgency(row: VmRow) -> tuple[bool, bool, float, str]:
    age = -row.last_backup_at.timestamp() if row.last_backup_at else 0.0
    return not is_failing(row), not row.last_backup, age, row.id.name.casefold()
