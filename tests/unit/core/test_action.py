"""The account of what was done: what left, how it ended, what can be undone, and whether locks are in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backup_doctor.core.action import ActionStep, Sent, action_of, locks_in_words, undo_in_words
from backup_doctor.core.plan import Request, Risk, Step
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome, Stage, StepRecord, Undertaking
from tests.helpers.diagnoses import THEN, VM, unlocked

LOCK = f"{VM.group_scope}/providers/Microsoft.Authorization/locks/Do not delete"
ENDPOINT = "https://management.azure.com/"
LIFT = Step(verbatim("Lift the lock"), Request("DELETE", LOCK, "2020-05-01"), undo=Request("PUT", LOCK, "2020-05-01", {}))
REMOVE = Step(verbatim("Remove the extension"), Request("DELETE", f"{VM}/extensions/VMSnapshot", "2024-07-01"))
WAIT = Step(verbatim("Wait"), watch="job-ends")
ITEM = "/subscriptions/1/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v/backupFabrics/Azure/protectionContainers/c/protectedItems/i"
BACK_UP = Step(verbatim("Back up"), Request("POST", f"{ITEM}/backup", "2025-02-01", {}))


def at(step: Step, stage: Stage, **more: object) -> StepRecord:
    """A step that has come to a stage; all but the first of them leave a trace."""
    record = StepRecord(step, stage)
    if stage not in (Stage.PLANNED, Stage.SKIPPED):
        record.began = THEN
    if stage in (Stage.DONE, Stage.FOLLOWING, Stage.WATCHING, Stage.UNDONE, Stage.UNDOING):
        record.accepted, record.status, record.request_id = THEN, 202, "id-1"
    for name, value in more.items():
        setattr(record, name, value)
    return record


def undertaking(*steps: StepRecord, outcome: Outcome | None = None) -> Undertaking:
    ended = None if outcome is None else THEN + timedelta(minutes=5)
    return Undertaking("x", VM, "a/b", verbatim("A repair"), Risk.SAFE, THEN, "1", list(steps), outcome, ended)


def said(*steps: StepRecord, outcome: Outcome | None = None) -> str:
    return str(action_of(undertaking(*steps, outcome=outcome), ENDPOINT).outcome)


def test_a_request_is_told_with_its_host_and_as_it_went_over_the_wire() -> None:
    (sent,) = action_of(undertaking(at(LIFT, Stage.DONE)), ENDPOINT).sent
    assert sent.request == (
        f"DELETE https://management.azure.com{VM.group_scope}/providers/Microsoft.Authorization/locks/Do%20not%20delete?api-version=2020-05-01"
    )
    assert (sent.status, sent.request_id, sent.lock, sent.method) == (202, "id-1", "Do not delete", "DELETE")


def test_what_was_never_sent_or_only_waited_is_not_told_as_sent() -> None:
    action = action_of(undertaking(at(LIFT, Stage.DONE), at(WAIT, Stage.DONE), at(REMOVE, Stage.PLANNED), at(BACK_UP, Stage.SKIPPED)), ENDPOINT)
    assert [step.sent is not None for step in action.steps] == [True, False, False, False]
    assert len(action.sent) == 1


def test_a_request_whose_answer_was_lost_was_sent_and_has_no_status() -> None:
    (sent,) = action_of(undertaking(at(REMOVE, Stage.SENDING)), ENDPOINT).sent
    assert (sent.status, sent.request_id) == (None, "")


def test_what_took_a_step_back_is_told_after_everything_else() -> None:
    action = action_of(undertaking(at(LIFT, Stage.UNDONE, undo_status=201, undo_request_id="id-2"), at(REMOVE, Stage.DONE)), ENDPOINT)
    assert [(sent.method, sent.status) for sent in action.sent] == [("DELETE", 202), ("DELETE", 202), ("PUT", 201)]
    assert action.steps[0].taken_back is not None


def test_a_step_that_a_later_one_took_back_was_not_taken_back_by_another_request() -> None:
    action = action_of(undertaking(at(LIFT, Stage.UNDONE)), ENDPOINT)
    assert action.steps[0].taken_back is None


@pytest.mark.parametrize(
    ("steps", "outcome", "words"),
    [
        ([at(REMOVE, Stage.DONE)], Outcome.DONE, "Carried out. The checks will show whether it helped."),
        ([at(REMOVE, Stage.UNKNOWN)], Outcome.DONE, "Carried out, but it is not known whether one of the steps took effect."),
        ([at(BACK_UP, Stage.DONE)], Outcome.DONE, "The backup has completed."),
        ([at(BACK_UP, Stage.DONE), at(REMOVE, Stage.DONE)], Outcome.DONE, "Carried out. The checks will show whether it helped."),
        ([at(REMOVE, Stage.PLANNED)], Outcome.LEFT, "Left unfinished by the user's decision."),
        ([at(LIFT, Stage.UNDONE)], Outcome.UNDONE, "Undone."),
        ([at(REMOVE, Stage.DONE), at(LIFT, Stage.UNDONE)], Outcome.UNDONE, "Undone as far as possible."),
        (
            [at(LIFT, Stage.UNDONE), at(REMOVE, Stage.FAILED, said=verbatim("no"))],
            Outcome.UNDONE,
            "Stopped at “Remove the extension”, and what had been done was undone. The reason: no",
        ),
        (
            [at(LIFT, Stage.UNDONE), at(REMOVE, Stage.SENDING, said=verbatim("lost"))],
            Outcome.UNDONE,
            "Stopped at “Remove the extension”, and undone as far as possible. The reason: lost",
        ),
        ([at(LIFT, Stage.DONE), at(REMOVE, Stage.FAILED, said=verbatim("no"))], None, "Stopped at “Remove the extension”: no"),
        ([at(LIFT, Stage.DONE), at(REMOVE, Stage.PLANNED)], None, "Not finished."),
    ],
)
def test_how_it_ended_is_said_without_claiming_more(steps: list[StepRecord], outcome: Outcome | None, words: str) -> None:
    assert said(*steps, outcome=outcome) == words


def test_what_can_still_be_taken_back_is_named_the_last_step_first() -> None:
    again = replace(LIFT, title=verbatim("Lift another"))
    assert str(undo_in_words(undertaking(at(LIFT, Stage.DONE), at(again, Stage.DONE)))) == "Can still be undone: “Lift another”, “Lift the lock”."
    assert str(undo_in_words(undertaking(at(REMOVE, Stage.DONE)))) == "Nothing is left to undo."


def test_it_lasts_until_now_while_it_is_open() -> None:
    action = action_of(undertaking(at(LIFT, Stage.DONE)))
    assert action.is_open
    assert action.finished > THEN + timedelta(days=1)
    assert action_of(undertaking(at(LIFT, Stage.DONE), outcome=Outcome.DONE)).finished == THEN + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (at(LIFT, Stage.UNDONE), "Lock Do not delete was lifted and is back."),
        (at(LIFT, Stage.DONE), "Lock Do not delete was lifted and is not back."),
        (at(LIFT, Stage.FAILED, status=403), "Lock Do not delete was not lifted."),
        (at(LIFT, Stage.FAILED), "Whether lock Do not delete is in place is not known."),
        (at(LIFT, Stage.SENDING), "Whether lock Do not delete is in place is not known."),
        (at(LIFT, Stage.UNDOING), "Whether lock Do not delete is in place is not known."),
    ],
)
def test_what_became_of_a_lock_is_told_truly(record: StepRecord, words: str) -> None:
    assert list(map(str, locks_in_words(action_of(undertaking(record), ENDPOINT)))) == [words]


def test_only_locks_that_may_be_missing_are_missing() -> None:
    assert locks_in_words(unlocked(), missing=True) == []
    assert len(locks_in_words(action_of(undertaking(at(LIFT, Stage.DONE)), ENDPOINT), missing=True)) == 1
    assert locks_in_words(action_of(undertaking(at(REMOVE, Stage.DONE), at(LIFT, Stage.PLANNED)), ENDPOINT)) == []


@pytest.mark.parametrize(
    ("request_line", "starts"),
    [
        (f"POST https://x{ITEM}/backup?api-version=1", True),
        (f"POST https://x{ITEM.upper()}/BACKUP?api-version=1", True),
        (f"GET https://x{ITEM}/backup?api-version=1", False),
        (f"POST https://x{VM}/backup", False),
        ("POST https://[broken/protectedItems/i/backup", False),
        ("", False),
    ],
)
def test_a_backup_is_known_by_its_request(request_line: str, starts: bool) -> None:
    assert Sent(request_line, 202, "").starts_backup is starts


def test_a_step_that_was_never_sent_has_no_request() -> None:
    assert ActionStep(verbatim("Wait"), Stage.DONE, None).request == ""
