"""One step of a plan: its number and title, what exactly is sent, and how far it has come."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...core.plan import Request, Step
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import Stage, StepRecord
from ...core.words import STAGE
from ..kit import Kit
from ..marks import STAGE_ICON, STAGE_TONE
from ..plan_text import body_of, notes_of, undo_of
from ..theme import Tone
from .mark import Mark
from .part import Part, announce, set_property
from .text import Label, Prose, shorten
from .well import Well

_WORKING = (Stage.SENDING, Stage.FOLLOWING, Stage.WATCHING, Stage.UNDOING)

INTERRUPTED = {
    Stage.SENDING: translate("Stage", "Perhaps sent; the result is not known yet"),
    Stage.FOLLOWING: translate("Stage", "Accepted by Azure; not followed to its end"),
    Stage.WATCHING: translate("Stage", "Done by Azure; not waited for to the end"),
    Stage.UNDOING: translate("Stage", "Not fully undone"),
}
"""A step that nobody works on any more, by how far it had come."""


class StepRow(Part):
    """Made once for a step, and drawn anew whenever it has come further."""

    def __init__(self, kit: Kit, number: int, step: Step, parent: QWidget | None = None, *, first: bool, exact: bool, flush: bool = False) -> None:
        """Make one.

        Args:
            exact: show what is sent.
            flush: it stands in a card that has its own margins.
        """
        super().__init__(kit, parent)
        self.step = step
        self._number = number
        self._record: StepRecord | None = None
        self._live = False
        self._began = 0.0
        set_property(self, "first", "yes" if first else "no")
        self._mark = Mark(kit)
        self.title = Prose()
        self.title.setFont(kit.theme.font(bold=True))
        self._status, self._elapsed = Label("status"), Label("quiet")
        self._elapsed.setWordWrap(False)
        self.said = Prose("finding")
        self.parts = Prose("quiet")
        self.exact = _Exact(kit, step) if exact else None
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._show_elapsed)
        self._lay_out(0 if flush else 20)
        self.refresh()

    def show_record(self, record: StepRecord, *, live: bool) -> None:
        """Draw how far it has come.

        Args:
            live: somebody works on the plan.
        """
        news = self._record is None or record.stage is not self._record.stage
        working = live and record.stage in _WORKING
        if working and not self._tick.isActive():
            self._began = time.monotonic() - _age(record)
        self._record, self._live = record, live
        if working:
            self._tick.start()
            self._show_elapsed()
        elif self._tick.isActive():
            self._show_elapsed()
            self._tick.stop()
        self.refresh()
        if news and live and self.isVisible():
            words = translate("StepRow", "{title}: {state}").format(title=self.step.title, state=self.state)
            announce(self, self.say(words))

    @property
    def state(self) -> Text:
        """How far it is, in words."""
        stage = Stage.PLANNED if self._record is None else self._record.stage
        return STAGE[stage] if self._live or stage not in INTERRUPTED else INTERRUPTED[stage]

    def refresh(self) -> None:
        title = translate("StepRow", "{number}. {title}").format(number=self._number, title=self.step.title)
        self.title.setPlainText(shorten(" ".join(self.say(title).split())))
        record = self._record
        for widget in (self._mark, self._status):
            widget.setVisible(record is not None)
        if record is None:
            self.said.hide()
            self.parts.hide()
            return
        working = self._live and record.stage in _WORKING
        tone = STAGE_TONE[record.stage].value
        self._mark.show_icon("" if working else STAGE_ICON[record.stage], tone)
        self._status.setText(self.say(self.state))
        set_property(self._status, "tone", Tone.INFO.value if working else tone)
        self.said.setVisible(record.said is not None)
        self.said.setPlainText("" if record.said is None else shorten(self.say(record.said)))
        self.parts.setVisible(bool(record.parts))
        self.parts.setPlainText("\n".join(f"{shorten(name, 120)}: {shorten(state, 120)}" for name, state in record.parts[:40]))

    def _lay_out(self, side: int) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self._elapsed, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._status)
        column.addWidget(self.said)
        column.addWidget(self.parts)
        if self.exact is not None:
            column.addWidget(self.exact)
        row = QHBoxLayout(self)
        row.setContentsMargins(side, 12, side, 12)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    @Slot()
    def _show_elapsed(self) -> None:
        span = timedelta(seconds=int(time.monotonic() - self._began))
        self._elapsed.setText(self.kit.words.language.span(span) if span else "")


class _Exact(Part):
    """The request to the letter, its document or script, and what takes it back."""

    def __init__(self, kit: Kit, step: Step) -> None:
        super().__init__(kit)
        self._step = step
        self._nothing = Label("quiet")
        self._notes, self._undo = Prose("quiet"), Prose("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(8)
        if step.request is None:
            layout.addWidget(self._nothing)
        else:
            self._add(layout, step.request)
        layout.addWidget(self._notes)
        layout.addWidget(self._undo)
        if step.undo is not None and step.undo.body is not None:
            well = Well(kit)
            well.show_text(body_of(step.undo))
            layout.addWidget(well)
        self.refresh()

    def refresh(self) -> None:
        self._nothing.setText(self.say(translate("PlanText", "Nothing is sent.")))
        self._notes.setPlainText(shorten("\n".join(map(self.say, notes_of(self._step)))))
        self._notes.setVisible(bool(notes_of(self._step)))
        undo = undo_of(self._step)
        self._undo.setVisible(undo is not None)
        self._undo.setPlainText("" if undo is None else shorten(self.say(undo)))

    def _add(self, layout: QVBoxLayout, request: Request) -> None:
        line = Well(self.kit, translate("StepRow", "Copy the request"))
        line.show_text(request.line + (f"\nIf-Match: {request.if_match}" if request.if_match else ""))
        layout.addWidget(line)
        if request.body is not None:
            what = translate("StepRow", "Copy the script") if request.runs_script else translate("StepRow", "Copy the document that is sent")
            body = Well(self.kit, what)
            body.show_text(body_of(request))
            layout.addWidget(body)


def _age(record: StepRecord) -> float:
    """Seconds since it began; the clock of this computer began it."""
    return 0.0 if record.began is None else max(0.0, (datetime.now(UTC) - record.began).total_seconds())
