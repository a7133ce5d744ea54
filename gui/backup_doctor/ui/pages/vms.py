"""Step two: which virtual machine? Failing backups first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QWidget,
)

from ...core.resource_id import BadResourceId, VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.blank import Blank
from ..widgets.part import set_property
from ..widgets.text import Label
from ..widgets.vm_filter import VmFilter
from ..widgets.vm_model import UNSORTED, VmModel, is_failing
from .page import Page

if TYPE_CHECKING:
    pass

_WIDTHS = (9.5, 16, 10.5, 12, 8, 7, 8)
"""Of the columns, in ems."""


class VmPage(Page):
    """A table to pick one machine from; a pasted resource id finds any other."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent, scrolls=False)
        self._pasted: VmId | None = None
        self._selected: VmId | None = None
        self.notice = Banner(kit)
        self.filter = VmFilter()
        self.filter.setClearButtonEnabled(True)
        self._search = self.filter.addAction(kit.theme.icon("search", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        self.again = QPushButton()
        set_property(self.again, "kind", "quiet")
        self.count = Label("quiet")
        self.model = VmModel(kit, self)
        self.table = QTableView()
        self._blank = Blank(kit)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._blank)
        self._set_up_table()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("VmPage", "Virtual machine")

    @property
    def ready(self) -> bool:
        return self._chosen() is not None

    def submit(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.kit.flow.choose_vm(chosen, self.model.known(chosen))
            self.onward.emit()

    def first_field(self) -> QWidget | None:
        return self.filter

    def appear(self) -> None:
        state = self.kit.state
        if not state.vms and not state.vms_complete and state.vms_error is None and self.kit.flow.activity is None:
            self.kit.flow.list_vms()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.show_heading(translate("VmPage", "Choose the machine whose backup failed. Failing backups come first."))
        self.filter.setPlaceholderText(self.say(translate("VmPage", "Filter by any column, or paste a resource id or a portal address")))
        self.filter.setAccessibleName(self.say(translate("VmPage", "Filter virtual machines")))
        self._search.setIcon(self.kit.theme.icon("search", "dim"))
        self.filter.name_buttons(self.filter.accessibleName(), self.say(translate("VmPage", "Clear the filter")))
        self.table.setAccessibleName(self.say(translate("VmPage", "Virtual machines")))
        self.dress(self.again, translate("VmPage", "&Read again"), "again", "dim")
        self.model.refresh()
        self._keep_selection()
        self._vms_changed()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setIconSize(self.icon_size() * 0.85)
        table.verticalHeader().hide()  # and a fixed height: sizing rows to contents takes seconds per keystroke
        table.verticalHeader().setDefaultSectionSize(round(table.fontMetrics().height() * 1.9))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(UNSORTED, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        for column, ems in enumerate(_WIDTHS):
            table.setColumnWidth(column, round(table.fontMetrics().height() * ems * 0.7))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.again)
        self.body.addLayout(line)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.count)
        self.body.setSpacing(12)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.down.connect(self._into_table)
        self.again.clicked.connect(self.kit.flow.list_vms)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.doubleClicked.connect(self.submit)
        self.model.modelReset.connect(self._keep_selection)
        self.kit.state.session_changed.connect(self.filter.clear)
        self.kit.state.vms_changed.connect(self._vms_changed)
        self.kit.state.vm_changed.connect(self._vm_changed)
        self._blank.clear.clicked.connect(self.filter.clear)
        self._blank.again.clicked.connect(self.kit.flow.list_vms)

    def _chosen(self) -> VmId | None:
        return self._pasted or self._selected

    @Slot()
    def _vms_changed(self) -> None:
        self.model.set_rows(self.kit.state.vms)
        self._show_state()

    @Slot()
    def _vm_changed(self) -> None:
        self._selected = self.kit.state.vm
        self._keep_selection()

    @Slot(str)
    def _filter_changed(self, text: str) -> None:
        self._pasted = None
        if _looks_like_id(text):
            self._jump(text)
        else:
            self.model.set_filter(text)
            self._take_first_match(text)
        self._show_state()
        self.ready_changed.emit()

    def _take_first_match(self, text: str) -> None:
        """While typing, the machine on top is meant, unless the chosen one is still there."""
        if self._selected is not None and self.model.find(self._selected).isValid():
            return
        top = self.model.row_at(self.model.index(0, 0)) if text.strip() else None
        self._selected = None if top is None else top.id
        self._keep_selection()

    def _jump(self, text: str) -> None:
        """Find the machine a pasted id names, in the list or outside it."""
        try:
            self._pasted = VmId.parse(text)
        except BadResourceId:
            self._selected = None
            self.model.set_filter("")
            self._keep_selection()
            return
        self.model.set_filter("")
        self._selected = self._pasted
        self._keep_selection()

    @Slot()
    def _keep_selection(self) -> None:
        """A model reset forgets the selection; find the machine again by its id."""
        index = QModelIndex() if self._selected is None else self.model.find(self._selected)
        self.table.setCurrentIndex(index)
        if index.isValid():
            self.table.scrollTo(index)
        self.ready_changed.emit()

    @Slot()
    def _row_changed(self, current: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is not None:
            self._selected = row.id
            self.ready_changed.emit()

    @Slot()
    def _into_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)

    def _show_state(self) -> None:
        self._show_notice()
        self._show_count()
        state = self.kit.state
        shown = self.model.rowCount() > 0
        self._stack.setCurrentWidget(self.table if shown else self._blank)
        if shown:
            return
        if state.vms:
            self._blank.show_nothing_matches(self.filter.text())
        elif state.vms_complete:
            self._blank.show_empty()
        elif state.vms_error is not None:
            self._blank.show_failed()
        else:
            self._blank.show_loading()

    def _show_notice(self) -> None:
        text, error = self.filter.text(), self.kit.state.vms_error
        if _looks_like_id(text) and self._pasted is None:
            try:
                VmId.parse(text)
            except BadResourceId as bad:
                self.notice.show_text(bad.text, Tone.WARNING)
        elif self._pasted is not None and self.model.known(self._pasted) is None:
            words = translate("VmPage", "{vm} in resource group {group} is not in the list. Press Next to go on with it all the same.")
            self.notice.show_text(words.format(vm=self._pasted.name, group=self._pasted.resource_group), Tone.INFO)
        elif error is not None:
            self.notice.show_text(error, Tone.ERROR, translate("VmPage", "The list could not be read to its end"))
        else:
            self.notice.clear()

    def _show_count(self) -> None:
        vms = self.kit.state.vms
        total = translate("VmPage", "%n virtual machine(s)", "", 0).counted(len(vms))
        failing = translate("VmPage", "%n with a failed backup", "", 0).counted(sum(map(is_failing, vms)))
        words = translate("VmPage", "{total}, {failing}").format(total=total, failing=failing)
        if self.model.rowCount() != len(vms):
            words = translate("VmPage", "{shown} of {total} shown").format(shown=self.model.rowCount(), total=total)
        self.count.setText(self.say(words) if vms else "")


def _looks_like_id(text: str) -> bool:
    return "/subscriptions/" in text.casefold() or text.casefold().startswith(("https://", "http://"))
