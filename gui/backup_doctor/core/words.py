"""The shared words: statuses, verdicts, confidence and the one-line conclusion, alike in window, PDF and command line."""

from __future__ import annotations

from collections.abc import Mapping

from .diagnosis import Diagnosis
from .model import Status, Verdict
from .text import Text
from .text import lazy_translate as translate
from .verdict import Confidence

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

CONFIDENCE: Mapping[Confidence, Text] = {
    Confidence.HIGH: translate("Confidence", "Confidence: high"),
    Confidence.MEDIUM: translate("Confidence", "Confidence: medium"),
    Confidence.LOW: translate("Confidence", "Confidence: low"),
}

NOTHING_TO_CHECK = translate("Words", "This code has no cause that can be checked from outside.")


def conclusion(diagnosis: Diagnosis) -> Text:
    """What the diagnosis comes to, in one sentence."""
    root = diagnosis.root
    if not diagnosis.causes:
        return NOTHING_TO_CHECK
    if root is None:
        if any(cause.verdict is Verdict.UNKNOWN for cause in diagnosis.causes):
            return translate("Words", "No cause found, but not everything could be looked at.")
        if diagnosis.not_asked:
            return translate("Words", "No cause found from outside. What only the guest knows was not looked at.")
        return translate("Words", "No cause found: everything that was looked at is in order.")
    if root.verdict is Verdict.CONFIRMED:
        return translate("Words", "Cause found: “{cause}”.").format(cause=root.title)
    return translate("Words", "Suspected cause: “{cause}”.").format(cause=root.title)
