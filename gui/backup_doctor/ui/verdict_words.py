"""The conclusion of a diagnosis in words and colour: what stands on top of the summary and of its page in the history."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.aftermath import BackedUp, backed_up, is_put_right
from ..core.diagnosis import Diagnosis
from ..core.model import Status, Verdict
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .theme import Tone


def tone_of(diagnosis: Diagnosis) -> Tone:
    """The colour of the verdict."""
    if diagnosis.root is not None:
        return Tone.ERROR if diagnosis.root.verdict is Verdict.CONFIRMED else Tone.WARNING
    if diagnosis.actions and backed_up(diagnosis) is BackedUp.FAILED:
        return Tone.WARNING
    if is_put_right(diagnosis):
        return Tone.OK if backed_up(diagnosis) is BackedUp.YES else Tone.INFO
    return Tone.INFO if not diagnosis.causes or diagnosis.findings(Status.UNKNOWN) else Tone.OK


def about(diagnosis: Diagnosis) -> Text:
    """Which VM, which code, when."""
    code = diagnosis.symptom.code
    if code is None:
        return translate("SummaryPage", "{vm}, without an error code, {when}").format(vm=diagnosis.vm.id.name, when=diagnosis.finished)
    return translate("SummaryPage", "{vm}, {code}, {when}").format(vm=diagnosis.vm.id.name, code=code, when=diagnosis.finished)


def explained(diagnosis: Diagnosis) -> Text:
    """The finding that decided, or what the lack of one means."""
    root = diagnosis.root
    if root is not None:
        wanted = Status.FAILED if root.verdict is Verdict.CONFIRMED else Status.WARNING
        return next(check.finding.text for check in root.checks if check.finding.status is wanted)
    if is_put_right(diagnosis):
        return _PROOF[backed_up(diagnosis)]
    if not diagnosis.causes:
        return translate("SummaryPage", "Nothing was checked. “What to do next” says what is known about this code.")
    if diagnosis.findings(Status.UNKNOWN):
        return translate("SummaryPage", "The list below says what is missing. Put that right and check again before you rely on this result.")
    if backed_up(diagnosis) is BackedUp.YES:
        return translate("SummaryPage", "No check that was made found a fault, and a backup on demand has completed.")
    return translate(
        "SummaryPage",
        "No check that was made found a fault. Run the backup again; if it fails with another code, start again with that code.",
    )


_PROOF: Mapping[BackedUp, Text] = {
    BackedUp.YES: translate("SummaryPage", "The checks now rule it out, and a backup on demand has completed since."),
    BackedUp.NO: translate(
        "SummaryPage", "The checks now rule it out. Only a backup proves that nothing else is in the way: run one under “Back up again”."
    ),
    BackedUp.RUNNING: translate("SummaryPage", "The checks now rule it out. A backup was started, but its result is not known yet."),
    BackedUp.FAILED: translate(
        "SummaryPage", "The checks now rule it out, but the backup after that failed. “Back up again” shows what Azure says about it."
    ),
}
