"""The table of virtual machines: its own filtered and sorted index over plain rows, quick enough for tens of thousands.

Rows are taken in a few milliseconds at a time, each after those that are shown already, and put in order later: the window
stays quick while they arrive, and nothing moves under the pointer.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from ...core.resource_id import VmId
from ..kit import Kit
from ..vm_list import VmList
from .text import plain_tip
from .vm_columns import HEADERS, Cells, Column, icon_of, is_failing, key_of, moment, urgency
from .vm_search import VmSearch

if TYPE_CHECKING:
    from ...arm.news import VmRow

Index = QModelIndex | QPersistentModelIndex

UNSORTED = -1
"""Failing backups first, the newest of them on top."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_AT_ONCE = 64
"""Rows taken in between two looks at the clock."""


class VmModel(QAbstractTableModel):
    """Rows of a `VmList` plus a view of them: the numbers of those that are shown, in order."""

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._list = VmList()
        self._words = Cells(kit)
        self._words.refresh()
        self._cells: list[tuple[str, ...]] = []
        self._urgencies: list[str] = []
        self._failing: list[bool] = []
        self._stale: deque[int] = deque()
        """Rows that say something else since they were taken in."""
        self._order: list[int] = []
        self._view: list[int] = []
        self._search = VmSearch()
        self._filter = ""
        self._subscription, self._failing_only = "", False
        self._column, self._descending = UNSORTED, False
        self._icons: dict[tuple[str, str], QIcon] = {}
        self.in_order = True
        """Whether every row stands where it belongs."""
        self.failing = 0
        """How many of all rows have a failed backup."""
        self.has_agents = False
        """Whether any row names a version of the VM agent."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._view)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = _DISPLAY) -> str | QIcon | None:
        # First the roles that matter: a repaint asks about 1,400 times, mostly for the others.
        if role in (_DISPLAY, _ACCESSIBLE):
            return self._cells[self._view[index.row()]][index.column()]
        if role == _DECORATION and index.column() == Column.BACKUP:
            return self._icon(self._list.rows[self._view[index.row()]])
        if role == _TIP:
            return self._tip(index)
        return None

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
        if rows is not self._list:
            self.beginResetModel()
            self._list, self._words.reading = rows, reading
            self._empty()
            self.endResetModel()
        elif reading != self._words.reading:
            self._words.reading = reading
            self.renew(number for number, row in enumerate(rows.rows[: len(self._cells)]) if not row.last_backup)

    def renew(self, numbers: Iterable[int]) -> None:
        """These rows say something else than when they were taken in."""
        known = len(self._cells)
        self._stale.extend(number for number in numbers if number < known)

    def take_in(self, seconds: float) -> bool:
        """Put rows that have come or changed into words, for about so long.

        Returns:
            Whether there are more.
        """
        until = time.perf_counter() + seconds
        known = len(self._cells)
        changed = False
        while self._has_more and time.perf_counter() < until:
            for _ in range(min(_AT_ONCE, len(self._stale))):
                self._say_again(self._stale.popleft())
                changed = True
            for row in self._list.rows[len(self._cells) : len(self._cells) + _AT_ONCE]:
                self._say(row)
        if changed:
            self._search.forget()
            self.in_order = False
            self._redraw()
        self._append(range(known, len(self._cells)))
        return self._has_more

    def take_in_all(self) -> None:
        """All of them, in order, however long it takes."""
        self.take_in(float("inf"))
        if not self.in_order:
            self.arrange()

    def arrange(self) -> None:
        """Sort all rows, then look for those to show."""
        self.beginResetModel()
        self._sort()
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
        """Show the machines of one subscription only (its id; empty: of all), or those only whose backup failed."""
        if (subscription, failing_only) == (self._subscription, self._failing_only):
            return
        self.beginResetModel()
        self._subscription, self._failing_only = subscription, failing_only
        self._select()
        self.endResetModel()

    def refresh(self) -> None:
        """Language or colours have changed."""
        self._icons.clear()
        self._words.refresh()
        self.renew(range(len(self._cells)))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADERS) - 1)
        self._redraw()

    def row_at(self, index: Index) -> VmRow | None:
        """The machine of a visible row."""
        return self._list.rows[self._view[index.row()]] if index.isValid() else None

    def find(self, vm: VmId) -> QModelIndex:
        """Where a machine stands in the table; invalid when it is not shown."""
        number = self._list.number_of(vm)
        if number is None or number >= len(self._cells):
            return QModelIndex()
        try:
            return self.index(self._view.index(number), 0)
        except ValueError:
            return QModelIndex()

    @property
    def _has_more(self) -> bool:
        return bool(self._stale) or len(self._cells) < len(self._list.rows)

    def _empty(self) -> None:
        self._cells, self._urgencies, self._failing, self._order, self._view = [], [], [], [], []
        self._search = VmSearch()
        self._stale.clear()
        self.in_order, self.failing, self.has_agents = True, 0, False

    def _say(self, row: VmRow) -> None:
        cells = self._words.of(row)
        self._cells.append(cells)
        self._search.keys.append(key_of(row, cells))
        self._urgencies.append(urgency(row))
        self._failing.append(is_failing(row))
        self.failing += self._failing[-1]
        self.has_agents = self.has_agents or bool(row.agent)

    def _say_again(self, number: int) -> None:
        row = self._list.rows[number]
        was_failing, self._failing[number] = self._failing[number], is_failing(row)
        self._cells[number] = cells = self._words.of(row)
        self._search.keys[number] = key_of(row, cells)
        self._urgencies[number] = urgency(row)
        self.failing += self._failing[number] - was_failing

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

    def _sort(self) -> None:
        if self._column == UNSORTED:
            self._order.sort(key=self._urgencies.__getitem__)
        elif self._column == Column.BACKUP:
            rows = self._list.rows
            self._order.sort(key=lambda number: moment(rows[number]), reverse=self._descending)
        else:
            keys = [cells[self._column].casefold() for cells in self._cells]
            self._order.sort(key=keys.__getitem__, reverse=self._descending)

    def _select(self) -> None:
        everything = not self._subscription and not self._failing_only
        self._search.arrange(list(self._order) if everything else [number for number in self._order if self._is_wanted(number)])
        self._view = list(self._search.matching(self._filter))

    def _is_wanted(self, number: int) -> bool:
        if self._failing_only and not self._failing[number]:
            return False
        return not self._subscription or self._list.rows[number].id.subscription.casefold() == self._subscription.casefold()

    def _redraw(self) -> None:
        if self._view:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._view) - 1, len(HEADERS) - 1))

    def _tip(self, index: Index) -> str:
        number = self._view[index.row()]
        words = self._cells[number][index.column()]
        return plain_tip(words) if words else ""

    def _icon(self, row: VmRow) -> QIcon:
        look = icon_of(row)
        if look not in self._icons:
            icon = self._icons[look] = self._kit.theme.icon(*look)
            for size in icon.availableSizes():  # its colour means something: a selected row must not tint it
                icon.addPixmap(icon.pixmap(size), QIcon.Mode.Selected)
        return self._icons[look]
