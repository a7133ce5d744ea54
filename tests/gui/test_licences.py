"""The licences of others in the window: from About, whole, searched, and collected only when somebody wants them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from backup_doctor.core import licences
from backup_doctor.ui.dialogs.about import AboutDialog
from backup_doctor.ui.dialogs.licences import LicencesDialog, LicencesSheet
from tests.helpers.qt_access import nameless
from tests.helpers.qt_look import clipped
from tests.helpers.qt_tour import settled
from tests.helpers.qt_wizard import PATIENCE, Wizard

WRITTEN = "What Backup Doctor is shipped with.\n\n  example 1.0: MIT\n\nПример «текста» — MIT License\n"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an installer leaves it."""
    (tmp_path / "shipped.txt").write_text(WRITTEN, "utf-8")
    monkeypatch.setattr(licences, "SHIPPED", tmp_path / "shipped.txt")


def opened(wizard: Wizard) -> LicencesSheet:
    wizard.window.header.about.emit()
    about = wizard.window.findChildren(AboutDialog)[-1]
    assert "0." in about.about.heading.toPlainText()
    assert about.isVisible()
    about.about.others.click()
    assert not about.isVisible()
    dialog = next(dialog for dialog in wizard.window.findChildren(LicencesDialog) if dialog.isVisible())
    sheet = cast(LicencesSheet, dialog.sheet)
    wizard.qtbot.waitUntil(lambda: bool(sheet.text), timeout=PATIENCE)
    return sheet


@pytest.mark.usefixtures("written")
def test_about_leads_to_what_the_installer_has_brought(wizard: Wizard) -> None:
    sheet = opened(wizard)
    assert sheet.reader.words.toPlainText() == WRITTEN
    assert nameless(sheet.window()) == []
    sheet.reader.search.setText("mit")
    assert sheet.reader.hits == 2
    for code in ("ru", "en"):
        wizard.kit.words.use(code)
        assert clipped(settled(sheet.window())) == []
    sheet.closing.emit()


def test_without_an_installer_they_are_collected_from_the_packages(wizard: Wizard) -> None:
    assert not licences.SHIPPED.exists(), "no part of the source"
    sheet = opened(wizard)
    shown = sheet.reader.words.toPlainText()
    for words in ("pyside6-essentials", "GNU LESSER GENERAL PUBLIC LICENSE", "SIL OPEN FONT LICENSE", "typst"):
        assert words in shown
    sheet.closing.emit()


@pytest.mark.usefixtures("written")
def test_closed_before_they_are_there_it_leaves_nothing_behind(wizard: Wizard) -> None:
    dialog = LicencesDialog(wizard.kit, wizard.window)
    dialog.open()
    dialog.close()
    wizard.qtbot.waitUntil(lambda: not wizard.window.findChildren(LicencesDialog), timeout=PATIENCE)
