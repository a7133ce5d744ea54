"""Words on screen. All of them plain: what Azure or a file says must not become markup."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QStaticText, QTextOption
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

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


class Wrapping(QLabel):
    """Plain words on as many lines as they need. Layouts ask again and again how high that is, and Qt would shape the words each time."""

    def __init__(self, name: str, across: QSizePolicy.Policy, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        """By widths."""
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(across, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, words: str) -> None:
        if words != self.text():
            self._forget()
            super().setText(words)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self.ensurePolished()  # before it the style sheet has not given it its font and its margins
            self._heights[width] = self._measure(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget()
            self.updateGeometry()

    def _measure(self, width: int) -> int:
        return QLabel.heightForWidth(self, width)

    def _forget(self) -> None:
        """What was measured holds no longer."""
        self._heights.clear()


class Label(Wrapping):
    """Our own words."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, QSizePolicy.Policy.Preferred, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


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


class Prose(Wrapping):
    """Words of any length and origin: wraps anywhere, can be selected, and is exactly as high as it needs.

    It only draws its words. What they are selected in is made once the mouse comes: an editor for each of them would be ten times as dear,
    and a page has dozens.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None, *, anywhere: bool = False) -> None:
        """Make an empty one.

        Args:
            anywhere: break lines like a terminal, for commands and ids; words break at words.
        """
        super().__init__(name, QSizePolicy.Policy.Expanding, parent)
        self._wrapping = QTextOption()
        self._wrapping.setWrapMode(QTextOption.WrapMode.WrapAnywhere if anywhere else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._drawn: QStaticText | None = None
        self._reader: QPlainTextEdit | None = None

    def toPlainText(self) -> str:
        """What is shown."""
        return self.text()

    def setPlainText(self, words: str) -> None:
        """Show words of any origin."""
        words = shorten(words, MOST)
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(shorten(words, TOLD))
            if self._reader is not None:
                self._reader.setPlainText(words)
                self._reader.setAccessibleName(self.accessibleName())

    def sizeHint(self) -> QSize:
        # One line: layouts ask `heightForWidth`, and a hint made for another width would leave gaps.
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 10, metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.drawFrame(painter)
            if self._reader is None:
                area = self.contentsRect()
                painter.setPen(self.palette().color(self.foregroundRole()))
                painter.drawStaticText(area.topLeft(), self._laid_out(area.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._reader is not None:
            self._reader.setGeometry(self.contentsRect())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self._reader is None:
            # Hidden at first: what comes to be shown below the mouse makes Qt say once more that the mouse has come, in the middle of this.
            self._reader = _reader(self, self._wrapping.wrapMode())
            self._reader.show()
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        reader = self._reader
        in_use = reader is not None and (reader.hasFocus() or reader.textCursor().hasSelection() or QApplication.activePopupWidget() is not None)
        if reader is not None and not in_use:
            self._reader = None
            reader.hide()
            reader.deleteLater()

    def _measure(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = self._laid_out(width - margins.left() - margins.right()).size().height()
        return (ceil(inner) or self.fontMetrics().height()) + margins.top() + margins.bottom()

    def _forget(self) -> None:
        super()._forget()
        self._drawn = None

    def _laid_out(self, width: int) -> QStaticText:
        if self._drawn is None or self._drawn.textWidth() != max(1, width):
            self._drawn = drawn = QStaticText(self.text().replace("\n", "\N{LINE SEPARATOR}"))  # to it the other is a space of no width
            drawn.setTextFormat(Qt.TextFormat.PlainText)
            drawn.setTextOption(self._wrapping)
            drawn.setTextWidth(max(1, width))
            drawn.prepare(font=self.font())
        return self._drawn


def _reader(prose: Prose, wrapping: QTextOption.WrapMode) -> QPlainTextEdit:
    """Stands in the place of words and looks like them, and they can be selected in it; not shown yet."""
    reader = QPlainTextEdit(prose)
    reader.setReadOnly(True)
    reader.setFrameShape(QFrame.Shape.NoFrame)
    reader.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    reader.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    reader.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    reader.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    reader.setWordWrapMode(wrapping)
    reader.document().setDocumentMargin(0)
    reader.viewport().setAutoFillBackground(False)
    colours = prose.palette()
    colours.setColor(QPalette.ColorRole.Text, colours.color(prose.foregroundRole()))
    reader.setPalette(colours)
    reader.setFont(prose.font())
    reader.setPlainText(prose.text())
    reader.setAccessibleName(prose.accessibleName())
    reader.setGeometry(prose.contentsRect())
    return reader
