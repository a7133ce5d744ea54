"""The check for a newer version: nothing is asked before somebody wants it, once a day at most, and all that comes of it is a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.core.policy import Policy
from backup_doctor.ui.app import Parts, make_application
from backup_doctor.ui.widgets.update_choice import UpdateChoice
from tests.helpers.notices import GOOD, PAGE, Site, says, site
from tests.helpers.qt_wizard import PATIENCE

Made = Callable[..., Parts]


@pytest.fixture
def started(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Made]:
    """Starts the program; the settings outlive it."""
    make_application()
    made: list[Parts] = []

    def start(place: Site | None = None, **laid_down: object) -> Parts:
        while made:
            assert made.pop().close()
        policy = Policy(update_address="" if place is None else place.url, **laid_down)  # type: ignore[arg-type]  # switches
        parts = Parts(qapp, tmp_path / "settings.ini", tmp_path / "backup-doctor.log", policy=policy)
        made.append(parts)
        with qtbot.waitActive(parts.window):
            parts.window.show()
            parts.window.activateWindow()
        parts.kit.updates.ask_if_due()  # as after the first picture
        return parts

    yield start
    for parts in made:
        assert parts.close()


def line(parts: Parts) -> str:
    """What the window says of it; empty for nothing."""
    banner = parts.window.banners.update_line
    return "" if banner.isHidden() else banner.plain()


def switch_on(qtbot: QtBot, parts: Parts) -> UpdateChoice:
    """In the settings, and wait for the answer."""
    choice = UpdateChoice(parts.kit, parts.window)
    choice.box.click()
    qtbot.waitUntil(lambda: "Asking" not in choice.words.toPlainText(), timeout=PATIENCE)
    return choice


def test_nothing_is_asked_unless_somebody_switches_it_on(qtbot: QtBot, started: Made) -> None:
    with site(says(GOOD)) as place:
        parts = started(place)
        choice = UpdateChoice(parts.kit, parts.window)
        assert not choice.box.isChecked()
        assert place.url in choice.words.toPlainText(), "where would be asked is said before"
        qtbot.wait(50)
        assert place.asked == []
        switch_on(qtbot, parts)
        assert len(place.asked) == 1


def test_a_newer_version_is_a_line_that_leads_to_its_page(qtbot: QtBot, started: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    with site(says(GOOD)) as place:
        parts = started(place)
        choice = switch_on(qtbot, parts)
        assert line(parts) == "Version 9.8.7 is out."
        assert "version 9.8.7 is out" in choice.words.toPlainText()
        assert opened == [], "nothing is opened by itself"
        parts.window.banners.show_update.click()
        assert opened == [PAGE]
        assert line(started(place)) == "Version 9.8.7 is out.", "also after the next start, without asking"
    assert len(place.asked) == 1


def test_it_is_asked_again_the_next_day_and_not_before(qtbot: QtBot, started: Made) -> None:
    with site(says(GOOD)) as place:
        parts = started(place)
        choice = switch_on(qtbot, parts)
        choice.box.click()
        choice.box.click()
        started(place)
        qtbot.wait(50)
        assert len(place.asked) == 1
        parts = started(place)
        parts.kit.settings.update_asked = datetime.now(UTC) - timedelta(days=1, seconds=1)
        parts.kit.updates.ask_if_due()
        qtbot.waitUntil(lambda: len(place.asked) == 2, timeout=PATIENCE)


def test_a_failure_is_a_sentence_in_the_settings_and_nothing_else(qtbot: QtBot, started: Made) -> None:
    with site(says(b"<html>", 404)) as place:
        parts = started(place)
        choice = switch_on(qtbot, parts)
        assert "could not find out, the answer was 404" in choice.words.toPlainText()
        assert line(parts) == ""
        again = started(place)
        assert "could not find out" in UpdateChoice(again.kit, again.window).words.toPlainText()
    assert len(place.asked) == 1, "a failure is no reason to ask more often"


def test_the_same_version_is_no_news(qtbot: QtBot, started: Made) -> None:
    with site(says(b'{"version": "0.0.1", "page": "https://example.com"}')) as place:
        parts = started(place)
        assert "this is the newest version" in switch_on(qtbot, parts).words.toPlainText()
        assert line(parts) == ""


def test_switched_off_it_is_silent_at_once(qtbot: QtBot, started: Made) -> None:
    with site(says(GOOD)) as place:
        parts = started(place)
        switch_on(qtbot, parts).box.click()
        assert line(parts) == ""


def test_what_the_organisation_forbids_cannot_be_switched_on(qtbot: QtBot, started: Made) -> None:
    with site(says(GOOD)) as place:
        switch_on(qtbot, started(place))
        parts = started(place, update_check=False)
        assert not parts.kit.settings.checks_for_updates, "whatever was chosen before"
        choice = UpdateChoice(parts.kit, parts.window)
        assert not choice.box.isEnabled()
        assert not choice.box.isChecked()
        assert "Set by your organisation" in choice.words.toPlainText()
        assert line(parts) == ""
        parts.kit.settings.update_asked = datetime.now(UTC) - timedelta(days=2)
        parts.kit.updates.switch(True)
        qtbot.wait(50)
    assert len(place.asked) == 1


def test_without_an_address_it_says_why_it_is_off(started: Made) -> None:
    parts = started()
    choice = UpdateChoice(parts.kit, parts.window)
    assert not choice.box.isEnabled()
    assert "nothing to ask" in choice.words.toPlainText()
    parts.kit.updates.switch(True)
    assert parts.kit.settings.update_asked is None


def test_a_notice_in_the_settings_is_looked_through_like_any_other(qtbot: QtBot, started: Made, tmp_path: Path) -> None:
    with site(says(GOOD)) as place:
        switch_on(qtbot, started(place))
        started()
        file = tmp_path / "settings.ini"
        words = file.read_text()
        assert PAGE in words
        file.write_text(words.replace(PAGE, "file:///etc/passwd"))
        assert line(started(place)) == ""
