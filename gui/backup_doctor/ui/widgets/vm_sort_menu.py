"""The headings of the list of VMs for the keyboard: Qt lets only the mouse press them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from ...core.text import lazy_translate as translate
from ..kit import Kit
from .vm_columns import HEADERS, Column
from .vm_model import UNSORTED


class VmSortMenu(QMenu):
    """One entry for each column that is shown; the one in force is checked, and turns round when chosen again."""

    def __init__(self, kit: Kit, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = self.addAction(kit.render(translate("VmSortMenu", "Failed backups first")))
        self._prepare(first, UNSORTED)
        self.addSeparator()
        for column in (column for column in Column if not table.isColumnHidden(column)):
            words = translate("VmSortMenu", "Sort by: {column}").format(column=HEADERS[column])
            self._prepare(self.addAction(kit.render(words)), column)

    def _prepare(self, action: QAction, column: int) -> None:
        action.setData(column)
        action.setCheckable(True)
        action.setChecked(self._table.horizontalHeader().sortIndicatorSection() == column)
        action.triggered.connect(self._sort)

    @Slot()
    def _sort(self) -> None:
        action, header = self.sender(), self._table.horizontalHeader()
        if not isinstance(action, QAction):
            return
        column = int(action.data())
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if again and column != UNSORTED else Qt.SortOrder.AscendingOrder)
