"""The shared words: statuses, verdicts, confidence and the one-line conclusion, alike in window, PDF and command line."""

from __future__ import annotations

from collections.abc import Mapping

from .diagnosis import Diagnosis
from .model import Status, Verdict
from .text import Text
from .text import lazy_translate as translate
from .verdict import Confidence

STATUS: Mapping[Status, Text] = {
    Status.OK: translate("Words", "OK", "status of a check"),
    Status.WARNING: translate("Words", "Warning", "status of a check"),
    Status.FAILED: translate("Words", "Failed", "status of a check"),
    Status.SKIPPED: translate("Words", "Skipped", "status of a check"),
    Status.UNKNOWN: translate("Words", "Unknown", "status of a check"),
}

VERDICT: Mapping[Verdict, Text] = {
    Verdict.CONFIRMED: translate("Words", "Confirmed", "verdict on a cause"),
    Verdict.SUSPECTED: translate("Words", "Suspected", "verdict on a cause"),
    Verdict.RULED_OUT: translate("Words", "Ruled out", "verdict on a cause"),
    Verdict.UNKNOWN: translate("Words", "Unknown", "verdict on a cause"),
    Verdict.NOT_APPLICABLE: translate("Words", "Not applicable", "verdict on a cause"),
}

CONFIDENCE: Mapping[Confidence, Text] = {
    Confidence.HIGH: translate("Words", "high", "confidence"),
    Confidence.MEDIUM: translate("Words", "medium", "confidence"),
    Confidence.LOW: translate("Words", "low", "confidence"),
}


def conclusion(diagnosis: Diagnosis) -> Text:
    """What the diagnosis comes to, in one sentence."""
    root = diagnosis.root
    if root is None:
        if any(cause.verdict is Verdict.UNKNOWN for cause in diagnosis.causes):
            return translate("Words", "No cause found, but not everything could be looked at.")
        return translate("Words", "No cause found: everything that was looked at is in order.")
    if root.verdict is Verdict.CONFIRMED:
        return translate("Words", "Cause found: {cause}.").format(cause=root.title)
    return translate("Words", "Suspected cause: {cause}.").format(cause=root.title)
