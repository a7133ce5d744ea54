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


def was_left_out(findings: Collection[Finding]) -> bool:
    """Whether a cause has no verdict only because nobody chose to look: unlike one of another OS it may well be the fault."""
    return verdict_of(findings) is Verdict.NOT_APPLICABLE and any(finding.unasked for finding in findings)


Upstream = Mapping[str, Collection[str]]
"""By cause: the ids of the causes that bring it about (`core.model.Cause.upstream`)."""


def root_cause_of(verdicts: Mapping[str, Verdict], upstream: Upstream) -> str | None:
    """The first confirmed cause in the symptom's order that no other confirmed one brings about, else the same of the suspected, else none."""
    for wanted in (Verdict.CONFIRMED, Verdict.SUSPECTED):
        standing = [cause for cause, verdict in verdicts.items() if verdict is wanted]
        springs = [cause for cause in standing if not set(upstream.get(cause, ())).intersection(standing)]
        if standing:
            return (springs or standing)[0]
    return None


def consequences_of(root: str | None, verdicts: Mapping[str, Verdict], upstream: Upstream) -> list[str]:
    """The confirmed and suspected causes that the root brings about, directly or through one another, in the symptom's order."""
    standing = [cause for cause, verdict in verdicts.items() if verdict in (Verdict.CONFIRMED, Verdict.SUSPECTED) and cause != root]
    found: set[str] = set() if root is None else {root}
    while more := {cause for cause in standing if cause not in found and found.intersection(upstream.get(cause, ()))}:
        found |= more
    return [cause for cause in standing if cause in found]


def confidence_of(verdicts: Mapping[str, Verdict], root: str | None, upstream: Upstream, *, unlooked: bool = False) -> Confidence:
    """High: one cause stands alone with what it brings about (or none does) and nothing is left open. Each doubt takes
    one step away: a root that is only suspected, a rival of equal standing, a cause that could not be looked at.
    Where there was nothing to look at, nothing is known.

    Args:
        unlooked: whether a backup failed and nobody chose to look inside the VM, where the cause may lie if none was found outside.
    """
    if set(verdicts.values()) <= {Verdict.NOT_APPLICABLE}:
        return Confidence.LOW
    standing = None if root is None else verdicts[root]
    consequences = consequences_of(root, verdicts, upstream)
    rivals = [cause for cause, verdict in verdicts.items() if verdict is standing and cause != root and cause not in consequences]
    doubts = [
        standing is Verdict.SUSPECTED,
        standing is not None and bool(rivals),
        Verdict.UNKNOWN in verdicts.values(),
        root is None and Verdict.UNKNOWN in verdicts.values(),  # «nothing found» weighs little when not all was seen
        root is None and unlooked,
    ]
    return (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)[min(sum(doubts), 2)]
