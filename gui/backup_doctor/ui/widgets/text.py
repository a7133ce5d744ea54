"""Words on screen. All of them plain: what Azure or a file says must not become markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

LIMIT = 1200
"""Characters shown of one text; nobody reads more, and a hostile message could fill gigabytes of screen."""


_TURNING = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\N{REPLACEMENT CHARACTER}")
"""Marks that turn the direction of writing: with them a name can read as another one."""


def shorten(words: str, limit: int = LIMIT) -> str:
    """Make foreign words fit to show: cut what is too long, and show marks that would reorder the line. A copy has the whole."""
    return (words if len(words) <= limit else words[:limit] + "…").translate(_TURNING)


class Label(QLabel):
    """Our own words: plain, wrapping."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class Elided(QLabel):
    """One line that ends in «…» where there is no room; the tool tip has the whole."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, int(self.alignment()) | Qt.TextFlag.TextSingleLine, words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def setText(self, words: str) -> None:
        super().setText(shorten(" ".join(words.split())))
        self._tip()

    def _tip(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        # A tool tip guesses rich text: escaping would show, so the characters that start markup are kept apart from tags.
        self.setToolTip("" if fits else plain_tip(self.text()))


def plain_tip(words: str) -> str:
    """Words for a tool tip, which would take a leading ``<tag>`` for rich text."""
    return "\N{ZERO WIDTH SPACE}" + shorten(words).replace("<", "<\N{ZERO WIDTH SPACE}")


class Prose(QPlainTextEdit):
    """Words of any length and origin: wraps anywhere, can be selected, and is exactly as high as it needs."""

    def __init__(self, name: str = "", parent: QWidget | None = None, *, anywhere: bool = False) -> None:
        """Make an empty one.

        Args:
            anywhere: break lines like a terminal, for commands and ids; words break at words.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere if anywhere else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._heights: dict[int, int] = {}
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.verticalScrollBar().valueChanged.connect(self._stay_at_top)

    @Slot(int)
    def _stay_at_top(self, value: int) -> None:
        # While it is still lower than its words, Qt scrolls to the last line, and would stay there once there is room.
        if value:
            self.verticalScrollBar().setValue(0)

    def setPlainText(self, words: str) -> None:
        if words != self.toPlainText():
            super().setPlainText(words)
            self._heights.clear()
            self.setAccessibleName(words)
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._measure(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
            self.updateGeometry()

    def _measure(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        height = sum(self._paragraph_height(line, inner) for line in self.toPlainText().split("\n"))
        return round(height + 0.5) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        # One line: layouts ask `heightForWidth`, and a hint made for another width would leave gaps.
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _paragraph_height(self, words: str, width: int) -> float:
        layout = QTextLayout(words, self.font())
        option = QTextOption()
        option.setWrapMode(self.wordWrapMode())
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return height or float(self.fontMetrics().height())
