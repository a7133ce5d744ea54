"""One page of the help, drawn from its blocks. No markup is read anywhere, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from ...core.help import Block, Commands, Definition, Heading, HelpPage, Lines, Links, Paragraph
from ...core.text import Text
from ..kit import Kit
from .part import Part, named
from .text import shorten

_SCHEME = "help"


class HelpView(Part):
    """Shows a page; a link asks for another one."""

    wanted = Signal(str)
    """Id of the page behind a link."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.page: HelpPage | None = None
        self.browser = named(_Browser(), "reader")
        self.browser.anchorClicked.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.browser)
        self.refresh()

    def show_page(self, page: HelpPage) -> None:
        """Show it from its beginning."""
        self.page = page
        self.refresh()
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.browser.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        page = self.page
        if page is None:
            return
        place = self.browser.verticalScrollBar().value()
        self.browser.setAccessibleName(self.say(page.title))
        writer = _Writer(self.kit, self.browser.document())
        writer.heading(page.title, 1)
        for block in page.blocks:
            writer.block(block)
        self.browser.verticalScrollBar().setValue(place)

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        if link.scheme() == _SCHEME:
            self.wanted.emit(link.path())


class _Browser(QTextBrowser):
    """Opens nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(10)

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        """No picture and no style sheet is part of a page, whatever asks for one."""
        return None


class _Writer:
    """Writes blocks into an emptied document."""

    def __init__(self, kit: Kit, document: QTextDocument) -> None:
        self._kit = kit
        document.clear()
        self._cursor = QTextCursor(document)
        self._first = True

    def block(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Heading(text):
                self.heading(text, 2)
            case Paragraph(text):
                self._line(text, self._look())
            case Definition(name, words):
                self._line(name, self._look(bold=True))
                for text in words:
                    self._line(text, self._look(), above=2, indent=16)
            case Lines(lines):
                for line in lines:
                    self._literal(line)
            case Commands(commands):
                for command in commands:
                    self._line_of(command.shell.value, self._look(token="dim", scale=0.9), self._shape(6, indent=16))
                    self._literal(command.line)
            case Links(pages):
                for number, (page, title) in enumerate(pages, 1):
                    self._link(f"{number}. ", page, title)

    def heading(self, text: Text, level: int) -> None:
        """A heading that a screen reader knows for one."""
        shape = self._shape(0 if level == 1 else 18)
        shape.setHeadingLevel(level)
        self._line_of(self._say(text), self._look(bold=True, scale=1.4 if level == 1 else 1.15), shape)

    def _line(self, text: Text, look: QTextCharFormat, *, above: float = 8, indent: float = 0) -> None:
        for line in self._say(text).splitlines():
            self._line_of(line, look, self._shape(above, indent))

    def _literal(self, line: str) -> None:
        look = self._look()
        look.setFont(self._kit.theme.monospace())
        shape = self._shape(2, indent=16)
        shape.setBackground(QColor(self._kit.theme.tokens["dim_soft"]))
        self._line_of(line, look, shape)

    def _link(self, before: str, page: str, title: Text) -> None:
        self._line_of(before, self._look(), self._shape(4, indent=16))
        look = self._look(token="accent")
        look.setAnchor(True)
        look.setAnchorHref(f"{_SCHEME}:{page}")
        look.setFontUnderline(True)
        self._cursor.insertText(shorten(self._say(title)), look)

    def _line_of(self, words: str, look: QTextCharFormat, shape: QTextBlockFormat) -> None:
        if self._first:
            self._cursor.setBlockFormat(shape)
            self._cursor.setBlockCharFormat(look)
            self._first = False
        else:
            self._cursor.insertBlock(shape, look)
        self._cursor.insertText(shorten(words, len(words)), look)

    def _look(self, *, bold: bool = False, token: str = "text", scale: float = 1.0) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(self._kit.theme.font(scale, bold=bold))
        look.setForeground(QColor(self._kit.theme.tokens[token]))
        if bold:
            look.setFontWeight(QFont.Weight.Bold)
        return look

    def _shape(self, above: float, indent: float = 0) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        shape.setTopMargin(above)
        shape.setLeftMargin(indent)
        return shape

    @property
    def _say(self) -> Callable[[Text], str]:
        return self._kit.render
