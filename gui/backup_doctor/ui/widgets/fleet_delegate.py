"""Draws the rows of the tree of tonight's failures: a group takes two lines, a VM one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from ..kit import Kit
from .fleet_branches import Branch
from .fleet_model import FleetModel
from .line_painter import LinePainter
from .part import icon_side
from .text import shorten

_GAP = 8
SIDE = 11
"""Pixels before the words of a VM's cell and after them; the style sheet gives a heading as many."""
_LINE = 300
"""Characters of a line that are measured and drawn; no window shows more."""


class FleetDelegate(QStyledItemDelegate):
    """Title and number of VMs on the first line of a group; verdict and what they share on the second."""

    def __init__(self, kit: Kit, model: FleetModel, tree: QTreeView) -> None:
        super().__init__(tree)
        self._kit, self._model, self._tree = kit, model, tree
        self._lines = LinePainter(tree)

    def forget(self) -> None:
        """The font has changed."""
        self._lines.forget()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        # From the tree's own font: asking the style for each of five hundred rows would take longer than drawing them.
        height = self._tree.fontMetrics().height()
        parent = index.parent()
        return QSize(0, round(height * 1.75) if parent.isValid() else round(height * 2) + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        # Where the style sheet draws rows, it leaves out the ground of those whose words we draw.
        if option.state & QStyle.StateFlag.State_Selected:
            self._kit.theme.fill_selected(painter, self._ground(option.rect, index), focused=self._tree.hasFocus())
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._kit.theme.colour("hover"))
        branch = self._model.branch_at(index)
        if branch is None:
            self._draw_cell(painter, option.rect.adjusted(SIDE, 0, -SIDE, 0), index)
            return
        if index.row():
            painter.fillRect(option.rect.left(), option.rect.top(), option.rect.width(), 1, self._kit.theme.colour("line"))
        painter.save()
        self._draw(painter, option.rect.adjusted(4, 7, -16, -7), branch)
        painter.restore()

    def _ground(self, area: QRect, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """With the room before a VM's name, which Qt leaves to the arrow of a group."""
        return area.adjusted(-area.left(), 0, 0, 0) if index.column() == 0 and index.parent().isValid() else area

    def _draw_cell(self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """One of a VM's."""
        if index.column() == 0:
            side = icon_side(self._tree)
            self._model.icon_at(index).paint(painter, QRect(area.left(), area.top(), side, area.height()))
            area = area.adjusted(side + _GAP, 0, 0, 0)
        painter.setPen(self._kit.theme.colour("text"))
        self._lines.draw(painter, area, self._model.words_at(index))

    def _draw(self, painter: QPainter, area: QRect, branch: Branch) -> None:
        theme, bold = self._kit.theme, self._kit.theme.font(bold=True)
        side, height = icon_side(self._tree), self._tree.fontMetrics().height()
        upper = QRect(area.left(), area.top(), area.width(), height)
        picture = theme.pixmap(branch.icon, branch.tone.value, side, self._tree.devicePixelRatioF())
        painter.drawPixmap(upper.left(), upper.top() + (height - side) // 2, picture)
        upper.setLeft(upper.left() + side + _GAP)
        lower = upper.translated(0, height + 4)
        count = self._kit.render(branch.count)
        taken = self._write(painter, upper, count, "text", bold, right=True)
        self._write(painter, upper.adjusted(0, 0, -taken - 2 * _GAP, 0), self._kit.render(branch.title), "text", bold)
        taken = self._write(painter, lower, self._kit.render(branch.word), branch.tone.value, bold)
        if branch.line is not None:
            line = shorten(" ".join(self._kit.render(branch.line).split()), _LINE)
            # What VMs share ends in its name, so what lies before that is left out.
            cut = Qt.TextElideMode.ElideMiddle if branch.shares else Qt.TextElideMode.ElideRight
            self._write(painter, lower.adjusted(taken + 2 * _GAP, 0, 0, 0), line, "dim", self._kit.theme.font(), cut=cut)

    def _write(
        self,
        painter: QPainter,
        area: QRect,
        words: str,
        token: str,
        font: QFont,
        *,
        right: bool = False,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> int:
        """Write on one line, cut where there is no room.

        Returns:
            How much of the line it has taken, in pixels.
        """
        metrics = QFontMetrics(font)
        words = metrics.elidedText(shorten(" ".join(words.split()), _LINE), cut, max(0, area.width()))
        painter.setFont(font)
        painter.setPen(self._kit.theme.colour(token))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        return metrics.horizontalAdvance(words)
