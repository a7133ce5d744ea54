"""The page «Virtual machine» in the real window: the lab's list, pasted ids, the way on and the way elsewhere, by mouse and keyboard."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import verbatim
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.state import Kind, Step
from tests.helpers.qt_wizard import PATIENCE, Wizard, type_text

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


def test_choosing_a_machine_early_does_not_stop_the_list(qtbot: QtBot, parts: Parts) -> None:
    with start(["healthy-windows", "windows-agent-stopped"], faults=[Fault.parse("slow/0.4:Microsoft.ResourceGraph")]) as slow:
        parts.window.show()
        wizard = Wizard(qtbot, parts, slow)
        wizard.type_sign_in(slow.token, slow.endpoint)
        wizard.sign_in_page.form.enter.click()
        qtbot.waitUntil(lambda: wizard.window.step.kind is Kind.VM, timeout=PATIENCE)
        wizard.choose("windows-agent-stopped")
        qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)
        assert len(wizard.state.vms) == len(slow.vms)
