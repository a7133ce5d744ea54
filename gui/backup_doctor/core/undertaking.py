"""One plan being carried out: how far each step has come, as the journal knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plan import Risk, Step
    from .resource_id import VmId
    from .text import Text


class Stage(StrEnum):
    """How far a step has come."""

    PLANNED = "planned"
    SENDING = "sending"
    """The request left, or was about to; what came of it is not known."""
    FOLLOWING = "following"
    """Azure accepted it and works on it."""
    WATCHING = "watching"
    """Azure has done it; what it brings about is being waited for."""
    DONE = "done"
    FAILED = "failed"
    """Refused, failed on the way, or waited for in vain; `StepRecord.said` tells."""
    UNKNOWN = "unknown"
    """Nobody knows whether Azure carried it out, and it must not be sent twice."""
    SKIPPED = "skipped"
    UNDOING = "undoing"
    """The request that takes it back left, or was about to."""
    UNDONE = "undone"


class Outcome(StrEnum):
    """How an undertaking ended."""

    DONE = "done"
    UNDONE = "undone"
    """What had been done was taken back."""
    FAILED = "failed"
    """It stopped where nothing is left to finish or to take back."""
    LEFT = "left"
    """The user decided to leave it as it was."""


@dataclass(slots=True)
class StepRecord:
    """A step, and what has become of it. Only `core.journal` changes it."""

    step: Step
    stage: Stage = Stage.PLANNED
    began: datetime | None = None
    """When the request left, or the wait began."""
    accepted: datetime | None = None
    """When Azure took it, by Azure's clock; None before that."""
    status: int = 0
    """HTTP status of the first answer; 0 before that."""
    request_id: str = ""
    status_url: str = ""
    """Where a long-running operation tells how far it is (``Azure-AsyncOperation``)."""
    result_url: str = ""
    """Where it tells its result (``Location``)."""
    kept: str = ""
    """What `Step.keeps` found."""
    doubtful: bool = False
    """Whether an earlier sending of it, whose answer was lost, may have been carried out, whatever came of the later ones."""
    said: Text | None = None
    """The latest words about it: what is waited for, or why it did not end well."""
    undo_status: int = 0
    """HTTP status of the answer to the request that took it back; 0 before that."""
    undo_request_id: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    """The pieces of what is waited for, each with its state, in Azure's words: the tasks of a backup job. Not written down."""

    @property
    def may_have_changed(self) -> bool:
        """Whether something may stand in Azure that was not there before."""
        return self.accepted is not None or self.doubtful or self.stage in (Stage.SENDING, Stage.UNKNOWN, Stage.UNDOING)

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.stage in (Stage.DONE, Stage.SKIPPED, Stage.UNDONE, Stage.UNKNOWN) or (
            self.stage is Stage.FAILED and self.step.tolerant and (self.accepted is not None or self.step.request is None)
        )

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to take back, and a way to do it."""
        changed = self.may_have_changed and self.stage is not Stage.UNDONE
        return changed and self.step.undo is not None and self.step.restores is None


@dataclass(slots=True)
class Undertaking:
    """One remedy carried out over one VM. Only `core.journal` changes it."""

    id: str
    vm: VmId
    remedy: str
    """Its id."""
    title: Text
    risk: Risk
    begun: datetime
    version: str
    """Of the program that began it."""
    steps: list[StepRecord] = field(default_factory=list)
    outcome: Outcome | None = None
    """None while it is open."""
    ended: datetime | None = None
    undoing: bool = False
    """Whether it is being taken back; then it cannot be finished any more, only taken back to the end."""

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def current(self) -> StepRecord | None:
        """The step that is next, under way, or where it stopped; None where nothing is left to do."""
        return next((record for record in self.steps if not record.is_settled), None)

    @property
    def is_over(self) -> bool:
        """Whether it stopped where nothing is left to finish or to take back: at its last step, or before anything had changed."""
        stopped = self.current
        if stopped is None or stopped.stage is not Stage.FAILED or self.undoable:
            return False
        return stopped is self.steps[-1] or not any(record.may_have_changed for record in self.steps)

    def advance(self, index: int, stage: Stage) -> None:
        """A step has come to a stage; one that is done may have taken back an earlier one."""
        record = self.steps[index]
        record.stage = stage
        if stage is Stage.DONE and record.step.restores is not None:
            self.steps[record.step.restores].stage = Stage.UNDONE

    def begin_undo(self) -> None:
        """It is taken back from now on; one that had ended is open again."""
        self.outcome, self.ended, self.undoing = None, None, True

    @property
    def undoable(self) -> Sequence[StepRecord]:
        """The steps that can be taken back, the last one first: that is the order to do it in."""
        return [record for record in reversed(self.steps) if record.can_be_undone]
