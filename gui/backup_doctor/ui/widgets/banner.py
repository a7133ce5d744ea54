"""A notice that stays: what happened, what to do, and buttons for it."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from .head_row import HeadRow
from .part import Part, announce, icon_side, set_property
from .text import Prose, shorten

if TYPE_CHECKING:
    from .copy_button import CopyButton

log = logging.getLogger(__name__)

_GAP = 12
_ICONS = {Tone.OK: "ok", Tone.WARNING: "warning", Tone.ERROR: "failed", Tone.INFO: "info", Tone.QUIET: "info"}


class Banner(Part):
    """Hidden until it has something to say; an error stays until it is answered or dismissed.

    Its inside is made when it first speaks: most never do, and the window has several.
    """

    toggled = Signal()
    """It has begun or ceased to speak."""

    def __init__(self, kit: Kit, parent: QWidget | None = None, *, copyable: bool = True, dismissable: bool = False) -> None:
        super().__init__(kit, parent)
        self._text: Text | None = None
        self._heading: Text | None = None
        self._tone = Tone.ERROR
        self._names_log = False
        self._copyable, self._dismissable = copyable, dismissable
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 12, 12, 12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def add(self, widget: QWidget) -> None:
        """Put a button or a chip beside the words; below them where it is narrow."""
        self._head.add(widget)

    def show_text(self, text: Text, tone: Tone = Tone.ERROR, heading: Text | None = None) -> None:
        """Say it, here and to screen readers."""
        self._names_log = False
        self._speak(text, tone, heading)

    def show_error(self, text: Text, heading: Text | None = None) -> None:
        """Say what did not work, and name the log: it keeps the same words, and what went on around them."""
        if text != self._text or self.isHidden():
            log.info("told in the window: %s", text)
        self._names_log = True
        self._speak(text, Tone.ERROR, heading)

    def _speak(self, text: Text, tone: Tone, heading: Text | None) -> None:
        news = text != self._text or self.isHidden()
        self._text, self._tone, self._heading = text, tone, heading
        self.refresh()
        self.show()
        self.toggled.emit()
        if news:
            announce(self, self._message)

    @Slot()
    def clear(self) -> None:
        """Nothing to say any more."""
        self._text = None
        self.hide()
        self.toggled.emit()

    def plain(self) -> str:
        """The whole message, as copied."""
        return f"{self._message}\n{self.say(log_named(self.kit))}" if self._names_log else self._message

    @property
    def _message(self) -> str:
        return "\n".join(self.say(text) for text in (self._heading, self._text) if text is not None)

    def refresh(self) -> None:  # no @Slot: see `Part`
        if self._text is None:
            return
        self._head.show()
        self.words.setPlainText(shorten(self.say(self._text)))
        if self._names_log:
            self.log_line.setPlainText(shorten(self.say(log_named(self.kit))))
        if "log_line" in self.__dict__:  # made once an error was told here
            self.log_line.setVisible(self._names_log)
        self._title.setVisible(self._heading is not None)
        if self._heading is not None:
            self._title.setPlainText(self.say(self._heading))
        self._glyph.setPixmap(self.kit.theme.pixmap(_ICONS[self._tone], self._tone.value, icon_side(self), self.devicePixelRatioF()))
        if self._dismissable:
            self.dress(self.dismiss, translate("Banner", "Dismiss"), "close", "dim")
        if self._copyable:
            self.copy.refresh()
        set_property(self, "tone", self._tone.value)

    @cached_property
    def words(self) -> Prose:
        """The message."""
        words = Prose("bannerWords")
        self._column.addWidget(words)
        return words

    @cached_property
    def log_line(self) -> Prose:
        """Where the log lies, below an error."""
        line = Prose("quiet")
        self._column.addWidget(line)
        return line

    @cached_property
    def copy(self) -> CopyButton:
        """Copies the whole message."""
        from .copy_button import CopyButton  # not for the first picture

        button = CopyButton(self.kit, self.plain, translate("Banner", "Copy this message"))
        self._head.add(button)
        return button

    @cached_property
    def dismiss(self) -> QPushButton:
        """Puts the message away."""
        button = QPushButton()
        set_property(button, "kind", "quiet")
        button.clicked.connect(self.clear)
        self._head.add(button)
        return button

    @cached_property
    def _title(self) -> Prose:
        title = Prose("bannerTitle")
        title.setFont(self.kit.theme.font(bold=True))
        self._column.insertWidget(0, title)
        return title

    @cached_property
    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        self._said.addLayout(column, 1)
        return column

    @cached_property
    def _glyph(self) -> QLabel:
        glyph = QLabel()
        self._said.insertWidget(0, glyph, 0, Qt.AlignmentFlag.AlignTop)
        return glyph

    @cached_property
    def _said(self) -> QHBoxLayout:
        """Glyph and words."""
        said = QHBoxLayout()
        said.setSpacing(_GAP)
        return said

    @cached_property
    def _head(self) -> HeadRow:
        """Glyph and words, in the middle where a button beside them is higher."""
        words = QWidget()
        middle = QVBoxLayout(words)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch()
        middle.addLayout(self._said)
        middle.addStretch()
        head = HeadRow(words, indent=icon_side(self) + _GAP)
        self._row.addWidget(head)
        return head


def log_named(kit: Kit) -> Text:
    """Where the log lies, for below an error."""
    return translate("Banner", "Log: {file}").format(file=str(kit.log_file))
