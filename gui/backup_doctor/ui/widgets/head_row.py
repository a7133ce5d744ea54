"""Words with something small beside them while there is room, else below them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_GAP = 12
_EMS = 13
"""Lines of text that the words are wide, at least, before anything stands beside them."""


class HeadRow(QWidget):
    """A heading and its chip, or a message and its buttons. It turns where the words would get too narrow to be read."""

    def __init__(self, words: QWidget, *, indent: int = 0, whole: bool = False, parent: QWidget | None = None) -> None:
        """Make one.

        Args:
            indent: of what stands below, in pixels.
            whole: nothing stands beside the words unless they have all the width they want, for those that do not wrap.
        """
        super().__init__(parent)
        self._whole = whole
        self._words = words
        self._small: list[QWidget] = []
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(words, 1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(8)
        self._box.addLayout(self._beside)
        self._indent = indent
        self._shape = True, -1

    def add(self, widget: QWidget) -> None:
        """Put it beside the words."""
        self._small.append(widget)
        self._beside.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # something came or went, or has other words
            self._turn()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        # The same in both directions, see `Columns`.
        return QSize(max(self._words.minimumSizeHint().width(), self._taken() + self._indent), super().minimumSizeHint().height())

    def _turn(self) -> None:
        taken = self._taken()
        gap = _GAP if taken else 0
        wanted = self._words.sizeHint().width() if self._whole else self._words.fontMetrics().height() * _EMS
        beside = not taken or self.width() - taken - gap >= wanted
        if (beside, gap) == self._shape:
            return  # telling a layout what it knows makes it ask us again, for ever
        self._shape = beside, gap
        self._box.setSpacing(gap)
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._box.setAlignment(self._beside, Qt.AlignmentFlag(0) if beside else Qt.AlignmentFlag.AlignLeft)
        self._beside.setContentsMargins(0 if beside else self._indent, 0, 0, 0)

    def _taken(self) -> int:
        """What stands beside the words is as wide as this."""
        shown = [widget.sizeHint().width() for widget in self._small if not widget.isHidden()]
        return sum(shown) + self._beside.spacing() * max(0, len(shown) - 1)
