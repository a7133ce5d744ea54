"""What was changed: every remedy that was carried out, step by step, and what can be done about it now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ...core.action import Action, ActionStep, Sent, action_of, locks_in_words
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import Outcome, Undertaking
from ...core.words import STAGE
from ..backing_up import vm_of
from ..kit import Kit
from ..marks import STAGE_ICON, STAGE_TONE
from .decision import Decision
from .lines import Lines
from .part import named
from .text import Prose, shorten

INDENT = 28
_LOOKS = {
    None: ("unknown", "info"),
    Outcome.DONE: ("ok", "ok"),
    Outcome.FAILED: ("failed", "error"),
    Outcome.UNDONE: ("undo", "dim"),
    Outcome.LEFT: ("skipped", "dim"),
}


class ActionList(Lines):
    """A block for each undertaking of this VM, in order; those that an earlier start of the program has left open come first."""

    resumed = Signal(object)
    """The `Undertaking` that is worked on again."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._shown: list[Undertaking] = []
        self.decisions: list[Decision] = []
        self.column.setSpacing(8)

    @property
    def undertakings(self) -> list[Undertaking]:
        """What it is about."""
        run, vm = self.kit.state.run, vm_of(self.kit)
        known = [] if run is None else list(run.undertakings.values())
        ids = {item.id for item in known}
        earlier = [item for item in reversed(self.kit.repairs.open_items) if vm is not None and item.vm.same(str(vm)) and item.id not in ids]
        return [*earlier, *known]

    def follow(self) -> None:
        """Draw the blocks anew where something has changed."""
        if self.undertakings != self._shown:
            self.refresh()

    def refresh(self) -> None:
        self.empty()
        self._shown, self.decisions = self.undertakings, []
        for number, undertaking in enumerate(self._shown):
            if number:
                self.column.addSpacing(6)
                self.column.addWidget(named(QFrame(), "divider"))
                self.column.addSpacing(6)
            self._add_block(undertaking)

    def _add_block(self, undertaking: Undertaking) -> None:
        action = action_of(undertaking, self._endpoint)
        title = self.words(action.title)
        title.setFont(self.kit.theme.font(bold=True))
        when = named(QLabel(self.kit.words.language.moment(action.started)), "quiet")
        icon, token = _LOOKS[action.state]
        self.add(self.glyph(icon, token), title, when)
        self.add(self.words(action.outcome), indent=INDENT)
        for number, step in enumerate(action.steps, 1):
            self._add_step(number, step)
        for text in (*locks_in_words(action), action.undo):
            self.add(self.words(text, "quiet"), indent=INDENT)
        self._add_undo(action, undertaking)

    def _add_step(self, number: int, step: ActionStep) -> None:
        text = translate("ActionList", "{number}. {step}: {stage}")
        words = text.format(number=number, step=step.title, stage=STAGE[step.stage])
        self.add(self.glyph(STAGE_ICON[step.stage], STAGE_TONE[step.stage].value), self.words(words), indent=INDENT)
        if step.said is not None:
            self.add(self.words(step.said, "quiet"), indent=2 * INDENT)
        for sent in (step.sent, step.taken_back):
            if sent is not None:
                self.add(self._literal(sent), indent=2 * INDENT)

    def _literal(self, sent: Sent) -> Prose:
        prose = Prose("quiet", anywhere=True)
        prose.setFont(self.kit.theme.monospace())
        prose.setPlainText(f"{shorten(sent.request, 800)}\n{shorten(self.say(answer(sent)), 200)}")
        return prose

    def _add_undo(self, action: Action, undertaking: Undertaking) -> None:
        lines = [record.step.undo.line for record in undertaking.undoable if record.step.undo is not None]
        if lines:
            prose = Prose("quiet", anywhere=True)
            prose.setFont(self.kit.theme.monospace())
            prose.setPlainText(shorten("\n".join(lines)))
            self.add(prose, indent=2 * INDENT)
        decision = Decision(self.kit)
        decision.setContentsMargins(INDENT, 0, 0, 0)
        self.column.addWidget(decision)
        decision.show_undertaking(undertaking)
        decision.resumed.connect(lambda: self.resumed.emit(undertaking))
        decision.setAccessibleName(self.say(action.title))
        self.decisions.append(decision)

    @property
    def _endpoint(self) -> str:
        run = self.kit.state.run
        return "" if run is None else run.endpoint


def answer(sent: Sent) -> Text:
    """What Azure answered, in a few words."""
    if sent.status is None:
        return translate("ActionList", "No answer arrived.")
    return translate("ActionList", "HTTP {status} · request id {id}").format(status=str(sent.status), id=sent.request_id or "—")
