"""The words of statuses, verdicts and power states, the same wherever the window shows one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..core.model import Status, Verdict
from ..core.text import Text, verbatim
from ..core.text import lazy_translate as translate
from ..core.verdict import Confidence

STATUS: Final[Mapping[Status, Text]] = {
    Status.OK: translate("Status", "OK"),
    Status.WARNING: translate("Status", "Warning"),
    Status.FAILED: translate("Status", "Failed"),
    Status.SKIPPED: translate("Status", "Skipped"),
    Status.UNKNOWN: translate("Status", "Could not look"),
}
LOOKING = translate("Status", "Looking…")

VERDICT: Final[Mapping[Verdict, Text]] = {
    Verdict.CONFIRMED: translate("Verdict", "Confirmed"),
    Verdict.SUSPECTED: translate("Verdict", "Suspected"),
    Verdict.RULED_OUT: translate("Verdict", "Ruled out"),
    Verdict.UNKNOWN: translate("Verdict", "Not known"),
    Verdict.NOT_APPLICABLE: translate("Verdict", "Does not apply"),
}
CONFIDENCE: Final[Mapping[Confidence, Text]] = {
    Confidence.HIGH: translate("Confidence", "Confidence: high"),
    Confidence.MEDIUM: translate("Confidence", "Confidence: medium"),
    Confidence.LOW: translate("Confidence", "Confidence: low"),
}
_POWER: Final[Mapping[str, Text]] = {
    "creating": translate("Power", "Creating"),
    "starting": translate("Power", "Starting"),
    "running": translate("Power", "Running"),
    "stopping": translate("Power", "Stopping"),
    "stopped": translate("Power", "Stopped"),
    "deallocating": translate("Power", "Deallocating"),
    "deallocated": translate("Power", "Stopped (deallocated)"),
}
_CLOUD: Final[Mapping[str, Text]] = {
    "public": translate("Cloud", "Azure public"),
    "usgov": translate("Cloud", "Azure US Government"),
    "china": translate("Cloud", "Azure China"),
}


def power(word: str) -> Text:
    """Azure's word for a power state; a word we do not know stays Azure's."""
    return _POWER.get(word.casefold(), verbatim(word or "—"))


def cloud(name: str) -> Text:
    """The name of a cloud; a custom one is its address."""
    return _CLOUD.get(name, verbatim(name))
