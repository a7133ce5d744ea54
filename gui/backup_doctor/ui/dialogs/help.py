"""The help: a list of pages that can be searched, and the page. All of it is on this computer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ...core.help import HelpPage, Section, words_of
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..widgets.banner import Banner
from ..widgets.copy_button import CopyButton
from ..widgets.glyph_line import let_glyphs_grow
from ..widgets.halves import Halves
from ..widgets.help_view import HelpView
from ..widgets.part import named, set_property
from ..widgets.text import Prose, plain_tip
from ..worker import Report
from .dialog import Dialog
from .working import WorkingSheet

_SECTIONS: Mapping[Section, Text] = {
    Section.TOPICS: translate("HelpDialog", "In general"),
    Section.CAUSES: translate("HelpDialog", "Causes"),
    Section.CODES: translate("HelpDialog", "Error codes"),
}
_PAGE = Qt.ItemDataRole.UserRole


class HelpSheet(WorkingSheet):
    """Begins with the page that is wanted; the pages are made in the worker, because the catalogue takes its time to load."""

    help_page = ""

    def __init__(self, kit: Kit, first: str, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.pages: Mapping[str, HelpPage] = {}
        self.current = first
        self._visited: list[str] = []
        self._keys: dict[str, str] = {}
        self.trouble = Banner(kit)
        self.search, self.count = QLineEdit(), QLabel()
        self.search.setClearButtonEnabled(True)
        let_glyphs_grow(self.search)
        self.count.setObjectName("quiet")
        self.list = named(QListWidget(), "files")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # where it comes and goes, lines are cut instead of wrapped
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(self.fontMetrics().height() * 6)
        self.view = HelpView(kit)
        self.view.setMinimumHeight(self.fontMetrics().height() * 12)
        self.back, self.open_address = QPushButton(), QPushButton()
        self._address = Prose("quiet", anywhere=True)
        self.copy_address = CopyButton(kit, self._url, translate("HelpDialog", "Copy the address of Microsoft's article"), label=None)
        self._lay_out()
        self._connect()
        self.refresh()
        self._begin()

    @property
    def title(self) -> Text:
        return translate("HelpDialog", "Help")

    def first_field(self) -> QWidget:
        return self.search

    @property
    def told_address(self) -> str:
        """What stands above the buttons of Microsoft's article."""
        return self._address.toPlainText()

    def show_page(self, identity: str) -> None:
        """Show a page; before the pages are there, that one comes first."""
        if identity in self.pages and self.current in self.pages and identity != self.current:
            self._visited.append(self.current)
        self.current = identity
        self._show()

    def refresh(self) -> None:
        self.show_heading()
        self.search.setPlaceholderText(self.say(translate("HelpDialog", "Search the help")))
        self.search.setAccessibleName(self.say(translate("HelpDialog", "Search the help")))
        self.list.setAccessibleName(self.say(translate("HelpDialog", "Pages")))
        self.dress(self.back, translate("HelpDialog", "&Back"))
        self.dress(self.open_address, translate("HelpDialog", "&Open in browser"), "link", "dim")
        self._keys = {identity: words_of(page, self.say).casefold() for identity, page in self.pages.items()}
        self._fill()
        self._show()

    def _lay_out(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        for widget in (self.search, self.count):
            left.addWidget(widget)
        left.addWidget(self.list, 1)
        self.body.addWidget(self.trouble)
        self.body.addWidget(Halves(side, self.view), 1)
        self._link = QWidget()
        row = QHBoxLayout(self._link)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._address, 1)
        row.addWidget(self.copy_address)
        self.above_bar.addWidget(self._link)
        set_property(self.open_address, "kind", "quiet")
        self.bar.addWidget(self.back)
        self.bar.addWidget(self.open_address)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._to_first)
        self.list.currentItemChanged.connect(self._chosen)
        self.view.wanted.connect(self.show_page)
        self.back.clicked.connect(self._go_back)
        self.open_address.clicked.connect(self._open_address)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._to_find)

    def _begin(self) -> None:
        async def work(_: Report) -> Mapping[str, HelpPage]:
            import asyncio

            def load() -> Mapping[str, HelpPage]:
                from ...catalogue.help import pages

                return pages()

            return await asyncio.to_thread(load)

        what = translate("HelpDialog", "Opening the help…")
        self.begin_work(what, work, self._loaded, self._failed)

    def _loaded(self, result: object) -> None:
        self.pages = cast(Mapping[str, HelpPage], result)
        if self.current not in self.pages:
            self.current = next(iter(self.pages))
        self.refresh()

    def _failed(self, error: Text) -> None:
        self.trouble.show_error(error)

    @Slot()
    def _fill(self) -> None:
        """The list of what holds every word that is looked for."""
        wanted = self.search.text().casefold().split()
        found = [page for identity, page in self.pages.items() if all(word in self._keys[identity] for word in wanted)]
        self.list.blockSignals(True)
        self.list.clear()
        section = None
        for page in found:
            if page.section is not section:
                section = page.section
                self._add_section(section)
            item = QListWidgetItem(self.say(page.title))
            item.setToolTip(plain_tip(item.text()))
            item.setData(_PAGE, page.id)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._mark_current()
        self.count.setVisible(bool(wanted))
        self.count.setText(self.say(translate("HelpDialog", "%n page(s) found", "", 0).counted(len(found))))

    def _add_section(self, section: Section) -> None:
        item = QListWidgetItem(self.say(_SECTIONS[section]))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(self.kit.theme.font(0.9, bold=True))
        item.setForeground(self.kit.theme.colour("dim"))
        self.list.addItem(item)

    def _mark_current(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(_PAGE) == self.current:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(row))
                break
        else:
            self.list.setCurrentRow(-1)
        self.list.blockSignals(False)

    def _show(self) -> None:
        page = self.pages.get(self.current)
        self.back.setEnabled(bool(self._visited))
        self._link.setVisible(page is not None and bool(page.address))
        self.open_address.setVisible(page is not None and bool(page.address))
        if page is None:
            return
        words = translate("HelpDialog", "Microsoft's article on it: {address}")
        self._address.setPlainText(self.say(words.format(address=page.address)))
        if self.view.page is not page:
            self.view.show_page(page)
        self._mark_current()

    @Slot()
    def _to_first(self) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_PAGE):
                self.list.setCurrentRow(row)
                return

    @Slot()
    def _to_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot(QListWidgetItem)
    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_PAGE):
            self.show_page(item.data(_PAGE))

    @Slot()
    def _go_back(self) -> None:
        if self._visited:
            self.current = self._visited.pop()
            self._show()

    def _url(self) -> str:
        page = self.pages.get(self.current)
        return "" if page is None else page.address

    @Slot()
    def _open_address(self) -> None:
        QDesktopServices.openUrl(QUrl(self._url()))


class HelpDialog(Dialog):
    """The help beside the window, which goes on meanwhile; above another dialog it belongs to that one."""

    def __init__(self, kit: Kit, page: str, parent: QWidget) -> None:
        sheet = HelpSheet(kit, page)
        super().__init__(kit, sheet, parent)
        self.help = sheet
        self.finished.connect(sheet.cancel)
