"""The preview of the report: the pages as they will be, read to the blind, and what is chosen there holds for the page behind."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from backup_doctor.catalogue.edition import edition
from backup_doctor.ui.dialogs.preview import PreviewDialog, PreviewSheet
from backup_doctor.ui.pages.summary import SummaryPage
from backup_doctor.ui.widgets.paper import PaperPage
from tests.helpers.qt_access import nameless
from tests.helpers.qt_wizard import PATIENCE, Wizard

STOPPED = "windows-agent-stopped"


@pytest.fixture
def summary(wizard: Wizard) -> SummaryPage:
    """The summary of a VM whose agent does not answer."""
    wizard.diagnose(STOPPED)
    return wizard.summary_page()


def preview(wizard: Wizard, page: SummaryPage) -> PreviewSheet:
    """The preview, opened from the card and drawn."""
    page.report.preview.click()
    sheet = opened(wizard).preview
    drawn(wizard, sheet)
    return sheet


def opened(wizard: Wizard) -> PreviewDialog:
    dialog = wizard.window.findChild(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    return dialog


def drawn(wizard: Wizard, sheet: PreviewSheet) -> None:
    wizard.qtbot.waitUntil(lambda: not sheet.is_drawing, timeout=PATIENCE)


def spoken(page: PaperPage) -> str:
    return page.accessibleDescription()


def test_every_page_of_the_pdf_is_shown_and_read_to_the_blind(wizard: Wizard, summary: SummaryPage, tmp_path: Path) -> None:
    sheet = preview(wizard, summary)
    file = tmp_path / "report.pdf"
    sheet.save_as(file)
    wizard.qtbot.waitUntil(lambda: sheet.open_folder.isVisible(), timeout=PATIENCE)
    reader = PdfReader(io.BytesIO(file.read_bytes()))
    sheets = sheet.paper.sheets
    assert len(sheets) == len(reader.pages)
    assert [page.accessibleName() for page in sheets][:2] == [f"Page 1 of {len(sheets)}", f"Page 2 of {len(sheets)}"]
    diagnosis = wizard.state.diagnosis
    assert diagnosis is not None and diagnosis.root is not None
    assert str(diagnosis.root.title) in spoken(sheets[0])
    for page, printed in zip(sheets, reader.pages, strict=True):
        words = "".join(printed.extract_text().split())
        pieces = ["".join(piece.split()) for piece in spoken(page).splitlines()]
        assert pieces
        assert all(piece in words for piece in pieces if len(spoken(page)) < 5000), "what is read out stands on that page"
    assert nameless(sheet) == []


def test_what_is_chosen_in_the_preview_changes_the_pages_and_the_card_behind(wizard: Wizard, summary: SummaryPage, tmp_path: Path) -> None:
    sheet = preview(wizard, summary)
    name = str(wizard.vm(STOPPED).name)
    assert name in spoken(sheet.paper.sheets[0])
    sheet.redact.click()
    drawn(wizard, sheet)
    assert name not in spoken(sheet.paper.sheets[0])
    assert "[VM-1]" in spoken(sheet.paper.sheets[0])
    sheet.language.setCurrentIndex(sheet.language.findData("ru"))
    sheet.language.activated.emit(sheet.language.currentIndex())
    drawn(wizard, sheet)
    assert "Агент ВМ" in spoken(sheet.paper.sheets[0])
    assert summary.report.redact.isChecked()
    assert summary.report.language_code == "ru"
    file = tmp_path / "report.pdf"
    sheet.save_as(file)
    wizard.qtbot.waitUntil(lambda: sheet.open_folder.isVisible(), timeout=PATIENCE)
    assert name.encode() not in file.read_bytes()
    about = PdfReader(file).metadata
    assert about is not None and about.title is not None
    assert name not in about.title


def test_pages_are_turned_and_made_larger(wizard: Wizard, summary: SummaryPage) -> None:
    sheet = preview(wizard, summary)
    paper = sheet.paper
    assert paper.current == 1
    assert not sheet.pages.previous.isEnabled()
    QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    assert paper.current == 2
    sheet.pages.next.click()
    sheet.pages.previous.click()
    assert sheet.pages.place.text() == f"Page 2 of {len(paper.sheets)}"
    width = paper.page_width
    sheet.pages.larger.click()
    drawn(wizard, sheet)
    assert paper.page_width > width
    assert paper.current == 2, "the place stays"
    sheet.pages.fit.click()
    assert paper.page_width == width


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_pictures_are_as_fine_as_the_screen(wizard: Wizard, summary: SummaryPage, ratio: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backup_doctor.ui.widgets.paper.Paper.devicePixelRatioF", lambda _: ratio)
    sheet = preview(wizard, summary)
    page = sheet.paper.sheets[0]
    picture = QImage.fromData(page.picture)
    assert abs(picture.width() - page.width() * ratio) <= 2


def test_only_pages_on_screen_are_unpacked(wizard: Wizard, summary: SummaryPage) -> None:
    sheet = preview(wizard, summary)
    for number in range(1, len(sheet.paper.sheets) + 1):
        sheet.paper.go_to(number)
        sheet.paper.repaint()
        wizard.qtbot.wait(1)
    assert sum(page.is_unpacked for page in sheet.paper.sheets) <= 3


def test_closing_while_pages_are_drawn_leaves_nothing_behind(wizard: Wizard, summary: SummaryPage) -> None:
    summary.report.preview.click()
    dialog = opened(wizard)
    assert dialog.preview.is_drawing
    dialog.close()
    assert not any(activity.what.source.startswith("Drawing") for activity in wizard.flow.activities)


def test_the_smallest_window_holds_the_preview(wizard: Wizard, summary: SummaryPage) -> None:
    sheet = preview(wizard, summary)
    sheet.window().resize(QSize(480, 360))
    assert sheet.minimumSizeHint().width() <= 480


def test_the_report_says_where_it_was_made_and_when_the_backup_failed(wizard: Wizard, summary: SummaryPage) -> None:
    diagnosis = wizard.state.diagnosis
    assert diagnosis is not None
    made = diagnosis.environment
    assert (made.rules, made.proxy, made.method) == (edition(), "loopback", "token")
    assert made.cloud == wizard.lab.endpoint
    assert made.tenant
    assert made.tenant_id
    assert diagnosis.symptom.failed_at is not None
