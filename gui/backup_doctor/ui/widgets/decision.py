"""What can be done about an undertaking that nobody works on: finish it, take it back, or leave it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ...core.policy import NO_REPAIRS
from ...core.text import lazy_translate as translate
from ...core.undertaking import Stage, Undertaking
from ..kit import Kit
from ..theme import Tone
from .banner import Banner
from .button_row import ButtonRow
from .part import Part


class Decision(Part):
    """Three buttons, and the switch where nothing may be changed. Hidden where nothing is left to decide."""

    resumed = Signal()
    """It is being worked on again."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._undertaking: Undertaking | None = None
        self.finish, self.undo, self.leave, self.allow = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.notice = Banner(kit, copyable=False)
        self._buttons = ButtonRow(self.allow, self.finish, self.undo, self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addWidget(self._buttons)
        self.finish.clicked.connect(self._finish)
        self.undo.clicked.connect(self._undo)
        self.leave.clicked.connect(self._leave)
        self.allow.clicked.connect(self._allow)
        kit.repairs.allowed_changed.connect(self._changed)
        kit.repairs.progressed.connect(self._changed)
        kit.repairs.ended.connect(self._changed)
        self.hide()

    def show_undertaking(self, undertaking: Undertaking | None) -> None:
        """What it is about; None for nothing."""
        self._undertaking = undertaking
        self.refresh()

    def refresh(self) -> None:
        undertaking, repairs = self._undertaking, self.kit.repairs
        if undertaking is None or not (undertaking.is_open or undertaking.undoable):
            self.hide()
            return
        self.show()
        current = undertaking.current
        again = translate("Decision", "&Try again") if current is not None and current.stage is Stage.FAILED else translate("Decision", "&Finish")
        self.dress(self.finish, again, "again", "dim")
        self.dress(self.undo, translate("Decision", "&Undo"), "undo", "dim")
        self.dress(self.leave, translate("Decision", "Lea&ve as it is"), "skipped", "dim")
        self.finish.setVisible(undertaking.is_open and not undertaking.undoing)
        self.undo.setVisible(bool(undertaking.undoable))
        self.leave.setVisible(undertaking.is_open)
        for button in (self.finish, self.undo):
            button.setEnabled(repairs.allowed and not repairs.is_busy)
        self.leave.setEnabled(not repairs.is_busy)
        self.dress(self.allow, translate("PlanSheet", "&Allow repairs…"), "badge")
        self.allow.setVisible(not repairs.allowed and self.kit.policy.repairs)
        if self._is_elsewhere(undertaking):
            words = translate("Decision", "The signed-in account does not see the subscription of {vm}. Sign in with one that does to finish it.")
            self.notice.show_text(words.format(vm=undertaking.vm.name), Tone.WARNING)
        elif not self.kit.policy.repairs:
            self.notice.show_text(NO_REPAIRS, Tone.INFO)
        elif repairs.allowed:
            self.notice.clear()
        else:
            words = translate("Decision", "Backup Doctor is read-only now: nothing can be finished or undone until repairs are allowed.")
            self.notice.show_text(words, Tone.INFO)

    def _is_elsewhere(self, undertaking: Undertaking) -> bool:
        """Whether this session is one of another tenant, or of an account with fewer rights."""
        session = self.kit.state.session
        seen = () if session is None else session.account.subscriptions
        return session is not None and not any(undertaking.vm.subscription.casefold() == each.id.casefold() for each in seen)

    @Slot()
    def _changed(self) -> None:
        self.refresh()

    @Slot()
    def _finish(self) -> None:
        if self._undertaking is not None:
            self.kit.repairs.finish(self._undertaking.id)
            self._tell()

    @Slot()
    def _undo(self) -> None:
        if self._undertaking is not None:
            self.kit.repairs.undo(self._undertaking.id)
            self._tell()

    def _tell(self) -> None:
        if self.kit.repairs.is_busy:
            self.resumed.emit()

    @Slot()
    def _leave(self) -> None:
        from ..dialogs.question import QuestionSheet, ask

        undertaking = self._undertaking
        if undertaking is None:
            return
        words = [translate("Decision", "Nothing is sent. What was done stays, what was not done is left as it is, and you are not reminded again.")]
        left = [record.step.undo.line for record in undertaking.undoable if record.step.undo is not None]
        if left:
            words.append(translate("Decision", "To undo it manually later:\n{requests}").format(requests="\n".join(left)))
        title = translate("Decision", "Leave “{remedy}” as it is?").format(remedy=undertaking.title)
        leave = self.kit.repairs.leave
        identity = undertaking.id
        ask(self.window(), QuestionSheet(self.kit, title, tuple(words), translate("Decision", "Leave &it"), lambda: leave(identity)))

    @Slot()
    def _allow(self) -> None:
        from ..dialogs.question import switch_repairs

        switch_repairs(self.kit, self.window())
