"""The report for a terminal: what several checks found alike is said once."""

from __future__ import annotations

from dataclasses import replace

from backup_doctor.cli.text import as_text
from backup_doctor.core.diagnosis import CauseResult, CheckResult
from backup_doctor.core.language import language
from backup_doctor.core.model import Finding, Verdict, ok, skipped
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
