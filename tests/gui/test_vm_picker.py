"""The list while it fills up and is used: nothing moves under the user's hands, what was pasted is looked up, every state has its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.arm.cloud import PUBLIC
from backup_doctor.arm.signin import Account, Subscription, Tenant
from backup_doctor.arm.vm_list.news import Waits
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import Text, verbatim
from backup_doctor.ui.app import Parts
from backup_doctor.ui.state import State
from backup_doctor.ui.vm_list import VmList
from backup_doctor.ui.widgets.vm_choice import choose
from backup_doctor.ui.widgets.vm_columns import Column
from backup_doctor.ui.widgets.vm_picker import VmPicker
from tests.helpers.qt_wizard import PATIENCE, type_text
from tests.helpers.vm_rows import SUBSCRIPTION, backup, many, row

FAR = "0f2a6f55-9a1c-5d1e-8f6a-3b1f6a4c2d10"
TENANT = "11111111-1111-1111-1111-111111111111"
ACCOUNT = Account(
    "anna@contoso.com",
    TENANT,
    "Contoso",
    PUBLIC,
    (Subscription(SUBSCRIPTION, "Production"),),
    tenants=(
        Tenant(TENANT, "Contoso", "contoso.com", ("contoso.com", "contoso.onmicrosoft.com")),
        Tenant("22222222-2222-2222-2222-222222222222", "Fabrikam", "fabrikam.com"),
    ),
)


@pytest.fixture
def picker(qtbot: QtBot, parts: Parts) -> Iterator[VmPicker]:
    shown = VmPicker(parts.kit)
    shown.resize(900, 500)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    shown.close()


@pytest.fixture
def state(parts: Parts) -> State:
    return parts.kit.state


def settle(qtbot: QtBot, picker: VmPicker) -> None:
    qtbot.waitUntil(lambda: not picker.is_taking_in and picker.model.in_order, timeout=PATIENCE)


def names(picker: VmPicker) -> list[str]:
    return [picker.model.index(number, 0).data() for number in range(picker.model.rowCount())]


def place_of(picker: VmPicker, name: str) -> int:
    """How far below the table's upper edge a VM stands on screen, in pixels."""
    return picker.table.visualRect(picker.model.index(names(picker).index(name), 0)).top()


def said(picker: VmPicker) -> str:
    return picker.notice.plain() if picker.notice.isVisible() else ""


def move_mouse(picker: VmPicker) -> None:
    where = QPointF(50, 50)
    move = QMouseEvent(QEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(picker.table.viewport(), move)


def test_the_first_page_is_on_screen_before_the_rest_and_before_any_backup(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    assert picker.blank.isVisible()
    state.add_vms(many(30))
    assert picker.table.isVisible()
    assert "30 virtual machine" in picker.count.text()
    assert "so far" in picker.count.text()
    state.add_vms([row("late", "")])
    state.end_vms()
    settle(qtbot, picker)
    assert "so far" not in picker.count.text()
    assert len(names(picker)) == 31


def test_failing_machines_rise_as_their_backups_arrive(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    machines = many(50)
    state.add_vms(machines)
    state.join_backups([backup(machines[40])])
    settle(qtbot, picker)
    assert names(picker)[0] == machines[40].id.name
    assert picker.table.rowAt(0) == 0, "nobody has touched the list: it shows its beginning"
    assert "1 with a failed backup" in picker.count.text()


def test_the_chosen_row_stays_chosen_and_where_it_is_while_others_arrive(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    machines = many(200)
    state.add_vms(machines)
    settle(qtbot, picker)
    picker.table.verticalScrollBar().setValue(100)
    picker.table.setCurrentIndex(picker.model.find(machines[104].id))
    before = place_of(picker, "vm-00104")
    state.join_backups([backup(machine) for machine in machines[:30]])
    state.add_vms([row(f"new-{number}", "Failed", 3) for number in range(20)])
    settle(qtbot, picker)
    assert names(picker)[0].startswith("vm-000")
    assert picker.chosen == machines[104].id
    assert place_of(picker, "vm-00104") == before


def test_a_list_that_was_scrolled_shows_the_same_rows_after_others_arrive(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    state.add_vms(many(200))
    settle(qtbot, picker)
    picker.table.verticalScrollBar().setValue(100)
    before = place_of(picker, "vm-00100")
    state.add_vms([row(f"new-{number}", "Failed", 3) for number in range(20)])
    settle(qtbot, picker)
    assert place_of(picker, "vm-00100") == before


def test_nothing_moves_under_the_pointer_until_it_rests(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    machines = many(50)
    state.add_vms(machines)
    settle(qtbot, picker)
    before = names(picker)
    move_mouse(picker)
    state.join_backups([backup(machines[40])])
    state.add_vms([row("new", "Failed", 3)])
    assert picker.table.is_busy
    assert names(picker) == [*before, "new"]
    settle(qtbot, picker)
    assert names(picker)[:2] == ["vm-00040", "new"]


def test_a_filter_holds_for_machines_that_arrive_later(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    state.add_vms([row("sql-1"), row("web-1")])
    picker.filter.setText("sql")
    assert picker.chosen == VmId(SUBSCRIPTION, "rg", "sql-1")
    state.add_vms([row("web-2"), row("sql-2", "Failed")])
    settle(qtbot, picker)
    assert names(picker) == ["sql-2", "sql-1"]
    assert picker.chosen == VmId(SUBSCRIPTION, "rg", "sql-1"), "what was chosen stays, whatever comes above it"
    assert "2 of 4" in picker.count.text()


def test_a_wait_is_told_until_reading_goes_on(picker: VmPicker, state: State) -> None:
    state.add_vms(many(3))
    state.wait_for_vms(Waits(3, verbatim("Resource Graph asks to wait 3 s")))
    assert "Resource Graph asks to wait 3 s" in picker.count.text()
    state.add_vms([row("more")])
    assert "wait" not in picker.count.text()


def test_what_is_left_out_is_said_above_the_list_and_stays(picker: VmPicker, state: State) -> None:
    state.add_vms(many(3))
    state.note_vms(verbatim("Resource Graph is denied."))
    state.note_vms(verbatim("<b>Backups</b> are missing."))
    state.note_vms(verbatim("Resource Graph is denied."))
    state.end_vms()
    assert said(picker) == "The list is incomplete\nResource Graph is denied.\n<b>Backups</b> are missing."
    assert picker.table.isVisible()
    state.forget_vms()
    assert said(picker) == ""


def test_an_error_in_the_middle_keeps_what_arrived(picker: VmPicker, state: State) -> None:
    state.add_vms(many(3))
    state.end_vms(verbatim("Azure hung up."))
    assert names(picker) == ["vm-00000", "vm-00001", "vm-00002"]
    assert "Azure hung up." in said(picker)
    assert "so far" not in picker.count.text()
    assert picker.model.index(0, Column.BACKUP).data() == "No backup known"


def test_the_agents_column_appears_only_where_versions_are_known(picker: VmPicker, state: State) -> None:
    state.add_vms(many(3))
    assert picker.table.isColumnHidden(Column.AGENT)
    state.add_vms([replace(row("with-agent"), agent="2.7.41491.1095")])
    assert not picker.table.isColumnHidden(Column.AGENT)


def test_only_failed_backups_and_the_way_back(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    state.add_vms([row("web"), row("sql", "Failed")])
    picker.facets.failing.click()
    assert names(picker) == ["sql"]
    picker.filter.setText("web")
    assert picker.blank.isVisible()
    picker.blank.clear.click()
    settle(qtbot, picker)
    assert names(picker) == ["sql", "web"]
    assert not picker.facets.failing.isChecked()


def test_a_pasted_machine_is_shown_even_if_the_choices_hide_it(picker: VmPicker, state: State) -> None:
    state.add_vms([row("web"), row("sql", "Failed")])
    picker.facets.failing.click()
    picker.filter.setText(f"<{row('web').id}>")
    assert picker.table.currentIndex().data() == "web"


def test_a_pasted_machine_that_arrives_later_is_found_then(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    state.add_vms(many(3))
    picker.filter.setText(str(row("late").id))
    assert "is not among the VMs read so far" in said(picker)
    assert picker.chosen == row("late").id
    state.add_vms([row("late")])
    settle(qtbot, picker)
    assert said(picker) == ""
    assert picker.table.currentIndex().data() == "late"


def test_a_mail_is_pasted_whole(picker: VmPicker, state: State) -> None:
    state.add_vms([row("web"), row("sql")])
    QApplication.clipboard().setText("x" * 40_000 + f"\r\nHello,\r\nplease look at\r\n{row('sql').id}\r\nThanks")
    picker.filter.paste()
    assert picker.table.currentIndex().data() == "sql"


def test_another_row_can_be_taken_after_a_paste(picker: VmPicker, state: State) -> None:
    state.add_vms([row("web"), row("sql")])
    picker.filter.setText(str(row("sql").id))
    picker.table.setCurrentIndex(picker.model.find(row("web").id))
    assert picker.chosen == row("web").id


def test_letters_typed_in_the_table_go_to_the_filter(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    state.add_vms([row("web"), row("sql"), row("Лес")])
    picker.activateWindow()
    picker.table.setFocus()
    type_text(picker.table, "л")
    assert picker.filter.text() == "л"
    assert names(picker) == ["Лес"]
    QTest.keyClick(picker.table, Qt.Key.Key_Backspace)
    assert picker.filter.text() == ""
    settle(qtbot, picker)
    QApplication.clipboard().setText(str(row("sql").id))
    QTest.keyClick(picker.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert picker.table.currentIndex().data() == "sql"


def test_arrows_lead_into_the_table_and_back(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    state.add_vms([row("web", "Failed"), row("sql")])
    picker.activateWindow()
    qtbot.waitUntil(picker.isActiveWindow, timeout=PATIENCE)
    picker.filter.setFocus()
    QTest.keyClick(picker.filter, Qt.Key.Key_Down)
    assert picker.table.hasFocus()
    assert picker.chosen == row("web").id
    QTest.keyClick(picker.table, Qt.Key.Key_Down)
    assert picker.chosen == row("sql").id
    QTest.keyClick(picker.table, Qt.Key.Key_Up)
    QTest.keyClick(picker.table, Qt.Key.Key_Up)
    assert picker.filter.hasFocus()


def test_escape_empties_the_filter(picker: VmPicker, state: State) -> None:
    state.add_vms(many(3))
    picker.filter.setText("zzz")
    QTest.keyClick(picker.filter, Qt.Key.Key_Escape)
    assert picker.filter.text() == ""


def test_a_click_chooses_and_a_double_click_goes_on(qtbot: QtBot, picker: VmPicker, state: State) -> None:
    state.add_vms(many(3))
    place: QPoint = picker.table.visualRect(picker.model.index(1, 0)).center()
    QTest.mouseClick(picker.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picker.chosen == many(3)[1].id
    with qtbot.waitSignal(picker.picked):
        QTest.mouseDClick(picker.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def machines_of(*rows: str, group: str = "rg", complete: bool = True) -> VmList:
    machines = VmList()
    machines.add([row(name, group=group) for name in rows])
    machines.complete = complete
    return machines


def words_of(text: Text | None) -> str:
    return "" if text is None else str(text)


ITEM = f"/subscriptions/{FAR}/resourceGroups/rg-v/providers/Microsoft.RecoveryServices/vaults/v/x/protectedItems/VM;iaasvmcontainerv2;RG;WEB"
FAR_VM = VmId(FAR, "rg", "far")


def test_a_backup_items_machine_is_found_by_group_and_name_in_any_subscription() -> None:
    found = choose(quote(ITEM, ""), machines_of("web", "sql"), ACCOUNT)
    assert (found.vm, found.listed) == (VmId(SUBSCRIPTION, "rg", "web"), True)


def test_a_backup_item_whose_machine_may_be_two_chooses_none() -> None:
    machines = machines_of("web")
    machines.add([replace(row("web"), id=VmId("00000000-0000-0000-0000-00000000000b", "rg", "web"))])
    found = choose(ITEM, machines, ACCOUNT)
    assert found.vm is None
    assert "2 VMs" in words_of(found.problem)


def test_the_bare_name_of_a_backup_item_outside_the_list_asks_for_the_id() -> None:
    found = choose("VM;iaasvmcontainerv2;rg;gone", machines_of("web"), ACCOUNT)
    assert found.vm is None
    assert "Paste the VM's own resource id" in words_of(found.problem)


@pytest.mark.parametrize(
    ("pasted", "said", "elsewhere"),
    [
        (str(FAR_VM), "does not see in tenant Contoso", True),
        (f"https://portal.azure.us/#@contoso.us/resource{FAR_VM}", "Azure US Government", True),
        (f"https://portal.azure.com/#@fabrikam.com/resource{FAR_VM}", "names tenant fabrikam.com", True),
        (f"https://portal.azure.com/#@33333333-3333-3333-3333-333333333333/resource{FAR_VM}", "names tenant 33333333", True),
        (f"https://portal.azure.com/#@unheard.of.com/resource{FAR_VM}", "does not see in tenant Contoso", True),
        (f"https://portal.azure.com/#@contoso.onmicrosoft.com/resource{VmId(SUBSCRIPTION, 'rg', 'gone')}", "is not in the list", False),
        (f"https://portal.azure.com/#@{TENANT}/resource{VmId(SUBSCRIPTION, 'rg', 'gone')}", "is not in the list", False),
    ],
)
def test_a_machine_out_of_sight_is_said_to_be_and_can_be_tried_all_the_same(pasted: str, said: str, elsewhere: bool) -> None:
    found = choose(pasted, machines_of("web"), ACCOUNT)
    assert found.vm is not None
    assert said in words_of(found.remark)
    assert "press next to" in words_of(found.remark).casefold()
    assert found.elsewhere is elsewhere
