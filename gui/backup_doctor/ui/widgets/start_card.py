"""Before a backup on demand: what to know, whether it can be started, and the buttons for it."""

from __future__ import annotations

import json

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ...catalogue.back_up import SUPPORTED
from ...core.offer import Offer
from ...core.plan import Request
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..backing_up import BACK_UP_NOW, Phase, backup_of, phase_of
from ..kit import Kit
from .button_row import ButtonRow
from .lines import Facts, Line
from .part import Part, set_property
from .primary_button import PrimaryButton
from .text import Label, Prose, shorten
from .well import Well

RUNNING = translate("StartCard", "A backup is running.")
LOOKING = translate("StartCard", "Finding out whether a backup can be started…")


class StartCard(Part):
    """The page does what its buttons ask."""

    start_wanted = Signal(object)
    """The `Offer` to be carried out."""
    plan_wanted = Signal(object)
    """The `Offer` whose plan is to be shown."""
    again_wanted = Signal()
    """Whether a backup can be started is to be asked once more."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._title = Label("section")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.facts = Facts(kit)
        self.reason = Prose("quiet")
        self.request = Well(kit, translate("StartCard", "Copy the request"))
        self.start = PrimaryButton()
        self.plan, self.allow, self.again, self.watch = (QPushButton() for _ in range(4))
        self._lay_out()
        self.start.clicked.connect(self._start)
        self.plan.clicked.connect(self._plan)
        self.allow.clicked.connect(self._allow)
        self.again.clicked.connect(self.again_wanted)
        self.watch.clicked.connect(kit.repairs.show_wanted)
        self.refresh()

    @property
    def offer(self) -> Offer | None:
        """The backup as it stands for this VM and this account; None before it has been found out."""
        return self.kit.repairs.offers.get(BACK_UP_NOW)

    @Slot()
    def refresh(self) -> None:
        repairs, offer = self.kit.repairs, self.offer
        reason = self._reason(offer)
        self._title.setText(self.say(translate("StartCard", "Back up now")))
        self.facts.show_lines(self._facts(offer))
        self.facts.setVisible(bool(self._facts(offer)))
        self.request.show_text(_requests(offer))
        self.request.setVisible(bool(self.request.plain))
        self.reason.setVisible(reason is not None)
        if reason is not None:
            self.reason.setPlainText(shorten(self.say(reason)))
        self.dress(self.start, translate("StartCard", "Back up &now"), "backup", "on" if reason is None else "dim")
        self.dress(self.plan, translate("StartCard", "Show the pla&n…"))
        self.dress(self.allow, translate("StartCard", "A&llow repairs…"))
        self.dress(self.again, translate("StartCard", "Check a&gain"), "again")
        self.dress(self.watch, translate("StartCard", "Sho&w it"))
        self.start.setEnabled(reason is None)
        self.plan.setVisible(offer is not None and offer.plan is not None)
        self.allow.setVisible(offer is not None and offer.is_available and not repairs.allowed and not repairs.is_busy)
        self.again.setVisible(self._can_ask_again(offer))
        self.watch.setVisible(repairs.is_busy and self._phase is not Phase.RUNNING)

    @property
    def _phase(self) -> Phase:
        return phase_of(self.kit, backup_of(self.kit))

    def _can_ask_again(self, offer: Offer | None) -> bool:
        repairs = self.kit.repairs
        return not repairs.is_looking and not repairs.is_busy and (offer is None or not offer.is_available)

    def _reason(self, offer: Offer | None) -> Text | None:
        """Why the button cannot be pressed; None where it can."""
        repairs = self.kit.repairs
        match self._phase:
            case Phase.RUNNING:
                return RUNNING
            case Phase.OPEN:
                return translate("StartCard", "A backup was started from here, and its end has not been seen. Follow it first, or leave it.")
            case _:
                pass
        if repairs.is_busy and repairs.remedy == BACK_UP_NOW:
            return RUNNING
        if repairs.is_busy:
            return translate("StartCard", "A repair is being carried out. Only one thing is done at a time.")
        if offer is None:
            return LOOKING if repairs.is_looking else translate("StartCard", "It is not known whether a backup can be started.")
        if offer.reason is not None:
            return offer.reason
        if not repairs.allowed:
            return translate("StartCard", "Read-only: nothing may be changed in Azure, and a backup adds a restore point. Allow repairs first.")
        return None

    def _facts(self, offer: Offer | None) -> list[Line]:
        if offer is None:
            return []
        lines = self._quota()
        if offer.plan is not None:
            cost = translate("StartCard", "{downtime} {loss}").format(downtime=offer.plan.downtime, loss=offer.plan.loss)
            lines += [("warning", "warning", note) for note in offer.plan.notes]
            lines += [("info", "dim", cost), ("undo", "dim", offer.plan.undo)]
        return lines

    def _quota(self) -> list[Line]:
        """How many there were today, while there may be more: the plan's notes speak of too many."""
        run = self.kit.state.run
        attempts = None if run is None else run.backups_today
        if attempts is None or attempts >= SUPPORTED:
            return []
        text = translate("StartCard", "%n backup(s) on demand in the last 24 hours. Azure supports {supported} a day.", "", 0)
        return [("ok", "ok", text.counted(attempts).format(supported=SUPPORTED))]

    def _lay_out(self) -> None:
        set_property(self.plan, "kind", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        buttons = ButtonRow(self.start, self.allow, self.again, self.watch, self.plan)
        for widget in (self._title, self.facts, self.request, self.reason, buttons):
            layout.addWidget(widget)

    @Slot()
    def _start(self) -> None:
        if self.offer is not None:
            self.start_wanted.emit(self.offer)

    @Slot()
    def _allow(self) -> None:
        from ..dialogs.question import switch_repairs

        switch_repairs(self.kit, self.window())

    @Slot()
    def _plan(self) -> None:
        if self.offer is not None:
            self.plan_wanted.emit(self.offer)


def _requests(offer: Offer | None) -> str:
    """Exactly what would be sent."""
    if offer is None or offer.plan is None:
        return ""
    requests = [step.request for step in offer.plan.steps if step.request is not None]
    return "\n".join(line for request in requests for line in (request.line, _body(request)) if line)


def _body(request: Request) -> str:
    return "" if request.body is None else json.dumps(request.body, ensure_ascii=False)
