"""Whether a repair has helped: its cause's checks before and after, never what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.diagnosis import judge
from ..core.examination import look_at
from ..core.model import Cause, Finding, Remedy, Status, Verdict
from ..core.undertaking import Outcome, Stage, Undertaking
from .exits import Exit

if TYPE_CHECKING:
    from ..core.facts import Vm

BAD = (Status.FAILED, Status.WARNING)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the checks of one cause found, by id, before and after."""

    before: Mapping[str, Finding]
    after: Mapping[str, Finding]
    """Empty where nothing can have changed, so that nobody looked again."""


async def look(vm: Vm, cause: Cause) -> dict[str, Finding]:
    """Run all checks of a cause."""
    return await look_at(vm, cause.checks, progress=lambda _landed: None)


def verdict_for_offer(cause: Cause, findings: Mapping[str, Finding]) -> Verdict | None:
    """What the checks say against repairing; None while some of them were not asked and could say otherwise."""
    if not cause.checks:
        return None
    verdict = judge(cause, findings).verdict
    unasked = any(finding.unasked for finding in findings.values())
    return None if unasked and verdict in (Verdict.RULED_OUT, Verdict.NOT_APPLICABLE) else verdict


def is_verified(looked: Looked) -> bool:
    """Nothing is wrong now, all that was wrong is seen to be right, and nothing that could be seen before is hidden now.

    What was hidden before and still is says neither yes nor no; alone it proves nothing.
    """
    before, after = looked.before, looked.after
    wrong = [check for check, finding in after.items() if finding.status in BAD]
    hidden = [check for check, finding in after.items() if finding.status is Status.UNKNOWN]
    newly_hidden = [check for check in hidden if check in before and before[check].status is not Status.UNKNOWN]
    mended = [check for check, finding in before.items() if finding.status in BAD and check in after]
    return bool(after) and not wrong and not newly_hidden and (bool(mended) or not hidden)


def exit_of_repair(remedy: Remedy, undertaking: Undertaking, looked: Looked) -> Exit:
    """The exit code a repair stands for."""
    if undertaking.outcome is Outcome.DONE:
        return Exit.DONE if _has_helped(remedy, undertaking, looked) else Exit.NOT_VERIFIED
    if not remedy.cause.checks and any(record.kept for record in undertaking.steps):
        return Exit.NOT_VERIFIED  # the backup was started, and its job did not end well
    return Exit.REFUSED


def _has_helped(remedy: Remedy, undertaking: Undertaking, looked: Looked) -> bool:
    """What only helps to look, or is a proof itself, promises nothing about the checks: it has to have been done to the end."""
    if remedy.needs_fault and remedy.cause.checks:
        return is_verified(looked)
    return all(record.stage in (Stage.DONE, Stage.SKIPPED, Stage.UNDONE) for record in undertaking.steps)
