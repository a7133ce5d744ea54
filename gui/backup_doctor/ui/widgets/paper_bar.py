"""Turns the pages of a document and makes them larger or smaller."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .button_row import ButtonRow
from .paper import Paper
from .part import Part, named, set_property

STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Sizes on screen by size on paper."""
_NEAR = 0.01
"""A size that is as good as a step."""


class PaperBar(Part):
    """Buttons, and in words which page is on screen and how large."""

    def __init__(self, kit: Kit, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.paper = paper
        self.previous, self.next = QPushButton(), QPushButton()
        self.smaller, self.larger, self.fit = QPushButton(), QPushButton(), QPushButton()
        self.place, self.size_words = named(QLabel(), "quiet"), named(QLabel(), "quiet")
        for button in (self.previous, self.next, self.smaller, self.larger, self.fit):
            set_property(button, "kind", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ButtonRow(_line(self.previous, self.place, self.next), _line(self.smaller, self.size_words, self.larger, self.fit)))
        self.previous.clicked.connect(lambda: self.turn(-1))
        self.next.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.fit.clicked.connect(lambda: paper.set_zoom(0.0))
        paper.turned.connect(self._show_place)
        paper.resized.connect(self._show_place)
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomIn), self, lambda: self.zoom(1))
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomOut), self, lambda: self.zoom(-1))
        self.refresh()

    def turn(self, pages: int) -> None:
        """Go on by so many pages, or back."""
        self.paper.go_to(self.paper.current + pages)

    def zoom(self, direction: int) -> None:
        """The next larger size, or the next smaller one."""
        now = self.paper.shown_zoom
        if direction > 0:
            self.paper.set_zoom(next((step for step in STEPS if step > now + _NEAR), self.paper.zoom))
        else:
            self.paper.set_zoom(next((step for step in reversed(STEPS) if step < now - _NEAR), self.paper.zoom))

    def refresh(self) -> None:
        self._dress_arrow(self.previous, "chevron-left", translate("Preview", "Previous page"))
        self._dress_arrow(self.next, "chevron-right", translate("Preview", "Next page"))
        self.dress(self.smaller, translate("Preview", "S&maller"))
        self.dress(self.larger, translate("Preview", "La&rger"))
        self.dress(self.fit, translate("Preview", "Fit the &width"))
        self._show_place()

    def _dress_arrow(self, button: QPushButton, icon: str, name: Text) -> None:
        words = self.say(name)
        button.setIcon(self.kit.theme.icon(icon))
        button.setIconSize(self.icon_size())
        button.setAccessibleName(words)
        button.setToolTip(words)

    @Slot()
    def _show_place(self) -> None:
        current, count, size = self.paper.current, len(self.paper.sheets), self.paper.shown_zoom
        place = translate("Preview", "Page {page} of {pages}").format(page=current, pages=count)
        self.place.setText(self.say(place) if count else "")
        self.size_words.setText(self.say(translate("Preview", "{percent}%").format(percent=round(size * 100))))
        self.previous.setEnabled(current > 1)
        self.next.setEnabled(current < count)
        self.smaller.setEnabled(size > STEPS[0] + _NEAR)
        self.larger.setEnabled(size < STEPS[-1] - _NEAR)
        self.fit.setEnabled(bool(self.paper.zoom))


def _line(*widgets: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    return line
