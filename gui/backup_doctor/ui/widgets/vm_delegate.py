"""Draws the cells of the table of VMs: what the style draws of them, in a third of its time."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ..kit import Kit
from .vm_columns import Column
from .vm_model import VmModel

_SIDE = 11
"""Pixels before a cell's words and after them; the style sheet gives a heading as many."""

_GAP = 6
_KEPT = 4000
"""Texts that are kept ready to be drawn: some screens full."""


class VmDelegate(QStyledItemDelegate):
    """Words on one line, cut where there is no room, and the glyph of the last backup."""

    def __init__(self, kit: Kit, model: VmModel, table: QTableView) -> None:
        super().__init__(table)
        self._theme, self._model, self._table = kit.theme, model, table
        self._ready: dict[tuple[str, int], QStaticText] = {}

    def forget(self) -> None:
        """The font has changed."""
        self._ready.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            self._theme.fill_selected(painter, option.rect, focused=self._table.hasFocus())
        area = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if index.column() == Column.BACKUP:
            area = self._draw_glyph(painter, area, index)
        words = self._model.words_at(index)
        if words:
            height = self._table.fontMetrics().height()
            painter.setPen(self._theme.colour("text"))
            painter.drawStaticText(QPoint(area.left(), area.top() + (area.height() - height) // 2), self._text(words, area.width()))

    def _draw_glyph(self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Draw it; what remains of the cell."""
        side = self._table.iconSize().width()
        self._model.icon_at(index).paint(painter, QRect(area.left(), area.top(), side, area.height()))
        return area.adjusted(side + _GAP, 0, 0, 0)

    def _text(self, words: str, width: int) -> QStaticText:
        ready = self._ready.get((words, width))
        if ready is None:
            if len(self._ready) >= _KEPT:
                self._ready.clear()
            ready = QStaticText(self._table.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, width)))
            ready.setTextFormat(Qt.TextFormat.PlainText)
            self._ready[words, width] = ready
        return ready
