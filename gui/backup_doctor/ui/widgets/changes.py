"""What the checks said before the first repair, and what they say now."""

from __future__ import annotations

from ...core.aftermath import changed, unchanged, verdict_before
from ...core.diagnosis import CauseResult, Diagnosis
from ...core.text import lazy_translate as translate
from .before_after import ChangedCheck
from .chip import Chip
from .summary_lists import DiagnosisList


class Changes(DiagnosisList):
    """The causes whose verdict has changed, then the checks."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for cause in diagnosis.causes:
            if verdict_before(cause, diagnosis) is not cause.verdict:
                self._cause(cause, diagnosis)
        for pair in changed(diagnosis):
            self.column.addWidget(ChangedCheck(self.kit, pair.check, pair.before, pair.check.finding))
        same = unchanged(diagnosis)
        if same:
            self.add(self.label(translate("Changes", "%n check(s) were run again and say the same as before.", "", 0).counted(same), "quiet"))

    def _cause(self, cause: CauseResult, diagnosis: Diagnosis) -> None:
        before, after = Chip(self.kit), Chip(self.kit)
        before.show_verdict(verdict_before(cause, diagnosis))
        after.show_verdict(cause.verdict)
        self.add(self.words(cause.title), before, self.glyph("chevron-right", "dim"), after)
