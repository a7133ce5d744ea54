"""Cards side by side while there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_COLUMN_EMS = 22


class Columns(QWidget):
    """A box that turns when it gets narrow, so that nothing is clipped at 200 % text size."""

    def __init__(self, *widgets: QWidget, stretch: tuple[int, ...] = (), ems: float = _COLUMN_EMS, parent: QWidget | None = None) -> None:
        """Make one.

        Args:
            ems: width of a column, in lines of text, below which they turn; 0: only when their own least widths leave no room.
        """
        super().__init__(parent)
        self._ems = ems
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        for number, widget in enumerate(widgets):
            self._box.addWidget(widget, stretch[number] if stretch else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # other words, as in another language
            self._turn()
        return super().event(event)

    def _turn(self) -> None:
        wide = self.width() >= max(self.fontMetrics().height() * self._ems * self._box.count() * 0.7, self._side_by_side())
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        # The same in both directions: a scroll area that heard the wider one would resize us back and forth until the stack is full.
        return QSize(max(self._widths(), default=0), super().minimumSizeHint().height())

    def _side_by_side(self) -> int:
        return sum(self._widths()) + self._box.spacing() * (self._box.count() - 1)

    def _widths(self) -> list[int]:
        items = [self._box.itemAt(number) for number in range(self._box.count())]
        return [item.minimumSize().width() for item in items if item is not None]
