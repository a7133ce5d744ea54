"""The settings on screen: what is chosen holds at once, and after the next start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.arm.memory import Memory
from backup_doctor.arm.wire.proxies import ProxySignIn
from backup_doctor.core.history import History, new_name
from backup_doctor.core.language import language
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.dialog import Dialog
from backup_doctor.ui.dialogs.question import QuestionSheet
from backup_doctor.ui.dialogs.settings import SettingsSheet
from backup_doctor.ui.settings import HISTORY_SIZE, Appearance
from backup_doctor.ui.widgets.field import ChoiceField
from tests.helpers.accounts import account
from tests.helpers.diagnoses import sample
from tests.helpers.keyrings import WindowsStore, using
from tests.helpers.qt_access import nameless
from tests.helpers.qt_wizard import PATIENCE

Opened = Callable[[], SettingsSheet]


@pytest.fixture
def opened(qtbot: QtBot, parts: Parts) -> Opened:
    """Opens the settings from the header."""

    def open_them() -> SettingsSheet:
        if not parts.window.isVisible():
            with qtbot.waitActive(parts.window):
                parts.window.show()
                parts.window.activateWindow()
        parts.window.header.settings.click()
        dialog = next(dialog for dialog in parts.window.findChildren(Dialog) if dialog.isVisible())
        assert isinstance(dialog.sheet, SettingsSheet)
        return dialog.sheet

    return open_them


def choose(field: ChoiceField, value: str) -> None:
    field.box.setCurrentIndex(field.box.findData(value))


def agree(parts: Parts) -> None:
    question = next(question for question in parts.window.findChildren(QuestionSheet) if question.isVisible())
    question.yes.click()


def test_the_language_is_switched_live(qtbot: QtBot, parts: Parts, opened: Opened) -> None:
    sheet = opened()
    choose(sheet.language, "ru")
    assert parts.kit.words.language.code == "ru"
    qtbot.waitUntil(lambda: sheet.close_button.text().replace("&", "") == "Закрыть", timeout=PATIENCE)
    assert sheet.language.value == "ru"
    choose(sheet.language, "system")
    assert parts.kit.words.language.code == "en"
    assert parts.kit.settings.language is None


@pytest.mark.parametrize("appearance", [Appearance.DARK, Appearance.HIGH_CONTRAST])
def test_the_look_is_switched_live(parts: Parts, opened: Opened, appearance: Appearance) -> None:
    sheet = opened()
    choose(sheet.appearance, appearance.value)
    assert parts.kit.theme.appearance is appearance
    assert sheet.appearance.value == appearance.value
    sheet.still.click()
    assert parts.kit.theme.is_still


def test_what_was_chosen_holds_after_a_restart(qapp: QApplication, parts: Parts, opened: Opened, tmp_path: Path) -> None:
    sheet = opened()
    choose(sheet.language, "ru")
    choose(sheet.appearance, "dark")
    sheet.still.click()
    sheet.keep.click()
    assert not sheet.number.isEnabled()
    again = Parts(qapp, tmp_path / "settings.ini", tmp_path / "backup-doctor.log")
    kit = again.kit
    assert (kit.words.language.code, kit.theme.appearance, kit.theme.is_still) == ("ru", Appearance.DARK, True)
    assert not kit.settings.keeps_history
    assert again.close()


def test_a_lower_number_is_kept_to_at_once(qtbot: QtBot, parts: Parts, opened: Opened) -> None:
    folder = History(parts.kit.history.folder)
    for _ in range(52):
        folder.keep(sample(), new_name(sample()), language("en"), at_most=100)
    choose(opened().number, "50")
    qtbot.waitUntil(lambda: len(list(folder.entries())) == 50, timeout=PATIENCE)
    assert parts.kit.settings.history_size == 50


def test_the_history_can_be_deleted_from_here(qtbot: QtBot, parts: Parts, opened: Opened) -> None:
    folder = History(parts.kit.history.folder)
    folder.keep(sample(), new_name(sample()), language("en"))
    opened().delete_all.click()
    agree(parts)
    qtbot.waitUntil(lambda: list(folder.entries()) == [], timeout=PATIENCE)


def test_every_account_can_be_forgotten(qtbot: QtBot, parts: Parts, opened: Opened) -> None:
    with using(WindowsStore()):
        Memory().remember(account())
        parts.kit.flow.access.read_memory()
        sheet = opened()
        qtbot.waitUntil(sheet.forget_all.isEnabled, timeout=PATIENCE)
        sheet.forget_all.click()
        agree(parts)
        qtbot.waitUntil(lambda: parts.kit.flow.access.accounts == (), timeout=PATIENCE)


def test_the_password_of_the_proxy_can_be_forgotten_without_an_account(qtbot: QtBot, parts: Parts, opened: Opened) -> None:
    with using(WindowsStore()):
        Memory().remember_proxy(ProxySignIn("CONTOSO\\anna", "for the proxy", "http://proxy.contoso.example:8080"))
        parts.kit.flow.access.read_memory()
        sheet = opened()
        qtbot.waitUntil(sheet.forget_all.isEnabled, timeout=PATIENCE)
        sheet.forget_all.click()
        agree(parts)
        qtbot.waitUntil(lambda: Memory().proxy_sign_in() is None, timeout=PATIENCE)


def test_everything_can_be_taken_back(parts: Parts, opened: Opened) -> None:
    sheet = opened()
    choose(sheet.language, "ru")
    choose(sheet.appearance, "dark")
    sheet.keep.click()
    sheet.reset.click()
    agree(parts)
    kit = parts.kit
    assert (kit.words.language.code, kit.theme.appearance) == ("en", Appearance.SYSTEM)
    assert (kit.settings.keeps_history, kit.settings.history_size) == (True, HISTORY_SIZE)
    assert (sheet.language.value, sheet.appearance.value, sheet.keep.isChecked()) == ("system", "system", True)


def test_every_place_can_be_shown(parts: Parts, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    sheet = opened()
    for place in sheet.places:
        place.open.click()
    assert len(shown) == len(sheet.places)
    assert [folder for folder in shown if not Path(folder).is_dir()] == []
    assert shown[0] == str(parts.kit.settings.path.parent)


def test_everything_has_a_name(opened: Opened) -> None:
    assert nameless(opened().window()) == []
