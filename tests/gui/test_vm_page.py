"""The page «Virtual machine» in the real window: the lab's list, pasted ids, the way on and the way elsewhere, by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import verbatim
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import RunningLab, start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.qt_access import nameless
from tests.helpers.qt_wizard import PATIENCE, Wizard, type_text
from tests.helpers.vm_rows import row

SUBSCRIPTION = "00000000-0000-0000-0000-00000000000a"


def test_the_list_of_the_lab_is_shown_with_its_failing_machines_first(wizard: Wizard) -> None:
    page = wizard.sign_in()
    rows = [page.model.row_at(page.model.index(number, 0)) for number in range(page.model.rowCount())]
    failing = [found is not None and found.last_backup == "Failed" for found in rows]
    assert len(rows) == len(wizard.lab.vms)
    assert failing == sorted(failing, reverse=True)
    assert any(failing)


def test_a_pasted_id_jumps_to_the_machine(wizard: Wizard) -> None:
    page = wizard.sign_in()
    vm = wizard.vm("linux-agent-outdated")
    page.filter.setText(str(vm).upper())
    assert page.ready
    assert page.table.currentIndex().data() == vm.name
    wizard.window.bar.primary.click()
    assert wizard.state.vm is not None
    assert wizard.state.vm.same(str(vm))
    assert wizard.state.row is not None


def test_a_portal_address_of_a_machine_outside_the_list_is_taken_too(wizard: Wizard) -> None:
    page = wizard.sign_in()
    stranger = VmId(SUBSCRIPTION, "rg-far", "stranger")
    page.filter.setText(f"https://portal.azure.com/#@contoso.com/resource{stranger}/overview")
    assert page.picker.notice.isVisible()
    assert "stranger" in page.picker.notice.words.toPlainText()
    wizard.window.bar.primary.click()
    assert wizard.state.vm == stranger


def test_a_broken_id_is_told_and_selects_nothing_new(wizard: Wizard) -> None:
    page = wizard.sign_in()
    page.filter.setText("/subscriptions/12/resourceGroups/x")
    assert page.picker.notice.isVisible()
    assert not page.ready
    page.filter.clear()
    assert not page.picker.notice.isVisible()


def test_typing_in_the_filter_takes_the_first_match(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.sign_in()
    page.filter.setFocus()
    name = wizard.vm("windows-agent-stopped").name
    type_text(page.filter, name)
    assert page.ready
    assert page.table.currentIndex().data() == name


def test_nothing_matches_says_so_and_offers_the_way_back(wizard: Wizard) -> None:
    page = wizard.sign_in()
    page.filter.setText("<i>zzz</i>")
    assert not page.table.isVisible()
    assert page.picker.blank.clear.isVisible()
    page.picker.blank.clear.click()
    assert page.table.isVisible()


def test_an_empty_list_and_a_failed_list_have_their_own_words(wizard: Wizard) -> None:
    page = wizard.sign_in()
    wizard.state.forget_vms()
    wizard.state.end_vms()
    assert "No virtual machines in tenant" in page.picker.blank._title.text()
    wizard.state.forget_vms()
    wizard.state.end_vms(verbatim("Resource Graph is closed today."))
    assert page.picker.notice.words.toPlainText() == "Resource Graph is closed today."
    assert page.picker.blank.again.isVisible()


def test_the_selection_survives_a_filter_that_still_shows_it(wizard: Wizard) -> None:
    page = wizard.sign_in()
    vm = wizard.vm("windows-agent-stopped")
    page.table.setCurrentIndex(page.model.find(vm))
    page.filter.setText(vm.name[:3])
    assert page.table.currentIndex().data() == vm.name


def test_taking_another_machine_forgets_the_diagnosis_of_the_first(wizard: Wizard) -> None:
    wizard.diagnose("windows-agent-stopped")
    wizard.window.go(Step(Kind.VM))
    wizard.choose("linux-agent-outdated")
    assert wizard.state.run is None
    assert not wizard.state.reachable(Step(Kind.SUMMARY))


def test_another_sign_in_starts_with_an_empty_filter(wizard: Wizard) -> None:
    page = wizard.sign_in()
    page.filter.setText("sql")
    wizard.flow.sign_out()
    assert wizard.sign_in().filter.text() == ""


def sign_in_to(lab: RunningLab, qtbot: QtBot, parts: Parts) -> Wizard:
    parts.window.show()
    wizard = Wizard(qtbot, parts, lab)
    wizard.type_sign_in(lab.token, lab.endpoint)
    wizard.press_sign_in()
    qtbot.waitUntil(lambda: wizard.window.step.kind is Kind.VM, timeout=PATIENCE)
    return wizard


def test_choosing_a_machine_early_does_not_stop_the_list(qtbot: QtBot, parts: Parts) -> None:
    with start(["healthy-windows", "windows-agent-stopped"], faults=[Fault.parse("slow/0.4:Microsoft.ResourceGraph")]) as slow:
        parts.window.show()
        wizard = Wizard(qtbot, parts, slow)
        wizard.type_sign_in(slow.token, slow.endpoint)
        wizard.press_sign_in()
        qtbot.waitUntil(lambda: wizard.window.step.kind is Kind.VM, timeout=PATIENCE)
        wizard.choose("windows-agent-stopped")
        qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)
        assert len(wizard.state.vms) == len(slow.vms)


def test_a_cancelled_list_keeps_what_has_arrived(qtbot: QtBot, parts: Parts) -> None:
    with start(["healthy-windows", "windows-agent-stopped"], faults=[Fault.parse("slow/30:Microsoft.ResourceGraph")]) as slow:
        wizard = sign_in_to(slow, qtbot, parts)
        page = wizard.vm_page
        assert page.picker.blank.isVisible()
        wizard.state.add_vms([row("arrived")])
        wizard.flow.cancel()
        assert page.table.isVisible()
        assert page.model.index(0, 0).data() == "arrived"
        assert "was cancelled" in page.picker.notice.words.toPlainText()
        assert wizard.flow.activity is None
        wizard.state.end_vms(verbatim("late"))


def test_reading_again_while_reading_tells_no_machine_twice(qtbot: QtBot, parts: Parts) -> None:
    with start(["healthy-windows", "windows-agent-stopped"], faults=[Fault.parse("slow/0.3:Microsoft.ResourceGraph")]) as slow:
        wizard = sign_in_to(slow, qtbot, parts)
        wizard.vm_page.picker.again.click()
        qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)
        qtbot.waitUntil(lambda: wizard.flow.activity is None, timeout=PATIENCE)
        assert len(wizard.state.vms) == len(slow.vms)


def test_where_resource_graph_is_denied_the_list_comes_another_way_and_says_so(qtbot: QtBot, parts: Parts) -> None:
    with start(["healthy-windows", "windows-agent-stopped"], faults=[Fault.parse("403:Microsoft.ResourceGraph")]) as denied:
        wizard = sign_in_to(denied, qtbot, parts)
        page = wizard.vm_page
        qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)
        qtbot.waitUntil(lambda: page.model.rowCount() == len(denied.vms), timeout=PATIENCE)
        assert "Resource Graph did not return the list" in page.picker.notice.plain()
        wizard.choose("windows-agent-stopped")


def test_the_tenant_looked_at_is_named_and_another_one_is_a_click_away(wizard: Wizard) -> None:
    page = wizard.sign_in()
    assert wizard.state.session is not None
    assert wizard.state.session.account.tenant in page.subtitle.text()
    page.filter.setText("not-here-at-all")
    page.picker.blank.switch.click()
    assert wizard.window.step.kind is Kind.SIGN_IN


def test_a_machine_of_another_tenant_offers_the_way_there_beside_the_words(wizard: Wizard) -> None:
    page = wizard.sign_in()
    page.filter.setText(str(VmId("0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10", "rg-far", "stranger")))
    assert page.picker.notice.switch.isVisible()
    page.picker.notice.switch.click()
    assert wizard.window.step.kind is Kind.SIGN_IN


def test_the_notice_leaves_room_for_rows_in_the_smallest_window_and_the_longest_words(wizard: Wizard) -> None:
    page = wizard.sign_in()
    wizard.window.resize(900, 640)
    wizard.kit.words.use("ru")
    page.filter.setText(str(VmId("0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10", "rg-far", "stranger")))
    wizard.qtbot.waitUntil(page.picker.notice.switch.isVisible)
    assert page.table.viewport().height() >= 4 * page.table.verticalHeader().defaultSectionSize()
    assert page.picker.notice.words.height() <= page.picker.notice.height(), "all of it can be read"
    assert not page.picker.notice.copy.isVisible()


def test_with_large_text_the_views_stand_below_the_heading_and_nothing_is_squeezed(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.sign_in()
    wizard.window.resize(900, 640)
    assert page.views.y() < page.heading.geometry().bottom()
    page.heading.setFont(wizard.kit.theme.font(5, bold=True))
    page.refresh()
    qtbot.waitUntil(lambda: page.views.y() >= page.heading.geometry().bottom())
    assert page.views.width() >= page.views.sizeHint().width()
    assert page.filter.height() >= page.filter.sizeHint().height()


def test_failures_are_the_other_view_made_when_first_wanted(wizard: Wizard) -> None:
    page = wizard.sign_in()
    assert page.fleet is None
    page.views.setCurrentIndex(1)
    assert page.fleet is not None
    assert page.fleet.isVisible()
    assert not page.ready
    vm = wizard.vm("windows-agent-stopped")
    page.fleet.picked.emit(vm)
    assert wizard.state.vm is not None
    assert wizard.state.vm.same(str(vm))
    assert wizard.state.row is not None
    assert wizard.window.step.kind is Kind.SYMPTOM


def test_the_views_are_switched_by_keyboard(wizard: Wizard) -> None:
    page = wizard.sign_in()
    page.views.setFocus()
    QTest.keyClick(page.views, Qt.Key.Key_Right)
    assert page.fleet is not None
    assert page.fleet.isVisible()
    QTest.keyClick(page.views, Qt.Key.Key_Left)
    assert page.picker.isVisible()


def test_a_machine_is_chosen_by_keyboard_alone(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.sign_in()
    assert page.filter.hasFocus()
    type_text(page.filter, "windows")
    wizard.press(Qt.Key.Key_Down)
    wizard.press(Qt.Key.Key_Down)
    chosen = page.table.currentIndex().data()
    wizard.press(Qt.Key.Key_Return)
    assert wizard.state.vm is not None
    assert wizard.state.vm.name == chosen
    assert wizard.window.step.kind is Kind.SYMPTOM
    qtbot.waitUntil(lambda: wizard.state.last_job is not None or wizard.state.last_job_error is not None, timeout=PATIENCE)


def test_every_control_has_a_name_in_every_state_of_the_page(wizard: Wizard) -> None:
    page = wizard.sign_in()
    assert nameless(wizard.window) == []
    page.filter.setText("zzz")
    QApplication.processEvents()
    assert nameless(wizard.window) == []
    page.filter.setText("/subscriptions/12")
    QApplication.processEvents()
    assert nameless(wizard.window) == []


def test_the_language_of_the_rows_follows_the_window(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.sign_in()
    wizard.kit.words.use("ru")
    qtbot.waitUntil(lambda: not page.picker.is_taking_in and "Сбой" in page.model.index(0, 1).data(), timeout=PATIENCE)
