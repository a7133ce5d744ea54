"""The report for a terminal: what several checks found alike is said once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backup_doctor.cli.text import as_text
from backup_doctor.core.diagnosis import CauseResult, CheckResult, RemedyResult
from backup_doctor.core.language import language
from backup_doctor.core.model import Finding, Verdict, ok, skipped
from backup_doctor.core.plan import Risk
from backup_doctor.core.text import verbatim
from tests.helpers.diagnoses import evidence, sample


def lines_of(*findings: Finding) -> list[str]:
    checks = tuple(CheckResult(f"x/{number}", verbatim(f"Check {number}"), finding) for number, finding in enumerate(findings, 1))
    cause = CauseResult("x", verbatim("Cause"), Verdict.NOT_APPLICABLE, checks)
    lines = as_text(replace(sample(), causes=(cause,), root_cause=None), language("en")).splitlines()
    return lines[lines.index("Cause: Not applicable") + 1 :]


def test_checks_that_found_the_same_share_the_sentence() -> None:
    linux = skipped(verbatim("This cause exists on Linux only."))
    assert lines_of(linux, linux) == ["  [Skipped] Check 1", "  [Skipped] Check 2", "      This cause exists on Linux only."]


def test_the_same_words_by_other_evidence_are_another_finding() -> None:
    first, second = (ok(verbatim("Fine."), evidence("/x", value)) for value in ("1", "2"))
    assert lines_of(first, second) == ["  [OK] Check 1", "      Fine.", "  [OK] Check 2", "      Fine."]


def repairs_in(verdict: Verdict, options: str = "") -> list[str]:
    """The lines about the remedies of a cause of this verdict, one of them available."""
    remedies = (
        RemedyResult("x/mend", verbatim("Mend it"), Risk.DISRUPTIVE, None),
        RemedyResult("x/force", verbatim("Force \x1b[2Jit"), Risk.DESTRUCTIVE, verbatim("The VM is \x1b[2Joff.")),
    )
    cause = CauseResult("x", verbatim("Cause"), verdict, (), remedies=remedies)
    lines = as_text(replace(sample(), causes=(cause,), root_cause=None), language("en"), options).splitlines()
    return lines[lines.index("") + 2 :]


@pytest.mark.parametrize("verdict", [Verdict.CONFIRMED, Verdict.SUSPECTED])
def test_a_cause_that_stands_has_its_repairs_with_the_command_or_the_reason(verdict: Verdict) -> None:
    available, command, not_now = repairs_in(verdict, "--demo")
    assert available == "  Repair: Mend it. Risk: Disruptive. To see its plan:"
    assert command == f'      backup-doctor fix --vm "{sample().vm.id}" --remedy x/mend --demo'
    assert not_now == "  Repair: Force \\u001b[2Jit. Not now. The VM is \\u001b[2Joff."


@pytest.mark.parametrize("verdict", [Verdict.RULED_OUT, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE])
def test_where_nothing_is_wrong_no_repair_is_advertised(verdict: Verdict) -> None:
    assert repairs_in(verdict) == []
