"""What is said after repairs: fixed only where the checks say so and a backup proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from backup_doctor.core.action import Action, ActionStep, Sent
from backup_doctor.core.aftermath import is_put_right, was_repaired
from backup_doctor.core.diagnosis import CauseResult, CheckResult, Diagnosis
from backup_doctor.core.explanation import explanation
from backup_doctor.core.history import Fixed, entry_of
from backup_doctor.core.model import Finding, Status
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Outcome, Stage
from backup_doctor.core.verdict import confidence_of, root_cause_of, verdict_of
from backup_doctor.core.words import conclusion
from tests.helpers.diagnoses import THEN, sample

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
BACKUP = "POST https://x/protectedItems/vm/backup?api-version=1"
REMOVAL = "DELETE https://x/extensions/VMSnapshot?api-version=1"


def did(request: str, stage: Stage = Stage.DONE, state: Outcome | None = Outcome.DONE, *, minute: int = 0, status: int | None = 202) -> Action:
    step = ActionStep(verbatim("Do it"), stage, Sent(request, status, "id"))
    begun = THEN + timedelta(minutes=minute)
    return Action("a/b", verbatim("A repair"), begun, begun + timedelta(seconds=1), (step,), state, verbatim("…"), verbatim("…"))


REMOVED = did(REMOVAL)


def backed_up(stage: Stage = Stage.DONE, state: Outcome | None = Outcome.DONE, *, status: int | None = 202) -> Action:
    return did(BACKUP, stage, state, minute=5, status=status)


def diagnosis(before: dict[str, Status], after: dict[str, Status], actions: Sequence[Action]) -> Diagnosis:
    """Causes of one check each, before and after."""
    causes = tuple(_cause(name, status) for name, status in after.items())
    verdicts = {cause.id: cause.verdict for cause in causes}
    root = root_cause_of(verdicts, {})
    return replace(
        sample(),
        causes=causes,
        root_cause=root,
        confidence=confidence_of(verdicts, root, {}),
        actions=tuple(actions),
        before={f"{name}/check": Finding(status, verbatim("…")) for name, status in before.items()},
    )


def _cause(name: str, status: Status) -> CauseResult:
    finding = Finding(status, verbatim("Seen."))
    return CauseResult(name, verbatim(name), verdict_of([finding]), (CheckResult(f"{name}/check", verbatim("check"), finding),))


def fixed(*actions: Action) -> Diagnosis:
    return diagnosis({"lock": FAILED}, {"lock": OK}, actions)


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ([REMOVED], "Put right: “lock”. No backup has completed since."),
        ([REMOVED, backed_up()], "Fixed: “lock” is ruled out now, and a backup has completed since."),
        ([REMOVED, backed_up(Stage.WATCHING, None)], "Put right: “lock”. How the backup ended that was asked for since is not known yet."),
        ([REMOVED, backed_up(Stage.FAILED, Outcome.FAILED)], "“lock” is ruled out now, but the backup that was started since has failed."),
        ([REMOVED, backed_up(Stage.FAILED, Outcome.FAILED, status=403)], "Put right: “lock”. No backup has completed since."),
        ([REMOVED, backed_up(Stage.FAILED)], "Put right: “lock”. No backup has completed since."),
        ([backed_up(), did(REMOVAL, minute=9)], "Put right: “lock”. No backup has completed since."),
    ],
    ids=["no backup", "completed", "running", "failed", "refused", "expected to fail", "backed up before the change"],
)
def test_only_a_backup_since_the_last_change_makes_it_fixed(actions: list[Action], words: str) -> None:
    assert str(conclusion(fixed(*actions))) == words


@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ({"lock": FAILED}, {"lock": OK}, True),
        ({"lock": WARNING}, {"lock": OK}, True),
        ({"lock": FAILED}, {"lock": SKIPPED}, True),
        ({"lock": FAILED}, {"lock": UNKNOWN}, False),
        ({"lock": FAILED}, {"lock": FAILED}, False),
        ({"lock": FAILED}, {"lock": WARNING}, False),
        ({"lock": FAILED}, {"lock": OK, "agent": WARNING}, False),
        ({"lock": FAILED, "agent": FAILED}, {"lock": OK, "agent": UNKNOWN}, False),
        ({"lock": FAILED}, {"lock": OK, "agent": UNKNOWN}, True),
        ({"lock": OK}, {"lock": OK}, False),
        ({}, {"lock": OK}, False),
    ],
)
def test_put_right_is_what_was_found_before_and_is_ruled_out_now(before: dict[str, Status], after: dict[str, Status], right: bool) -> None:
    assert is_put_right(diagnosis(before, after, [REMOVED])) is right


def test_nothing_is_put_right_where_nothing_was_sent() -> None:
    never_sent = replace(REMOVED, steps=(ActionStep(verbatim("Do it"), Stage.PLANNED, None),))
    for actions in ([], [never_sent]):
        given = diagnosis({"lock": FAILED}, {"lock": OK}, actions)
        assert not is_put_right(given)
        assert str(conclusion(given)) == "No cause found: everything that was checked is in order."
        assert "before the changes" not in " ".join(map(str, explanation(given)))


def test_what_is_gone_what_is_left_and_what_is_hidden_is_told_first() -> None:
    given = diagnosis({"lock": FAILED, "agent": FAILED, "net": WARNING}, {"lock": OK, "agent": FAILED, "net": UNKNOWN}, [REMOVED])
    assert list(map(str, explanation(given)))[:5] == [
        "Found before the changes and ruled out now: “lock”.",
        "Found before the changes and still there: “agent”.",
        "Found before the changes, and whether it is still there could not be checked: “net”.",
        "No backup has completed since; only one that does proves that backups work again.",
        "Decisive: the check “check” failed. Seen.",
    ]


def test_a_backup_that_has_completed_is_told_although_a_cause_still_stands() -> None:
    given = diagnosis({"lock": FAILED}, {"lock": FAILED}, [REMOVED, backed_up()])
    assert "A backup has completed since." in list(map(str, explanation(given)))
    assert str(conclusion(given)) == "Cause found: “lock”."


@pytest.mark.parametrize(("actions", "repaired"), [([REMOVED], True), ([backed_up()], False), ([], False)])
def test_a_backup_alone_is_no_repair(actions: list[Action], repaired: bool) -> None:
    assert was_repaired(fixed(*actions)) is repaired


@pytest.mark.parametrize(("actions", "came_to"), [([REMOVED], Fixed.RULED_OUT), ([REMOVED, backed_up()], Fixed.YES)])
def test_the_history_says_fixed_only_where_a_backup_has_proved_it(actions: list[Action], came_to: Fixed) -> None:
    entry = entry_of(fixed(*actions), "a.json")
    assert (str(entry.cause), entry.fixed) == ("lock", came_to)
