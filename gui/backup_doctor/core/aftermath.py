"""What has come of repairs: told by the checks that were run again and by the job of a backup, never by a repair itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .model import Finding, Verdict
from .undertaking import Outcome, Stage
from .verdict import root_cause_of, verdict_of

if TYPE_CHECKING:
    from .action import Action, ActionStep
    from .diagnosis import CauseResult, CheckResult, Diagnosis

STANDS = (Verdict.CONFIRMED, Verdict.SUSPECTED)


class BackedUp(StrEnum):
    """Whether the VM has been backed up since it was last changed."""

    NO = "no"
    """Not tried since."""
    RUNNING = "running"
    """Begun; its end has not been seen."""
    FAILED = "failed"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Changed:
    """A check that says something else than before the first repair."""

    check: CheckResult
    before: Finding


def backed_up(diagnosis: Diagnosis) -> BackedUp:
    """How the last backup ended that was started here; one that a later change may have outdated does not count."""
    tried = [action for action in diagnosis.actions if _backup_in(action) is not None]
    if not tried or any(_changed_after(other, tried[-1]) for other in diagnosis.actions if other is not tried[-1]):
        return BackedUp.NO
    step = _backup_in(tried[-1])
    assert step is not None
    if step.stage is Stage.FAILED and tried[-1].state is Outcome.DONE:
        return BackedUp.NO  # the plan went on without it: a first backup that sets off the clean-up is expected to fail
    return _ENDS.get(step.stage, BackedUp.RUNNING)


_ENDS = {Stage.DONE: BackedUp.YES, Stage.FAILED: BackedUp.FAILED}


def _backup_in(action: Action) -> ActionStep | None:
    """Its last step that started a backup. One that Azure refused to start is none."""
    return next((step for step in reversed(action.steps) if step.sent is not None and step.sent.starts_backup and not step.sent.was_refused), None)


def _changed_after(action: Action, backup: Action) -> bool:
    ended = action.started if action.state is None else action.finished  # one that is open claims to have lasted until now
    return ended > backup.finished and bool(action.sent)


def was_repaired(diagnosis: Diagnosis) -> bool:
    """Whether anything but a backup was sent."""
    return any(not sent.starts_backup for action in diagnosis.actions for sent in action.sent)


def verdict_before(cause: CauseResult, diagnosis: Diagnosis) -> Verdict:
    """The verdict over a cause before the first repair."""
    return verdict_of([diagnosis.before.get(check.id, check.finding) for check in cause.checks])


def root_before(diagnosis: Diagnosis) -> CauseResult | None:
    """The root cause as it was before the first repair."""
    verdicts = {cause.id: verdict_before(cause, diagnosis) for cause in diagnosis.causes}
    root = root_cause_of(verdicts, {cause.id: cause.upstream for cause in diagnosis.causes})
    return next((cause for cause in diagnosis.causes if cause.id == root), None)


def put_right(diagnosis: Diagnosis) -> list[CauseResult]:
    """The causes that stood before the first repair and are ruled out now."""
    return [cause for cause in diagnosis.causes if cause.verdict is Verdict.RULED_OUT and verdict_before(cause, diagnosis) in STANDS]


def is_put_right(diagnosis: Diagnosis) -> bool:
    """Whether something was done, what had been the root cause before it is ruled out now, and nothing that had been confirmed is left."""
    before = root_before(diagnosis)
    if before is None or diagnosis.root_cause is not None or not any(action.sent for action in diagnosis.actions):
        return False
    confirmed = [cause for cause in diagnosis.causes if verdict_before(cause, diagnosis) is Verdict.CONFIRMED]
    return all(cause.verdict in (Verdict.RULED_OUT, Verdict.NOT_APPLICABLE) for cause in (before, *confirmed))


def changed(diagnosis: Diagnosis) -> list[Changed]:
    """The checks with another status than before the first repair, in order."""
    checks = [check for cause in diagnosis.causes for check in cause.checks]
    pairs = [Changed(check, diagnosis.before[check.id]) for check in checks if check.id in diagnosis.before]
    return [pair for pair in pairs if pair.before.status is not pair.check.finding.status]


def unchanged(diagnosis: Diagnosis) -> int:
    """How many checks were run again and have the status they had."""
    again = [check for cause in diagnosis.causes for check in cause.checks if check.id in diagnosis.before]
    return len(again) - len(changed(diagnosis))
