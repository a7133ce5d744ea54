"""The rule from findings to verdicts, and from verdicts to the root cause. Short on purpose: a reader can check it by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from .model import Finding, Status, Verdict


class Confidence(StrEnum):
    """How sure the conclusion is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def verdict_of(findings: Collection[Finding]) -> Verdict:
    """One look down the list decides: a failed check confirms, a warning makes suspicious, a check that
    could not look leaves the cause open, and only a cause whose every check was skipped does not apply."""
    statuses = {finding.status for finding in findings}
    if Status.FAILED in statuses:
        return Verdict.CONFIRMED
    if Status.WARNING in statuses:
        return Verdict.SUSPECTED
    if Status.UNKNOWN in statuses:
        return Verdict.UNKNOWN
    if statuses <= {Status.SKIPPED}:
        return Verdict.NOT_APPLICABLE
    return Verdict.RULED_OUT


def root_cause_of(verdicts: Mapping[str, Verdict]) -> str | None:
    """The first confirmed cause in the symptom's order, else the first suspected one, else none."""
    for wanted in (Verdict.CONFIRMED, Verdict.SUSPECTED):
        for cause, verdict in verdicts.items():
            if verdict is wanted:
                return cause
    return None


def confidence_of(verdicts: Mapping[str, Verdict], root: str | None) -> Confidence:
    """High: one cause stands alone (or none does) and nothing is left open. Each doubt takes one step away:
    a root that is only suspected, a rival of equal standing, a cause that could not be looked at."""
    standing = None if root is None else verdicts[root]
    doubts = [
        standing is Verdict.SUSPECTED,
        standing is not None and sum(verdict is standing for verdict in verdicts.values()) > 1,
        Verdict.UNKNOWN in verdicts.values(),
        root is None and Verdict.UNKNOWN in verdicts.values(),  # «nothing found» weighs little when not all was seen
    ]
    return (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)[min(sum(doubts), 2)]
