"""The window where there is little room: large text, long words, the smallest size."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import verbatim
from backup_doctor.ui.app import Parts
from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.head_row import HeadRow
from backup_doctor.ui.widgets.tick import Tick
from tests.helpers.qt_tour import settled
from tests.helpers.qt_wizard import Wizard

STOPPED = "windows-agent-stopped"


def test_the_rail_keeps_to_glyphs_where_titles_would_be_cut_and_still_says_them(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, large_text: None
) -> None:
    made = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    try:
        made.window.resize(900, 640)
        made.window.show()
        rail = made.window.rail
        assert rail.is_narrow
        assert rail.item(0).toolTip().endswith("Sign in")
        assert rail.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Sign in"
        made.window.resize(2400, 900)
        assert not rail.is_narrow
        assert rail.item(0).toolTip() == ""
    finally:
        assert made.close()


def test_a_name_too_long_for_the_rail_is_told_whole(wizard: Wizard) -> None:
    wizard.reach_symptom(STOPPED)
    rail, vm = wizard.window.rail, wizard.state.vm
    assert vm is not None
    assert rail.item(1).toolTip() == ""
    wizard.state.vm = VmId(vm.subscription, vm.resource_group, "W" * 64)
    rail.refresh(wizard.window.step)
    assert "W" * 60 in rail.item(1).toolTip()


def test_the_buttons_stay_where_they_are_when_something_is_waited_for(qapp: QApplication, tmp_path: Path, large_text: None) -> None:
    made = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    try:
        made.window.resize(900, 640)
        made.window.show()
        bar = made.window.bar
        before = _place(settled(made.window), bar.primary)
        made.kit.flow.begin(verbatim("Waiting"), lambda _: asyncio.sleep(60), _nothing, _nothing, of_vm=False)
        settled(made.window)
        assert made.kit.flow.activity is not None
        assert bar.cancel.isVisible()
        assert _place(made.window, bar.primary) == before
        assert _place(made.window, bar.cancel).y() < before.y(), "above them: there is no room beside"
    finally:
        assert made.close()


def test_what_is_still_being_made_never_squeezes_what_is_there(wizard: Wizard) -> None:
    wizard.diagnose(STOPPED)
    wizard.window.go(Step(Kind.CAUSE, "windows-agent-unresponsive"))
    page = wizard.window.page
    assert isinstance(page, CausePage)
    assert page._to_make.left, "the repairs are made while the checks are on screen"
    while page._to_make.left:
        assert [row for row in page.rows if row.height() < row.heightForWidth(row.width())] == []
        QApplication.processEvents()


def test_a_chip_goes_below_a_heading_that_would_get_too_narrow(qtbot: QtBot) -> None:
    words, button = QLabel("The virtual machine has disks that are not supported"), QPushButton("Confirmed")
    words.setWordWrap(True)
    row = HeadRow(words)
    row.add(button)
    qtbot.addWidget(row)
    row.show()
    line = words.fontMetrics().height()
    row.resize(line * 60, line * 4)
    assert button.geometry().left() > words.geometry().right()
    row.resize(line * 15, line * 8)
    settled(row)
    assert button.geometry().top() > words.geometry().bottom()
    assert row.minimumSizeHint().width() < line * 15
    button.hide()
    settled(row)
    assert words.width() == row.width()


def test_the_words_of_a_box_to_tick_wrap(qtbot: QtBot) -> None:
    tick = Tick()
    qtbot.addWidget(tick)
    tick.setText("Keep &finished diagnoses on this computer until somebody deletes them")
    whole = tick.sizeHint()
    assert tick.heightForWidth(whole.width()) == whole.height()
    assert tick.heightForWidth(whole.width() // 2) > whole.height()
    assert tick.minimumSizeHint().width() < whole.width() // 2


def test_a_long_message_leaves_no_room_unused_and_takes_none_it_does_not_need(wizard: Wizard) -> None:
    banner = wizard.window.banners.fault
    heights = []
    for words in ("short", "A message that goes on and on. " * 30):
        banner.show_text(verbatim(words))
        settled(wizard.window)
        assert 0 <= banner.words.height() - banner.words.heightForWidth(banner.words.width()) <= 1
        heights.append(banner.height())
    assert heights[0] <= max(banner.dismiss.height(), banner.copy.height()) + 24 < heights[1], "its margins are 24"


def _place(top: QWidget, widget: QWidget) -> QPoint:
    return widget.mapTo(top, QPoint(0, 0))


def _nothing(_: object) -> None:
    """Nobody waits for it."""
