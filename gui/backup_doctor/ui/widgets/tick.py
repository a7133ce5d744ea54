"""A box to tick with any number of words: they go on in another line where Qt's own would make the window wider."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

_LEAST = 12
"""Characters of a line, at least."""
_ENDLESS = 10_000
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextShowMnemonic)


def words_left(button: QCheckBox | QRadioButton) -> int:
    """How far from its left edge its words begin: what stands below stands in line with them, in any text size."""
    button.ensurePolished()
    option = QStyleOptionButton()
    option.initFrom(button)
    ticks = isinstance(button, QCheckBox)
    part = QStyle.SubElement.SE_CheckBoxContents if ticks else QStyle.SubElement.SE_RadioButtonContents
    return button.style().subElementRect(part, option, button).left()


class Tick(QCheckBox):
    """A check box whose words wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        usual = super().sizeHint()
        return usual.height() - self._words(usual.width()).height() + self._words(width).height()

    def minimumSizeHint(self) -> QSize:
        usual = super().sizeHint()
        beside = usual.width() - self._words(usual.width()).width()
        return QSize(min(usual.width(), beside + self.fontMetrics().averageCharWidth() * _LEAST), usual.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = self._option()
        words, option.text = option.text, ""
        with QPainter(self) as painter:
            self.style().drawControl(QStyle.ControlElement.CE_CheckBox, option, painter, self)
            room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
            painter.setPen(option.palette.color(self.foregroundRole()))
            painter.drawText(room, _WRAP | int(Qt.AlignmentFlag.AlignVCenter), words)

    def _words(self, width: int) -> QRect:
        """What they take of a box of that width."""
        option = self._option()
        option.rect = QRect(0, 0, width, _ENDLESS)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        return self.fontMetrics().boundingRect(QRect(0, 0, room.width(), _ENDLESS), _WRAP, self.text())

    def _option(self) -> QStyleOptionButton:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return option
