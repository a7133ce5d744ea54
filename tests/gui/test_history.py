"""The history in the window: what is kept, listed, opened again, compared and deleted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.diagnosis import Diagnosis, Subject
from backup_doctor.core.history import History, HistoryEntry, Unreadable, new_name
from backup_doctor.core.language import language
from backup_doctor.core.model import Status
from backup_doctor.core.report import loads
from backup_doctor.core.resource_id import VmId
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.dialog import Dialog
from backup_doctor.ui.dialogs.open_items import OpenItemsSheet
from backup_doctor.ui.dialogs.preview import PreviewDialog
from backup_doctor.ui.dialogs.question import QuestionSheet
from backup_doctor.ui.pages.comparison import ComparisonPage
from backup_doctor.ui.pages.history import HistoryPage
from backup_doctor.ui.pages.past import PastPage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.past_causes import PastCause
from backup_doctor.ui.widgets.text import Prose
from tests.helpers.diagnosed import as_a_user_would
from tests.helpers.diagnoses import SUBSCRIPTION, changed, sample
from tests.helpers.qt_access import nameless
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_wizard import PATIENCE, Wizard

P = TypeVar("P", bound=QWidget)
DELETE = "backup-extension-load-failure/delete-extension"
UNHEARD = "503:/operations/"
AGENT = "windows-agent-unresponsive"


class Room:
    """A window with a folder of kept diagnoses."""

    def __init__(self, qtbot: QtBot, parts: Parts) -> None:
        self.qtbot, self.window, self.kit = qtbot, parts.window, parts.kit
        self.history = parts.kit.history
        self.folder = History(parts.kit.history.folder)

    def keep(self, diagnosis: Diagnosis, *, days: int = 0, demo: bool = False) -> str:
        """Put a diagnosis of so many days later into the folder."""
        later = replace(diagnosis, started=diagnosis.started + timedelta(days=days), finished=diagnosis.finished + timedelta(days=days))
        name = new_name(later)
        self.folder.keep(later, name, language("en"), demo=demo)
        return name

    def list(self) -> HistoryPage:
        """Go to the history and wait until it has been read."""
        self.window.header.history.click()
        self.settle()
        return self.page(HistoryPage)

    def settle(self) -> None:
        """Wait until nothing is being read or written."""
        history = self.history
        self.qtbot.waitUntil(lambda: history.entries is not None and not history.is_reading and not history._pending, timeout=PATIENCE)

    def open(self, row: int = 0) -> PastPage:
        """Open a row of the list."""
        page = self.list()
        page.list.setCurrentIndex(page.list.entries.index(row))
        with self.qtbot.waitSignal(self.history.opened, timeout=PATIENCE):
            self.window.bar.primary.click()
        return self.page(PastPage)

    def page(self, kind: type[P]) -> P:
        page = self.window.page
        assert isinstance(page, kind)
        return page

    def answer(self, yes: bool) -> None:
        """Press a button of the question on screen."""
        question = next(question for question in self.window.findChildren(QuestionSheet) if question.isVisible())
        (question.yes if yes else question.close_button).click()


@pytest.fixture
def room(qtbot: QtBot, parts: Parts) -> Room:
    with qtbot.waitActive(parts.window):
        parts.window.show()
        parts.window.activateWindow()
    return Room(qtbot, parts)


def names(page: HistoryPage) -> list[str]:
    model = page.list.entries
    return [model.entry(model.index(row)).name for row in range(model.rowCount())]


def select(page: HistoryPage, *rows: int) -> None:
    page.list.clearSelection()
    for row in rows:
        page.list.selectionModel().select(page.list.entries.index(row), QItemSelectionModel.SelectionFlag.Select)


def words_of(widget: QWidget) -> str:
    return "\n".join(block.toPlainText() for block in widget.findChildren(Prose) if block.isVisibleTo(widget))


def texts_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def another(vm: str) -> Diagnosis:
    return replace(sample(), vm=Subject(VmId(SUBSCRIPTION, "rg-other", vm)))


def kept(folder: Path) -> list[Diagnosis]:
    return [loads(file.read_bytes()) for file in sorted(folder.glob("*.json"))]


def test_a_finished_diagnosis_is_kept_and_follows_what_is_done(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    history = wizard.kit.history
    qtbot.waitUntil(lambda: not history._pending and history.folder.is_dir(), timeout=PATIENCE)
    (first,) = kept(history.folder)
    assert first.root_cause == AGENT
    wizard.cause_page(AGENT).manual_rows[0].tick.click()
    qtbot.waitUntil(lambda: bool(kept(history.folder)[0].done_by_hand), timeout=PATIENCE)
    qtbot.waitUntil(lambda: kept(history.folder) == [wizard.state.diagnosis], timeout=PATIENCE)


def test_two_runs_are_two_diagnoses(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.diagnose("healthy-windows")
    wizard.flow.start()
    wizard.finish()
    qtbot.waitUntil(lambda: len(kept(wizard.kit.history.folder)) == 2, timeout=PATIENCE)


def test_runs_begun_within_a_second_are_kept_in_their_order(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.diagnose("healthy-windows")
    history, names = wizard.kit.history, [wizard.kit.history._name]
    for _ in range(2):
        wizard.flow.start()
        wizard.finish()
        names.append(history._name)
    assert names == sorted(names)
    assert any(".000Z" not in name for name in names), "a report's whole seconds would put them in no order"
    qtbot.waitUntil(lambda: len(kept(history.folder)) == 3, timeout=PATIENCE)


def test_nothing_is_kept_where_that_is_switched_off(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.kit.settings.keeps_history = False
    wizard.diagnose("healthy-windows")
    page = Room(qtbot, wizard.parts).list()
    assert not wizard.kit.history.folder.exists()
    assert page.blank.settings.isVisible()
    assert "switched off" in page.subtitle.text()


def test_what_the_user_has_deleted_does_not_come_back(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    room = Room(qtbot, wizard.parts)
    page = room.list()
    page.delete_all.click()
    room.answer(yes=True)
    qtbot.waitUntil(lambda: wizard.kit.history.entries == (), timeout=PATIENCE)
    wizard.cause_page(AGENT).manual_rows[0].tick.click()
    assert room.list().list.chosen == []
    assert kept(wizard.kit.history.folder) == []


def test_closing_at_once_loses_nothing(qtbot: QtBot, wizard: Wizard, parts: Parts) -> None:
    wizard.diagnose("windows-agent-stopped")
    wizard.cause_page(AGENT).manual_rows[0].tick.click()
    diagnosis = wizard.state.diagnosis
    parts.bridge.close()
    assert kept(parts.kit.history.folder) == [diagnosis]


def test_a_folder_that_takes_nothing_is_told_and_the_diagnosis_stays(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.kit.history.folder.write_text("not a folder", "utf-8")
    wizard.diagnose("healthy-windows")
    qtbot.waitUntil(wizard.window.banners.fault.isVisible, timeout=PATIENCE)
    assert "could not be kept in the history" in wizard.window.banners.fault.plain()
    assert wizard.state.diagnosis is not None
    wizard.kit.history.folder.unlink()  # what the repairs have added meanwhile is written when the window closes


def test_the_list_shows_the_newest_first_and_what_cannot_be_read(room: Room) -> None:
    old, new = room.keep(sample()), room.keep(another("web02"), days=2, demo=True)
    (room.folder.folder / "damaged.json").write_bytes(b"{")
    page = room.list()
    assert names(page) == ["damaged.json", new, old]
    model = page.list.entries
    said = [str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole)) for row in range(3)]
    assert "Cannot be read" in said[0]
    assert said[1].startswith("web02 of the demo tenant, 2026-11-24 03:12 (2026-11-24 03:12 UTC)")
    assert "UserErrorGuestAgentStatusUnavailable" in said[2]
    assert "Confirmed · Not fixed" in said[2]
    select(page, 0)
    assert not room.window.bar.primary.isEnabled()
    assert page.delete.isEnabled()


def test_the_newest_is_selected_by_whoever_comes_from_elsewhere_and_the_last_one_by_whoever_comes_back(room: Room) -> None:
    room.keep(sample())
    old = room.keep(sample(), days=1)
    page = room.list()
    assert [entry.name for entry in page.list.chosen] == [old]
    room.open(1)
    room.window.bar.back.click()
    room.settle()
    assert [entry.name for entry in page.list.chosen] == [names(page)[1]]
    new = room.keep(sample(), days=2)
    assert [entry.name for entry in room.list().list.chosen] == [new]


def test_an_empty_history_says_what_it_is_for(room: Room) -> None:
    page = room.list()
    assert page.blank.isVisible()
    assert not page.blank.settings.isVisible()
    assert not room.window.bar.primary.isEnabled()
    assert not page.delete_all.isEnabled()


def test_the_filter_looks_at_every_word_of_the_line(room: Room) -> None:
    web, sql = room.keep(sample()), room.keep(another("sql01"), days=1)
    page = room.list()
    for words, found in (("SQL01", [sql]), ("web01 lock", [web]), ("2026-11-23", [sql]), ("rg-payroll", [web]), ("", [sql, web])):
        page.filter.setText(words)
        assert names(page) == found, words
    page.filter.setText("nobody")
    assert page.blank.clear.isVisible()
    page.blank.clear.click()
    assert names(page) == [sql, web]
    page.facet.setCurrentIndex(page.facet.findData("fixed"))
    assert page.blank.isVisible()


def test_a_kept_diagnosis_is_opened_read_only_and_says_of_when_it_is(room: Room) -> None:
    room.keep(changed())
    page = room.open()
    assert "As of 2026-11-22 03:12" in page.as_of.plain()
    assert "web01" in page.heading.text()
    assert "A lock keeps Azure Backup" in page.verdict.plain()
    assert "Unlock, clean up, and lock again" in words_of(page.undertaken)
    assert not page.again.isEnabled(), "nobody is signed in"
    root = next(line for line in page.causes.findChildren(PastCause) if line.is_open)
    assert root.cause.id == "resource-group-lock"
    assert "Payroll-Freeze" in words_of(root)
    assert nameless(room.window) == []


def test_a_missing_permission_is_named_once(room: Room) -> None:
    diagnosis = as_a_user_would("no-permission-for-locks")
    lacking = [check for check in diagnosis.findings(Status.UNKNOWN) if check.finding.missing is not None]
    room.keep(diagnosis)
    page = room.open()
    for line in page.causes.findChildren(PastCause):
        if not line.is_open:
            line.opener.click()
    assert words_of(page.causes).count("Microsoft.Authorization/locks/read") == len(lacking) > 0


def test_going_back_leads_where_one_came_from(room: Room) -> None:
    room.keep(sample())
    room.keep(sample(), days=1)
    page = room.open()
    with room.qtbot.waitSignal(room.history.compared, timeout=PATIENCE):
        page.compare.click()
    for kind in (Kind.PAST, Kind.HISTORY, Kind.SIGN_IN):
        room.window.bar.back.click()
        assert room.window.step.kind is kind


def test_a_kept_diagnosis_can_be_printed_saved_and_copied(room: Room, tmp_path: Path) -> None:
    room.keep(sample())
    page = room.open()
    pdf, saved = tmp_path / "past.pdf", tmp_path / "past.json"
    page.export_pdf(pdf)
    room.qtbot.waitUntil(page.outcome.isVisible, timeout=PATIENCE)
    assert pdf.read_bytes().startswith(b"%PDF-")
    page.report.redact.setChecked(True)
    page.save_json(saved)
    assert "web01" not in saved.read_text("utf-8")
    page.report.preview.click()
    assert [dialog for dialog in room.window.findChildren(Dialog) if dialog.isVisible()]
    for dialog in room.window.findChildren(Dialog):
        dialog.close()
    page.report.ticket.copy()
    assert "[VM-1]" in QApplication.clipboard().text()
    page.save_json(tmp_path / "none" / "past.json")
    assert "none" in page.outcome.plain()


def test_the_machine_can_be_diagnosed_again_when_signed_in(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    before = wizard.state.run
    page = Room(qtbot, wizard.parts).open()
    wizard.state.choose_vm(None)
    assert wizard.window.step == Step(Kind.PAST), "the page stands whatever becomes of the walk"
    page.again.click()
    assert wizard.window.step == Step(Kind.SYMPTOM)
    qtbot.waitUntil(lambda: wizard.state.last_job is not None, timeout=PATIENCE)
    wizard.window.bar.primary.click()
    assert wizard.finish() is not before


def test_a_file_that_has_gone_or_broken_meanwhile_is_told(room: Room) -> None:
    name = room.keep(sample())
    page = room.list()
    (room.folder.folder / name).write_bytes(b"{")
    page.submit()
    room.qtbot.waitUntil(page.error.isVisible, timeout=PATIENCE)
    assert "not JSON" in page.error.plain()
    room.settle()
    assert isinstance((room.history.entries or ())[0], Unreadable)


@pytest.mark.parametrize("demo", [True, False])
def test_a_diagnosis_of_the_demo_tenant_is_kept_as_one(wizard: Wizard, demo: bool) -> None:
    room = Room(wizard.qtbot, wizard.parts)
    if demo:
        wizard.flow.explore()
        wizard.qtbot.waitUntil(lambda: wizard.flow.lab is not None and wizard.state.vms_complete, timeout=PATIENCE)
        assert wizard.flow.lab is not None
        wizard.lab = wizard.flow.lab
        wizard.choose("healthy-windows")
        wizard.window.bar.primary.click()
        wizard.finish()
    else:
        wizard.diagnose("healthy-windows")
    room.list()
    assert [entry.demo for entry in room.history.entries or () if isinstance(entry, HistoryEntry)] == [demo]


def test_what_cannot_be_deleted_is_told(room: Room) -> None:
    name = room.keep(sample())
    page = room.list()
    file = room.folder.folder / name
    file.unlink()
    file.mkdir()  # what is open elsewhere on Windows cannot be deleted either
    room.history.forget([entry for entry in room.history.entries or () if entry.name == name])
    room.qtbot.waitUntil(lambda: page.error.isVisible(), timeout=PATIENCE)
    assert page.error.words.toPlainText().startswith("1 kept diagnosis could not be deleted: ")


def test_the_one_before_is_the_latest_earlier_one_of_the_same_vm(room: Room) -> None:
    names = [room.keep(sample(), days=days) for days in range(3)]
    room.keep(another("web02"), days=1)
    room.list()
    entries = {entry.name: entry for entry in room.history.entries or () if not isinstance(entry, Unreadable)}
    first, second, third = (entries[name] for name in names)
    assert [room.history.before(entry) for entry in (third, second, first)] == [second, first, None]


def test_what_began_within_a_second_is_in_order_all_the_same(room: Room) -> None:
    begun = sample().started.replace(microsecond=0)
    names = [room.keep(replace(sample(), started=begun + timedelta(milliseconds=100 * number))) for number in range(8)]
    room.list()
    entries = [entry for entry in room.history.entries or () if isinstance(entry, HistoryEntry)]
    assert [entry.name for entry in entries] == names[::-1]
    assert [room.history.before(entry) for entry in entries] == [*entries[1:], None]


def test_a_list_that_is_there_is_not_cut_short_to_be_read_anew(room: Room) -> None:
    for days in range(5):
        room.keep(sample(), days=days)
    room.list()
    lengths: list[int] = []
    room.history.changed.connect(lambda: lengths.append(len(room.history.entries or ())))
    room.history.read()
    room.settle()
    assert set(lengths) == {5}


def test_one_is_compared_with_the_one_before(room: Room) -> None:
    healthy, stuck = as_a_user_would("healthy-windows"), as_a_user_would("extension-stuck")
    room.keep(replace(sample(), vm=Subject(VmId(SUBSCRIPTION, "rg-other", "web01"))), days=3)
    at = sample().finished
    room.keep(replace(stuck, vm=healthy.vm, started=at, finished=at))
    room.keep(replace(healthy, started=at, finished=at), days=1)
    page = room.list()
    select(page, 1)
    with room.qtbot.waitSignal(room.history.compared, timeout=PATIENCE):
        page.compare.click()
    compared = room.page(ComparisonPage)
    assert "was found before and is ruled out now" in compared.result.plain()
    assert "VMSnapshot has been at work" in words_of(compared.causes)
    assert "2026-11-22 03:12" in texts_of(compared.before)
    assert "2026-11-23 03:12" in texts_of(compared.after)
    assert nameless(room.window) == []


def test_only_two_of_the_same_machine_are_compared(room: Room) -> None:
    room.keep(sample())
    room.keep(another("web02"), days=1)
    room.keep(sample(), days=2)
    page = room.list()
    for rows, possible in (((0,), True), ((1,), False), ((2,), False), ((0, 2), True), ((0, 1), False), ((0, 1, 2), False)):
        select(page, *rows)
        assert page.compare.isEnabled() is possible, rows
        assert possible or page.compare.toolTip()


def test_a_comparison_can_be_printed_and_copied(room: Room, tmp_path: Path) -> None:
    room.keep(sample())
    room.keep(changed(), days=1)
    page = room.list()
    with room.qtbot.waitSignal(room.history.compared, timeout=PATIENCE):
        page.compare.click()
    compared = room.page(ComparisonPage)
    compared.report.redact.setChecked(True)
    compared.export_pdf(tmp_path / "compared.pdf")
    room.qtbot.waitUntil(compared.outcome.isVisible, timeout=PATIENCE)
    assert (tmp_path / "compared.pdf").read_bytes().startswith(b"%PDF-")
    compared.report.ticket.copy()
    assert "What has changed on [VM-1]" in QApplication.clipboard().text()
    compared.export_pdf(tmp_path / "none" / "compared.pdf")
    room.qtbot.waitUntil(lambda: "none" in compared.outcome.plain(), timeout=PATIENCE)


def test_a_comparison_is_looked_at_before_it_is_saved(room: Room, tmp_path: Path) -> None:
    room.keep(sample())
    room.keep(changed(), days=1)
    page = room.list()
    with room.qtbot.waitSignal(room.history.compared, timeout=PATIENCE):
        page.compare.click()
    room.page(ComparisonPage).report.preview.click()
    dialog = room.window.findChild(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    sheet = dialog.preview
    for masked, name in ((False, sample().vm.id.name), (True, "[VM-1]")):
        sheet.redact.setChecked(masked)
        room.qtbot.waitUntil(lambda: not sheet.is_drawing, timeout=PATIENCE)
        assert f"What has changed on {name}" in sheet.paper.sheets[0].accessibleDescription()
    sheet.save_as(tmp_path / "compared.pdf")
    room.qtbot.waitUntil(sheet.open_folder.isVisible, timeout=PATIENCE)
    printed = PdfReader(tmp_path / "compared.pdf").pages
    assert len(sheet.paper.sheets) == len(printed)
    for shown, paper in zip(sheet.paper.sheets, printed, strict=True):
        words = "".join(paper.extract_text().split())
        pieces = ["".join(piece.split()) for piece in shown.accessibleDescription().splitlines()]
        assert pieces
        assert all(piece in words for piece in pieces), "what is read out stands on that page"
    dialog.close()


def test_deleting_asks_first(room: Room) -> None:
    old, new = room.keep(sample()), room.keep(sample(), days=1)
    page = room.list()
    select(page, 0)
    page.delete.click()
    room.answer(yes=False)
    assert names(page) == [new, old]
    page.list.setFocus()
    page.list.erased.emit()
    room.answer(yes=True)
    room.qtbot.waitUntil(lambda: names(page) == [old], timeout=PATIENCE)
    assert [file.name for file in room.folder.folder.iterdir()] == [old]


def test_all_can_be_deleted_at_once(room: Room) -> None:
    room.keep(sample())
    (room.folder.folder / "damaged.json").write_bytes(b"{")
    page = room.list()
    page.delete_all.click()
    room.answer(yes=True)
    room.qtbot.waitUntil(lambda: room.history.entries == (), timeout=PATIENCE)
    assert list(room.folder.folder.iterdir()) == []


def test_the_language_is_switched_under_every_page(room: Room) -> None:
    room.keep(sample())
    room.keep(changed(), days=1)
    page = room.open()
    for code, said in (("ru", "Не исправлено: Блокировка"), ("en", "Not fixed: A lock")):
        room.kit.words.use(code)
        assert said in page.verdict.plain()
        with room.qtbot.waitSignal(room.history.compared, timeout=PATIENCE):
            page.compare.click()
        assert ("Подтверждена" if code == "ru" else "Confirmed") in texts_of(room.page(ComparisonPage))
        assert ("Подтверждена" if code == "ru" else "Confirmed") in str(room.list().list.entries.index(0).data())
        room.open()


def test_what_is_open_stands_on_top(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, "extension-stuck") as wizard:
        wizard.look("extension-stuck")
        wizard.allow()
        wizard.fail(UNHEARD)
        progress = wizard.carry_out(DELETE)
        qtbot.waitUntil(lambda: progress.rows[0].state.source == "Azure is carrying it out", timeout=PATIENCE)
        progress.stop.click()
        wizard.know_open_items(1)
        wizard.dialog.close()
        room = Room(qtbot, parts)
        page = room.list()
        assert "1 change is unfinished" in page.open_items.plain()
        assert not wizard.window.banners.open_items.isVisible(), "it is not said twice"
        page.open_items.show_open.click()
        (sheet,) = (sheet for sheet in wizard.window.findChildren(OpenItemsSheet) if sheet.isVisible())
        sheet.close_button.click()
        wizard.window.bar.back.click()
        assert wizard.window.banners.open_items.isVisible()
        wizard.mend()


def test_the_keyboard_alone_opens_a_diagnosis(room: Room) -> None:
    room.keep(sample())
    room.keep(sample(), days=1)
    page = room.list()
    page.filter.setFocus()
    press(page.filter, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    press(page.list, Qt.Key.Key_Down)
    with room.qtbot.waitSignal(room.history.opened, timeout=PATIENCE):
        press(page.list, Qt.Key.Key_Return)
    past = room.history.past
    assert past is not None
    assert past.diagnosis.finished == sample().finished


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


@pytest.mark.parametrize("hostile", ["<img src=x>", "\u202egnp.exe", "x" * 300])
def test_hostile_names_are_shown_as_they_are(room: Room, hostile: str) -> None:
    room.keep(another(hostile))
    room.keep(another(hostile), days=1)
    room.list().grab()
    page = room.open()
    assert page.heading.textFormat() is Qt.TextFormat.PlainText
    with room.qtbot.waitSignal(room.history.compared, timeout=PATIENCE):
        page.compare.click()
    room.window.grab()


def test_a_long_history_grows_while_it_is_read(room: Room) -> None:
    document = json.loads((room.folder.folder / room.keep(sample())).read_bytes())
    for number in range(40):
        (room.folder.folder / f"copy-{number}.json").write_text(json.dumps(document), "utf-8")
    page = room.list()
    assert len(names(page)) == 41
    assert all(isinstance(entry, HistoryEntry) for entry in room.history.entries or ())
