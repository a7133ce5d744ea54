"""Something on screen always has the keyboard, and what is made later stands where Tab expects it."""

from __future__ import annotations

import sys
from functools import partial
from types import FrameType

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.model import Verdict
from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.text import Elided
from backup_doctor.ui.widgets.vm_columns import Column
from tests.helpers.qt_wizard import PATIENCE, Wizard

SCENARIO = "windows-agent-stopped"
AGENT = "windows-agent-unresponsive"


def test_a_sign_in_that_fails_leaves_the_keyboard_on_screen(wizard: Wizard) -> None:
    wizard.type_sign_in("wrong", wizard.lab.endpoint)
    wizard.window.bar.primary.setFocus()
    wizard.press_sign_in()
    assert wizard.flow.access.signing_in is not None
    QApplication.processEvents()  # a quick answer may come in it already
    assert QApplication.focusWidget() is not None, "while it waits"
    wizard.qtbot.waitUntil(lambda: wizard.flow.access.signing_in is None, timeout=PATIENCE)
    QApplication.processEvents()
    assert QApplication.focusWidget() is not None, "once it has failed"


def test_return_on_the_list_of_ways_signs_in(wizard: Wizard) -> None:
    wizard.type_sign_in(wizard.lab.token, wizard.lab.endpoint)
    wizard.sign_in_page.methods.list.setFocus()
    wizard.press(Qt.Key.Key_Return)
    wizard.qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)


def test_the_keyboard_stays_where_the_user_takes_it_meanwhile(wizard: Wizard) -> None:
    wizard.type_sign_in("wrong", wizard.lab.endpoint)
    wizard.window.bar.primary.setFocus()
    wizard.press_sign_in()
    QApplication.processEvents()
    wizard.window.header.language.setFocus()
    wizard.qtbot.waitUntil(lambda: wizard.flow.access.signing_in is None, timeout=PATIENCE)
    QApplication.processEvents()
    assert wizard.window.header.language.hasFocus()


def test_the_keyboard_comes_back_from_nowhere(wizard: Wizard, qtbot: QtBot) -> None:
    field = QLineEdit(wizard.window.page)
    field.show()
    field.setFocus()
    field.clearFocus()
    field.setEnabled(False)
    assert QApplication.focusWidget() is None
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    field.setEnabled(True)
    qtbot.waitUntil(field.hasFocus)


def test_a_secret_that_was_looked_at_is_hidden_once_its_page_is_left(wizard: Wizard) -> None:
    wizard.sign_in()
    wizard.flow.sign_out()
    wizard.type_sign_in("secret", wizard.lab.endpoint)
    field = wizard.token_field()
    field.look.trigger()
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal
    wizard.sign_in_page.hide()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password


def test_a_secret_is_looked_at_by_keyboard(wizard: Wizard) -> None:
    wizard.type_sign_in("secret", wizard.lab.endpoint)
    line = wizard.token_field().line
    line.setFocus()
    for mode in (QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password):
        QTest.keyClick(line, Qt.Key.Key_F8, Qt.KeyboardModifier.AltModifier)
        assert line.echoMode() is mode


def test_machines_are_sorted_by_keyboard(wizard: Wizard) -> None:
    table = wizard.sign_in().table
    table.setFocus()

    def sort(downs: int) -> list[str]:
        QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        for key in (*[Qt.Key.Key_Down] * downs, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)
        return [table.model().index(row, Column.NAME).data() for row in range(table.model().rowCount())]

    at_first = [table.model().index(row, Column.NAME).data() for row in range(table.model().rowCount())]
    by_name = sort(2)
    assert by_name == sorted(at_first, key=str.casefold) != at_first
    assert sort(2) == by_name[::-1]
    assert sort(1) == at_first


def test_tab_meets_a_cause_s_page_from_top_to_bottom(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    page = wizard.cause_page(AGENT)
    QApplication.processEvents()
    page.rows[0].opener.setFocus()
    met: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and page.isAncestorOf(focused) and focused not in met:
        met.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    tops = [widget.mapTo(page, QPoint()).y() for widget in met if not isinstance(widget, QScrollBar)]
    assert tops == sorted(tops)
    assert page.manual_rows[0].tick in met
    assert met[-1] is page.learn_more


def test_to_come_past_the_rail_leaves_no_page(wizard: Wizard) -> None:
    wizard.sign_in()
    wizard.window.side_pages.show_history()
    beside = wizard.window.page
    for reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
        wizard.window.header.history.setFocus()
        wizard.window.rail.setFocus(reason)
        QApplication.processEvents()
        assert wizard.window.page is beside
    wizard.press(Qt.Key.Key_Down)
    assert wizard.window.page is not beside, "the arrows lead somewhere all the same"


def test_a_cause_s_page_is_made_piece_by_piece_and_only_where_it_applies(wizard: Wizard, qtbot: QtBot) -> None:
    run = wizard.diagnose(SCENARIO)
    unseen = run.causes[1:]  # the first one has been on screen since the start, and may be whole by now
    applies, other = (next(cause for cause in unseen if (run.verdict(cause) is Verdict.NOT_APPLICABLE) is wanted) for wanted in (False, True))
    for cause, left in ((applies, 0), (other, len(other.remedies) + len(other.manual_steps))):
        wizard.window.go(Step(Kind.CAUSE, cause.id))
        page = wizard.window.page
        assert isinstance(page, CausePage)
        assert page._to_make.left or not (cause.remedies or cause.manual_steps)
        qtbot.waitUntil(partial(_is_made, page))
        assert page._to_make.left == left


def _is_made(page: CausePage) -> bool:
    return not page._to_make.is_under_way


def test_whoever_looks_on_while_words_are_painted_harms_nothing(qtbot: QtBot) -> None:
    label = Elided()
    label.setText("Checking…")
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)
    kept: list[FrameType] = []
    sys.setprofile(lambda frame, _event, _argument: kept.append(frame))
    try:
        label.grab()  # a painter that were still at work afterwards would be told of by Qt, which fails this test
    finally:
        sys.setprofile(None)
    assert any(frame.f_code.co_name == "paintEvent" for frame in kept)
