"""The evidence of a row: read, copied piece by piece, looked up whole, asked again by hand; legible at any text size."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.answer import Answers
from backup_doctor.core.answer_text import Place, lay_out
from backup_doctor.core.model import Evidence
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.answer import AnswerDialog, AnswerSheet
from backup_doctor.ui.widgets.check_row import CheckRow
from backup_doctor.ui.widgets.command_box import CommandBox
from backup_doctor.ui.widgets.evidence import EvidenceView, evidence_as_text
from tests.helpers.diagnoses import VM, evidence
from tests.helpers.qt_access import nameless
from tests.helpers.qt_wizard import PATIENCE, Wizard

SCENARIO = "windows-agent-stopped"
AGENT = "windows-agent-unresponsive"
BODY = json.dumps({"name": "web01 \U0001f4be", "properties": {"state": "Failed", "substate": "failed"}}).encode()


def shown(wizard: Wizard, given: Evidence | None = None) -> EvidenceView:
    """One piece of evidence on the window, with its answer."""
    found = given or replace(evidence(str(VM), "Failed"), answer=Answers().keep(BODY))
    view = EvidenceView(wizard.kit, found, wizard.window)
    view.resize(800, 400)
    view.show()
    return view


def opened(wizard: Wizard, cause: str = AGENT) -> EvidenceView:
    """The first evidence of the first row of a cause that has any."""
    row: CheckRow = next(row for row in wizard.cause_page(cause).rows if row.finding is not None and row.finding.evidence)
    row.toggle()
    QApplication.processEvents()
    return next(view for view in row.findChildren(EvidenceView) if view.isVisible())


def whole(wizard: Wizard, view: EvidenceView) -> AnswerSheet:
    """The whole answer, laid out."""
    view.whole.click()
    dialog = wizard.window.findChild(AnswerDialog)
    assert isinstance(dialog, AnswerDialog)
    sheet = cast(AnswerSheet, dialog.sheet)
    wizard.qtbot.waitUntil(lambda: sheet.laid is not None, timeout=PATIENCE)
    return sheet


def lines(view: QWidget) -> list[CommandBox]:
    return [box for box in view.findChildren(CommandBox) if box.isVisible()]


def test_each_value_and_the_whole_can_be_copied(wizard: Wizard) -> None:
    view = shown(wizard)
    found = view.evidence
    copied = []
    for field in view.fields:
        field.copy.copy()
        copied.append(QGuiApplication.clipboard().text())
    assert [copied[0], copied[1], copied[3], copied[4]] == [found.request, found.request_id, found.path, found.value]
    assert f"({found.at:%H:%M:%S} UTC)" in copied[2]
    view.copy.copy()
    assert QGuiApplication.clipboard().text() == evidence_as_text(found, wizard.kit.words.language)
    assert all(value in QGuiApplication.clipboard().text() for value in copied)
    assert nameless(view) == []


def test_names_stand_above_their_values_where_there_is_no_room_beside(wizard: Wizard, qapp: QApplication) -> None:
    font, large = qapp.font(), qapp.font()
    large.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(large)
    try:
        wizard.window.resize(900, 640)
        wizard.diagnose(SCENARIO)
        view = opened(wizard)
        for _ in range(5):
            QApplication.processEvents()
        for field in view.fields:
            name, value = field.name.geometry(), field.value.geometry()
            assert name.bottom() < value.top()
            assert value.height() >= field.value.heightForWidth(value.width())
            assert max(field.value.geometry().right(), field.copy.geometry().right()) <= view.width()
        assert view.mapTo(view.window(), QPoint(view.width(), 0)).x() <= view.window().width()
    finally:
        qapp.setFont(font)


def test_where_there_is_room_values_stand_in_one_column_beside_their_names(wizard: Wizard) -> None:
    view = shown(wizard)
    QApplication.processEvents()
    assert len({field.value.geometry().left() for field in view.fields}) == 1
    assert all(field.name.geometry().right() < field.value.geometry().left() for field in view.fields)


def test_every_finding_of_a_run_has_its_answer_and_the_place_in_it(wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    pieces = [piece for finding in run.findings.values() for piece in finding.evidence]
    assert pieces
    for piece in pieces:
        assert piece.answer is not None and piece.answer.body is not None, piece
        laid = lay_out(piece.answer.body, piece.path)
        assert laid.place is not Place.UNKNOWN, piece
        if laid.place is Place.HERE and len(piece.value) < 1000:
            literal = json.loads(laid.shown[laid.start : laid.end])
            assert piece.value in (literal or '""', json.dumps(literal, ensure_ascii=False), "(absent)")


def test_the_answer_of_a_refusal_is_shown_too(qtbot: QtBot, parts: Parts) -> None:
    with start([SCENARIO], faults=[Fault.parse("403:locks")]) as lab:
        parts.window.show()
        wizard = Wizard(qtbot, parts, lab)
        wizard.reach_symptom(SCENARIO).no_code.click()
        wizard.window.bar.primary.click()
        wizard.finish()
        sheet = whole(wizard, opened(wizard, "resource-group-lock"))
        assert "AuthorizationFailed" in sheet.reader.marked
        sheet.closing.emit()


def test_the_whole_answer_is_shown_with_the_deciding_place_marked(wizard: Wizard) -> None:
    sheet = whole(wizard, shown(wizard))
    assert json.loads(sheet.plain()) == json.loads(BODY)
    assert sheet.reader.words.toPlainText() == sheet.plain()
    (marked,) = sheet.reader.words.extraSelections()
    assert marked.cursor.selectedText() == '"Failed"', "also behind a character that counts twice"
    assert nameless(sheet) == []
    sheet.closing.emit()


def test_the_answer_is_searched(wizard: Wizard) -> None:
    sheet = whole(wizard, shown(wizard))
    reader = sheet.reader
    reader.search.setText("STATE")
    assert reader.hits == 2
    reader.next.click()
    assert reader.count.text() == "1 of 2"
    reader.before.click()
    assert reader.count.text() == "2 of 2"
    reader.search.setText("no such words")
    assert (reader.hits, reader.next.isEnabled(), reader.count.text()) == (0, False, "Not found")
    sheet.closing.emit()


def test_the_answer_is_copied_and_saved_and_else_nowhere_on_the_disk(wizard: Wizard, tmp_path: Path, home: Path) -> None:
    sheet = whole(wizard, shown(wizard))
    sheet.copy.copy()
    assert QGuiApplication.clipboard().text() == sheet.plain()
    assert not [path for folder in (tmp_path, home) for path in folder.rglob("*") if path.is_file() and b"substate" in path.read_bytes()]
    sheet.save_as(tmp_path / "answer.json")
    assert (tmp_path / "answer.json").read_text("utf-8") == sheet.plain()
    sheet.save_as(tmp_path / "no folder" / "answer.json")
    assert "cannot be written" in sheet.outcome.plain()
    sheet.closing.emit()


def test_an_answer_that_had_to_make_room_says_so(wizard: Wizard) -> None:
    view = shown(wizard)
    assert view.evidence.answer is not None
    view.evidence.answer.body = None
    view.whole.click()
    dialog = wizard.window.findChild(AnswerDialog)
    assert isinstance(dialog, AnswerDialog)
    sheet = cast(AnswerSheet, dialog.sheet)
    assert "no longer in memory" in sheet.told.toPlainText()
    assert not sheet.save.isEnabled()
    dialog.close()


def test_evidence_from_a_file_has_no_answer_to_show(wizard: Wizard) -> None:
    view = shown(wizard, replace(evidence(str(VM), "Failed"), request_id=""))
    assert view.whole.isHidden()
    assert [field.name.text() for field in view.fields] == ["Request", "Answered", "JSON path", "Value"]


def test_the_question_can_be_typed_by_hand(wizard: Wizard) -> None:
    view = shown(wizard)
    assert lines(view) == []
    view.by_hand.click()
    first = lines(view)[0]
    first.copy.copy()
    assert QGuiApplication.clipboard().text().startswith("az rest --method get --url 'https://management.azure.com/")
    view.by_hand.click()
    assert lines(view) == []
    assert shown(wizard, replace(view.evidence, request="POST https://management.azure.com/x")).by_hand.isHidden()


def test_what_is_open_follows_the_language(wizard: Wizard) -> None:
    view = shown(wizard)
    sheet = whole(wizard, view)
    wizard.kit.words.use("ru")
    QApplication.processEvents()
    assert f"{view.evidence.at:%d.%m.%Y}" in view.fields[2].value.toPlainText()
    assert view.fields[0].value.toPlainText() == view.evidence.request
    assert sheet.reader.marked == '"Failed"'
    sheet.closing.emit()
