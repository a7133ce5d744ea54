"""The shared words: statuses, verdicts, confidence, risks, stages and the one-line conclusion, alike in window, PDF and command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .aftermath import BackedUp, backed_up, is_put_right, root_before
from .model import Status, Verdict
from .plan import Risk
from .text import Text
from .text import lazy_translate as translate
from .undertaking import Stage
from .verdict import Confidence

if TYPE_CHECKING:
    from .diagnosis import Diagnosis

STATUS: Mapping[Status, Text] = {
    Status.OK: translate("Status", "OK"),
    Status.WARNING: translate("Status", "Warning"),
    Status.FAILED: translate("Status", "Failed"),
    Status.SKIPPED: translate("Status", "Skipped"),
    Status.UNKNOWN: translate("Status", "Unknown"),
}

VERDICT: Mapping[Verdict, Text] = {
    Verdict.CONFIRMED: translate("Verdict", "Confirmed"),
    Verdict.SUSPECTED: translate("Verdict", "Suspected"),
    Verdict.RULED_OUT: translate("Verdict", "Ruled out"),
    Verdict.UNKNOWN: translate("Verdict", "Unknown"),
    Verdict.NOT_APPLICABLE: translate("Verdict", "Not applicable"),
}

_LEFT_OUT = translate("Verdict", "Not checked")


def verdict_word(verdict: Verdict, *, left_out: bool = False) -> Text:
    """A verdict in words.

    Args:
        left_out: nobody chose to look (`core.verdict.was_left_out`); to say that the cause does not apply would be false.
    """
    return _LEFT_OUT if left_out else VERDICT[verdict]


CONFIDENCE: Mapping[Confidence, Text] = {
    Confidence.HIGH: translate("Confidence", "Confidence: high"),
    Confidence.MEDIUM: translate("Confidence", "Confidence: medium"),
    Confidence.LOW: translate("Confidence", "Confidence: low"),
}

RISK: Mapping[Risk, Text] = {
    Risk.SAFE: translate("Risk", "Safe"),
    Risk.DISRUPTIVE: translate("Risk", "Disruptive"),
    Risk.DESTRUCTIVE: translate("Risk", "Destructive"),
}

STAGE: Mapping[Stage, Text] = {
    Stage.PLANNED: translate("Stage", "Not begun"),
    Stage.SENDING: translate("Stage", "Being sent"),
    Stage.FOLLOWING: translate("Stage", "Azure is carrying it out"),
    Stage.WATCHING: translate("Stage", "Waiting"),
    Stage.DONE: translate("Stage", "Done"),
    Stage.FAILED: translate("Stage", "Failed"),
    Stage.UNKNOWN: translate("Stage", "Not known"),
    Stage.SKIPPED: translate("Stage", "Skipped"),
    Stage.UNDOING: translate("Stage", "Being undone"),
    Stage.UNDONE: translate("Stage", "Undone"),
}

NOTHING_TO_CHECK = translate("Words", "This code has no cause that can be checked from outside.")


def conclusion(diagnosis: Diagnosis) -> Text:
    """What the diagnosis comes to, in one sentence."""
    root = diagnosis.root
    if not diagnosis.causes:
        return NOTHING_TO_CHECK
    if root is None and is_put_right(diagnosis):
        return _put_right(diagnosis)
    if root is None:
        if diagnosis.is_blind:
            return translate("Words", "Nothing could be checked, so no cause is known.")
        if any(cause.verdict is Verdict.UNKNOWN for cause in diagnosis.causes):
            return translate("Words", "No cause found, but not everything could be checked.")
        if diagnosis.not_asked:
            return translate("Words", "No cause found from outside. What can only be seen inside the guest was not checked.")
        return translate("Words", "No cause found: everything that was checked is in order.")
    if root.verdict is Verdict.CONFIRMED:
        return translate("Words", "Cause found: “{cause}”.").format(cause=root.title)
    return translate("Words", "Suspected cause: “{cause}”.").format(cause=root.title)


def _put_right(diagnosis: Diagnosis) -> Text:
    """What was found is gone; whether that was all, only a backup tells."""
    before = root_before(diagnosis)
    words = {
        BackedUp.NO: translate("Words", "Put right: “{cause}”. No backup has completed since."),
        BackedUp.RUNNING: translate("Words", "Put right: “{cause}”. How the backup ended that was asked for since is not known yet."),
        BackedUp.FAILED: translate("Words", "“{cause}” is ruled out now, but the backup that was started since has failed."),
        BackedUp.YES: translate("Words", "Fixed: “{cause}” is ruled out now, and a backup has completed since."),
    }
    return words[backed_up(diagnosis)].format(cause="" if before is None else before.title)
