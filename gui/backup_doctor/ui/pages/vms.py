"""Step two: which virtual machine? Failing backups first; or tonight's failures, by their causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QWidget

from ...core.resource_id import VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..steps import Kind, Step
from ..widgets.vm_picker import VmPicker
from .page import Page

if TYPE_CHECKING:
    from .fleet_view import FleetView

_MACHINES, _FAILURES = 0, 1


class VmPage(Page):
    """A table to pick one VM from, and beside it the failures of all."""

    jump = Signal(Step)
    """Another step is wanted."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent, wide=True)
        self._stack = QStackedWidget(self.body.parentWidget())
        self.picker = VmPicker(kit, self._stack)
        self.filter, self.table, self.model = self.picker.filter, self.picker.table, self.picker.model
        self.fleet: FleetView | None = None
        self.views = QTabBar()
        self.views.setDrawBase(False)
        self.views.setExpanding(False)
        self.views.setUsesScrollButtons(False)  # the chosen word is bold and wider: two words never need to scroll
        self.views.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for _ in (_MACHINES, _FAILURES):
            self.views.addTab("")
        self._stack.addWidget(self.picker)
        self.beside_heading.add(self.views)
        self.body.addWidget(self._stack, 1)
        self.views.currentChanged.connect(self._view_changed)
        self.picker.chosen_changed.connect(self.ready_changed)
        self.picker.picked.connect(self.submit)
        self.picker.elsewhere.connect(self._go_elsewhere)
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
            self.kit.flow.choose_vm(chosen, self.kit.state.vm_list.known(chosen))
            self.onward.emit()

    def first_field(self) -> QWidget | None:
        return self.picker.filter if self.fleet is None or not self._shows_failures else self.fleet.first_field()

    def appear(self) -> None:
        state = self.kit.state
        if not state.vms and not state.vms_complete and state.vms_error is None and not self.kit.flow.is_listing:
            self.kit.flow.list_vms()
        if self.fleet is not None and self._shows_failures:
            self.fleet.appear()
        self.refresh()

    def refresh(self) -> None:
        self.show_heading(self._subtitle())
        self.views.setAccessibleName(self.say(translate("VmPage", "Two ways to find a VM")))
        self.views.setTabText(_MACHINES, self.say(translate("VmPage", "VMs")))
        self.views.setTabText(_FAILURES, self.say(translate("VmPage", "Tonight's failures")))

    def _subtitle(self) -> Text:
        session = self.kit.state.session
        if session is None:
            return translate("VmPage", "Choose the VM whose backup failed. Failing backups come first.")
        words = translate("VmPage", "Choose the VM whose backup failed. You can see %n subscription(s) of tenant {tenant}.", "", 0)
        return words.counted(len(session.account.subscriptions)).format(tenant=session.account.tenant)

    def show_machines(self) -> None:
        """The table to pick one from."""
        self.views.setCurrentIndex(_MACHINES)

    def show_failures(self) -> None:
        """The failures of all VMs, by their causes."""
        self.views.setCurrentIndex(_FAILURES)

    @property
    def _shows_failures(self) -> bool:
        return self.views.currentIndex() == _FAILURES

    def _chosen(self) -> VmId | None:
        if not self._shows_failures:
            return self.picker.chosen
        return None if self.fleet is None else self.fleet.chosen

    @Slot(int)
    def _view_changed(self) -> None:
        view = self._failures() if self._shows_failures else self.picker
        self._stack.setCurrentWidget(view)
        if self.fleet is not None and self._shows_failures:
            self.fleet.appear()
        self.ready_changed.emit()

    def _failures(self) -> FleetView:
        """Made when first wanted: most come for one VM."""
        if self.fleet is None:
            from .fleet_view import FleetView

            self.fleet = FleetView(self.kit)
            self.fleet.picked.connect(self._picked)
            self.fleet.chosen_changed.connect(self.ready_changed)
            self._stack.addWidget(self.fleet)
        return self.fleet

    @Slot(object)
    def _picked(self, vm: VmId) -> None:
        self.kit.flow.choose_vm(vm, self.kit.state.vm_list.known(vm))
        self.onward.emit()

    @Slot()
    def _go_elsewhere(self) -> None:
        self.jump.emit(Step(Kind.SIGN_IN))
