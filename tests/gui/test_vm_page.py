"""The list of machines: failing first, filtered by any column, and found by a pasted id."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from backup_doctor.arm.news import VmRow
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import verbatim
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.state import Kind, Step
from backup_doctor.ui.widgets.vm_model import VmModel
from tests.helpers.qt_wizard import PATIENCE, Wizard, type_text

SUBSCRIPTION = "00000000-0000-0000-0000-00000000000a"


def row(name: str, status: str = "Completed", day: int = 1, group: str = "rg", os: str = "Windows") -> VmRow:
    at = datetime(2026, 11, day, tzinfo=UTC) if status else None
    return VmRow(VmId(SUBSCRIPTION, group, name), "Production", "westeurope", os, "running", status, at)


ROWS = [row("web"), row("sql-old", "Failed", 2), row("new", ""), row("sql-new", "Failed", 3, "rg-data"), row("Лес", os="Linux")]


@pytest.fixture
def model(parts: Parts) -> VmModel:
    made = VmModel(parts.kit)
    fill(made, ROWS)
    return made


def names(model: VmModel) -> list[str]:
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def test_failing_backups_come_first_and_the_latest_of_them_on_top(model: VmModel) -> None:
    assert names(model) == ["sql-new", "sql-old", "web", "Лес", "new"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sql", ["sql-new", "sql-old"]),
        ("RG-DATA", ["sql-new"]),
        ("лес", ["Лес"]),
        ("linux", ["Лес"]),
        ("failed", ["sql-new", "sql-old"]),
        ("zzz", []),
    ],
)
def test_the_filter_looks_into_every_column_in_any_letter_case(model: VmModel, text: str, found: list[str]) -> None:
    for end in range(1, len(text) + 1):  # as it is typed
        model.set_filter(text[:end])
    assert names(model) == found
    model.set_filter("")
    assert len(names(model)) == len(ROWS)


def test_a_column_sorts_both_ways_and_back_to_failing_first(model: VmModel) -> None:
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert names(model) == ["new", "sql-new", "sql-old", "web", "Лес"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Лес", "web", "sql-old", "sql-new", "new"]
    model.sort(-1)
    assert names(model)[0] == "sql-new"


def test_rows_that_arrive_later_take_their_place_under_filter_and_order(model: VmModel) -> None:
    model.set_filter("sql")
    model.set_rows([*ROWS, row("sql-newest", "Failed", 9), row("mail")])
    assert names(model) == ["sql-newest", "sql-new", "sql-old"]


def test_the_model_keeps_the_rules_of_qt(model: VmModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_filter("sql")
    model.sort(1)
    model.set_filter("")
    model.refresh()
    assert tester.model() is model


def test_what_azure_says_is_a_tool_tip_without_markup(parts: Parts) -> None:
    model = VmModel(parts.kit)
    fill(model, [row("<b>bold</b>")])
    tip = str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "<b" not in tip and "bold" in tip


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
    assert "no virtual machines" in page.picker.blank._title.text()
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
        wizard.sign_in_page.enter.click()
        qtbot.waitUntil(lambda: wizard.window.step.kind is Kind.VM, timeout=PATIENCE)
        wizard.choose("windows-agent-stopped")
        qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)
        assert len(wizard.state.vms) == len(slow.vms)
