"""What is remembered, and what a damaged file does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from backup_doctor.ui import settings_file
from backup_doctor.ui.settings import HISTORY_SIZE, MOST_ACCOUNTS, Appearance, Settings
from backup_doctor.ui.settings_file import VERSION
from tests.helpers.logfail import LogWatch


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


def test_a_choice_is_written_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    settings = Settings(path)  # as long as it lives, nothing but a write puts it into the file
    settings.language = "ru"
    assert "language=ru" in path.read_text("utf-8")
    assert settings.language == "ru"


def test_the_history_is_kept_unless_that_was_declined(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    first = Settings(path)
    assert (first.keeps_history, first.history_size) == (True, HISTORY_SIZE)
    first.keeps_history, first.history_size = False, 50
    second = Settings(path)
    assert (second.keeps_history, second.history_size) == (False, 50)


@pytest.mark.parametrize("size", ["0", "-1", "51", "many", "1e9"])
def test_a_size_that_cannot_be_chosen_is_the_usual_one(qtbot: QtBot, tmp_path: Path, size: str) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(f"[General]\nversion=2\n[history]\nsize={size}\n", encoding="utf-8")
    assert Settings(path).history_size == HISTORY_SIZE


@pytest.mark.parametrize("before", ["version=1\n", "", "version=x\n", f"version={'9' * 5000}\n"])
def test_an_older_file_is_brought_up_to_date_with_all_that_was_chosen(qtbot: QtBot, tmp_path: Path, before: str) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(f"[General]\n{before}language=ru\nremember=yes\n", encoding="utf-8")
    settings = Settings(path)
    settings.save()
    assert (settings.language, settings.remember, settings.keeps_history) == ("ru", True, True)
    assert f"version={VERSION}" in path.read_text("utf-8")
    assert "keep=yes" in path.read_text("utf-8"), "in plain sight"


@pytest.mark.parametrize(("before", "taken"), [("", [0, 1, 2]), ("version=1\n", [1, 2]), ("version=2\n", [2]), ("version=3\n", [])])
def test_each_step_from_the_version_of_the_file_on_is_taken(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, taken: list[int]
) -> None:
    done: list[int] = []
    monkeypatch.setattr(settings_file, "UPGRADES", tuple(lambda _, step=step: done.append(step) for step in range(3)))
    monkeypatch.setattr(settings_file, "VERSION", 3)
    path = tmp_path / "settings.ini"
    path.write_text(f"[General]\n{before}language=ru\n", encoding="utf-8")
    first = Settings(path)
    Settings(path).save()  # opened once more before the first has written
    assert first.language == "ru"
    assert done == taken
    assert "version=3" in path.read_text("utf-8")


def test_a_line_that_names_nothing_is_passed_over(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[General]\n=x\nversion=2\nlanguage=ru\n", encoding="utf-8")
    assert Settings(path).told() == {"language": "ru", "version": "2"}


def test_half_a_file_does_not_switch_the_history_on_again(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[history]\nkeep=no\n", encoding="utf-8")
    assert not Settings(path).keeps_history


def test_a_file_of_a_newer_version_keeps_its_number_and_what_is_not_understood(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[General]\nversion=99\nlanguage=ru\n[future]\nlook=glass\n", encoding="utf-8")
    settings = Settings(path)
    settings.appearance = Appearance.DARK
    assert settings.language == "ru"
    written = path.read_text("utf-8")
    assert "version=99" in written
    assert "look=glass" in written


def test_what_is_no_settings_file_is_put_aside(qtbot: QtBot, tmp_path: Path, log_watch: LogWatch) -> None:
    log_watch.expect("is damaged and was put aside")
    path = tmp_path / "settings.ini"
    path.write_bytes(b"\x00\xff\n[[[\n=nothing")
    settings = Settings(path)
    settings.language = "ru"
    assert Settings(path).language == "ru"
    assert (tmp_path / "settings.ini.damaged").read_bytes() == b"\x00\xff\n[[[\n=nothing"


def test_what_cannot_even_be_put_aside_does_not_stop_the_start(qtbot: QtBot, tmp_path: Path, log_watch: LogWatch) -> None:
    log_watch.expect("is damaged")
    log_watch.expect("could not be put aside")
    (tmp_path / "settings.ini.damaged" / "of yesterday").mkdir(parents=True)
    path = tmp_path / "settings.ini"
    path.write_bytes(b"\x00\xff\n[[[\n=nothing")
    settings = Settings(path)
    settings.language = "ru"
    assert settings.language == "ru"


def test_taking_back_leaves_what_the_program_remembers_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    first = Settings(path)
    first.language, first.appearance, first.still, first.keeps_history, first.history_size = "ru", Appearance.DARK, True, False, 50
    first.cloud, first.accounts = "china", 3
    first.reset()
    second = Settings(path)
    assert (second.language, second.appearance, second.still) == (None, Appearance.SYSTEM, False)
    assert (second.keeps_history, second.history_size) == (True, HISTORY_SIZE)
    assert (second.cloud, second.accounts) == ("china", 3)
