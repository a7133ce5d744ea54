"""Why this cause and not another: the sentences that come with every conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from backup_doctor.core.diagnosis import CauseResult, CheckResult, Diagnosis
from backup_doctor.core.explanation import explanation
from backup_doctor.core.language import language
from backup_doctor.core.model import Finding, Status, Verdict
from backup_doctor.core.report import dumps, loads
from backup_doctor.core.text import verbatim
from backup_doctor.core.verdict import confidence_of, root_cause_of, verdict_of
from backup_doctor.core.words import conclusion
from tests.helpers.diagnoses import sample

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN


def explained(statuses: Mapping[str, list[Status]], upstream: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
    """Causes by name with the statuses of their checks, each check called after its cause and number."""
    causes = tuple(_cause(name, found, (upstream or {}).get(name, ())) for name, found in statuses.items())
    verdicts: dict[str, Verdict] = {cause.id: cause.verdict for cause in causes}
    springs = {cause.id: cause.upstream for cause in causes}
    root = root_cause_of(verdicts, springs)
    given = sample()
    diagnosis = Diagnosis(given.version, given.started, given.finished, given.vm, given.symptom, causes, root, confidence_of(verdicts, root, springs))
    return [str(sentence) for sentence in explanation(diagnosis)]


def _cause(name: str, statuses: list[Status], upstream: tuple[str, ...]) -> CauseResult:
    findings = [Finding(status, verbatim(f"Saw {name}.")) for status in statuses]
    checks = tuple(CheckResult(f"{name}/{number}", verbatim(f"{name} {number}"), finding) for number, finding in enumerate(findings, 1))
    return CauseResult(name, verbatim(name), verdict_of(findings), checks, upstream)


def test_a_confirmed_cause_names_the_checks_that_failed_and_what_was_ruled_out() -> None:
    assert explained({"agent": [OK, FAILED, WARNING], "lock": [OK], "linux": [SKIPPED]}) == [
        "Decisive: the check “agent 2” failed. Saw agent.",
        "Ruled out: “lock”.",
        "Every check that was asked for could be made.",
    ]


def test_a_suspected_cause_says_that_nothing_proves_it() -> None:
    assert explained({"agent": [WARNING], "lock": [WARNING, UNKNOWN]}) == [
        "An indication, not proof: the check “agent 1” gave a warning. Saw agent.",
        "Also suspected: “lock”.",
        "1 check(s) could not be made.",
    ]


def test_what_follows_from_the_root_is_no_rival() -> None:
    assert explained({"full": [FAILED], "lock": [FAILED], "disks": [FAILED]}, {"full": ("lock",)})[:3] == [
        "Decisive: the check “lock 1” failed. Saw lock.",
        "It also causes: “full”.",
        "Also confirmed, independently: “disks”.",
    ]


def test_many_that_were_ruled_out_are_counted_and_not_listed() -> None:
    assert "6 other cause(s) ruled out." in explained({"agent": [FAILED], **{f"cause {number}": [OK] for number in range(6)}})


def test_without_a_root_only_what_is_open_is_said() -> None:
    open_ = "Neither found nor ruled out, because not everything could be checked: “lock”."
    assert explained({"agent": [OK], "lock": [UNKNOWN]}) == [open_]
    assert explained({"agent": [OK]}) == ["Every check that was asked for could be made."]


def test_a_cause_that_stands_is_not_called_open() -> None:
    assert explained({"agent": [FAILED, UNKNOWN]})[-1] == "1 check(s) could not be made."


def test_many_that_are_open_are_counted_and_not_listed() -> None:
    assert explained({f"cause {number}": [UNKNOWN] for number in range(6)}) == [
        "6 cause(s) neither found nor ruled out, because not everything could be checked."
    ]


def test_what_nobody_chose_to_look_at_is_counted() -> None:
    unasked = Finding(SKIPPED, verbatim("Not checked."), unasked=True)
    given = sample()
    causes = (
        _cause("agent", [OK], ()),
        CauseResult("vss", verbatim("vss"), Verdict.NOT_APPLICABLE, (CheckResult("vss/1", verbatim("vss 1"), unasked),)),
    )
    diagnosis = replace(given, causes=causes, root_cause=None)
    assert str(explanation(diagnosis)[-1]) == "1 check(s) can only be made inside the VM, and looking inside was not chosen."
    assert str(conclusion(diagnosis)) == "No cause found from outside. What can only be seen inside the guest was not checked."
    read = loads(dumps(diagnosis, language("en")).encode())
    assert [check.id for check in read.not_asked] == ["vss/1"]
    assert [cause.left_out for cause in read.causes] == [False, True], "it was not looked at, which is not the same as not to apply"


def test_where_nothing_was_checked_it_says_so() -> None:
    assert explained({}) == ["Nothing was checked."]


def test_several_titles_become_one_list() -> None:
    assert "Ruled out: “lock”, “disks”, “network”." in explained({"agent": [FAILED], "lock": [OK], "disks": [OK], "network": [OK]})
