"""Holds the printed comparison: the same bytes, whole text, tags, fonts, and both diagnoses attached."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from backup_doctor.core.comparison import Comparison, compare, redacted
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.language import Language, language
from backup_doctor.core.report import loads
from backup_doctor.pdf.comparison import AFTER, BEFORE, make_comparison_pdf
from tests.helpers.diagnoses import changed, sample

from .samples import confirmed, hostile, not_all_seen, nothing_found

ENGLISH, RUSSIAN = language("en"), language("ru")


def pair(before: Diagnosis, after: Diagnosis) -> Comparison:
    day = timedelta(days=1)
    return compare(before, replace(after, started=after.started + day, finished=after.finished + day))


def repaired() -> Comparison:
    return pair(confirmed(), nothing_found())


def broken() -> Comparison:
    return pair(not_all_seen(), confirmed())


def same() -> Comparison:
    return pair(confirmed(), confirmed())


def attacked() -> Comparison:
    return pair(hostile(), hostile())


def by_hand() -> Comparison:
    return pair(sample(), changed())


every_pair = pytest.mark.parametrize("made", [repaired, broken, same, attacked, by_hand], ids=lambda made: made.__name__)
both_languages = pytest.mark.parametrize("spoken", [ENGLISH, RUSSIAN], ids=lambda spoken: spoken.code)


def read(comparison: Comparison, spoken: Language = ENGLISH) -> PdfReader:
    return PdfReader(io.BytesIO(make_comparison_pdf(comparison, spoken)))


def text(reader: PdfReader) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


@every_pair
@both_languages
def test_it_is_printed_alike_twice_and_names_its_language(made: Callable[[], Comparison], spoken: Language) -> None:
    first = make_comparison_pdf(made(), spoken)
    assert first == make_comparison_pdf(made(), spoken)
    root = PdfReader(io.BytesIO(first)).root_object
    assert str(root["/Lang"]).startswith(spoken.code)
    assert "/StructTreeRoot" in root


def test_it_says_what_has_changed() -> None:
    printed = text(read(repaired()))
    root = confirmed().root
    assert root is not None
    for words in (
        str(root.title),
        "was found before and is ruled out now",
        "Confirmed",
        "Ruled out",
        "2026-11-22 03:13:04 UTC",
        "2026-11-23 03:13:04 UTC",
    ):
        assert re.sub(r"\s+", "", words) in printed, words


def test_both_diagnoses_are_attached_whole() -> None:
    comparison = by_hand()
    attachments = read(comparison).attachments
    assert set(attachments) == {BEFORE, AFTER}
    assert loads(attachments[BEFORE][0]) == comparison.before
    assert loads(attachments[AFTER][0]) == comparison.after


def test_a_masked_comparison_names_nobody_and_has_one_mask_for_a_name() -> None:
    comparison = redacted(by_hand())
    reader = read(comparison)
    whole = text(reader) + "".join(data.decode() for files in reader.attachments.values() for data in files)
    assert [word for word in ("web01", "rg-payroll", "Payroll-Freeze", "0f2a6f55") if word.casefold() in whole.casefold()] == []
    assert comparison.before.vm.id == comparison.after.vm.id


@every_pair
def test_only_our_fonts_are_used_and_all_are_embedded(made: Callable[[], Comparison], tmp_path: Path) -> None:
    (tmp_path / "comparison.pdf").write_bytes(make_comparison_pdf(made(), RUSSIAN))
    listed = subprocess.run(["pdffonts", "comparison.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert re.match(r"[A-Z]{6}\+NotoSans(Mono)?-(Regular|Bold) .* yes yes yes ", line), line


@every_pair
@both_languages
def test_readers_for_the_blind_can_follow(made: Callable[[], Comparison], spoken: Language, tmp_path: Path) -> None:
    (tmp_path / "comparison.pdf").write_bytes(make_comparison_pdf(made(), spoken))
    found = shutil.which("pdfua", path=str(Path(sys.executable).parent))
    assert found is not None, "pdfua is a development dependency"
    checked = subprocess.run([found, "check", "comparison.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
