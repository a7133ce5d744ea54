"""Why the diagnosis names this cause and not another, what would make it surer, and what repairs have come to: the same sentences in
window, PDF and command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .aftermath import STANDS, BackedUp, backed_up, put_right, verdict_before
from .diagnosis import CauseResult, CheckResult, Diagnosis
from .model import Status, Verdict
from .text import Text
from .text import lazy_translate as translate

MOST_NAMED = 5
"""Causes that were ruled out, or left open, and are named; more are counted, the list of all causes shows them anyway."""


def explanation(diagnosis: Diagnosis) -> list[Text]:
    """What repairs have come to, then decisive checks, what follows from the root, its rivals, what was ruled out, what was left open."""
    if not diagnosis.causes:
        return [translate("Explanation", "Nothing was checked.")]
    sentences = after_repairs(diagnosis)
    sentences += [] if diagnosis.root is None else _decisive(diagnosis.root)
    if diagnosis.consequences:
        sentences.append(translate("Explanation", "It also causes: {causes}.").format(causes=titles(diagnosis.consequences)))
    sentences += _rivals(diagnosis)
    sentences += _others(diagnosis)
    return sentences


def after_repairs(diagnosis: Diagnosis) -> list[Text]:
    """What the checks and the backup say of what was done; nothing where nothing was."""
    if not any(action.sent for action in diagnosis.actions):
        return []
    stood = [cause for cause in diagnosis.causes if verdict_before(cause, diagnosis) in STANDS]
    gone = put_right(diagnosis)
    hidden = [cause for cause in stood if cause.verdict is Verdict.UNKNOWN]
    left = [cause for cause in stood if cause.verdict in STANDS]
    told = (
        (gone, translate("Explanation", "Found before the changes and ruled out now: {causes}.")),
        (left, translate("Explanation", "Found before the changes and still there: {causes}.")),
        (hidden, translate("Explanation", "Found before the changes, and whether it is still there could not be checked: {causes}.")),
    )
    return [*(sentence.format(causes=titles(causes)) for causes, sentence in told if causes), BACKED_UP[backed_up(diagnosis)]]


BACKED_UP: Mapping[BackedUp, Text] = {
    BackedUp.NO: translate("Explanation", "No backup has completed since; only one that does proves that backups work again."),
    BackedUp.RUNNING: translate("Explanation", "A backup was asked for since; how it ended is not known yet."),
    BackedUp.FAILED: translate("Explanation", "The backup that was started since has failed."),
    BackedUp.YES: translate("Explanation", "A backup has completed since."),
}


def titles(causes: Iterable[CauseResult | CheckResult]) -> Text:
    """A list of titles as one value."""
    quoted = [translate("Explanation", "“{title}”").format(title=cause.title) for cause in causes]
    joined = quoted[0]
    for title in quoted[1:]:
        #: a list of titles, growing to the right
        joined = translate("Explanation", "{first}, {next}").format(first=joined, next=title)
    return joined


def _decisive(root: CauseResult) -> list[Text]:
    if root.verdict is Verdict.CONFIRMED:
        return [_proved(check) for check in root.checks if check.finding.status is Status.FAILED]
    return [_pointed(check) for check in root.checks if check.finding.status is Status.WARNING]


def _proved(check: CheckResult) -> Text:
    text = translate("Explanation", "Decisive: the check “{check}” failed. {finding}")
    return text.format(check=check.title, finding=check.finding.text)


def _pointed(check: CheckResult) -> Text:
    text = translate("Explanation", "An indication, not proof: the check “{check}” gave a warning. {finding}")
    return text.format(check=check.title, finding=check.finding.text)


def _rivals(diagnosis: Diagnosis) -> list[Text]:
    apart = {diagnosis.root_cause, *(cause.id for cause in diagnosis.consequences)}
    sentences = {
        Verdict.CONFIRMED: translate("Explanation", "Also confirmed, independently: {causes}."),
        Verdict.SUSPECTED: translate("Explanation", "Also suspected: {causes}."),
    }
    found = []
    for verdict, sentence in sentences.items():
        rivals = [cause for cause in diagnosis.causes if cause.verdict is verdict and cause.id not in apart]
        if rivals:
            found.append(sentence.format(causes=titles(rivals)))
    return found


def _others(diagnosis: Diagnosis) -> list[Text]:
    found = []
    out = [cause for cause in diagnosis.causes if cause.verdict is Verdict.RULED_OUT]
    if diagnosis.root is not None and len(out) > MOST_NAMED:
        found.append(translate("Explanation", "%n other cause(s) ruled out.", "", 0).counted(len(out)))
    elif diagnosis.root is not None and out:
        found.append(translate("Explanation", "Ruled out: {causes}.").format(causes=titles(out)))
    found += _left_open(diagnosis)
    if diagnosis.not_asked:
        inside = translate("Explanation", "%n check(s) can only be made inside the VM, and looking inside was not chosen.", "", 0)
        found.append(inside.counted(len(diagnosis.not_asked)))
    return found


def _left_open(diagnosis: Diagnosis) -> list[Text]:
    """The causes that nothing is known of; of a cause that stands anyway only how many checks it lacks."""
    unmade = len(diagnosis.findings(Status.UNKNOWN))
    if not unmade:
        return [translate("Explanation", "Every check that was asked for could be made.")]
    blind = [cause for cause in diagnosis.causes if cause.verdict is Verdict.UNKNOWN]
    if len(blind) > MOST_NAMED:
        many = translate("Explanation", "%n cause(s) neither found nor ruled out, because not everything could be checked.", "", 0)
        return [many.counted(len(blind))]
    if blind:
        few = translate("Explanation", "Neither found nor ruled out, because not everything could be checked: {causes}.")
        return [few.format(causes=titles(blind))]
    return [translate("Explanation", "%n check(s) could not be made.", "", 0).counted(unmade)]
