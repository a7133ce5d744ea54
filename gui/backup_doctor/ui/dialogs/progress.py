"""A plan being carried out, step by step, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.action import outcome_in_words, undo_in_words
from ...core.model import Verdict
from ...core.plan import Step
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import Outcome, Stage, StepRecord, Undertaking
from ..help import REPAIRS
from ..kit import Kit
from ..pages.page import card
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.before_after import BeforeAfter
from ..widgets.decision import Decision
from ..widgets.primary_button import PrimaryButton
from ..widgets.step_row import StepRow
from ..widgets.text import Label
from .dialog import Sheet


class ProgressSheet(Sheet):
    """Follows what `Repairs` is working on, and goes on showing it when it has ended."""

    back_up_wanted = Signal()
    """The next step is the proof: a backup."""

    help_page = REPAIRS

    def __init__(
        self, kit: Kit, title: Text, remedy: str, steps: Sequence[Step], last: Undertaking | None = None, parent: QWidget | None = None
    ) -> None:
        """Make one.

        Args:
            remedy: its id.
            last: how far it had come, where it is taken up again.
        """
        super().__init__(kit, parent)
        self._title, self._remedy = title, remedy
        self._last = last
        self._live = True
        self.outcome = Banner(kit)
        self.question = Banner(kit, copyable=False)
        self.yes, self.no = QPushButton(), QPushButton()
        self.question.add(self.no)
        self.question.add(self.yes)
        self.decision = Decision(kit)
        self.rows = [StepRow(kit, number, step, first=number == 1, exact=False) for number, step in enumerate(steps, 1)]
        self.result = BeforeAfter(kit, remedy)
        self._elsewhere = Label("quiet")
        self.words = Label("quiet")
        self.stop, self.back_up = QPushButton(), PrimaryButton()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return self._title

    @property
    def undertaking(self) -> Undertaking | None:
        """As far as it is known; None before it has been written down."""
        return (self.kit.repairs.current or self._last) if self._live else self._last

    @property
    def is_live(self) -> bool:
        """Whether it is being worked on."""
        return self._live and self.kit.repairs.is_busy

    def refresh(self) -> None:
        self.show_heading()
        undertaking = self.undertaking
        for number, row in enumerate(self.rows):
            row.show_record(StepRecord(row.step) if undertaking is None else undertaking.steps[number], live=self.is_live)
        self.dress(self.back_up, translate("ProgressSheet", "&Back up again"), "backup", "on")
        self._show_question()
        self._show_outcome()
        self._show_result()
        self._show_stop()

    def _lay_out(self) -> None:
        self.body.addWidget(self.question)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.decision)
        self._result_card, column = card()
        column.addWidget(self.result)
        column.addWidget(self._elsewhere)
        self.body.addWidget(self._result_card)
        steps, column = card(spacing=0)
        column.setContentsMargins(0, 4, 0, 4)
        for row in self.rows:
            column.addWidget(row)
        self.body.addWidget(steps)
        self.body.addStretch(1)
        self.above_bar.addWidget(self.words)
        self.bar.addWidget(self.stop)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.bar.addWidget(self.back_up)

    def _connect(self) -> None:
        repairs = self.kit.repairs
        repairs.progressed.connect(self._progressed)
        repairs.asked.connect(self._progressed)
        repairs.ended.connect(self._ended)
        repairs.left.connect(self._left)
        repairs.could_not_leave.connect(self._could_not_leave)
        repairs.allowed_changed.connect(self._progressed)
        self.kit.state.run_changed.connect(self._progressed)
        self.stop.clicked.connect(repairs.stop)
        self.yes.clicked.connect(self._say_yes)
        self.no.clicked.connect(self._say_no)
        self.back_up.clicked.connect(self.back_up_wanted)
        self.decision.resumed.connect(self._resumed)

    def _show_question(self) -> None:
        step = self.kit.repairs.question if self.is_live else None
        if step is None or step.asks is None:
            self.question.clear()
            return
        self.dress(self.yes, translate("ProgressSheet", "&Yes, do it"))
        self.dress(self.no, translate("ProgressSheet", "&No, skip it"))
        self.question.show_text(step.asks, Tone.WARNING, step.title)

    def _show_outcome(self) -> None:
        undertaking, error = self._last, self.kit.repairs.error
        self.decision.show_undertaking(None if self._live else undertaking)
        if self._live:
            self.outcome.clear()
        elif error is not None:
            self.outcome.show_error(error)
        elif undertaking is None:
            self.outcome.show_text(translate("ProgressSheet", "Cancelled. Nothing was sent."), Tone.INFO)
        else:
            self.outcome.show_text(self._outcome_text(undertaking), self._tone(undertaking))

    def _outcome_text(self, undertaking: Undertaking) -> Text:
        outcome, still = outcome_in_words(undertaking), undo_in_words(undertaking)
        if undertaking.outcome is Outcome.DONE and self.result.verdict is Verdict.RULED_OUT:
            return translate("ProgressSheet", "Carried out, and the checks now rule this cause out. A backup is the proof.")
        if undertaking.undoable:
            return translate("ProgressSheet", "{outcome} {undo}").format(outcome=outcome, undo=still)
        return outcome

    def _tone(self, undertaking: Undertaking) -> Tone:
        match undertaking.outcome:
            case Outcome.DONE:
                return Tone.OK if self.result.verdict is Verdict.RULED_OUT else Tone.INFO
            case Outcome.UNDONE | Outcome.LEFT:
                return Tone.INFO
            case _:
                current = undertaking.current
                return Tone.ERROR if current is None or current.stage is Stage.FAILED else Tone.WARNING

    def _show_result(self) -> None:
        undertaking, run = self._last, self.kit.state.run
        over = not self._live and undertaking is not None
        here = run is not None and undertaking is not None and run.subject.id.same(str(undertaking.vm))
        self.result.refresh()
        shown = over and here and self.result.cause is not None and not self.result.isHidden()
        self.result.setVisible(shown)
        elsewhere = over and not here
        self._elsewhere.setVisible(elsewhere)
        if elsewhere and undertaking is not None:
            words = translate("ProgressSheet", "The checks will show whether it has helped: choose {vm} and start a diagnosis.")
            self._elsewhere.setText(self.say(words.format(vm=undertaking.vm.name)))
        self._result_card.setVisible(shown or elsewhere)
        proof = over and here and undertaking is not None and undertaking.outcome is Outcome.DONE
        self.back_up.setVisible(proof and not self._remedy.startswith("back-up-again/"))

    def _show_stop(self) -> None:
        """What stopping means: before the first request it is cancelling, later it is only looking away."""
        undertaking = self.undertaking
        sent = undertaking is not None and any(record.may_have_changed for record in undertaking.steps)
        self.stop.setVisible(self.is_live)
        self.words.setVisible(self.is_live)
        if sent:
            self.dress(self.stop, translate("ProgressSheet", "&Stop waiting"))
            words = translate(
                "ProgressSheet",
                "What Azure has already accepted continues there, whatever happens here. If you stop waiting, nothing more is sent, and what "
                "is left is kept as unfinished. If you only close this window, the work continues, and the bar below the pages shows it.",
            )
        else:
            self.dress(self.stop, translate("ProgressSheet", "Ca&ncel"))
            words = translate("ProgressSheet", "Nothing has been sent yet.")
        self.words.setText(self.say(words))

    @Slot()
    def _progressed(self) -> None:
        self.refresh()

    @Slot(object)
    def _ended(self, undertaking: Undertaking | None) -> None:
        if self._live:
            self._live = False
            self._last = undertaking or self._last
            self.refresh()
            self.to_top()
            self.close_button.setFocus()

    @Slot(object)
    def _left(self, undertaking: Undertaking) -> None:
        if self._last is not None and undertaking.id == self._last.id:
            self._last = undertaking
            self.refresh()

    @Slot(object)
    def _could_not_leave(self, error: Text) -> None:
        if not self._live:
            self.outcome.show_error(error)

    @Slot()
    def _resumed(self) -> None:
        self._live = True
        self.refresh()

    @Slot()
    def _say_yes(self) -> None:
        self.kit.repairs.answer(True)

    @Slot()
    def _say_no(self) -> None:
        self.kit.repairs.answer(False)
