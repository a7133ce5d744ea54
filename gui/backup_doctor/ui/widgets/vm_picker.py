"""The list of VMs to pick one from: filtered, narrowed, pasted into, and filling up while it is used."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ...core.pasted_vm import looks_pasted
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .blank import Blank
from .part import Part, set_property
from .vm_choice import Pasted, choose
from .vm_columns import Column
from .vm_filter import VmFacets, VmFilter
from .vm_model import VmModel
from .vm_notice import VmCount, VmNotice
from .vm_table import VmTable

_SLICE_SECONDS = 0.006
"""Time given to new rows between two frames."""

_PAUSE_MS = 4
_ORDER_SECONDS = 0.3
"""While rows stream in, they are put in order no more often than this."""


class VmPicker(Part):
    """Knows which VM is chosen."""

    chosen_changed = Signal()
    picked = Signal()
    """A VM was chosen for good."""
    elsewhere = Signal()
    """Another tenant or account is wanted."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._pasted: Pasted | None = None
        self._selected: VmId | None = None
        self._ordered = 0.0
        """`time.monotonic()` when the rows were put in order last."""
        # Each made where it belongs, as they are read: what is put there afterwards is styled twice.
        self.filter = VmFilter(self)
        self._search = QAction(self)  # its own: one that Qt makes can go from under its wrapper
        self.filter.addAction(self._search, QLineEdit.ActionPosition.LeadingPosition)
        self.again = QPushButton(self)
        set_property(self.again, "kind", "quiet")
        self.facets, self.notice = VmFacets(kit, self), VmNotice(kit, self)
        self._stack = QStackedWidget(self)
        self.model = VmModel(kit, self)
        self.table = VmTable(kit, self.model, self._stack)
        self.table.setIconSize(self.icon_size() * 0.85)
        self.blank = Blank(kit, self._stack)
        self.count = VmCount(kit, self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.blank)
        self._feed = QTimer(self)
        self._feed.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def chosen(self) -> VmId | None:
        """The pasted VM, else that of the current row."""
        return self._selected if self._pasted is None else self._pasted.vm

    @property
    def is_taking_in(self) -> bool:
        """Whether rows have come that are not shown yet."""
        return self._feed.isActive()

    def refresh(self) -> None:
        self.filter.setPlaceholderText(self.say(translate("VmPage", "Filter by any column, or paste a resource id or a portal address")))
        self.filter.setAccessibleName(self.say(translate("VmPage", "Filter virtual machines")))
        self._search.setIcon(self.kit.theme.icon("search", "dim"))
        self.filter.name_buttons(self.filter.accessibleName(), self.say(translate("VmPage", "Clear the filter")))
        self.table.setAccessibleName(self.say(translate("VmPage", "Virtual machines")))
        self.dress(self.again, translate("VmPage", "&Refresh"), "again", "dim")
        self.facets.refresh()
        self.table.fit()
        self.model.refresh()
        self.follow()

    @Slot()
    def follow(self) -> None:
        """The list begins anew, has grown, waits or has ended."""
        state = self.kit.state
        self.facets.offer(() if state.session is None else state.session.account.subscriptions, self.kit.flow.access.last_subscription)
        self.model.follow(state.vm_list, reading=not state.vms_complete and state.vms_error is None)
        self._take_in()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.facets)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        column.addWidget(self.count)

    def _connect(self) -> None:
        state = self.kit.state
        state.session_changed.connect(self._start_anew)
        state.vms_changed.connect(self.follow)
        state.vms_joined.connect(self.model.renew)
        state.vm_changed.connect(self._vm_changed)
        self._feed.timeout.connect(self._take_in)
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.down.connect(self._into_table)
        self.facets.changed.connect(self._facets_changed)
        self.again.clicked.connect(self.kit.flow.list_vms)
        self.notice.switch.clicked.connect(self.elsewhere)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.doubleClicked.connect(self.picked)
        self.table.typed.connect(self.filter.type_on)
        self.table.pasted.connect(self.filter.paste_over)
        self.table.erased.connect(self.filter.erase)
        self.table.up.connect(self.filter.setFocus)
        self.table.calmed.connect(self._take_in)
        self.model.modelReset.connect(self._keep_selection)
        self.blank.clear.clicked.connect(self._show_all)
        self.blank.again.clicked.connect(self.kit.flow.list_vms)
        self.blank.switch.clicked.connect(self.elsewhere)

    @Slot()
    def _take_in(self) -> None:
        """A slice of the new rows; the rest after the window has had its turn."""
        more = self.model.take_in(_SLICE_SECONDS)
        due = not more or time.monotonic() - self._ordered > _ORDER_SECONDS
        if due and not self.model.in_order and not self.table.is_busy:
            self._put_in_order()
        if more:
            self._feed.start()
        else:
            self._feed.stop()
            self._look_up()
        self._show_state()

    def _put_in_order(self) -> None:
        anchor = self.table.anchor()
        self.model.arrange()
        self.table.hold(anchor)
        self._ordered = time.monotonic()

    @Slot()
    def _start_anew(self) -> None:
        self.filter.clear()
        self.facets.clear()

    @Slot()
    def _vm_changed(self) -> None:
        self._selected = self.kit.state.vm
        self._keep_selection()
        self.table.show_current()

    @Slot(str)
    def _filter_changed(self, text: str) -> None:
        if looks_pasted(text):
            self.model.set_filter("")
            self._pasted = Pasted()
            self._look_up(text)
        else:
            self._pasted = None
            self.model.set_filter(text)
            self._take_first_match(text)
        self.table.show_current()
        self._show_state()
        self.chosen_changed.emit()

    def _look_up(self, text: str = "") -> None:
        """Find the VM a pasted text names, in the list or outside it; again when the list has grown."""
        if self._pasted is None or self._pasted.listed:
            return
        session = self.kit.state.session
        found = choose(text or self.filter.text(), self.kit.state.vm_list, None if session is None else session.account)
        if found == self._pasted:
            return
        self._pasted, self._selected = found, found.vm
        if found.listed and found.vm is not None and not self.model.find(found.vm).isValid():
            self.facets.clear()  # they hide it
        self._keep_selection()
        self.table.show_current()

    @Slot()
    def _facets_changed(self) -> None:
        self.model.set_facets(self.facets.subscription_id, failing_only=self.facets.failing_only)
        self._take_first_match(self.filter.text() if self._pasted is None else "")
        self.table.show_current()
        self._show_state()
        self.chosen_changed.emit()

    @Slot()
    def _show_all(self) -> None:
        self.filter.clear()
        self.facets.clear()

    def _take_first_match(self, text: str) -> None:
        """While typing, the VM on top is meant, unless the chosen one is still there."""
        if self._selected is not None and self.table.currentIndex().isValid():
            return
        top = self.model.row_at(self.model.index(0, 0)) if text.strip() else None
        self._selected = None if top is None else top.id
        self._keep_selection()

    @Slot()
    def _keep_selection(self) -> None:
        """A model reset forgets the selection; find the VM again by its id."""
        self.table.setCurrentIndex(QModelIndex() if self._selected is None else self.model.find(self._selected))
        self.chosen_changed.emit()

    @Slot()
    def _row_changed(self, current: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is not None:
            self._selected = row.id
            if self._pasted is not None and self._pasted.vm != row.id:
                self._pasted = Pasted(row.id, listed=True)  # the user has turned to another one
            self.chosen_changed.emit()

    @Slot()
    def _into_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)

    def _show_state(self) -> None:
        """Everything around the rows."""
        self.notice.follow(self._pasted)
        self.count.follow(self.model, taking_in=self.is_taking_in)
        if self.table.isColumnHidden(Column.AGENT) == self.model.has_agents:
            self.table.setColumnHidden(Column.AGENT, not self.model.has_agents)
        shown = self.model.rowCount() > 0
        self._stack.setCurrentWidget(self.table if shown else self.blank)
        if not shown:
            self._show_blank()
        self._keep_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        """For five rows, or for all words of what stands in their place: a stack does not ask how high words become that wrap."""
        blank = self._stack.currentWidget() is self.blank
        words = self.blank.heightForWidth(self._stack.width()) if blank else 0
        self._stack.setMinimumHeight(max(self.table.minimumHeight(), words))

    def _show_blank(self) -> None:
        state = self.kit.state
        account = None if state.session is None else state.session.account
        if state.vms:
            self.blank.show_nothing_matches("" if self._pasted is not None else self.filter.text(), narrowed=self.facets.narrows)
        elif state.vms_complete and account is not None:
            self.blank.show_empty(account)
        elif state.vms_error is not None:
            self.blank.show_failed()
        else:
            self.blank.show_loading()
