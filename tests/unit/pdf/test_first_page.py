"""The first page is worth a manager's minute: fixed or not, when it failed, and three lines of what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.core.diagnosis import Diagnosis, RemedyResult
from backup_doctor.core.language import language
from backup_doctor.core.plan import Risk
from backup_doctor.core.text import verbatim
from backup_doctor.pdf.content import content_of
from tests.helpers.diagnoses import changed

from .printed import ENGLISH, read, squeezed
from .samples import STARTED, confirmed, diagnosis, faulty, healthy, hostile, not_all_seen, not_checkable, nothing_found, result


def first_page(given: Diagnosis) -> str:
    return squeezed(read(given).pages[0])


@pytest.mark.parametrize("sample", [confirmed, nothing_found, not_all_seen, not_checkable, changed, hostile], ids=lambda sample: sample.__name__)
def test_there_are_at_most_three_lines_and_they_stand_on_the_first_page(sample: Callable[[], Diagnosis]) -> None:
    lines = content_of(sample(), ENGLISH, "X")["next"]["lines"]
    assert 1 <= len(lines) <= 3
    if sample is not hostile:  # its endless names push everything down
        for number, line in enumerate(lines, 1):
            assert squeezed(f"{number}. {line['title']} {line['text']}") in first_page(sample())


def test_a_repair_of_this_program_goes_before_the_steps_by_hand() -> None:
    given = confirmed()
    assert given.root is not None
    remedies = (RemedyResult("x/a", verbatim("Mend it"), Risk.SAFE, None), RemedyResult("x/b", verbatim("Never"), Risk.SAFE, verbatim("No.")))
    causes = tuple(replace(cause, remedies=remedies) if cause.id == given.root_cause else cause for cause in given.causes)
    page = first_page(replace(given, causes=causes))
    assert squeezed("1. 1 repair can be done by this program “Mend it”. It shows") in page
    assert "Never" not in page
    assert squeezed("1. Remove the cause manually") in first_page(given)
    assert squeezed("Manually, step by step 1.") in first_page(given)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (confirmed, "Fixed: no. This program has changed nothing."),
        (changed, "Fixed: no. Changes were made, but not all is put right."),
        (nothing_found, "Fixed: nothing was found to fix. This program has changed nothing."),
    ],
    ids=["found", "changed", "nothing found"],
)
def test_fixed_or_not_is_said(sample: Callable[[], Diagnosis], words: str) -> None:
    assert squeezed(words) in first_page(sample())


def test_when_the_backup_failed_stands_among_the_facts_and_in_the_timeline() -> None:
    given = confirmed()
    late = replace(given, symptom=replace(given.symptom, failed_at=STARTED - timedelta(hours=1)))
    page = first_page(late)
    assert squeezed("Backup failed 2026-11-22 02:12 (UTC+00:00) · 2026-11-22 02:12:45 UTC") in page
    events = squeezed("2026-11-22 02:12:45 UTC A backup failed: UserErrorGuestAgentStatusUnavailable 2026-11-22 03:12")
    assert events in read(late).text
    assert squeezed("A backup failed") not in read(given).text


def test_the_report_has_its_own_language() -> None:
    assert re.search("Диагностика резервного копирования", read(confirmed(), language("ru")).pages[0])


def test_beside_the_root_only_faults_are_shown_before_the_appendix() -> None:
    first, second, *rest = sorted(catalogue(), key=lambda cause: len(cause.checks) < 2)
    given = diagnosis([result(first, [faulty(), healthy()]), result(second, [faulty(), healthy()]), *(result(cause, [healthy()]) for cause in rest)])
    shown = content_of(given, ENGLISH, "X")
    root, rival = shown["checks"]["causes"]
    assert {check["sign"] for check in root["checks"]} == {"failed", "ok"}
    assert {check["sign"] for check in rival["checks"]} == {"failed"}
    assert len(shown["other_checks"]["causes"][0]["checks"]) > 1, "whole in the appendix"
