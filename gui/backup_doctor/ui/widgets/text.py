"""Words on screen. All of them plain: what Azure or a file says must not become markup."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

LIMIT = 1200
"""Characters shown of one text; nobody reads more, and a hostile message could fill gigabytes of screen."""


MOST = 20_000
"""Characters shown of what has to be read whole, such as a request before it is sent."""

TOLD = 4_000
"""Characters of a text that a screen reader is given as its name."""

LONGEST_WORD = 48
"""Characters; a longer one without a space would make a label, and with it the page, wider than the window."""

_TURNING = [0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""Marks that turn the direction of writing: with them a name can read as another one."""
_CONTROL = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"]
_HALVES = range(0xD800, 0xE000)
"""Half a surrogate pair, which Azure's JSON may spell: Qt would leave it out, and two names would look the same."""
_UNFIT = dict.fromkeys([*_TURNING, *_CONTROL, *_HALVES], "\N{REPLACEMENT CHARACTER}")


def shorten(words: str, limit: int = LIMIT) -> str:
    """Make foreign words fit to show: cut what is too long, and show that there is a character that nobody could see, or that
    would reorder the line. A copy has the whole."""
    return (words if len(words) <= limit else words[:limit] + "…").translate(_UNFIT)


def breakable(words: str) -> str:
    """The same for a label, which breaks lines at spaces only: where there is none for long, it may break too. Not for what is copied."""
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", "\\g<0>\N{ZERO WIDTH SPACE}", shorten(words))


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
        area = self.contentsRect()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        # Ended here and not by the garbage collector: whoever holds this frame, such as a traceback, would crash Qt.
        with QPainter(self) as painter:
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
        words = shorten(words, MOST)
        if words != self.toPlainText():
            super().setPlainText(words)
            self._heights.clear()
            self.setAccessibleName(shorten(words, TOLD))
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
        return QSize(self.fontMetrics().averageCharWidth() * 10, self.fontMetrics().height())

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
