"""What was begun and is not over: every undertaking with what is left to send, to finish it and to take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...core.plan import Request
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import Stage, Undertaking
from ..help import REPAIRS
from ..kit import Kit
from ..pages.page import card
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.chip import Chip
from ..widgets.decision import Decision
from ..widgets.part import Part
from ..widgets.step_row import StepRow
from ..widgets.text import Label, Prose, shorten
from ..widgets.well import Well
from .dialog import Sheet

_UNSENT = (Stage.PLANNED, Stage.SENDING, Stage.FAILED)
"""What is sent, perhaps once more, to finish; the rest is only followed or waited for."""


class OpenItemsSheet(Sheet):
    """A card for each, the youngest first."""

    resumed = Signal(object)
    """The `Undertaking` that is worked on again."""

    help_page = REPAIRS

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._intro = Label("subtitle")
        self.damaged, self.in_use, self.error = Banner(kit), Banner(kit), Banner(kit)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(16)
        self.cards: list[OpenItem] = []
        for widget in (self._intro, self.error, self.in_use, self.damaged):
            self.body.addWidget(widget)
        self.body.addLayout(self._cards)
        self.body.addStretch(1)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        kit.repairs.open_items_changed.connect(self._changed)
        kit.repairs.could_not_leave.connect(self._failed)
        self._fill()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("OpenItems", "Unfinished changes")

    def refresh(self) -> None:
        self.show_heading()
        repairs = self.kit.repairs
        words = translate("OpenItems", "These changes were started and not finished. The journal on this computer shows how far each of them got.")
        if not self.cards:
            words = translate("OpenItems", "Nothing is unfinished.")
        self._intro.setText(self.say(words))
        if repairs.in_use:
            text = translate("OpenItems", "Another window of Backup Doctor is working on:\n{undertakings}")
            self.in_use.show_text(text.format(undertakings="\n".join(self._line(item) for item in repairs.in_use)), Tone.INFO)
        else:
            self.in_use.clear()
        if repairs.damaged:
            text = translate(
                "OpenItems",
                "These files of the journal are damaged, and what they were about is not known. Check the VM in the portal, then delete "
                "them:\n{files}",
            )
            self.damaged.show_text(text.format(files="\n".join(map(str, repairs.damaged))), Tone.WARNING)
        else:
            self.damaged.clear()

    def _line(self, item: Undertaking) -> str:
        text = translate("OpenItems", "{remedy} ({vm}, {when})")
        return self.say(text.format(remedy=item.title, vm=item.vm.name, when=item.begun))

    def _fill(self) -> None:
        for old in self.cards:
            self._cards.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = [OpenItem(self.kit, item) for item in self.kit.repairs.open_items]
        for new in self.cards:
            new.resumed.connect(self.resumed)
            self._cards.addWidget(new)

    @Slot()
    def _changed(self) -> None:
        self._fill()
        self.refresh()

    @Slot(object)
    def _failed(self, error: Text) -> None:
        self.error.show_error(error)


class OpenItem(Part):
    """One undertaking."""

    resumed = Signal(object)

    def __init__(self, kit: Kit, undertaking: Undertaking, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.undertaking = undertaking
        frame, column = card()
        self._title, self._about = Prose(), Prose("quiet")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.chip = Chip(kit)
        steps = [record.step for record in undertaking.steps]
        self.rows = [StepRow(kit, number, step, first=number == 1, exact=False, flush=True) for number, step in enumerate(steps, 1)]
        self._finish_title, self._undo_title = Label("section"), Label("section")
        self.to_finish = Well(kit, translate("OpenItems", "Copy the requests that finish it"))
        self.to_undo = Well(kit, translate("OpenItems", "Copy the requests that undo it"))
        self.decision = Decision(kit)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for widget in (self._about, *self.rows):
            column.addWidget(widget)
        for widget in (self._finish_title, self.to_finish, self._undo_title, self.to_undo, self.decision):
            column.addWidget(widget)
        for label in (self._finish_title, self._undo_title):
            label.setFont(kit.theme.font(bold=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.decision.resumed.connect(self._resumed)
        self.refresh()

    def refresh(self) -> None:
        item = self.undertaking
        self._title.setPlainText(shorten(self.say(item.title)))
        about = translate("OpenItems", "{vm}\nBegun {when}, by version {version}")
        self._about.setPlainText(shorten(self.say(about.format(vm=str(item.vm), when=item.begun, version=item.version))))
        self.chip.show_risk(item.risk)
        for row, record in zip(self.rows, item.steps, strict=True):
            row.show_record(record, live=False)
        finish = [] if item.undoing else [record.step.request for record in item.steps if record.stage in _UNSENT and not record.is_settled]
        self._show(self._finish_title, self.to_finish, translate("OpenItems", "Left to send"), finish)
        self._show(self._undo_title, self.to_undo, translate("OpenItems", "To undo it"), [record.step.undo for record in item.undoable])
        self.decision.show_undertaking(item)

    def _show(self, label: Label, well: Well, title: Text, requests: list[Request | None]) -> None:
        lines = [request.line for request in requests if request is not None]
        label.setText(self.say(title))
        well.show_text("\n".join(lines))
        for widget in (label, well):
            widget.setVisible(bool(lines))

    @Slot()
    def _resumed(self) -> None:
        self.resumed.emit(self.undertaking)
