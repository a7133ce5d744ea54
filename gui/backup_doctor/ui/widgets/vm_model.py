"""The table of virtual machines: its own filtered and sorted index over plain rows, quick enough for tens of thousands.

Rows are taken in a few milliseconds at a time, each after those that are shown already, and put in order later: the window
stays quick while they arrive, and nothing moves under the pointer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from ...core.resource_id import VmId
from ..kit import Kit
from ..vm_list import VmList
from .text import plain_tip
from .vm_columns import HEADERS, Column, icon_of
from .vm_rows import VmRows
from .vm_search import VmSearch

if TYPE_CHECKING:
    from ...arm.vm_list.news import VmRow

Index = QModelIndex | QPersistentModelIndex

UNSORTED = -1
"""Failing backups first, the newest of them on top."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


class VmModel(QAbstractTableModel):
    """Rows of a `VmList` plus a view of them: the numbers of those that are shown, in order."""

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._rows = VmRows(kit)
        self._order: list[int] = []
        self._view: list[int] = []
        self._search = VmSearch(self._rows.keys)
        self._filter = ""
        self._subscription, self._failing_only = "", False
        self._column, self._descending = UNSORTED, False
        self._icons: dict[tuple[str, str], QIcon] = {}
        self.in_order = True
        """Whether every row stands where it belongs."""

    @property
    def failing(self) -> int:
        """How many of all rows have a failed backup."""
        return self._rows.failures

    @property
    def has_agents(self) -> bool:
        """Whether any row names a version of the VM agent."""
        return self._rows.has_agents

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._view)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = _DISPLAY) -> str | QIcon | None:
        if role in (_DISPLAY, _ACCESSIBLE):
            return self.words_at(index)
        if role == _DECORATION and index.column() == Column.BACKUP:
            return self.icon_at(index)
        if role == _TIP:
            return self._tip(index)
        return None

    def words_at(self, index: Index) -> str:
        """What a cell says."""
        return self._rows.cells[self._view[index.row()]][index.column()]

    def icon_at(self, index: Index) -> QIcon:
        """The glyph of a row's last backup."""
        look = icon_of(self._rows.list.rows[self._view[index.row()]])
        if look not in self._icons:
            self._icons[look] = self._kit.theme.icon(*look)
        return self._icons[look]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> str | None:
        if role == _DISPLAY and orientation is Qt.Orientation.Horizontal:
            return self._kit.render(HEADERS[Column(section)])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self.arrange()

    def follow(self, rows: VmList, *, reading: bool) -> None:
        """Show this list from now on. A new one begins empty; its rows come with `take_in`.

        Args:
            reading: whether backups may still come.
        """
        if rows is not self._rows.list:
            self.beginResetModel()
            self._rows.follow(rows, reading=reading)
            self._order, self._view, self._search = [], [], VmSearch(self._rows.keys)
            self.in_order = True
            self.endResetModel()
        else:
            self._rows.set_reading(reading)

    def renew(self, numbers: Iterable[int]) -> None:
        """These rows say something else than when they were taken in."""
        self._rows.renew(numbers)

    def take_in(self, seconds: float) -> bool:
        """Put rows that have come or changed into words, for about so long.

        Returns:
            Whether there are more.
        """
        known = len(self._rows)
        if self._rows.take_in(seconds):
            self._search.forget()
            self.in_order = False
            self._redraw()
        self._append(range(known, len(self._rows)))
        return self._rows.has_more

    def take_in_all(self) -> None:
        """All of them, in order, however long it takes."""
        self.take_in(float("inf"))
        if not self.in_order:
            self.arrange()

    def arrange(self) -> None:
        """Sort all rows, then look for those to show."""
        self.beginResetModel()
        self._rows.sort(self._order, None if self._column == UNSORTED else self._column, descending=self._descending)
        self._select()
        self.in_order = True
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show rows that hold all words of the text, in any column and whatever their letter case."""
        if text.split() == self._filter.split():
            return
        self.beginResetModel()
        self._filter = text
        self._view = list(self._search.matching(text))
        self.endResetModel()

    def set_facets(self, subscription: str, *, failing_only: bool) -> None:
        """Show the VMs of one subscription only (its id; empty: of all), or those only whose backup failed."""
        if (subscription, failing_only) == (self._subscription, self._failing_only):
            return
        self.beginResetModel()
        self._subscription, self._failing_only = subscription, failing_only
        self._select()
        self.endResetModel()

    def refresh(self) -> None:
        """Language or colours have changed."""
        self._icons.clear()
        self._rows.words.refresh()
        self.renew(range(len(self._rows)))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADERS) - 1)
        self._redraw()

    def row_at(self, index: Index) -> VmRow | None:
        """The VM of a visible row."""
        return self._rows.list.rows[self._view[index.row()]] if index.isValid() else None

    def find(self, vm: VmId) -> QModelIndex:
        """Where a VM stands in the table; invalid when it is not shown."""
        number = self._rows.list.number_of(vm)
        if number is None or number >= len(self._rows):
            return QModelIndex()
        try:
            return self.index(self._view.index(number), 0)
        except ValueError:
            return QModelIndex()

    def _append(self, numbers: range) -> None:
        """New rows go to the end, where they move nothing."""
        self._order.extend(numbers)
        searched = [number for number in numbers if self._is_wanted(number)]
        self._search.append(searched)
        shown = [number for number in searched if self._search.matches(number, self._filter)]
        self.in_order = self.in_order and not numbers
        if shown:
            self.beginInsertRows(QModelIndex(), len(self._view), len(self._view) + len(shown) - 1)
            self._view.extend(shown)
            self.endInsertRows()

    def _select(self) -> None:
        everything = not self._subscription and not self._failing_only
        self._search.arrange(list(self._order) if everything else [number for number in self._order if self._is_wanted(number)])
        self._view = list(self._search.matching(self._filter))

    def _is_wanted(self, number: int) -> bool:
        if self._failing_only and not self._rows.failing[number]:
            return False
        return not self._subscription or self._rows.list.rows[number].id.subscription.casefold() == self._subscription.casefold()

    def _redraw(self) -> None:
        if self._view:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._view) - 1, len(HEADERS) - 1))

    def _tip(self, index: Index) -> str:
        number = self._view[index.row()]
        words = self._rows.cells[number][index.column()]
        return plain_tip(words) if words else ""
