"""Draws the cells of the table of VMs: what the style draws of them, in a third of its time."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ..kit import Kit
from .line_painter import LinePainter
from .vm_columns import Column
from .vm_model import VmModel

_SIDE = 11
"""Pixels before a cell's words and after them; the style sheet gives a heading as many."""

_GAP = 6


class VmDelegate(QStyledItemDelegate):
    """Words on one line, cut where there is no room, and the glyph of the last backup."""

    def __init__(self, kit: Kit, model: VmModel, table: QTableView) -> None:
        super().__init__(table)
        self._theme, self._model, self._table = kit.theme, model, table
        self._lines = LinePainter(table)

    def forget(self) -> None:
        """The font has changed."""
        self._lines.forget()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            self._theme.fill_selected(painter, option.rect, focused=self._table.hasFocus())
        area = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if index.column() == Column.BACKUP:
            area = self._draw_glyph(painter, area, index)
        words = self._model.words_at(index)
        if words:
            painter.setPen(self._theme.colour("text"))
            self._lines.draw(painter, area, words)

    def _draw_glyph(self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Draw it; what remains of the cell."""
        side = self._table.iconSize().width()
        self._model.icon_at(index).paint(painter, QRect(area.left(), area.top(), side, area.height()))
        return area.adjusted(side + _GAP, 0, 0, 0)
