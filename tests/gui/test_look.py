"""What a careful eye has found: things that stand in line, grow with the text, and leave neither gaps nor lines too long to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QRadioButton, QStyle, QStyleOptionButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.language import language
from backup_doctor.core.text import verbatim
from backup_doctor.ui import vocabulary
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.question import QuestionSheet, ask
from backup_doctor.ui.pages.page import WIDEST_EMS, Page
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.pages.vms import VmPage
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.theme import Theme
from backup_doctor.ui.widgets.part import icon_side
from backup_doctor.ui.widgets.text import Label, Prose
from backup_doctor.ui.widgets.tick import words_left
from backup_doctor.ui.widgets.vm_columns import EMS, Column
from backup_doctor.ui.widgets.vm_filter import VmFilter
from tests.helpers.qt_tour import settled
from tests.helpers.qt_wizard import PATIENCE


class Counted(Label):
    """Words that tell when they are measured."""

    def __init__(self) -> None:
        self.measured: list[int] = []
        super().__init__()

    def _measure(self, width: int) -> int:
        self.measured.append(width)
        return super()._measure(width)


@pytest.mark.parametrize("points", [9, 10, 13, 15, 20, 24])
def test_one_of_several_is_round_in_every_text_size(qtbot: QtBot, qapp: QApplication, points: int) -> None:
    usual = QFont(qapp.font())
    large = QFont(usual)
    large.setPointSizeF(points)
    qapp.setFont(large)
    try:
        theme = Theme(qapp, Appearance.LIGHT)
        button = QRadioButton("One of several")
        qtbot.addWidget(button)
        for checked in (False, True):
            button.setChecked(checked)
            button.ensurePolished()
            button.resize(button.sizeHint())
            drawn = button.grab().toImage()
            corner = _indicator(button).topLeft()
            assert drawn.pixelColor(corner) == drawn.pixelColor(corner - QPoint(1, 1)), "a corner: it looks like one of many"
            assert drawn.pixelColor(_indicator(button).center().x(), corner.y()) != drawn.pixelColor(corner)
        theme.deleteLater()
    finally:
        qapp.setFont(usual)


def _indicator(button: QRadioButton) -> QRect:
    option = QStyleOptionButton()
    option.initFrom(button)
    return button.style().subElementRect(QStyle.SubElement.SE_RadioButtonIndicator, option, button)


def test_glyphs_in_a_line_grow_with_its_letters(qtbot: QtBot, qapp: QApplication, parts: Parts) -> None:
    line = VmFilter()
    qtbot.addWidget(line)
    font = QFont(line.font())
    font.setPointSizeF(20)
    line.setFont(font)
    line.show()
    settled(line)
    assert [button.width() >= icon_side(line) for button in line.findChildren(QToolButton)] == [True]


def test_what_stands_below_a_choice_stands_in_line_with_its_words(qtbot: QtBot, qapp: QApplication, tmp_path: Path, large_text: None) -> None:
    made = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    try:
        page = SymptomPage(made.kit)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        settled(page)
        assert _left(page.pasted, page) == _left(page.from_paste, page) + words_left(page.from_paste)
    finally:
        assert made.close()


def test_a_wide_window_shows_whole_codes_and_no_endless_lines(qtbot: QtBot, parts: Parts) -> None:
    parts.window.resize(1920, 900)
    parts.window.show()
    widest = QFontMetrics(QApplication.font()).height() * WIDEST_EMS
    assert 0.9 * widest < _width(parts.window.page) <= widest
    page = _enter_demo(qtbot, parts)
    settled(parts.window)
    assert _width(page) > widest, "a table takes all there is"
    table = page.picker.table
    assert table.columnWidth(Column.ERROR) > table.fontMetrics().height() * EMS[Column.ERROR] * 0.7
    assert table.horizontalScrollBar().maximum() == 0
    parts.window.resize(900, 640)
    settled(parts.window)
    assert table.columnWidth(Column.ERROR) == round(table.fontMetrics().height() * 0.7 * EMS[Column.ERROR])


def test_who_is_in_the_demo_tenant_is_told_so_on_top_and_needs_no_way_in(qtbot: QtBot, parts: Parts) -> None:
    parts.window.resize(900, 480)
    parts.window.show()
    page = parts.window.page
    assert isinstance(page, SignInPage)
    _enter_demo(qtbot, parts)
    parts.window.go(Step(Kind.SIGN_IN))
    settled(parts.window)
    page.show_widget(page.form.sign_in_button)
    assert page.heading.visibleRegion().isEmpty()
    parts.window.go(Step(Kind.VM))
    parts.window.go(Step(Kind.SIGN_IN))
    settled(parts.window)
    assert page.heading.visibleRegion().boundingRect().height() > 0
    assert page.demo.isHidden()
    parts.kit.flow.sign_out()
    assert not page.demo.isHidden()


def test_words_on_two_lines_stand_on_two_lines(qtbot: QtBot, parts: Parts) -> None:
    one, two = Prose(), Prose()
    one.setPlainText("Licence: MIT")
    two.setPlainText("Licence: MIT\nLog: /var/log/it")
    assert two.heightForWidth(400) >= 2 * one.heightForWidth(400) - 2


def test_words_that_change_and_words_that_grow_are_measured_anew(parts: Parts) -> None:
    label, prose = Label(), Prose()
    for words, show in ((label, label.setText), (prose, prose.setPlainText)):
        show("A lock.")
        one = words.heightForWidth(200)
        show("A lock. " * 20)
        many = words.heightForWidth(200)
        assert many > 3 * one
        words.setFont(parts.kit.theme.font(2.0))
        assert words.heightForWidth(200) > 2 * many


def test_how_high_words_are_is_remembered_for_each_width_as_long_as_they_look_the_same(qtbot: QtBot) -> None:
    label = Counted()
    qtbot.addWidget(label)
    label.setText("A lock. " * 20)
    narrow, broad = label.heightForWidth(200), label.heightForWidth(800)
    assert narrow > broad
    label.measured.clear()
    assert (label.heightForWidth(200), label.heightForWidth(800)) == (narrow, broad)
    assert label.measured == [], "a layout asks dozens of times"
    label.setStyleSheet("padding: 20px")
    assert label.heightForWidth(200) >= narrow + 40


def test_a_question_is_as_high_as_its_words(parts: Parts) -> None:
    parts.window.show()
    heights = []
    for words in (("Short.",), ("Longer, and said twice. " * 6,) * 3):
        question = QuestionSheet(parts.kit, verbatim("Really?"), tuple(map(verbatim, words)), verbatim("Yes"), lambda: None)
        dialog = ask(parts.window, question)
        settled(dialog)
        assert abs(dialog.height() - question.height_for(dialog.width())) <= 1
        assert question._area.verticalScrollBar().maximum() == 0
        heights.append(dialog.height())
        dialog.close()
    assert heights[0] < heights[1]


def test_states_of_a_task_are_said_in_the_language_of_the_window() -> None:
    russian = language("ru")
    assert russian.render(vocabulary.task("InProgress")) == "Выполняется"
    assert russian.render(vocabulary.task("NotStarted")) == "Не начато"
    assert russian.render(vocabulary.task("Frozen")) == "Frozen", "a word that is not known stays Azure's"


def _enter_demo(qtbot: QtBot, parts: Parts) -> VmPage:
    page = parts.window.page
    assert isinstance(page, SignInPage)
    page.explore.click()
    qtbot.waitUntil(lambda: parts.kit.state.session is not None and parts.kit.state.vms_complete, timeout=PATIENCE)
    shown = parts.window.page
    assert isinstance(shown, VmPage)
    return shown


def _width(page: Page) -> int:
    body = page.findChild(QWidget, "pageBody")
    assert isinstance(body, QWidget)
    return body.width()


def _left(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, QPoint(0, 0)).x()
