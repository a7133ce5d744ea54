"""The history: every diagnosis that is kept, to open again, to compare and to delete. What is open stands on top."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QWidget

from ...core.history import HistoryEntry
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..dialogs.delete_history import ask_to_delete, ask_to_delete_all
from ..folders import open_folder
from ..history_words import sentence
from ..kit import Kit
from ..widgets.banner import Banner
from ..widgets.button_row import ButtonRow
from ..widgets.history_blank import HistoryBlank
from ..widgets.history_facet import HistoryFacet
from ..widgets.history_list import HistoryList, Item
from ..widgets.open_items_banner import OpenItemsBanner
from ..widgets.vm_filter import VmFilter
from .page import Page

_LEAST_LINES = 10
"""So high the list stays at least; where the window is lower than that, the page scrolls."""


class HistoryPage(Page):
    """The list. The primary button opens what is selected."""

    open_items_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent, wide=True)
        self.error = Banner(kit)
        self.open_items = OpenItemsBanner(kit)
        self.filter, self.facet = VmFilter(), HistoryFacet()
        self._search = QAction(self)
        self.filter.addAction(self._search, QLineEdit.ActionPosition.LeadingPosition)
        self.list, self.blank = HistoryList(kit), HistoryBlank(kit)
        self.compare, self.delete, self.delete_all = QPushButton(), QPushButton(), QPushButton()
        self.folder, self.settings = QPushButton(), QPushButton()
        self._wants_newest = True
        """Whether the newest is to be selected once the list has been read."""
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("HistoryPage", "History")

    @property
    def primary(self) -> Text:
        return translate("HistoryPage", "&Open")

    @property
    def ready(self) -> bool:
        return self._opened() is not None

    def submit(self) -> None:
        entry = self._opened()
        if entry is not None:
            self.kit.history.open(entry)

    def first_field(self) -> QWidget:
        return self.list if self._stack.currentWidget() is self.list else self.filter

    def start_anew(self) -> None:
        """Somebody comes from elsewhere: what was selected last is not what is looked for now."""
        self._wants_newest = True

    def appear(self) -> None:
        self.kit.history.error = None
        self.kit.history.read()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        entries = self.kit.history.entries or ()
        self.show_heading(self._about(len(entries)))
        self._dress_filter()
        self._stack.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self.dress(self.folder, translate("HistoryPage", "Open &folder"), "folder", "dim")
        self.dress(self.settings, translate("HistoryPage", "&Settings…"), "settings", "dim")
        self.dress(self.delete, translate("HistoryPage", "&Delete…"), "forget", "dim")
        self.dress(self.delete_all, translate("HistoryPage", "Delete a&ll…"), "forget", "dim")
        self.list.setAccessibleName(self.say(translate("HistoryPage", "Kept diagnoses, newest first")))
        self._show_error()
        self.open_items.follow()
        self._show_entries()

    def _about(self, number: int) -> Text:
        settings = self.kit.settings
        if not settings.keeps_history:
            return translate("HistoryPage", "%n diagnosis(es) on this computer. New ones are not kept: that is switched off.", "", 0).counted(number)
        text = translate("HistoryPage", "%n diagnosis(es) on this computer, of at most {most}. Nothing of it leaves this computer.", "", 0)
        return text.counted(number).format(most=settings.history_size)

    def _dress_filter(self) -> None:
        self.filter.setPlaceholderText(self.say(translate("HistoryPage", "VM, error code, cause, date…")))
        self.filter.setAccessibleName(self.say(translate("HistoryPage", "Filter the diagnoses")))
        self._search.setIcon(self.kit.theme.icon("search", "dim"))
        self._search.setText(self.say(translate("HistoryPage", "Search")))
        self.filter.name_buttons(self._search.text(), self.say(translate("HistoryPage", "Clear the filter")))
        self.facet.refresh(self.kit)

    def _lay_out(self) -> None:
        for button in (self.settings, self.folder):
            self.beside_heading.add(button)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.filter, 1)
        row.addWidget(self.facet)
        buttons = ButtonRow(self.compare, self.delete, self.delete_all)
        for widget in (self.list, self.blank):
            self._stack.addWidget(widget)
        self.body.addWidget(self.error)
        self.body.addWidget(self.open_items)
        self.body.addLayout(row)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(buttons)

    def _connect(self) -> None:
        history = self.kit.history
        self.filter.textChanged.connect(self._show_entries)
        self.filter.down.connect(self._into_list)
        self.facet.currentIndexChanged.connect(self._show_entries)
        self.list.chosen_changed.connect(self._show_buttons)
        self.list.wanted.connect(self.submit)
        self.list.erased.connect(self._ask_to_delete)
        self.list.up.connect(self.filter.setFocus)
        self.compare.clicked.connect(self._compare)
        self.delete.clicked.connect(self._ask_to_delete)
        self.delete_all.clicked.connect(self._ask_to_delete_all)
        self.folder.clicked.connect(self._open_folder)
        for button in (self.settings, self.blank.settings):
            button.clicked.connect(self.settings_wanted)
        self.blank.clear.clicked.connect(self._show_all)
        self.open_items.show_open.clicked.connect(self.open_items_wanted)
        history.changed.connect(self._history_changed)
        self.kit.settings.changed.connect(self._history_changed)

    @Slot()
    def _history_changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show_error(self) -> None:
        error = self.kit.history.error
        if error is None:
            self.error.clear()
        else:
            self.error.show_error(error)

    @Slot()
    def _show_entries(self) -> None:
        history = self.kit.history
        shown = [entry for entry in history.entries or () if self._matches(entry)]
        self.list.show_entries(shown)
        if self._wants_newest and not history.is_reading:
            self._wants_newest = False
            self.list.choose_first()
        if not history.entries and history.is_reading:
            self.blank.show_reading()
        elif not history.entries:
            self.blank.show_empty(keeps=self.kit.settings.keeps_history)
        elif not shown:
            self.blank.show_nothing_matches(self.filter.text())
        self._stack.setCurrentWidget(self.list if shown else self.blank)
        self._show_buttons()

    def _matches(self, entry: Item) -> bool:
        if not self.facet.has(entry):
            return False
        words = self.filter.text().casefold().split()
        said = self.say(sentence(entry)).casefold() if words else ""
        return all(word in said for word in words)

    def _opened(self) -> HistoryEntry | None:
        """What the primary button opens."""
        chosen = self.list.chosen if self._stack.currentWidget() is self.list else []
        return chosen[0] if len(chosen) == 1 and isinstance(chosen[0], HistoryEntry) else None

    def _pair(self) -> tuple[HistoryEntry, HistoryEntry] | None:
        """What can be compared: two selected diagnoses of one VM, or one and that before it."""
        chosen = [entry for entry in self.list.chosen if isinstance(entry, HistoryEntry)]
        if len(chosen) == 2 and len(self.list.chosen) == 2:
            return (chosen[0], chosen[1]) if chosen[0].vm.same(str(chosen[1].vm)) else None
        entry = self._opened()
        before = None if entry is None else self.kit.history.before(entry)
        return None if entry is None or before is None else (entry, before)

    @Slot()
    def _show_buttons(self) -> None:
        two = len(self.list.chosen) == 2
        words = translate("HistoryPage", "&Compare these two") if two else translate("HistoryPage", "&Compare with the one before")
        self.dress(self.compare, words, "compare", "dim")
        self.compare.setEnabled(self._pair() is not None)
        self.compare.setToolTip("" if self.compare.isEnabled() else self.say(self._why_not(two=two)))
        self.delete.setEnabled(bool(self.list.chosen))
        self.delete_all.setEnabled(bool(self.kit.history.entries))
        self.ready_changed.emit()

    def _why_not(self, *, two: bool) -> Text:
        if two:
            return translate("HistoryPage", "Only two diagnoses of the same VM can be compared.")
        return translate("HistoryPage", "There is no earlier diagnosis of this VM. Or select two of the same VM.")

    @Slot()
    def _compare(self) -> None:
        pair = self._pair()
        if pair is not None:
            self.kit.history.compare(*pair)

    @Slot()
    def _ask_to_delete(self) -> None:
        if self.list.chosen:
            ask_to_delete(self.kit, self.window(), self.list.chosen)

    @Slot()
    def _ask_to_delete_all(self) -> None:
        ask_to_delete_all(self.kit, self.window())

    @Slot()
    def _open_folder(self) -> None:
        open_folder(self.kit.history.folder)

    @Slot()
    def _into_list(self) -> None:
        if self._stack.currentWidget() is self.list:
            self.list.setFocus()

    @Slot()
    def _show_all(self) -> None:
        self.filter.clear()
        self.facet.setCurrentIndex(0)
        QTimer.singleShot(0, self.filter.setFocus)
