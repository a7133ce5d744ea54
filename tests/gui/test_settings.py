"""What is remembered, and what a damaged file does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from backup_doctor.ui.settings import MOST_ACCOUNTS, VERSION, Appearance, Settings


def test_settings_survive(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.ini"
    first = Settings(path)
    first.language, first.appearance, first.cloud, first.endpoint = "ru", Appearance.DARK, "china", "https://example.com"
    first.geometry = QByteArray(b"somewhere")
    first.save()
    second = Settings(path)
    assert (second.language, second.appearance, second.cloud, second.endpoint) == ("ru", Appearance.DARK, "china", "https://example.com")
    assert second.geometry == QByteArray(b"somewhere")
    assert f"version={VERSION}" in path.read_text("utf-8")


def test_without_a_file_there_are_defaults(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "none.ini")
    assert (settings.language, settings.appearance, settings.cloud, settings.geometry.isEmpty()) == (None, Appearance.SYSTEM, "", True)


def test_a_damaged_file_counts_as_absent(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[General]\nlanguage=klingon\nappearance=purple\ngeometry=12\ncloud=a, b\n", encoding="utf-8")
    settings = Settings(path)
    assert (settings.language, settings.appearance, settings.cloud, settings.geometry.isEmpty()) == (None, Appearance.SYSTEM, "", True)


def test_the_last_sign_in_is_remembered_without_anything_secret(qtbot: QtBot, tmp_path: Path) -> None:
    first = Settings(tmp_path / "settings.ini")
    first.method, first.tenant, first.remember, first.accounts = "secret", "contoso.example", True, 3
    first.save()
    second = Settings(tmp_path / "settings.ini")
    assert (second.method, second.tenant, second.remember, second.accounts) == ("secret", "contoso.example", True, 3)


def test_a_number_of_accounts_that_cannot_be_right_takes_no_room(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    for written, understood in (("-4", 0), ("many", 0), ("999999", MOST_ACCOUNTS)):
        path.write_text(f"[General]\naccounts={written}\n", encoding="utf-8")
        assert Settings(path).accounts == understood
