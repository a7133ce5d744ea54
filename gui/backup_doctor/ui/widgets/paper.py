"""Pages of a document under one another, as they will be on paper; each can be read to the blind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .part import Part, named
from .text import shorten

if TYPE_CHECKING:
    from ...pdf.printing import Page

PAPER = QSize(210, 297)
"""A4 in millimetres."""
INCH = 25.4
_MARGIN = 12
_MOST_SPOKEN = 6000
"""Characters of a page that are read out; the document itself holds them all."""


class PaperPage(Part):
    """One page. Its picture is unpacked only while it is on screen: a long report would fill the memory."""

    reached = Signal(object)
    """The keyboard has come to it."""

    def __init__(self, kit: Kit, page: Page, number: int, count: int) -> None:
        super().__init__(kit)
        self.number = number
        self._page, self._count = page, count
        self._picture: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.refresh()

    @property
    def name(self) -> Text:
        """Which page of how many it is."""
        return translate("Preview", "Page {page} of {pages}").format(page=self.number, pages=self._count)

    @property
    def picture(self) -> bytes:
        """As drawn, PNG."""
        return self._page.picture

    @property
    def is_unpacked(self) -> bool:
        """Whether it takes the memory of a picture."""
        return self._picture is not None

    def refresh(self) -> None:
        self.setAccessibleName(self.say(self.name))
        self.setAccessibleDescription(shorten(self._page.words, _MOST_SPOKEN))
        self.update()

    def show_page(self, page: Page, count: int, width: int) -> None:
        """Show a page of so many, in a width of device-independent pixels."""
        self._page, self._count, self._picture = page, count, None
        self.take_width(width)
        self.refresh()

    def take_width(self, width: int) -> None:
        """Be as wide; a picture that is there already is stretched until there is a better one."""
        self.setFixedSize(width, round(width * PAPER.height() / PAPER.width()))

    def let_go(self) -> None:
        """Forget the unpacked picture."""
        self._picture = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = QPixmap()
            self._picture.loadFromData(self._page.picture)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._picture)
        focused = self.hasFocus()
        pen = QPen(self.kit.theme.colour("accent" if focused else "line"))
        pen.setWidth(3 if focused else 1)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2) if focused else self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.reached.emit(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class Paper(QScrollArea):
    """All pages. At zoom 0 a page is as wide as there is room, else that many times its size on paper."""

    turned = Signal()
    """Another page is on screen."""
    resized = Signal()
    """Pages have another size, so that the pictures may be too coarse."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self.zoom = 0.0
        self.sheets: list[PaperPage] = []
        named(self, "paper")
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that the width does not depend on the height
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = inner = named(QWidget(), "pageBody")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(_MARGIN)
        self._column.addStretch()
        self.setWidget(inner)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def page_width(self) -> int:
        """Of a page, in device-independent pixels."""
        if self.zoom:
            return round(PAPER.width() / INCH * self.logicalDpiX() * self.zoom)
        return max(200, self.viewport().width() - 2 * _MARGIN)

    @property
    def dots(self) -> float:
        """Per inch of paper, that the screen shows now."""
        return self.page_width * self.devicePixelRatioF() / (PAPER.width() / INCH)

    @property
    def shown_zoom(self) -> float:
        """Size on screen by size on paper."""
        return self.page_width / (PAPER.width() / INCH * self.logicalDpiX())

    @property
    def current(self) -> int:
        """Number of the page that takes the middle of the view; 0 where there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return next((sheet.number for sheet in reversed(self.sheets) if sheet.y() <= middle), min(1, len(self.sheets)))

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show a document; where another one was shown, the place stays."""
        while len(self.sheets) > len(pages):
            sheet = self.sheets.pop()
            self._column.removeWidget(sheet)
            sheet.deleteLater()
        for index, page in enumerate(pages):
            if index == len(self.sheets):
                self.sheets.append(self._add(page, index, len(pages)))
            self.sheets[index].show_page(page, len(pages), self.page_width)
        self._settle()
        self.turned.emit()

    def set_zoom(self, zoom: float) -> None:
        """Show pages larger or smaller."""
        if zoom != self.zoom:
            self.zoom = zoom
            self._stretch()

    def go_to(self, number: int) -> None:
        """Bring the top of a page into view."""
        if self.sheets:
            sheet = self.sheets[max(1, min(number, len(self.sheets))) - 1]
            self.verticalScrollBar().setValue(sheet.y() - _MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.zoom:
            self._stretch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()

    def _add(self, page: Page, index: int, count: int) -> PaperPage:
        sheet = PaperPage(self.kit, page, index + 1, count)
        sheet.reached.connect(self._to_sheet)
        self._column.insertWidget(index, sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        sheet.show()  # the layout would do so with the next event, and until then take it for hidden
        return sheet

    def _stretch(self) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        for sheet in self.sheets:
            sheet.take_width(self.page_width)
        self._settle()
        bar.setValue(round(share * bar.maximum()))
        self.resized.emit()

    def _settle(self) -> None:
        """Put the pages where they belong at once; else they would all lie at the top until the next event."""
        self._inner.adjustSize()
        self._column.activate()

    @Slot(object)
    def _to_sheet(self, sheet: PaperPage) -> None:
        self.go_to(sheet.number)

    @Slot(int)
    def _scrolled(self, _value: int) -> None:
        top, bottom = self.verticalScrollBar().value(), self.verticalScrollBar().value() + self.viewport().height()
        for sheet in self.sheets:
            if sheet.y() > bottom or sheet.y() + sheet.height() < top:
                sheet.let_go()
        self.turned.emit()
