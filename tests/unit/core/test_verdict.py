"""The rules from findings to verdicts, root cause and confidence, as tables."""

from __future__ import annotations

import pytest

from backup_doctor.core.model import Status, Verdict
from backup_doctor.core.verdict import Confidence, confidence_of, consequences_of, root_cause_of, verdict_of
from tests.helpers.diagnoses import finding

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
CONFIRMED, SUSPECTED, RULED_OUT, OPEN, NOT_APPLICABLE = (
    Verdict.CONFIRMED,
    Verdict.SUSPECTED,
    Verdict.RULED_OUT,
    Verdict.UNKNOWN,
    Verdict.NOT_APPLICABLE,
)


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ([OK], RULED_OUT),
        ([OK, SKIPPED], RULED_OUT),
        ([OK, UNKNOWN], OPEN),
        ([SKIPPED, UNKNOWN], OPEN),
        ([UNKNOWN, WARNING], SUSPECTED),
        ([OK, WARNING], SUSPECTED),
        ([OK, WARNING, UNKNOWN, SKIPPED, FAILED], CONFIRMED),
        ([SKIPPED, SKIPPED], NOT_APPLICABLE),
    ],
)
def test_one_look_down_the_findings_gives_the_verdict(statuses: list[Status], verdict: Verdict) -> None:
    assert verdict_of([finding(status) for status in statuses]) is verdict
    assert verdict_of([finding(status) for status in reversed(statuses)]) is verdict


@pytest.mark.parametrize(
    ("verdicts", "root", "confidence"),
    [
        ([RULED_OUT, NOT_APPLICABLE], None, Confidence.HIGH),
        ([RULED_OUT, OPEN], None, Confidence.LOW),
        ([NOT_APPLICABLE, NOT_APPLICABLE], None, Confidence.LOW),
        ([CONFIRMED, RULED_OUT], 0, Confidence.HIGH),
        ([SUSPECTED, CONFIRMED], 1, Confidence.HIGH),
        ([CONFIRMED, OPEN], 0, Confidence.MEDIUM),
        ([RULED_OUT, CONFIRMED, CONFIRMED], 1, Confidence.MEDIUM),
        ([CONFIRMED, CONFIRMED, OPEN], 0, Confidence.LOW),
        ([OPEN, SUSPECTED], 1, Confidence.LOW),
        ([RULED_OUT, SUSPECTED], 1, Confidence.MEDIUM),
        ([SUSPECTED, SUSPECTED], 0, Confidence.LOW),
    ],
)
def test_the_first_of_the_strongest_is_the_root_and_every_doubt_takes_a_step_away(
    verdicts: list[Verdict], root: int | None, confidence: Confidence
) -> None:
    by_cause = {f"cause-{number}": verdict for number, verdict in enumerate(verdicts)}
    found = root_cause_of(by_cause, {})
    assert found == (None if root is None else f"cause-{root}")
    assert confidence_of(by_cause, found, {}) is confidence


@pytest.mark.parametrize(
    ("verdicts", "upstream", "root", "consequences", "confidence"),
    [
        ({"full": CONFIRMED, "lock": CONFIRMED}, {"full": ["lock"]}, "lock", ["full"], Confidence.HIGH),
        ({"full": CONFIRMED, "lock": RULED_OUT}, {"full": ["lock"]}, "full", [], Confidence.HIGH),
        ({"full": CONFIRMED, "lock": SUSPECTED}, {"full": ["lock"]}, "full", [], Confidence.HIGH),
        ({"full": SUSPECTED, "lock": CONFIRMED}, {"full": ["lock"]}, "lock", ["full"], Confidence.HIGH),
        ({"full": SUSPECTED, "lock": SUSPECTED}, {"full": ["lock"]}, "lock", ["full"], Confidence.MEDIUM),
        ({"c": CONFIRMED, "b": CONFIRMED, "a": CONFIRMED}, {"c": ["b"], "b": ["a"]}, "a", ["c", "b"], Confidence.HIGH),
        ({"c": CONFIRMED, "b": CONFIRMED, "x": CONFIRMED}, {"c": ["b"]}, "b", ["c"], Confidence.MEDIUM),
        ({"a": CONFIRMED, "b": CONFIRMED}, {"a": ["b"], "b": ["a"]}, "a", ["b"], Confidence.HIGH),
    ],
)
def test_what_another_cause_brings_about_is_neither_the_root_nor_a_rival(
    verdicts: dict[str, Verdict], upstream: dict[str, list[str]], root: str, consequences: list[str], confidence: Confidence
) -> None:
    assert root_cause_of(verdicts, upstream) == root
    assert consequences_of(root, verdicts, upstream) == consequences
    assert confidence_of(verdicts, root, upstream) is confidence


def test_nothing_found_outside_is_less_sure_while_nobody_looked_inside() -> None:
    assert confidence_of({"agent": RULED_OUT}, None, {}, unlooked=True) is Confidence.MEDIUM
    assert confidence_of({"agent": CONFIRMED}, "agent", {}, unlooked=True) is Confidence.HIGH
