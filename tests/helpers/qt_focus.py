"""Measures how well one sees where the keyboard is: pictures of a control with and without it, compared."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.helpers.contrast import LEAST_FOR_SHAPES, contrast

_AROUND = 3
"""Pixels beside a control that are looked at, too."""
_ENOUGH = 0.7
"""Of the outline of what changes that has to change enough: rounded corners and soft edges take the rest."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the keyboard changes in a picture."""

    pixels: int
    """That change by 3 : 1 or more."""
    outline: int
    """Of the smallest rectangle around them, in pixels."""

    @property
    def is_enough(self) -> bool:
        """Whether they make at least a line around something (WCAG 2.2, 2.4.7 and 1.4.11)."""
        return self.outline > 0 and self.pixels >= _ENOUGH * self.outline


def kind_of(widget: QWidget) -> str:
    """What the style sheet and our own painting tell apart."""
    return f"{type(widget).__name__}#{widget.objectName()}[{widget.property('kind') or ''}]"


def look(top: QWidget, control: QWidget, other: QWidget) -> Seen:
    """Give the keyboard to another control and then to this one."""
    _into_sight(control)
    area = QRect(control.mapTo(top, QPoint()), control.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND).intersected(top.rect())
    other.setFocus(Qt.FocusReason.OtherFocusReason)
    without = _picture(top, area)
    control.setFocus(Qt.FocusReason.OtherFocusReason)
    return _compare(without, _picture(top, area), area.width())


def _into_sight(control: QWidget) -> None:
    """As Tab does it."""
    above = control.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(control)
        above = above.parentWidget()
    QApplication.processEvents()


def _picture(top: QWidget, area: QRect) -> array[int]:
    QApplication.processEvents()
    image = top.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return array("I", bytes(image.constBits()))


def _compare(before: array[int], after: array[int], width: int) -> Seen:
    changed = [
        number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other and _ratio(one, other) >= LEAST_FOR_SHAPES
    ]
    if not changed:
        return Seen(0, 0)
    columns = [number % width for number in changed]
    broad, high = max(columns) - min(columns) + 1, changed[-1] // width - changed[0] // width + 1
    return Seen(len(changed), 2 * (broad + high))


@cache
def _ratio(one: int, other: int) -> float:
    return contrast(_name(one), _name(other))


def _name(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06x}"
