"""The rail: every step of the wizard with its state; any reached one can be jumped to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...core.text import Text, verbatim
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..backing_up import MARKS as BACKUP_MARKS
from ..backing_up import backup_of, phase_of
from ..kit import Kit
from ..steps import Kind, Step
from ..theme import Theme
from .part import icon_side
from .text import plain_tip, shorten

if TYPE_CHECKING:
    from ...core.model import Cause, Verdict

Index = QModelIndex | QPersistentModelIndex

_PADDING = 8
"""Of the list, in the style sheet."""

_GAP = 8
"""Between the titles and the scroll bar."""

_LEFT, _BETWEEN = 12, 10
"""Before a glyph, and between it and its title."""

_NOTE_SCALE = 0.88
"""Of what stands below a title."""

_EMS, _LEAST_EMS = 14, 8
"""Width in lines of text: what a cause's title wants, and where titles would be cut, so that glyphs stand alone."""

_SHARE = 0.22
"""Of the window that the rail may take."""

STEP = int(Qt.ItemDataRole.UserRole)
NOTE = STEP + 1
ICON = STEP + 2
TONE = STEP + 3

TITLES = {
    Kind.SIGN_IN: translate("Rail", "Sign in"),
    Kind.VM: translate("Rail", "Virtual machine"),
    Kind.SYMPTOM: translate("Rail", "Symptom"),
    Kind.BACK_UP: translate("Rail", "Back up again"),
    Kind.SUMMARY: translate("Rail", "Summary"),
}
_ICONS = {
    Kind.SIGN_IN: "signin",
    Kind.VM: "vm",
    Kind.SYMPTOM: "symptom",
    Kind.CAUSE: "pending",
    Kind.BACK_UP: "backup",
    Kind.SUMMARY: "report",
}


class _Painter(QStyledItemDelegate):
    """Glyph, title on up to two lines, and below it the verdict's word."""

    def __init__(self, theme: Theme, parent: Rail) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self._list.is_narrow:
            return QSize(0, self._list.fontMetrics().height() + 20)
        height = self._title_area(QRect(0, 0, 0, 0), index).height() + self._note_height(index)
        return QSize(0, height + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect.adjusted(0, 1, 0, -1)
        state: QStyle.StateFlag = option.state
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = enabled and bool(state & QStyle.StateFlag.State_MouseOver)
        self._paint_ground(painter, area, selected, bool(state & QStyle.StateFlag.State_HasFocus), hovered)
        side = icon_side(self._list)
        token = index.data(TONE) if enabled else "edge"
        line = self._list.fontMetrics().height()
        glyph = self._theme.pixmap(index.data(ICON), token, side, self._list.devicePixelRatioF())
        painter.drawPixmap(area.left() + _LEFT, area.top() + 9 + (line - side) // 2, glyph)
        if not self._list.is_narrow:
            self._paint_words(painter, area, index, enabled)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, index: Index, enabled: bool) -> None:
        painter.setFont(self._list.font())
        painter.setPen(self._theme.colour("text" if enabled else "edge"))
        title = self._title_area(area, index)
        painter.drawText(title, int(Qt.TextFlag.TextWordWrap), index.data())
        if note := index.data(NOTE):
            painter.setFont(self._theme.font(_NOTE_SCALE))
            painter.setPen(self._theme.colour(index.data(TONE) if enabled else "edge"))
            note = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, title.width())
            painter.drawText(title.left(), title.bottom() + 1, title.width(), self._note_height(index), Qt.AlignmentFlag.AlignVCenter, note)

    def _paint_ground(self, painter: QPainter, area: QRect, selected: bool, focused: bool, hovered: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(self._theme.colour("selected" if selected else "hover"))
            painter.drawRoundedRect(area, 6, 6)
        if selected:  # not by its tint alone
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(QRect(area.left() + 2, area.top() + 8, 3, area.height() - 16), 1.5, 1.5)
        focused = focused and self._list.hasFocus()
        if (selected and self._theme.is_contrast) or focused:
            # In high contrast there is a line already, so the keyboard has to make more than another colour of it.
            half = 2 if focused and self._theme.is_contrast else 1
            painter.setPen(QPen(self._theme.colour("accent" if focused else "edge"), 2 * half))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(half, half, -half, -half), 6, 6)

    def _title_area(self, area: QRect, index: Index) -> QRect:
        left = area.left() + _LEFT + icon_side(self._list) + _BETWEEN
        room = QRect(left, area.top() + 9, self._list.room, 10_000)
        found = self._list.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), index.data())
        return QRect(room.left(), room.top(), room.width(), found.height())

    def _note_height(self, index: Index) -> int:
        return QFontMetrics(self._theme.font(_NOTE_SCALE)).height() + 2 if index.data(NOTE) else 0


class Rail(QListWidget):
    """A list of steps, in the order of the walk."""

    chosen = Signal(Step)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._steps: list[Step] = []
        self._note = ""
        """Of the row that is shown."""
        self.is_narrow = False
        """Whether glyphs stand alone; the tool tips have the words."""
        self.setObjectName("rail")
        self.setItemDelegate(_Painter(kit.theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.currentRowChanged.connect(self._row_changed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where no step is shown, as beside the history, Qt would make the first one current, and so leave the page."""
        nowhere = self.currentRow() < 0
        self.blockSignals(True)
        super().focusInEvent(event)
        if nowhere:
            self.setCurrentRow(-1)
        self.blockSignals(False)

    @property
    def room(self) -> int:
        """Width of the words."""
        # The scroll bar's room is never used: else its coming would wrap titles, which makes it go, which makes it come, for ever.
        bar = self.verticalScrollBar().sizeHint().width()
        return max(40, self.width() - 2 * _PADDING - bar - _GAP - _LEFT - icon_side(self) - _BETWEEN)

    def fit(self, window: int) -> None:
        """Take what a window of that width has to spare: room for titles, else for glyphs only."""
        line = self.fontMetrics().height()
        width = max(180, min(line * _EMS, round(window * _SHARE)))
        self.is_narrow = width < line * _LEAST_EMS
        if self.is_narrow:
            width = 2 * _PADDING + 2 * _LEFT + icon_side(self) + _GAP
        self.setFixedWidth(width)
        for row in range(self.count()):
            self._tip(self.item(row))
        self.scheduleDelayedItemsLayout()

    def refresh(self, current: Step) -> None:
        """Draw all steps anew; `current` is the page on screen."""
        steps = self._kit.state.steps()
        self.blockSignals(True)
        if steps != self._steps:
            self.clear()
            for _ in steps:
                self.addItem(QListWidgetItem())
            self._steps = steps
        for row, step in enumerate(steps):
            self._draw(self.item(row), step)
        if current in steps:
            self._show_current(steps.index(current))
        else:  # the history, for one, is no step
            self.setCurrentRow(-1)
        self.blockSignals(False)
        self.setAccessibleName(self._kit.render(translate("Rail", "Steps")))
        self.scheduleDelayedItemsLayout()

    def _show_current(self, row: int) -> None:
        self.setCurrentRow(row)
        note = self.item(row).data(NOTE)
        if note != self._note:  # the row may have grown beyond the edge
            self._note = note
            self.doItemsLayout()
            self.scrollToItem(self.item(row))

    def _draw(self, item: QListWidgetItem, step: Step) -> None:
        reachable = self._kit.state.reachable(step)
        note, icon, token = self._mark(step)
        title = self._kit.render(self._title(step))
        item.setText(title)
        item.setData(STEP, step.kind.value)
        item.setData(NOTE, "" if note is None else self._kit.render(note))
        item.setData(ICON, icon)
        item.setData(TONE, token)
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled if reachable else Qt.ItemFlag.NoItemFlags
        item.setFlags(flags)
        later = translate("Rail", "not available yet")
        state = note if reachable else later
        whole = title if state is None else f"{title}, {self._kit.render(state)}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, whole)
        self._tip(item)

    def _tip(self, item: QListWidgetItem) -> None:
        cut = QFontMetrics(self._kit.theme.font(_NOTE_SCALE)).horizontalAdvance(item.data(NOTE)) > self.room
        item.setToolTip(plain_tip(item.data(Qt.ItemDataRole.AccessibleTextRole)) if self.is_narrow or cut else "")

    def _title(self, step: Step) -> Text:
        return self._cause(step).title if step.kind is Kind.CAUSE else TITLES[step.kind]

    def _cause(self, step: Step) -> Cause:
        return next(cause for cause in self._kit.state.causes if cause.id == step.cause)

    def _mark(self, step: Step) -> tuple[Text | None, str, str]:
        """Word, glyph and colour of a step's state."""
        state = self._kit.state
        if step.kind is Kind.CAUSE:
            if state.run is None:
                return None, "pending", "dim"
            verdict = state.run.verdict(self._cause(step))
            return _verdict_mark(verdict, left_out=state.run.left_out(self._cause(step)))
        if step.kind is Kind.BACK_UP:
            return _backup_mark(self._kit)
        done = {
            Kind.SIGN_IN: state.session is not None,
            Kind.VM: state.vm is not None,
            Kind.SYMPTOM: state.run is not None,
            Kind.SUMMARY: False,
        }[step.kind]
        chosen = verbatim(shorten(state.vm.name, 60)) if step.kind is Kind.VM and state.vm is not None else None
        return chosen, "ok" if done else _ICONS[step.kind], "ok" if done else "dim"

    @Slot(int)
    def _row_changed(self, row: int) -> None:
        if 0 <= row < len(self._steps) and self._kit.state.reachable(self._steps[row]):
            self.chosen.emit(self._steps[row])


def _backup_mark(kit: Kit) -> tuple[Text | None, str, str]:
    mark = BACKUP_MARKS.get(phase_of(kit, backup_of(kit)))
    return (None, _ICONS[Kind.BACK_UP], "dim") if mark is None else (mark[0], mark[1], mark[2].value)


def _verdict_mark(verdict: Verdict | None, *, left_out: bool) -> tuple[Text, str, str]:
    if verdict is None:
        return vocabulary.LOOKING, "pending", "dim"
    from ...core.words import verdict_word  # not for the first picture
    from ..marks import VERDICT_ICON, VERDICT_TONE

    return verdict_word(verdict, left_out=left_out), VERDICT_ICON[verdict], VERDICT_TONE[verdict].value
