"""A long literal text to read: scrolls, can be searched, and shows the place that matters."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .columns import Columns
from .glyph_line import let_glyphs_grow
from .part import Part, announce, named, set_property
from .text import shorten

MOST_HITS = 1000
"""Places that are marked and counted at most."""

_LINES = 12


class TextReader(Part):
    """Read-only plain text with a line to search it."""

    searched = Signal()

    def __init__(self, kit: Kit, name: Text, parent: QWidget | None = None) -> None:
        """Make an empty one.

        Args:
            name: what the text is, for screen readers.
        """
        super().__init__(kit, parent)
        self._name = name
        self._marked = (0, 0)
        self._hits: list[QTextCursor] = []
        self._current = -1
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        let_glyphs_grow(self.search)
        self.count = QLabel()
        self.count.setObjectName("quiet")
        self.before, self.next = QPushButton(), QPushButton()
        for button in (self.before, self.next):
            set_property(button, "kind", "quiet")
        self.words = named(QPlainTextEdit(), "reader")
        self.words.setReadOnly(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(self.fontMetrics().height() * _LINES)
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._to_next)
        self.next.clicked.connect(self._to_next)
        self.before.clicked.connect(self._to_before)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._to_find, context=Qt.ShortcutContext.WindowShortcut)
        self.refresh()

    def show_text(self, plain: str, start: int = 0, end: int = 0) -> None:
        """Show it, from the marked place on.

        Args:
            start: of the place that matters, in characters.
            end: the same as ``start`` for none.
        """
        fit = shorten(plain, len(plain))
        # Qt counts in halves of surrogate pairs.
        self._marked = (_units(fit[:start]), _units(fit[:end]))
        self.words.setPlainText(fit)
        cursor = self.words.textCursor()
        cursor.setPosition(self._marked[0])
        self.words.setTextCursor(cursor)
        self._search()
        if end > start:
            self.words.centerCursor()

    @property
    def hits(self) -> int:
        """How many places hold what is looked for."""
        return len(self._hits)

    @property
    def marked(self) -> str:
        """The words of the place that matters."""
        cursor = QTextCursor(self.words.document())
        cursor.setPosition(self._marked[0])
        cursor.setPosition(self._marked[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    def refresh(self) -> None:
        self.words.setFont(self.kit.theme.monospace())
        self.words.setAccessibleName(self.say(self._name))
        self.search.setPlaceholderText(self.say(translate("TextReader", "Find in the text")))
        self.search.setAccessibleName(self.say(translate("TextReader", "Find in the text")))
        self.dress(self.before, translate("TextReader", "&Previous"))
        self.dress(self.next, translate("TextReader", "&Next"))
        self._paint()

    def _lay_out(self) -> None:
        tail = QWidget()
        row = QHBoxLayout(tail)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.count, self.before, self.next):
            row.addWidget(widget)
        row.addStretch()
        head = Columns(self.search, tail, stretch=(1, 0), ems=0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(head)
        layout.addWidget(self.words, 1)

    @Slot()
    def _search(self) -> None:
        self._hits = list(_places(self.words.document(), self.search.text()))
        self._current = -1
        self._paint()
        self.searched.emit()

    @Slot()
    def _to_next(self) -> None:
        self._step(1)

    @Slot()
    def _to_before(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        if not self._hits:
            return
        self._current = (self._current + by) % len(self._hits) if self._current >= 0 else (0 if by > 0 else len(self._hits) - 1)
        cursor = QTextCursor(self._hits[self._current])
        cursor.setPosition(cursor.selectionStart())
        self.words.setTextCursor(cursor)
        self.words.centerCursor()
        self._paint()
        announce(self.search, self.count.text())

    @Slot()
    def _to_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _paint(self) -> None:
        tokens = self.kit.theme.tokens
        selections = []
        if self._marked[1] > self._marked[0]:
            cursor = QTextCursor(self.words.document())
            cursor.setPosition(self._marked[0])
            cursor.setPosition(self._marked[1], QTextCursor.MoveMode.KeepAnchor)
            selections.append(_selection(cursor, tokens["warning_soft"], tokens["warning"]))
        for number, hit in enumerate(self._hits):
            chosen = number == self._current
            selections.append(_selection(hit, tokens["accent" if chosen else "selected"], tokens["on" if chosen else "text"]))
        self.words.setExtraSelections(selections)
        self._show_count()
        for button in (self.before, self.next):
            button.setEnabled(bool(self._hits))

    def _show_count(self) -> None:
        if not self.search.text():
            self.count.setText("")
        elif not self._hits:
            self.count.setText(self.say(translate("TextReader", "Not found")))
        elif self._current < 0:
            self.count.setText(self.say(translate("TextReader", "%n place(s)", "", 0).counted(len(self._hits))))
        else:
            words = translate("TextReader", "{number} of {total}").format(number=self._current + 1, total=len(self._hits))
            self.count.setText(self.say(words))


def _places(document: QTextDocument, wanted: str) -> Iterator[QTextCursor]:
    if not wanted:
        return
    literal = QRegularExpression(QRegularExpression.escape(wanted), QRegularExpression.PatternOption.CaseInsensitiveOption)
    cursor = QTextCursor(document)
    for _ in range(MOST_HITS):
        cursor = document.find(literal, cursor)
        if cursor.isNull():
            return
        yield cursor


def _selection(cursor: QTextCursor, background: str, foreground: str) -> QTextEdit.ExtraSelection:
    look = QTextCharFormat()
    look.setBackground(QColor(background))
    look.setForeground(QColor(foreground))
    made = QTextEdit.ExtraSelection()
    made.cursor, made.format = cursor, look
    return made


def _units(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2
