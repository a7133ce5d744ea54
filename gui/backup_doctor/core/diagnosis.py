"""What one run over one VM found, and what it comes to: a plain function of the findings, the same for window, command line and tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from .environment import NOT_KNOWN, Environment
from .model import Status
from .verdict import Confidence, confidence_of, consequences_of, root_cause_of, verdict_of, was_left_out

if TYPE_CHECKING:
    from .action import Action
    from .model import Cause, Finding, Symptom, Verdict
    from .offer import Offer
    from .plan import Risk
    from .resource_id import VmId
    from .text import Text


class SymptomSource(StrEnum):
    """How the symptom became known."""

    GIVEN = "given"
    LAST_JOB = "last_job"
    PASTED = "pasted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Complaint:
    """The symptom a diagnosis starts from; ``code`` is None for «I have no code»."""

    source: SymptomSource
    code: str | None = None
    message: Text | None = None
    """Of the code; without a code, why there is none: what Azure said that is not known, or why it could not be asked."""
    guidance: Text | None = None
    """What to do about the code whatever the checks say."""
    failed_at: datetime | None = None
    """When the backup job ended that says so; None where no job was read."""

    @classmethod
    def of(cls, symptom: Symptom, source: SymptomSource) -> Complaint:
        return cls(source, symptom.code, symptom.message, symptom.guidance)


NO_CODE = Complaint(SymptomSource.NONE)


@dataclass(frozen=True, slots=True)
class Subject:
    """The VM as the report names it; None where Azure did not let us read."""

    id: VmId
    location: str | None = None
    os: str | None = None
    power: str | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check and what it found."""

    id: str
    title: Text
    finding: Finding


@dataclass(frozen=True, slots=True)
class RemedyResult:
    """A remedy, and whether it could be carried out when the diagnosis was made."""

    id: str
    title: Text
    risk: Risk
    reason: Text | None
    """Why it is not available; None where it is."""

    @classmethod
    def of(cls, offer: Offer) -> RemedyResult:
        return cls(offer.remedy.id, offer.remedy.title, offer.remedy.risk, offer.reason)


@dataclass(frozen=True, slots=True)
class CauseResult:
    """A cause and what its checks say of it."""

    id: str
    title: Text
    verdict: Verdict
    checks: tuple[CheckResult, ...]
    upstream: tuple[str, ...] = ()
    """Ids of the causes that bring this one about."""
    remedies: tuple[RemedyResult, ...] = ()
    """None also where nobody asked which there are."""

    @property
    def left_out(self) -> bool:
        """Whether it has no verdict only because nobody chose to look."""
        return was_left_out([check.finding for check in self.checks])


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything one run found. Reports are made from it; `core.report` writes and reads it."""

    version: str
    """Of the program that made it."""
    started: datetime
    finished: datetime
    vm: Subject
    symptom: Complaint
    causes: tuple[CauseResult, ...]
    """In the symptom's documented order."""
    root_cause: str | None
    confidence: Confidence
    done_by_hand: frozenset[str] = frozenset()
    """Ids of the manual steps the administrator has ticked."""
    actions: tuple[Action, ...] = ()
    """What was done to the VM, in order."""
    before: Mapping[str, Finding] = field(default_factory=dict)
    """What the checks found that were run again after a remedy, before it; by check id."""
    environment: Environment = NOT_KNOWN
    """Where it was made, and as whom."""

    def findings(self, *statuses: Status) -> list[CheckResult]:
        """The checks with one of these statuses, in order."""
        return [check for cause in self.causes for check in cause.checks if check.finding.status in statuses]

    @property
    def is_blind(self) -> bool:
        """Whether not one of the checks that were asked for could be made: then not even «nothing found» would be true."""
        return {check.finding.status for cause in self.causes for check in cause.checks} - {Status.SKIPPED} == {Status.UNKNOWN}

    @property
    def not_asked(self) -> list[CheckResult]:
        """The checks that may apply and were skipped only because nobody chose to look inside."""
        return [check for cause in self.causes for check in cause.checks if check.finding.unasked]

    @property
    def root(self) -> CauseResult | None:
        """The root cause with its checks."""
        return next((cause for cause in self.causes if cause.id == self.root_cause), None)

    @property
    def consequences(self) -> list[CauseResult]:
        """The causes that stand only because the root does."""
        verdicts = {cause.id: cause.verdict for cause in self.causes}
        found = consequences_of(self.root_cause, verdicts, {cause.id: cause.upstream for cause in self.causes})
        return [cause for cause in self.causes if cause.id in found]


def judge(cause: Cause, findings: Mapping[str, Finding], offers: Mapping[str, Offer] | None = None) -> CauseResult:
    """Put a cause's findings together; every check of it must have landed."""
    checks = tuple(CheckResult(check.id, check.title, findings[check.id]) for check in cause.checks)
    remedies = tuple(RemedyResult.of(offers[remedy.id]) for remedy in cause.remedies if offers and remedy.id in offers)
    return CauseResult(cause.id, cause.title, verdict_of([check.finding for check in checks]), checks, cause.upstream, remedies)


def conclude(
    vm: Subject,
    complaint: Complaint,
    causes: Sequence[Cause],
    findings: Mapping[str, Finding],
    *,
    version: str,
    started: datetime,
    finished: datetime,
    done_by_hand: frozenset[str] = frozenset(),
    offers: Mapping[str, Offer] | None = None,
    actions: Sequence[Action] = (),
    before: Mapping[str, Finding] | None = None,
    environment: Environment = NOT_KNOWN,
) -> Diagnosis:
    """Judge what was found; ``causes`` come in the symptom's documented order.

    Args:
        offers: the causes' remedies by id, as far as they were asked for.
        actions: what was done to the VM.
        before: findings of before that, for the checks that were run again after it.
    """
    results = tuple(judge(cause, findings, offers) for cause in causes)
    verdicts = {result.id: result.verdict for result in results}
    upstream = {result.id: result.upstream for result in results}
    root = root_cause_of(verdicts, upstream)
    unlooked = complaint.code is not None and any(check.finding.unasked for result in results for check in result.checks)
    begun, ended = started.replace(microsecond=0), finished.replace(microsecond=0)  # as precise as the report that is read back
    return Diagnosis(
        version,
        begun,
        ended,
        vm,
        complaint,
        results,
        root,
        confidence_of(verdicts, root, upstream, unlooked=unlooked),
        done_by_hand,
        tuple(actions),
        dict(before or {}),
        environment,
    )
