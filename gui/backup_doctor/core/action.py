"""What has been done to the VM, as reports tell it: made from an undertaking of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from .plan import Request
from .text import Text
from .text import lazy_translate as translate
from .undertaking import Outcome, Stage, StepRecord, Undertaking


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One step as it went."""

    title: Text
    stage: Stage
    request: str
    """``DELETE /subscriptions/…?api-version=…``; empty for a step that only waited."""
    status: int
    """HTTP status; 0 where Azure gave none."""
    request_id: str
    said: Text | None


@dataclass(frozen=True, slots=True)
class Action:
    """A remedy that was carried out, wholly or in part."""

    remedy: str
    """Its id."""
    title: Text
    started: datetime
    finished: datetime
    steps: tuple[ActionStep, ...]
    state: Outcome | None
    """None where it is still open."""
    outcome: Text
    undo: Text
    """What of it can still be taken back, or that nothing can or has to be."""


def action_of(undertaking: Undertaking) -> Action:
    """The account of an undertaking as it stands now."""
    now = datetime.now(UTC)
    return Action(
        remedy=undertaking.remedy,
        title=undertaking.title,
        started=undertaking.begun.replace(microsecond=0),
        finished=(undertaking.ended or now).replace(microsecond=0),
        steps=tuple(_step(record) for record in undertaking.steps),
        state=undertaking.outcome,
        outcome=outcome_in_words(undertaking),
        undo=undo_in_words(undertaking),
    )


def _step(record: StepRecord) -> ActionStep:
    request: Request | None = record.step.request
    line = "" if request is None else request.line
    return ActionStep(record.step.title, record.stage, line, record.status, record.request_id, record.said)


def outcome_in_words(undertaking: Undertaking) -> Text:
    """How it ended, without any claim that it has helped: that is for the checks."""
    match undertaking.outcome:
        case Outcome.DONE:
            if any(record.stage is Stage.UNKNOWN for record in undertaking.steps):
                return translate("Repair", "Carried out, but whether one of the steps took effect is not known.")
            return translate("Repair", "Carried out. Whether it helped is for the checks to say.")
        case Outcome.UNDONE:
            return translate("Repair", "Taken back.")
        case Outcome.LEFT:
            return translate("Repair", "Left unfinished by the user's decision.")
        case Outcome.FAILED | None:
            return _stopped(undertaking)


def _stopped(undertaking: Undertaking) -> Text:
    record = undertaking.current
    if record is None or record.said is None:
        return translate("Repair", "Not finished.")
    return translate("Repair", "Stopped at “{step}”: {reason}").format(step=record.step.title, reason=record.said)


def undo_in_words(undertaking: Undertaking) -> Text:
    """What can still be taken back."""
    left = undertaking.undoable
    if not left:
        return translate("Repair", "Nothing is left to take back.")
    return translate("Repair", "%n step(s) can still be taken back.", "", 0).counted(len(left))
