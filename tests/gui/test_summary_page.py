"""The summary: the verdict, what to do next, and reports that can be saved without losing anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from backup_doctor.core.report import loads
from backup_doctor.ui.state import Kind
from tests.helpers.qt_wizard import PATIENCE, Wizard

AGENT = "windows-agent-unresponsive"


def test_the_verdict_names_the_root_cause_and_leads_to_its_page(wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    assert "The Windows VM agent does not answer" in page.verdict.plain()
    page.next_steps.findChildren(QPushButton)[0].click()
    assert (wizard.window.step.kind, wizard.window.step.cause) == (Kind.CAUSE, AGENT)


def test_a_healthy_machine_has_no_cause(wizard: Wizard) -> None:
    wizard.diagnose("healthy-windows")
    assert "No cause found" in wizard.summary_page().verdict.plain()


def test_what_could_not_be_looked_at_is_listed_with_the_missing_permission(wizard: Wizard) -> None:
    wizard.diagnose("no-permission-for-locks")
    page = wizard.summary_page()
    assert page._not_looked_card.isVisible()
    assert "Microsoft.Authorization/locks/read" in "\n".join(block.toPlainText() for block in page.not_looked.findChildren(type(page.verdict.words)))


@pytest.mark.parametrize("code", ["en", "ru"])
def test_the_pdf_is_written_in_the_language_chosen_on_the_page(qtbot: QtBot, wizard: Wizard, tmp_path: Path, code: str) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    page.report.choose(code)
    path = tmp_path / "summary.pdf"
    with qtbot.waitSignal(wizard.flow.pdf_written, timeout=PATIENCE):
        page.export_pdf(path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert f"/Lang({code}".encode() in path.read_bytes().replace(b" ", b"")
    assert str(path) in page.outcome.plain()
    assert page.open_file.isVisible()


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_lost(qtbot: QtBot, wizard: Wizard, tmp_path: Path) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    nowhere = tmp_path / "none" / "summary.pdf"
    with qtbot.waitSignal(wizard.flow.pdf_failed, timeout=PATIENCE):
        page.export_pdf(nowhere)
    assert str(nowhere) in page.outcome.plain()
    assert not page.open_file.isVisible()
    page.save_json(nowhere)
    assert str(nowhere) in page.outcome.plain()
    assert wizard.state.diagnosis is not None
    page.save_json(tmp_path / "diagnosis.json")
    assert "Saved" in page.outcome.plain()


def test_the_saved_json_reads_back_as_the_same_diagnosis(wizard: Wizard, tmp_path: Path) -> None:
    wizard.diagnose("windows-agent-stopped")
    manual = wizard.cause_page(AGENT).manual_rows[0]
    manual.tick.click()
    path = tmp_path / "diagnosis.json"
    wizard.summary_page().save_json(path)
    read = loads(path.read_bytes())
    assert read.root_cause == AGENT
    assert read.done_by_hand == {manual.manual.id}
    assert wizard.state.diagnosis is not None
    assert (read.vm, read.started, read.finished) == (wizard.state.diagnosis.vm, wizard.state.diagnosis.started, wizard.state.diagnosis.finished)


def test_the_text_for_a_ticket_is_plain_and_complete(wizard: Wizard) -> None:
    run = wizard.diagnose("windows-agent-stopped")
    wizard.summary_page().report.ticket.button.click()
    text = QGuiApplication.clipboard().text()
    assert str(run.subject.id) in text
    assert "UserErrorGuestAgentStatusUnavailable" in text
    assert all(wizard.kit.render(cause.title) in text for cause in run.causes)
    assert "<" not in text


def test_the_timeline_begins_with_the_failed_job(wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    page = wizard.summary_page()
    lines = [label.text() for label in page.timeline.findChildren(type(page.heading))]
    assert "the backup job started" in lines[0]
    assert "this diagnosis ended" in lines[-1]


def test_the_report_is_in_the_language_of_the_window_until_the_user_chooses(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    report = wizard.summary_page().report
    wizard.kit.words.use("ru")
    qtbot.waitUntil(lambda: report.language_code == "ru")
    report.choose("en")
    wizard.kit.words.use("en")
    wizard.kit.words.use("ru")
    qtbot.wait(10)
    assert report.language_code == "en"
