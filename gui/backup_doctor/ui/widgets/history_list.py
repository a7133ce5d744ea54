"""The list of kept diagnoses: three lines each, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...core.history import HistoryEntry, Unreadable
from ...core.text import Text, verbatim
from ...core.text import lazy_translate as translate
from ..history_words import FIXED_TONE, cause_of, code_of, look_of, sentence, state_of, utc
from ..kit import Kit
from .part import icon_side
from .text import shorten

Index = QModelIndex | QPersistentModelIndex
Item = HistoryEntry | Unreadable

_SIDE, _GAP, _PAD = 12, 10, 9
_NAME = 120
"""Characters of a name that are looked at to be drawn."""


class HistoryModel(QAbstractListModel):
    """The entries that the filter leaves."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._shown: list[Item] = []

    def show_entries(self, entries: Sequence[Item]) -> None:
        """Show these."""
        if list(entries) == self._shown:
            return
        self.beginResetModel()
        self._shown = list(entries)
        self.endResetModel()

    def entry(self, index: Index) -> Item:
        """What stands in a row."""
        return self._shown[index.row()]

    def row_of(self, name: str) -> int:
        """The row of a file; -1 where it is not shown."""
        return next((row for row, entry in enumerate(self._shown) if entry.name == name), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shorten(self._kit.render(sentence(self.entry(index))))
        return None


class _Painter(QStyledItemDelegate):
    """VM, cause and code on the left; when, and what became of it, on the right."""

    def __init__(self, kit: Kit, parent: QListView) -> None:
        super().__init__(parent)
        self._kit, self._list = kit, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        bold, small = self._metrics()
        return QSize(0, bold.height() + 2 * small.height() + 2 * _PAD + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, HistoryModel)
        entry = model.entry(index)
        area: QRect = option.rect
        painter.save()
        self._paint_ground(painter, area, option.state)
        side = icon_side(self._list)
        icon, token = look_of(entry)
        pixmap = self._kit.theme.pixmap(icon, token, side, self._list.devicePixelRatioF())
        painter.drawPixmap(area.left() + _SIDE, area.top() + _PAD + 1, pixmap)
        inner = area.adjusted(_SIDE + side + _GAP, _PAD, -_SIDE, -_PAD)
        bold, small = self._metrics()
        top = inner.top()
        for number, (left, right, left_token, right_token) in enumerate(self._lines(entry)):
            metrics = small if number else bold
            painter.setFont(self._kit.theme.font(0.92) if number else self._kit.theme.font(bold=True))
            line = QRect(inner.left(), top, inner.width(), metrics.height())
            self._paint_line(painter, line, metrics, (left, left_token), (right, right_token))
            top += metrics.height() + 2
        painter.restore()

    def _paint_line(self, painter: QPainter, line: QRect, metrics: QFontMetrics, left: tuple[str, str], right: tuple[str, str]) -> None:
        """The right words have precedence, up to half of the line; the left ones end in «…» where they do not fit."""
        said = metrics.elidedText(right[0], Qt.TextElideMode.ElideRight, line.width() // 2)
        painter.setPen(self._kit.theme.colour(right[1]))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine, said)
        room = line.width() - metrics.horizontalAdvance(said) - 2 * _GAP
        painter.setPen(self._kit.theme.colour(left[1]))
        words = metrics.elidedText(left[0], Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine, words)

    def _lines(self, entry: Item) -> tuple[tuple[str, str, str, str], ...]:
        """Three lines: words on the left and on the right, and their colours."""
        local = self._kit.words.language.moment(entry.at)
        if isinstance(entry, Unreadable):
            stays = translate("History", "It stays in the folder until you delete it.")
            return (
                (_one_line(entry.name), local, "text", "text"),
                (self._say(entry.text), utc(entry.at), "warning", "dim"),
                (self._say(stays), "", "dim", "dim"),
            )
        name: Text = verbatim(entry.vm.name)
        if entry.demo:
            name = translate("History", "{vm} (demo tenant)").format(vm=entry.vm.name)
        return (
            (self._say(name), local, "text", "text"),
            (self._say(cause_of(entry)), utc(entry.at), "text", "dim"),
            (self._say(code_of(entry)), self._say(state_of(entry)), "dim", FIXED_TONE[entry.fixed].value),
        )

    def _say(self, text: Text) -> str:
        return _one_line(self._kit.render(text))

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        theme = self._kit.theme
        if state & QStyle.StateFlag.State_Selected:
            theme.fill_selected(painter, area, focused=self._list.hasFocus())
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and self._list.hasFocus():
            pen = painter.pen()
            pen.setColor(theme.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        theme = self._kit.theme
        return QFontMetrics(theme.font(bold=True)), QFontMetrics(theme.font(0.92))


class HistoryList(QListView):
    """Several can be selected: two are compared, any number deleted."""

    wanted = Signal()
    """Enter or a double click: the current one is to be opened."""
    erased = Signal()
    """Delete was pressed."""
    up = Signal()
    """Arrow up on the first row."""
    chosen_changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = HistoryModel(kit, self)
        self.setObjectName("history")
        self.setItemDelegate(_Painter(kit, self))
        self.setModel(self.entries)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    @property
    def chosen(self) -> list[Item]:
        """The selected entries, newest first."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self.entries.entry(index) for index in rows]

    def show_entries(self, entries: Sequence[Item]) -> None:
        """Show these; what was selected stays so where it is still there."""
        names = [entry.name for entry in self.chosen]
        self.entries.show_entries(entries)
        rows = [row for name in names if (row := self.entries.row_of(name)) >= 0]
        if not rows and entries:
            rows = [0]
        if [entry.name for entry in self.chosen] == [self.entries.entry(self.entries.index(row)).name for row in rows]:
            return
        self.clearSelection()
        for row in reversed(rows):
            self.selectionModel().select(self.entries.index(row), QItemSelectionModel.SelectionFlag.Select)
            self.selectionModel().setCurrentIndex(self.entries.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)

    def choose_first(self) -> None:
        """Select the newest, and nothing else."""
        self.clearSelection()
        if self.entries.rowCount():
            self.setCurrentIndex(self.entries.index(0))
            self.scrollToTop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.erased.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.up.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _double_clicked(self, _index: QModelIndex) -> None:
        self.wanted.emit()

    def _selection_changed(self, *_: object) -> None:
        self.chosen_changed.emit()


def _one_line(words: str) -> str:
    return " ".join(shorten(words, _NAME * 2).split())
