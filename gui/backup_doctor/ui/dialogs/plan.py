"""The plan of a remedy: everything the user has to know before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QTabBar, QVBoxLayout, QWidget

from ...core.offer import Offer
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..help import REPAIRS
from ..kit import Kit
from ..pages.page import card
from ..plan_text import as_az, as_powershell, as_requests
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.chip import Chip
from ..widgets.copy_button import CopyButton
from ..widgets.missing_permissions import MissingPermissions
from ..widgets.part import Part, named
from ..widgets.permission_list import PermissionList
from ..widgets.primary_button import PrimaryButton
from ..widgets.step_row import StepRow
from ..widgets.text import Label, Prose, breakable, shorten
from ..widgets.well import Well
from .dialog import Sheet
from .question import switch_repairs

TABS = (translate("PlanSheet", "Requests"), translate("PlanSheet", "Azure CLI"), translate("PlanSheet", "PowerShell"))


class PlanSheet(Sheet):
    """Shown in read-only too: looking at a plan changes nothing."""

    confirmed = Signal()
    """It is to be carried out."""

    help_page = REPAIRS

    def __init__(self, kit: Kit, offer: Offer, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.offer, self.plan = offer, plan
        self.chip = Chip(kit)
        self.beside_heading.add(self.chip)
        self.what = Prose("quiet")
        state = kit.state
        vm = state.vm if state.run is None else state.run.subject.id
        self.vm_name = "" if vm is None else vm.name
        self.facts = _Facts(kit, plan, vm)
        self.steps = Steps(kit, plan)
        self.permissions = PermissionList(kit, offer, plan)
        self.missing = MissingPermissions(kit)
        self._permissions_title = Label("section")
        self._permissions_title.setFont(kit.theme.font(1.15, bold=True))
        self.notice = Banner(kit, copyable=False)
        self.allow = QPushButton()
        self.notice.add(self.allow)
        self._name_label, self.name = QLabel(), QLineEdit()
        self.carry_out = PrimaryButton()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("PlanSheet", "Plan: {remedy}").format(remedy=self.offer.remedy.title)

    @property
    def is_destructive(self) -> bool:
        """Whether something is lost for good, so that the VM's name has to be typed."""
        return self.plan.risk is Risk.DESTRUCTIVE

    @property
    def can_start(self) -> bool:
        """Whether nothing stands in the way any more."""
        repairs = self.kit.repairs
        named = not self.is_destructive or (bool(self.vm_name) and self.name.text().strip().casefold() == self.vm_name.casefold())
        return repairs.allowed and self.offer.is_available and not repairs.is_busy and named

    def first_field(self) -> QWidget:
        return self.steps.tabs

    def takes_enter(self, button: QPushButton) -> bool:
        return button is not self.carry_out or not self.is_destructive

    def refresh(self) -> None:
        self.show_heading()
        self.chip.show_risk(self.plan.risk)
        self.what.setPlainText(self.say(self.offer.remedy.what))
        self._permissions_title.setText(self.say(translate("PlanSheet", "Permissions")))
        self.missing.show_offer(self.offer)
        self.dress(self.carry_out, translate("PlanSheet", "Carry &out"), "repair", "on")
        self.dress(self.allow, translate("PlanSheet", "&Allow repairs…"), "badge")
        words = translate("PlanSheet", "Something is lost for good. Type the name of the VM to go on: {vm}").format(vm=self.vm_name)
        self._name_label.setText(breakable(self.say(words)).replace("&", "&&"))  # a name is no mnemonic
        self.name.setAccessibleName(shorten(self.say(words)))
        self._show_way()

    def _lay_out(self) -> None:
        facts, column = card()
        column.addWidget(self.what)
        column.addWidget(self.facts)
        self.body.addWidget(facts)
        self.body.addWidget(self.steps)
        permissions, column = card(spacing=8)
        for widget in (self._permissions_title, self.permissions, self.missing):
            column.addWidget(widget)
        self.body.addWidget(permissions)
        self.body.addStretch(1)
        self._name_label.setTextFormat(Qt.TextFormat.PlainText)
        self._name_label.setWordWrap(True)
        self._name_label.setBuddy(self.name)
        self.above_bar.addWidget(self.notice)
        self.above_bar.addWidget(self._name_label)
        self.above_bar.addWidget(self.name)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.bar.addWidget(self.carry_out)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._show_way)
        self.allow.clicked.connect(self._allow)
        self.carry_out.clicked.connect(self._confirm)
        self.kit.repairs.allowed_changed.connect(self._show_way)
        self.kit.repairs.progressed.connect(self._show_way)
        self.kit.repairs.ended.connect(self._show_way)

    @Slot()
    def _show_way(self) -> None:
        """What stands in the way, and what can be done about it here."""
        repairs = self.kit.repairs
        read_only = self.offer.is_available and not repairs.allowed
        asks_name = self.is_destructive and self.offer.is_available and repairs.allowed
        self.allow.setVisible(read_only)
        self._name_label.setVisible(asks_name)
        self.name.setVisible(asks_name)
        self.carry_out.setEnabled(self.can_start)
        if self.offer.reason is not None:
            self.notice.show_text(self.offer.reason, Tone.WARNING)
        elif read_only:
            self.notice.show_text(translate("PlanSheet", "Backup Doctor is read-only now: this plan can be read, but not carried out."), Tone.INFO)
        elif repairs.is_busy:
            text = translate("PlanSheet", "Something else is being carried out. Wait until it has finished, or stop waiting for it.")
            self.notice.show_text(text, Tone.WARNING)
        else:
            self.notice.clear()

    @Slot()
    def _allow(self) -> None:
        switch_repairs(self.kit, self.window())

    @Slot()
    def _confirm(self) -> None:
        if self.can_start:
            self.confirmed.emit()


class _Facts(Part):
    """What is interrupted, what is lost, how it is taken back, and what else is good to know."""

    def __init__(self, kit: Kit, plan: Plan, vm: VmId | None) -> None:
        super().__init__(kit)
        self._plan, self._vm = plan, vm
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 3)
        self._lines: list[tuple[Label, Prose]] = []
        for row, _ in enumerate(self._facts()):
            label, words = Label("quiet"), Prose()
            label.setFont(kit.theme.font(bold=True))
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
            self._lines.append((label, words))
        self.refresh()

    def refresh(self) -> None:
        for (label, words), (name, text) in zip(self._lines, self._facts(), strict=True):
            label.setText("" if name is None else self.say(name))
            words.setPlainText(shorten(self.say(text)))

    def _facts(self) -> Iterator[tuple[Text | None, Text]]:
        if self._vm is not None:
            place = translate("PlanSheet", "{vm} in resource group {group}")
            yield translate("PlanSheet", "Virtual machine"), place.format(vm=self._vm.name, group=self._vm.resource_group)
        yield translate("PlanSheet", "Interruption"), self._plan.downtime
        yield translate("PlanSheet", "What is lost"), self._plan.loss
        yield translate("PlanSheet", "Undo"), self._plan.undo
        for number, note in enumerate(self._plan.notes):
            yield translate("PlanSheet", "Good to know") if not number else None, note


class Steps(Part):
    """The steps in three spellings, each of them copyable as a whole."""

    def __init__(self, kit: Kit, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._plan = plan
        self._title = Label("section")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for _ in TABS:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._show_tab)
        self.copy = CopyButton(kit, self.plain, translate("PlanSheet", "Copy all of it"))
        self.rows = [StepRow(kit, number, step, first=number == 1, exact=True) for number, step in enumerate(plan.steps, 1)]
        self._list, self.script = QWidget(), Well(kit)
        self._lay_out()
        self.refresh()

    def plain(self) -> str:
        """All of the spelling that is shown."""
        session = self.kit.state.session
        endpoint = "" if session is None else session.account.cloud.endpoint.rstrip("/")
        match self.tabs.currentIndex():
            case 1:
                return as_az(self._plan, endpoint, self.say)
            case 2:
                return as_powershell(self._plan, self.say)
            case _:
                return as_requests(self._plan, self.say)

    def refresh(self) -> None:
        self._title.setText(self.say(translate("PlanSheet", "Steps")))
        with QSignalBlocker(self.tabs):
            for number, text in enumerate(TABS):
                self.tabs.setTabText(number, self.say(text))
        self.tabs.setAccessibleName(self.say(translate("PlanSheet", "How the steps are written")))
        self._show_tab()

    def _lay_out(self) -> None:
        frame, column = card(spacing=4)
        column.setContentsMargins(0, 12, 0, 4)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(12)
        head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.copy)
        column.addLayout(head)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(20, 0, 16, 4)
        tabs.addWidget(self.tabs)
        tabs.addStretch()
        column.addLayout(tabs)
        rows = QVBoxLayout(self._list)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for row in self.rows:
            rows.addWidget(row)
        column.addWidget(self._list)
        well = QVBoxLayout()
        well.setContentsMargins(20, 4, 20, 16)
        well.addWidget(self.script)
        column.addLayout(well)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(named(frame, "card"))

    @Slot()
    def _show_tab(self) -> None:
        as_rows = self.tabs.currentIndex() == 0
        self._list.setVisible(as_rows)
        self.script.setVisible(not as_rows)
        if not as_rows:
            self.script.show_text(self.plain())
