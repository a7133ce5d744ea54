"""What had been done to the VM by the time of a diagnosis that is over."""

from __future__ import annotations

from ...core.action import Action, locks_in_words
from ...core.diagnosis import Diagnosis
from ...core.text import lazy_translate as translate
from ...core.words import STAGE
from ..marks import STAGE_ICON, STAGE_TONE
from .summary_lists import DiagnosisList

_INDENT = 26


class PastActions(DiagnosisList):
    """Every action with its steps, and what was said of taking it back."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for action in diagnosis.actions:
            self._add_action(action)

    def _add_action(self, action: Action) -> None:
        text = translate("PastActions", "{when}: {action}").format(when=action.started, action=action.title)
        title = self.words(text)
        title.setFont(self.kit.theme.font(bold=True))
        self.add(self.glyph("repair", "dim"), title)
        self.add(self.words(action.outcome), indent=_INDENT)
        for step in action.steps:
            words = translate("PastActions", "{step}: {stage}").format(step=step.title, stage=STAGE[step.stage])
            self.add(self.glyph(STAGE_ICON[step.stage], STAGE_TONE[step.stage].value), self.words(words), indent=_INDENT)
        for remark in (*locks_in_words(action), action.undo):
            self.add(self.words(remark, "quiet"), indent=_INDENT)
