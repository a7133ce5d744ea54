"""``report``: a PDF of a saved diagnosis, in either language, with or without names."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from backup_doctor.cli.main import run
from backup_doctor.core.language import language
from backup_doctor.core.report import dumps
from tests.helpers.diagnoses import sample


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "diagnosis.json"
    file.write_text(dumps(sample(), language("en")), "utf-8")
    return file


def words_of(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


@pytest.mark.parametrize(("code", "words"), [("en", "Confirmed"), ("ru", "Подтверждена")])
def test_an_english_diagnosis_is_printed_in_either_language(code: str, words: str, saved: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "summary.pdf"
    assert run(["report", str(saved), "--pdf", str(pdf), "--lang", code]) == 0
    assert words in words_of(pdf)
    assert "web01" in words_of(pdf)


def test_a_redacted_report_names_nobody(saved: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "summary.pdf"
    assert run(["report", str(saved), "--pdf", str(pdf), "--redact"]) == 0
    attached = b"".join(data for files in PdfReader(pdf).attachments.values() for data in files).decode()
    for text in (words_of(pdf), attached):
        assert "[VM-1]" in text
        for name in ("web01", "rg-payroll", "Payroll", "AzureBackupRG_1"):
            assert name not in text
