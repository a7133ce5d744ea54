"""One run over one VM: ask all checks at once, report each as it lands, then conclude.

`examine` looks, `conclude` judges. Both are plain functions of their arguments, so the window, the
command line and the tests run the same engine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .facts import Vm
from .model import CannotStart, Cause, Check, CouldNotLook, Finding, Status, Symptom, Verdict, skipped, unknown
from .resource_id import VmId
from .text import Text
from .text import lazy_translate as translate
from .verdict import Confidence, confidence_of, root_cause_of, verdict_of

log = logging.getLogger(__name__)

Landed = tuple[Check, Finding]


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

    @classmethod
    def of(cls, symptom: Symptom, source: SymptomSource) -> Complaint:
        return cls(source, symptom.code, symptom.message)


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
class CauseResult:
    """A cause and what its checks say of it."""

    id: str
    title: Text
    verdict: Verdict
    checks: tuple[CheckResult, ...]


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

    def findings(self, *statuses: Status) -> list[CheckResult]:
        """The checks with one of these statuses, in order."""
        return [check for cause in self.causes for check in cause.checks if check.finding.status in statuses]

    @property
    def root(self) -> CauseResult | None:
        """The root cause with its checks."""
        return next((cause for cause in self.causes if cause.id == self.root_cause), None)


async def examine(vm: Vm, causes: Iterable[Cause], *, progress: Callable[[Landed], None]) -> dict[str, Finding]:
    """Run all checks of all causes at once and report each as it lands.

    Args:
        progress: called on the running loop with each check and its finding.

    Returns:
        The finding of each check, by check id.

    Raises:
        CannotStart: the VM does not exist, or Azure cannot be asked at all; the other checks are given up.
    """
    findings: dict[str, Finding] = {}

    async def settle(check: Check) -> None:
        finding = findings[check.id] = await look(vm, check)
        progress((check, finding))

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_must_exist(vm))
            for cause in causes:
                for check in cause.checks:
                    group.create_task(settle(check))
    except* CannotStart as errors:
        raise errors.exceptions[0] from None
    return findings


async def _must_exist(vm: Vm) -> None:
    try:
        await vm.machine()
    except CannotStart:
        raise
    except CouldNotLook as error:
        log.info("going on without the VM itself: %s", error)


async def look(vm: Vm, check: Check) -> Finding:
    """Run one check. Whatever goes wrong becomes `Status.UNKNOWN` with the reason, and stops nothing else."""
    try:
        if check.cause.os is not None and (await vm.machine()).os != check.cause.os:
            return skipped(translate("Diagnosis", "This cause exists on {os} only.").format(os=check.cause.os))
        return await check.run(vm)
    except CouldNotLook as error:
        log.info("%s could not look: %s", check.id, error)
        return unknown(error.text, missing=error.missing)
    except Exception:  # a fault of ours: the log, the user and every test see it
        log.exception("%s is broken", check.id)
        return unknown(translate("Diagnosis", "This check itself failed. The log says why."))


def judge(cause: Cause, findings: Mapping[str, Finding]) -> CauseResult:
    """Put a cause's findings together; every check of it must have landed."""
    checks = tuple(CheckResult(check.id, check.title, findings[check.id]) for check in cause.checks)
    return CauseResult(cause.id, cause.title, verdict_of([check.finding for check in checks]), checks)


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
) -> Diagnosis:
    """Judge what was found; ``causes`` come in the symptom's documented order."""
    results = tuple(judge(cause, findings) for cause in causes)
    verdicts = {result.id: result.verdict for result in results}
    root = root_cause_of(verdicts)
    begun, ended = started.replace(microsecond=0), finished.replace(microsecond=0)  # as precise as the report that is read back
    return Diagnosis(version, begun, ended, vm, complaint, results, root, confidence_of(verdicts, root), done_by_hand)


async def subject(vm: Vm) -> Subject:
    """The VM's own line of the report, from what has already been asked."""
    try:
        machine = await vm.machine()
    except CouldNotLook:
        return Subject(vm.id)
    return Subject(vm.id, machine.location, machine.os, str(machine.power.value))
