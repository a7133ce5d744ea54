"""Tonight's failures: read, examined, grouped as they land, picked, given up, denied; by mouse and by keyboard, in both languages."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.breaking.machine import fill_restore_points, lock_backup_group, silence_agent
from backup_doctor.lab.build import SANDBOX, Site, fail_last_backup, windows
from backup_doctor.lab.failures import AGENT_UNAVAILABLE, INTERNAL
from backup_doctor.lab.world import World
from backup_doctor.ui.app import Parts
from backup_doctor.ui.fleet import Phase
from backup_doctor.ui.pages.fleet_view import FleetView
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.qt_access import nameless
from tests.helpers.qt_repairs import Repairing
from tests.helpers.qt_wizard import PATIENCE
from tests.helpers.worlds import Lab, serving

LOCK = "cause resource-group-lock"
AGENT = "cause windows-agent-unresponsive"
GRAPH = "Microsoft.ResourceGraph/resources"


def night(*, failing: bool = True) -> tuple[World, str]:
    """Three VMs behind one lock, two with a silent agent in another subscription, one without a fault, and one whose backup went well."""
    world = World()
    world.pace = timedelta(0)
    locked = [windows(world, f"sql-{number}", Site("rg-sql", backup_group="AzureBackupRG_westeurope_2")) for number in (1, 2, 3)]
    silent = [windows(world, f"app-{number}", Site("rg-app", subscription=SANDBOX, vault="rsv-sandbox-weu")) for number in (1, 2)]
    sound = windows(world, "web-1", Site("rg-web"))
    well = windows(world, "dns-1", Site("rg-dns"))
    for vm in locked:
        fill_restore_points(world, vm)
    lock_backup_group(world, locked[0], "AzureBackupRG_westeurope_2", "no-delete", "")
    for vm in silent:
        silence_agent(vm)
    if failing:
        for vm in (*locked, sound):
            fail_last_backup(world, vm, INTERNAL)
        for vm in silent:
            fail_last_backup(world, vm, AGENT_UNAVAILABLE)
    return world, str(well.id)


class Night(Repairing):
    """The page of virtual machines, turned to tonight's failures."""

    def __init__(self, qtbot: QtBot, parts: Parts, lab: Lab) -> None:
        super().__init__(qtbot, parts, lab)  # type: ignore[arg-type]  # a lab with the same address and token
        self.azure = lab
        self.sign_in()

    @property
    def view(self) -> FleetView:
        """Made when it is first shown."""
        view = self.parts.window.findChild(FleetView)
        assert view is not None
        return view

    def appear(self) -> None:
        """Bring it on screen."""
        self.vm_page.views.setCurrentIndex(1)

    def read(self) -> None:
        """Wait until it is known which backups failed."""
        self.appear()
        self.wait(Phase.READ)

    def examine(self) -> None:
        """Wait until all of them have been examined."""
        self.read()
        self.view.head.examine.click()
        self.wait(Phase.EXAMINED)

    def wait(self, phase: Phase) -> None:
        self.qtbot.waitUntil(lambda: self.view.fleet.phase is phase, timeout=PATIENCE)

    def shown(self) -> dict[str, list[str]]:
        """Names of the VMs by group, in the order of the screen."""
        return {branch.key: [leaf.name for leaf in branch.leaves] for branch in self.view.tree.groups.branches}

    def point_at(self, key: str) -> QModelIndex:
        """Make the row of a group or a VM the current one."""
        name = {leaf.name: leaf.key for branch in self.view.tree.groups.branches for leaf in branch.leaves}.get(key, key)
        index = self.view.tree.groups.find(name)
        assert index.isValid(), key
        self.view.tree.setCurrentIndex(index)
        return index


@contextmanager
def night_of(qtbot: QtBot, parts: Parts, *faults: str, failing: bool = True) -> Iterator[Night]:
    """The view, signed in to a lab of its own."""
    world, vm = night(failing=failing)
    with serving(world, vm, *faults) as lab:
        with qtbot.waitActive(parts.window):
            parts.window.show()
            parts.window.activateWindow()
        yield Night(qtbot, parts, lab)
        parts.kit.flow.sign_out()


@pytest.fixture
def tonight(qtbot: QtBot, parts: Parts) -> Iterator[Night]:
    with night_of(qtbot, parts) as shown:
        yield shown


def test_failures_are_read_when_it_first_appears_and_stand_by_azure_s_code(tonight: Night) -> None:
    asked = len(tonight.azure.seen)
    assert tonight.parts.window.findChild(FleetView) is None
    tonight.read()
    assert len(tonight.azure.seen) > asked
    assert tonight.view.head.headline.text().startswith("6 ")
    assert tonight.view.fleet.subscriptions == 2
    assert list(tonight.shown().values()) == [["sql-1", "sql-2", "sql-3", "web-1"], ["app-1", "app-2"]]
    assert "6" in tonight.view.head.examine.text()
    asked = len(tonight.azure.seen)
    tonight.vm_page.views.setCurrentIndex(0)
    tonight.appear()
    assert len(tonight.azure.seen) == asked, "what has been read is not read again"


def test_examined_machines_are_grouped_by_cause_and_the_shared_lock_is_named(tonight: Night) -> None:
    tonight.examine()
    assert tonight.shown() == {LOCK: ["sql-1", "sql-2", "sql-3"], AGENT: ["app-1", "app-2"], "no cause": ["web-1"]}
    lock = tonight.view.tree.groups.branches[0]
    assert (str(lock.word), lock.icon) == ("Confirmed", "failed")
    tonight.point_at(LOCK)
    line = tonight.view.detail.shares[0]
    assert line.words.toPlainText().startswith("3 of 3 share one lock: /subscriptions/")
    line.copy.button.click()
    assert QGuiApplication.clipboard().text().endswith("/locks/no-delete")


def test_a_double_click_goes_on_with_the_machine_and_nothing_is_lost_on_the_way_back(tonight: Night) -> None:
    tonight.examine()
    index = tonight.point_at("app-1")
    assert "agent" in tonight.view.detail.words.toPlainText()
    tonight.view.tree.doubleClicked.emit(index)
    assert tonight.symptom_page
    assert tonight.state.vm is not None and tonight.state.vm.name == "app-1"
    tonight.window.go(Step(Kind.VM))
    assert tonight.view.isVisible()
    assert list(tonight.shown()) == [LOCK, AGENT, "no cause"]
    assert tonight.view.chosen == tonight.state.vm


@pytest.mark.parametrize("next_button", [True, False])
def test_the_chosen_machine_is_gone_on_with_by_either_button(tonight: Night, next_button: bool) -> None:
    tonight.read()
    assert not tonight.window.bar.primary.isEnabled()
    tonight.point_at("sql-2")
    (tonight.window.bar.primary if next_button else tonight.view.detail.go).click()
    assert tonight.symptom_page
    assert tonight.state.vm is not None and tonight.state.vm.name == "sql-2"


def test_it_is_worked_by_keyboard_alone(tonight: Night) -> None:
    tonight.read()
    head, tree = tonight.view.head, tonight.view.tree
    for widget in (head.period, head.again, head.export, head.examine):
        tonight.tab_to(widget)
    tonight.press(Qt.Key.Key_Space)
    assert head.cancel.hasFocus(), "the keyboard stays where it was"
    tonight.wait(Phase.EXAMINED)
    assert head.examine.hasFocus()
    tonight.tab_to(tree)
    tonight.press(Qt.Key.Key_Home)
    assert tree.currentIndex() == tree.groups.find(LOCK)
    tonight.press(Qt.Key.Key_Return)
    assert not tree.isExpanded(tree.groups.find(LOCK)), "Enter closes and opens a group"
    tonight.press(Qt.Key.Key_Right)
    tonight.press(Qt.Key.Key_Down)
    assert tonight.view.chosen is not None and tonight.view.chosen.name == "sql-1"
    tonight.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == str(tonight.view.chosen)
    assert nameless(tonight.window) == []
    tonight.tab_to(tonight.view.detail.go)
    tonight.tab_to(tree)
    tonight.press(Qt.Key.Key_Return)
    assert tonight.window.step.kind is Kind.SYMPTOM
    assert tonight.state.vm is not None and tonight.state.vm.name == "sql-1"


def test_enter_goes_one_step_on_and_starts_nothing(tonight: Night) -> None:
    tonight.read()
    tonight.point_at("sql-2")
    tonight.view.tree.setFocus()
    tonight.press(Qt.Key.Key_Return)
    tonight.qtbot.waitUntil(lambda: tonight.state.complaint is not None, timeout=PATIENCE)
    tonight.window.go(Step(Kind.VM))
    tonight.view.tree.setFocus()
    tonight.press(Qt.Key.Key_Return)
    assert tonight.window.step.kind is Kind.SYMPTOM
    assert tonight.state.run is None


def test_cancelling_keeps_what_has_landed_and_the_rest_can_be_examined_later(tonight: Night) -> None:
    tonight.read()
    tonight.azure.suffer("slow/30:/virtualMachines/sql-")
    tonight.view.head.examine.click()
    tonight.qtbot.waitUntil(lambda: len(tonight.view.fleet.examined) == 3, timeout=PATIENCE)
    assert tonight.view.head.cancel.isVisible()
    tonight.view.head.cancel.click()
    assert tonight.view.fleet.phase is Phase.EXAMINED
    assert tonight.shown() == {AGENT: ["app-1", "app-2"], "no cause": ["web-1"], "waiting": ["sql-1", "sql-2", "sql-3"]}
    assert "other 3" in tonight.view.head.examine.text()
    tonight.azure.faults.forget()
    tonight.view.head.examine.click()
    tonight.wait(Phase.EXAMINED)
    assert list(tonight.shown()) == [LOCK, AGENT, "no cause"]


def test_escape_in_the_window_gives_up_the_reading(tonight: Night) -> None:
    tonight.azure.suffer(f"slow/30:{GRAPH}")
    tonight.appear()
    assert tonight.view.blank.cancel.isVisible()
    tonight.press(Qt.Key.Key_Escape)
    assert tonight.view.fleet.phase is Phase.FAILED
    assert "cancelled" in tonight.view.notice.plain()
    tonight.azure.faults.forget()
    tonight.view.blank.again.click()
    tonight.wait(Phase.READ)
    assert not tonight.view.notice.isVisible()


def test_another_machine_may_be_diagnosed_while_the_rest_is_examined(tonight: Night) -> None:
    tonight.read()
    tonight.azure.suffer("slow/30:/virtualMachines/sql-")
    tonight.view.head.examine.click()
    tonight.qtbot.waitUntil(lambda: len(tonight.view.fleet.examined) == 3, timeout=PATIENCE)
    tonight.flow.choose_vm(VmId.parse(str(tonight.azure.vm)))
    tonight.qtbot.waitUntil(lambda: tonight.state.complaint is not None, timeout=PATIENCE)
    tonight.flow.start()
    tonight.finish()
    assert tonight.view.fleet.phase is Phase.EXAMINING
    assert tonight.view.fleet.progress == (3, 6)


def test_a_machine_that_cannot_be_examined_says_why(qtbot: QtBot, parts: Parts) -> None:
    with night_of(qtbot, parts, "404:/virtualMachines/web-1?") as tonight:
        tonight.examine()
        assert tonight.shown()["not examined"] == ["web-1"]
        tonight.point_at("web-1")
        assert "web-1" in tonight.view.detail.words.toPlainText()


def test_without_resource_graph_the_vaults_are_asked_and_it_is_said(qtbot: QtBot, parts: Parts) -> None:
    with night_of(qtbot, parts, f"403:{GRAPH}") as tonight:
        tonight.read()
        assert tonight.view.notice.plain().startswith("Azure Resource Graph did not say which backups failed.")
        assert sorted(failed.vm.name for failed in tonight.view.fleet.failed) == ["app-1", "app-2", "sql-1", "sql-2", "sql-3", "web-1"]
        tonight.examine()
        assert tonight.shown() == {LOCK: ["sql-1", "sql-2", "sql-3"], AGENT: ["app-1", "app-2"], "no cause": ["web-1"]}
        assert nameless(tonight.view) == []


def test_a_quiet_night_without_resource_graph_is_not_said_of_everything(qtbot: QtBot, parts: Parts) -> None:
    with night_of(qtbot, parts, f"403:{GRAPH}", failing=False) as tonight:
        tonight.read()
        assert tonight.view.blank.title.text().startswith("No backup has failed since ")
        assert "the message above says what is missing" in tonight.view.blank.words.text()
        assert tonight.view.notice.isVisible()


def test_without_resource_graph_and_vaults_nothing_is_claimed(qtbot: QtBot, parts: Parts) -> None:
    with night_of(qtbot, parts) as tonight:
        tonight.azure.suffer(f"403:{GRAPH}")
        tonight.azure.suffer("403:RecoveryServices/vaults")
        tonight.appear()
        tonight.wait(Phase.FAILED)
        assert tonight.view.notice.plain().startswith("The failures could not be read\n")
        assert tonight.view.blank.isVisible()
        assert "not known" in tonight.view.blank.title.text()
        assert not tonight.view.head.examine.isVisible()
        assert nameless(tonight.view) == []


def test_a_quiet_night_is_said_so(qtbot: QtBot, parts: Parts) -> None:
    with night_of(qtbot, parts, failing=False) as tonight:
        tonight.read()
        assert tonight.view.blank.title.text().startswith("No backup has failed since ")
        assert not tonight.view.head.examine.isVisible()
        assert not tonight.view.head.export.isVisible()


def test_another_span_of_time_is_read_anew(tonight: Night) -> None:
    tonight.read()
    before = tonight.view.fleet.failures
    tonight.view.head.period.setCurrentIndex(2)
    tonight.view.head.period.activated.emit(2)
    tonight.wait(Phase.READ)
    after = tonight.view.fleet.failures
    assert before is not None and after is not None
    assert timedelta(hours=23) < before.since - after.since < timedelta(hours=25)


def test_signing_out_leaves_nothing_behind(tonight: Night) -> None:
    tonight.examine()
    view = tonight.view
    tonight.flow.sign_out()
    assert view.fleet.phase is Phase.UNREAD
    assert view.tree.groups.branches == []


def test_causes_are_told_as_they_come_up_each_once(tonight: Night, said: list[str]) -> None:
    tonight.examine()
    tonight.view.refresh()
    told = [words for words in said if words.startswith("Cause found: ")]
    assert len(told) == 2
    assert "6 failed" in " ".join(said)
    assert said[-1] == "Examined 6 of 6."


def test_language_and_colours_follow_at_once(tonight: Night) -> None:
    tonight.examine()
    russian = tonight.view.tree.groups.branches[0].title
    tonight.kit.words.use("ru")
    top = tonight.view.tree.groups.index(0, 0)
    tonight.qtbot.waitUntil(lambda: top.data() == tonight.kit.render(russian), timeout=PATIENCE)
    assert any("а" <= letter <= "я" for letter in str(top.data()))
    tonight.kit.theme.use(tonight.kit.theme.appearance.DARK)
    assert list(tonight.shown()) == [LOCK, AGENT, "no cause"]
    assert nameless(tonight.view) == []


def test_the_list_leaves_as_csv_json_and_text(tonight: Night, tmp_path: Path) -> None:
    tonight.examine()
    files = tmp_path / "night.csv", tmp_path / "night.json"
    tonight.view.save_csv(files[0])
    tonight.qtbot.waitUntil(files[0].exists, timeout=PATIENCE)
    tonight.view.save_json(files[1])
    tonight.qtbot.waitUntil(files[1].exists, timeout=PATIENCE)
    rows = list(csv.DictReader(files[0].read_text("utf-8-sig").splitlines()))
    assert sorted(row["name"] for row in rows) == ["app-1", "app-2", "sql-1", "sql-2", "sql-3", "web-1"]
    assert [group["cause"] for group in json.loads(files[1].read_text("utf-8"))["groups"]] == [
        "resource-group-lock",
        "windows-agent-unresponsive",
        None,
    ]
    tonight.qtbot.waitUntil(lambda: tonight.view.outcome.plain() == f"Saved: {files[1]}", timeout=PATIENCE)
    tonight.view.head.text_wanted.emit()
    copied = QGuiApplication.clipboard().text()
    assert "3 of 3 share one lock" in copied and "sql-2 in " in copied


def test_a_place_that_takes_no_file_is_told(tonight: Night, tmp_path: Path) -> None:
    tonight.read()
    tonight.view.save_json(tmp_path / "missing" / "night.json")
    tonight.qtbot.waitUntil(tonight.view.outcome.isVisible, timeout=PATIENCE)
    assert "cannot be written" in tonight.view.outcome.plain()
    assert not tonight.view.open_folder.isVisible()
