"""The shell: the rail, the two buttons, keyboard, language, colours and errors nobody expected."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.core.language import language
from backup_doctor.core.text import verbatim
from backup_doctor.core.words import VERDICT
from backup_doctor.ui.app import Parts, _Faults
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.theme import palette
from backup_doctor.ui.tokens import TOKENS
from backup_doctor.ui.widgets.bottom_bar import BACK
from tests.helpers.logfail import LogWatch
from tests.helpers.qt_access import nameless
from tests.helpers.qt_tour import settled
from tests.helpers.qt_wizard import PATIENCE, Wizard

SCENARIO = "windows-agent-stopped"
AGENT = "windows-agent-unresponsive"


def row_of(wizard: Wizard, kind: Kind, cause: str = "") -> int:
    return wizard.state.steps().index(Step(kind, cause))


def press_primary(wizard: Wizard) -> None:
    wizard.window.bar.primary.click()


def test_only_reached_steps_can_be_entered(wizard: Wizard) -> None:
    rail = wizard.window.rail
    enabled = [bool(rail.item(number).flags() & Qt.ItemFlag.ItemIsEnabled) for number in range(rail.count())]
    assert enabled == [True] + [False] * (rail.count() - 1)
    place = rail.visualItemRect(rail.item(1)).center()
    QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wizard.window.step.kind is Kind.SIGN_IN


def test_the_buttons_stand_where_they_stood_on_the_first_page(wizard: Wizard) -> None:
    def places() -> tuple[QRect, QRect]:
        settled(wizard.window)
        return wizard.window.bar.back.geometry(), wizard.window.bar.primary.geometry()

    first = places()
    for method in wizard.sign_in_page.methods.methods:
        wizard.sign_in_page.methods.choose(method)
        assert places() == first
    wizard.reach_symptom(SCENARIO)
    assert places() == first


def test_one_button_signs_in_and_says_how(wizard: Wizard) -> None:
    page, bar = wizard.sign_in_page, wizard.window.bar
    page.methods.choose(Method.BROWSER)
    assert (bar.primary.accessibleName(), page.form.sign_in_button.isVisible()) == ("Open the browser", False)
    page.methods.choose(Method.TOKEN)
    assert (bar.primary.accessibleName(), page.form.sign_in_button.isVisible()) == ("Sign in", False)
    wizard.sign_in()
    wizard.window.go(Step(Kind.SIGN_IN))
    assert (bar.primary.accessibleName(), page.form.sign_in_button.isVisible()) == ("Next", True), "now the bar leads on"
    bar.primary.click()
    assert wizard.window.step == Step(Kind.VM)


def test_the_pages_that_follow_a_sign_in_are_made_before_they_are_wanted(wizard: Wizard) -> None:
    made, stack = wizard.window.stack.has, wizard.window.stack
    assert not made(Step(Kind.VM))
    wizard.type_sign_in("wrong", wizard.lab.endpoint)
    wizard.press_sign_in()
    assert not made(Step(Kind.VM)), "what was pressed is drawn first"
    wizard.qtbot.waitUntil(lambda: made(Step(Kind.VM)), timeout=PATIENCE)
    assert stack.currentWidget() is wizard.sign_in_page and not made(Step(Kind.SYMPTOM))
    wizard.qtbot.waitUntil(lambda: wizard.flow.access.signing_in is None, timeout=PATIENCE)
    wizard.sign_in()
    wizard.qtbot.waitUntil(lambda: made(Step(Kind.SYMPTOM)), timeout=PATIENCE)
    assert stack.currentWidget() is wizard.vm_page


def test_any_reached_step_is_one_click_away(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    rail = wizard.window.rail
    for number in (rail.count() - 1, 0, row_of(wizard, Kind.CAUSE, AGENT)):
        place: QPoint = rail.visualItemRect(rail.item(number)).center()
        QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert wizard.window.step == wizard.state.steps()[number]
        assert rail.currentRow() == number


def test_the_rail_is_walked_with_arrow_keys_and_keeps_the_keyboard(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    wizard.window.go(Step(Kind.SIGN_IN))
    wizard.window.rail.setFocus()
    for step in wizard.state.steps()[1:]:
        wizard.press(Qt.Key.Key_Down)
        assert wizard.window.step == step
        assert wizard.window.rail.hasFocus()


def test_the_rail_says_each_verdict_in_words(wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    for cause in run.causes:
        item = wizard.window.rail.item(row_of(wizard, Kind.CAUSE, cause.id))
        verdict = run.verdict(cause)
        assert verdict is not None
        assert wizard.kit.render(VERDICT[verdict]) in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_back_and_the_primary_button_never_move(wizard: Wizard) -> None:
    places = set()
    wizard.diagnose(SCENARIO)
    for step in wizard.state.steps():
        wizard.window.go(step)
        QApplication.processEvents()
        places.add((wizard.window.bar.back.mapTo(wizard.window, QPoint()).toTuple(), wizard.window.bar.primary.geometry().getRect()))
    assert len(places) == 1


def test_the_title_of_the_window_names_the_step(wizard: Wizard) -> None:
    assert wizard.window.windowTitle().startswith("Sign in")
    wizard.sign_in()
    assert wizard.window.windowTitle().startswith("Virtual machine")


def test_the_whole_walk_by_keyboard(qtbot: QtBot, wizard: Wizard) -> None:
    state, window = wizard.state, wizard.window
    wizard.press(Qt.Key.Key_Return)  # on «Explore the demo tenant», which has the keyboard
    qtbot.waitUntil(lambda: state.vms_complete, timeout=PATIENCE)
    assert wizard.vm_page.filter.hasFocus()
    wizard.press(Qt.Key.Key_Down)
    assert wizard.vm_page.table.hasFocus()
    wizard.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state.last_job is not None, timeout=PATIENCE)
    wizard.press(Qt.Key.Key_Return)
    wizard.finish()
    for _ in state.causes:
        assert window.step.kind is Kind.CAUSE
        wizard.press(Qt.Key.Key_Return)
    assert window.step == Step(Kind.BACK_UP)
    wizard.press(Qt.Key.Key_Return)
    assert window.step == state.steps()[-1] == Step(Kind.SUMMARY)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.step == state.steps()[-2]


def test_every_control_of_every_page_is_met_by_tab(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    for step in wizard.state.steps():
        wizard.show(step)
        QApplication.processEvents()
        met: list[QWidget] = []
        while (focused := QApplication.focusWidget()) is not None and focused not in met:
            met.append(focused)
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        missed = [widget for widget in wizard.window.findChildren(QWidget) if _takes_tab(widget, wizard.window) and widget not in met]
        assert missed == [], step


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    shown = widget.isVisibleTo(window) and widget.isEnabled()
    # Of a group of radio buttons Tab meets the checked one; arrows do the rest.
    grouped = widget.property("checked") is False and widget.inherits("QRadioButton")
    return bool(by_tab) and shown and widget.focusProxy() is None and not isinstance(widget, QScrollBar) and not grouped


def test_escape_never_closes(wizard: Wizard) -> None:
    wizard.press(Qt.Key.Key_Escape)
    assert wizard.window.isVisible()


def test_a_language_switch_says_everything_anew(qtbot: QtBot, wizard: Wizard) -> None:
    run = wizard.diagnose(SCENARIO)
    page = wizard.cause_page(AGENT)
    russian = language("ru")
    wizard.kit.words.use("ru")
    qtbot.waitUntil(lambda: page.heading.text() == russian.render(page.cause.title))
    assert [row.words.toPlainText() for row in page.rows] == [russian.render(run.findings[row.check.id].text) for row in page.rows]
    qtbot.waitUntil(lambda: wizard.window.bar.back.text() == russian.render(BACK))


def test_the_language_is_chosen_in_the_header_and_remembered(wizard: Wizard) -> None:
    wizard.window.header._languages["ru"].trigger()
    assert wizard.kit.words.language.code == "ru"
    assert wizard.kit.settings.language == "ru"


def test_the_colours_are_chosen_in_the_header_and_follow_at_once(wizard: Wizard) -> None:
    wizard.window.header._appearances[Appearance.DARK].trigger()
    assert QGuiApplication.palette() == palette(TOKENS["dark"])
    assert wizard.kit.settings.appearance is Appearance.DARK
    wizard.window.header._appearances[Appearance.LIGHT].trigger()
    assert QGuiApplication.palette() == palette(TOKENS["light"])


def test_an_error_nobody_expected_stays_names_the_log_and_the_program_goes_on(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("unexpected")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards
    faults = _Faults(wizard.window)
    faults.happened.connect(wizard.window.show_fault)
    faults.install()
    error = RuntimeError("<b>the cat</b> client_secret=Zq8~hidden")
    sys.excepthook(RuntimeError, error, None)
    assert wizard.window.banners.fault.isVisible()
    assert "<b>the cat</b>" in wizard.window.banners.fault.words.toPlainText()
    assert "hidden" not in wizard.window.banners.fault.plain()
    wizard.window.banners.fault.copy.button.click()
    assert str(wizard.kit.log_file) in QGuiApplication.clipboard().text()
    wizard.sign_in()
    assert wizard.window.banners.fault.isVisible()
    wizard.window.banners.fault.dismiss.click()
    assert not wizard.window.banners.fault.isVisible()


def test_banners_stand_in_one_order_whichever_speaks_first(wizard: Wizard) -> None:
    banners = wizard.window.banners
    spoken = [banners.update_line, banners.again, banners.open_items, banners.fault, banners.policy, banners.run_error]
    for banner in spoken:
        banner.show_text(verbatim("Something"))
    QApplication.processEvents()
    order = [banners.fault, banners.run_error, banners.open_items, banners.again, banners.policy, banners.update_line]
    assert sorted(spoken, key=lambda banner: banner.y()) == order
    assert [banner for banner in banners.children() if banner in spoken] == order, "for screen readers too"


def test_what_is_made_late_is_read_where_it_stands(wizard: Wizard) -> None:
    page = wizard.sign_in_page
    column = page.error.parentWidget()
    assert column is not None
    wizard.sign_in()
    wizard.window.go(Step(Kind.SIGN_IN))
    wanted = [page.subtitle, page.error, page.waiting, page._ways]
    assert [part for part in column.children() if part in wanted] == wanted, "screen readers go by this order"
    assert [part for part in page._ways.children() if part in (page.signed_in, page.accounts)] == [page.signed_in, page.accounts]


def test_the_size_of_the_window_is_remembered(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    first = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    first.window.show()
    first.window.resize(720, 560)  # the offscreen screen has 800 × 800
    assert first.close()
    second = Parts(qapp, tmp_path / "settings.ini", tmp_path / "log")
    assert (second.window.width(), second.window.height()) == (720, 560)
    assert second.close()


def test_closing_does_not_wait_for_what_is_in_flight(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.reach_symptom(SCENARIO)
    press_primary(wizard)
    assert wizard.parts.close()


def test_every_control_has_a_name(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    for step in wizard.state.steps():
        page = wizard.show(step)
        for row in getattr(page, "rows", []):
            row.opener.click()
        QApplication.processEvents()
        assert nameless(wizard.window) == [], step
