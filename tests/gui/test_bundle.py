"""The support bundle in the window: read before it is saved, without what was unticked, and without names unless they are wanted."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from backup_doctor.core.journal import Journal
from backup_doctor.core.plan import Plan, Risk, Step
from backup_doctor.core.text import verbatim
from backup_doctor.ui.dialogs.bundle import BundleDialog, BundleSheet
from backup_doctor.ui.logs import start_log, stop_log
from tests.helpers.diagnoses import VM
from tests.helpers.qt_access import nameless
from tests.helpers.qt_wizard import PATIENCE, Wizard

SCENARIO = "windows-agent-stopped"
SECRET = "Zq8~.not-a-real_secret"


def bundle(wizard: Wizard) -> BundleSheet:
    wizard.window.header.bundle_wanted.emit()
    dialog = next(dialog for dialog in wizard.window.findChildren(BundleDialog) if dialog.isVisible())
    sheet = cast(BundleSheet, dialog.sheet)
    wizard.qtbot.waitUntil(lambda: sheet.bundle is not None, timeout=PATIENCE)
    return sheet


def names(sheet: BundleSheet) -> list[str]:
    return [sheet.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(sheet.list.count())]


def read(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_before_anything_is_known_it_holds_the_environment_the_settings_and_the_log(wizard: Wizard, tmp_path: Path) -> None:
    wizard.kit.log_file.write_text(f"2026-11-22 03:12:45 INFO x: client_secret={SECRET} of ada@contoso.example\n", "utf-8")
    wizard.kit.log_file.with_name("backup-doctor.log.1").write_text("2026-11-21 03:12:45 INFO x: older\n", "utf-8")
    wizard.kit.settings.tenant = "contoso.example"
    sheet = bundle(wizard)
    assert names(sheet) == ["environment.json", "settings.json", "log/backup-doctor.log", "log/backup-doctor.log.1"]
    sheet.save_as(tmp_path / "bundle.zip")
    saved = read(tmp_path / "bundle.zip")
    assert not any(word in text for text in saved.values() for word in (SECRET, "contoso", "ada@"))
    about = json.loads(saved["environment.json"])
    assert about["qt"] and about["python"] and about["system"]
    assert "geometry" not in saved["settings.json"]
    sheet.closing.emit()


def test_the_log_masks_what_looks_like_a_secret(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), caplog.at_level(logging.INFO, "backup_doctor"):  # puts the levels back, which the log sets
        handler = start_log(tmp_path / "window.log")
        logging.getLogger("backup_doctor.test").info("sent client_secret=%s", SECRET)
        stop_log(handler)
    written = (tmp_path / "window.log").read_text("utf-8")
    assert "sent client_secret=" in written
    assert SECRET not in written


def test_names_are_masked_unless_they_are_wanted(wizard: Wizard, tmp_path: Path) -> None:
    wizard.diagnose(SCENARIO)
    vm = wizard.vm(SCENARIO)
    sheet = bundle(wizard)
    assert sheet.hides_names.isChecked()
    assert "diagnosis.json" in names(sheet)
    assert not any(vm.name in piece.text or vm.subscription in piece.text for piece in sheet.chosen)
    sheet.hides_names.click()
    assert any(vm.name in piece.text for piece in sheet.chosen)
    sheet.save_as(tmp_path / "bundle.zip")
    saved = read(tmp_path / "bundle.zip")
    assert json.loads(saved["diagnosis.json"])["vm"]["name"] == vm.name
    assert wizard.lab.token not in "".join(saved.values())
    assert json.loads(saved["environment.json"])["proxy"] == "loopback, direct"
    sheet.closing.emit()


def test_each_file_can_be_read_and_left_out(wizard: Wizard, tmp_path: Path) -> None:
    sheet = bundle(wizard)
    for row, piece in enumerate(sheet.pieces):
        sheet.list.setCurrentRow(row)
        assert sheet.reader.words.toPlainText() == piece.text
    sheet.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    sheet.hides_names.click()
    assert sheet.list.item(1).checkState() is Qt.CheckState.Unchecked, "the choice outlives the names"
    sheet.save_as(tmp_path / "bundle.zip")
    assert list(read(tmp_path / "bundle.zip")) == ["environment.json"]
    sheet.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not sheet.save.isEnabled()
    sheet.closing.emit()


def test_only_undertakings_for_the_machine_in_question_are_taken(wizard: Wizard) -> None:
    wizard.reach_symptom(SCENARIO)
    journal = Journal(wizard.kit.repairs.journal)
    nothing = verbatim("Nothing.")
    plan = Plan((Step(verbatim("Wait.")),), Risk.SAFE, downtime=nothing, loss=nothing, undo=nothing)
    kept = []
    for vm in (wizard.vm(SCENARIO), VM):
        with journal.begin(vm, "x/y", verbatim("Try"), plan, "0") as entry:
            kept.append(entry.undertaking.id)
    sheet = bundle(wizard)
    assert [name for name in names(sheet) if name.startswith("journal/")] == [f"journal/{kept[0]}.jsonl"]
    sheet.closing.emit()


def test_a_place_that_cannot_be_written_is_said(wizard: Wizard, tmp_path: Path) -> None:
    sheet = bundle(wizard)
    sheet.save_as(tmp_path / "no folder" / "bundle.zip")
    assert "cannot be written" in sheet.outcome.plain()
    sheet.closing.emit()


def test_everything_has_a_name_in_both_languages(wizard: Wizard) -> None:
    sheet = bundle(wizard)
    for code in ("en", "ru"):
        wizard.kit.words.use(code)
        QApplication.processEvents()
        assert nameless(sheet) == []
        assert sheet.list.count() == len(sheet.pieces)
    sheet.closing.emit()
