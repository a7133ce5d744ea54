"""The table of VMs: the keyboard goes on into the filter, and what the user is looking at stays where it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from ...core.resource_id import VmId
from ..kit import Kit
from .vm_columns import EMS, MORE_EMS, Column
from .vm_delegate import VmDelegate
from .vm_model import UNSORTED, VmModel
from .vm_sort_menu import VmSortMenu

_LEAST_ROWS = 6
"""The heading and the scroll bar among them. In a window too small for it the page scrolls."""

_CALM_MS = 1500
"""So long after the last movement nobody is about to click on a row."""

_TOUCHES = {
    QEvent.Type.MouseMove,
    QEvent.Type.HoverMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.Wheel,
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A VM, and how many rows below the upper edge it stands."""

    vm: VmId
    below: int


class VmTable(QTableView):
    """Shows a `VmModel`."""

    typed = Signal(str)
    """Letters typed here: meant for the filter."""
    pasted = Signal()
    erased = Signal()
    """Backspace."""
    up = Signal()
    """Arrow up on the first row."""
    calmed = Signal()
    """Neither mouse nor keyboard has been used here for a while."""

    def __init__(self, kit: Kit, model: VmModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._vms = kit, model
        self._delegate = VmDelegate(kit, model, self)
        self.setItemDelegate(self._delegate)
        self._by_hand = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self.calmed)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()  # and a fixed height: sizing rows to contents takes seconds per keystroke
        self._set_up_header()

    @property
    def is_busy(self) -> bool:
        """Whether the user is at work here: then no row may move."""
        return self._calm.isActive() or self.verticalScrollBar().isSliderDown()

    def fit(self) -> None:
        """Give rows and columns their sizes, in proportion to the text."""
        self._delegate.forget()
        height = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(round(height * 1.9))
        self.setMinimumHeight(round(height * 1.9 * _LEAST_ROWS))
        self._by_hand = False
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand:
            self._share_out()

    def _share_out(self) -> None:
        """Give the columns their widths, and what is left to those whose words are cut most often."""
        em = self.fontMetrics().height() * 0.7
        widths = {column: round(em * ems) for column, ems in EMS.items()}
        left = self.viewport().width() - sum(width for column, width in widths.items() if not self.isColumnHidden(column))
        for column, ems in MORE_EMS.items():
            more = max(0, min(left, round(em * ems)))
            widths[column] += more
            left -= more
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    @Slot()
    def _resized(self) -> None:
        """A width that the user has chosen stays."""
        self._by_hand = self._by_hand or (self.horizontalHeader().underMouse() and bool(QApplication.mouseButtons()))

    def anchor(self) -> Anchor | None:
        """What the user is looking at: the current row if it is in sight, else the topmost, else the list's beginning (None)."""
        top = self.verticalScrollBar().value()
        current = self.currentIndex()
        if not (current.isValid() and top <= current.row() <= max(top, self.rowAt(self.viewport().height() - 1))):
            current = self.model().index(top, 0) if top else QModelIndex()
        row = self._vms.row_at(current)
        return None if row is None else Anchor(row.id, current.row() - top)

    def hold(self, anchor: Anchor | None) -> None:
        """Show that VM where it stood."""
        index = QModelIndex() if anchor is None else self._vms.find(anchor.vm)
        self.executeDelayedItemsLayout()  # before it the bar does not reach as far as the rows
        self.verticalScrollBar().setValue(index.row() - anchor.below if anchor is not None and index.isValid() else 0)

    def show_current(self) -> None:
        """Scroll to the current row; to the top where there is none."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        else:
            self.scrollToTop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._calm.start()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            self._offer_sorting(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))
        elif event.key() == Qt.Key.Key_Backspace:
            self.erased.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.up.emit()
        elif plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._offer_sorting(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._calm.start()
        return super().viewportEvent(event)

    def _offer_sorting(self, place: QPoint) -> None:
        if not isinstance(QApplication.activePopupWidget(), VmSortMenu):  # some systems tell of the same key twice
            VmSortMenu(self._kit, self).popup(place)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._resized)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(UNSORTED, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setColumnHidden(Column.AGENT, True)
        self.fit()
