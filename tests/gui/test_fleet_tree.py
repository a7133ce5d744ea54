"""The tree of tonight's failures without Azure: what is on screen follows from what is known, however it came, and stays where the user left it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from backup_doctor.core.fleet import Examined, Fact, FactKind, FailedVm, Failures, Slowed
from backup_doctor.core.model import Verdict
from backup_doctor.core.resource_id import VmId
from backup_doctor.core.text import verbatim
from backup_doctor.ui.app import Parts
from backup_doctor.ui.fleet import Phase, key_of
from backup_doctor.ui.pages.fleet_view import FleetView
from backup_doctor.ui.widgets.fleet_branches import branches
from tests.helpers.diagnoses import sample

SUBSCRIPTION = "00000000-0000-0000-0000-00000000000a"
THEN = datetime(2026, 11, 22, 3, 12, tzinfo=UTC)


def failure(name: str, error: str = "") -> FailedVm:
    return FailedVm(VmId(SUBSCRIPTION, "rg", name), "Production", "westeurope", "Windows", THEN, error)


def caused(name: str, cause: str) -> Examined:
    """Examined, with this as its root cause."""
    made = sample()
    causes = (replace(made.causes[0], id=cause), *made.causes[1:])
    return Examined(failure(name), replace(made, causes=causes, root_cause=cause), facts=(Fact(FactKind.REGION, "westeurope"),))


@pytest.fixture
def view(qtbot: QtBot, parts: Parts) -> Iterator[FleetView]:
    made = FleetView(parts.kit)
    qtbot.addWidget(made)
    made.resize(820, 560)
    made.show()
    yield made
    made.close()


def land(view: FleetView, *examined: Examined) -> None:
    for each in examined:
        view.fleet.examined[key_of(each.failed.vm)] = each
    view.refresh()


def fail(view: FleetView, names: list[str], phase: Phase = Phase.EXAMINING) -> None:
    view.fleet.failures, view.fleet.phase = Failures(THEN, tuple(map(failure, names))), phase
    view.refresh()


def keys(view: FleetView) -> list[str]:
    return [branch.key for branch in view.tree.groups.branches]


def test_the_biggest_group_comes_up_while_the_chosen_machine_stays_chosen_and_in_its_place(view: FleetView) -> None:
    names = [f"vm-{number:02}" for number in range(60)]
    fail(view, names)
    land(view, *(caused(name, "one") for name in names[:3]))
    tree = view.tree
    tree.expand(tree.groups.find("cause one"))
    tree.expand(tree.groups.find("waiting"))
    tree.setCurrentIndex(tree.groups.find(key_of(failure("vm-01").vm)))
    tree.verticalScrollBar().setValue(5)
    place = tree.visualRect(tree.currentIndex()).top()
    land(view, *(caused(name, "two") for name in names[10:40]))
    assert keys(view) == ["cause two", "cause one", "waiting"]
    assert tree.currentIndex().data() == "vm-01"
    assert tree.isExpanded(tree.groups.find("cause one"))
    assert tree.visualRect(tree.currentIndex()).top() == place
    assert all(tree.isFirstColumnSpanned(row, QModelIndex()) for row in range(3))


def test_a_chosen_machine_that_lands_is_followed_into_its_group(view: FleetView) -> None:
    fail(view, ["a", "b", "c"])
    view.tree.setCurrentIndex(view.tree.groups.find(key_of(failure("b").vm)))
    land(view, caused("b", "one"))
    assert view.tree.currentIndex().data() == "b"
    assert view.tree.currentIndex().parent().data() == str(caused("b", "one").diagnosis.root.title)  # type: ignore[union-attr]  # it has both


def test_the_model_keeps_the_rules_of_qt_while_machines_land(view: FleetView) -> None:
    model = view.tree.groups
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    names = [f"vm-{number:02}" for number in range(30)]
    fail(view, names, Phase.READ)
    view.fleet.phase = Phase.EXAMINING
    for number, name in enumerate(reversed(names)):
        land(view, caused(name, ("one", "two", "three")[number % 3]))
    assert sorted(keys(view)) == ["cause one", "cause three", "cause two"]
    model.show([])
    assert model.rowCount() == 0
    assert tester.model() is model


def test_members_that_change_their_order_are_not_doubled(view: FleetView) -> None:
    fail(view, ["a", "b", "c"])
    branch = branches(view.fleet)[0]
    view.tree.show_branches([replace(branch, leaves=tuple(reversed(branch.leaves)))])
    top = view.tree.groups.index(0, 0)
    assert [view.tree.groups.index(row, 0, top).data() for row in range(view.tree.groups.rowCount(top))] == ["c", "b", "a"]


def test_waiting_for_azure_is_said_while_it_lasts(view: FleetView) -> None:
    fail(view, ["a"], Phase.READING)
    view.fleet.failures = None
    view.fleet._heard(Slowed(60, verbatim("Azure asks to wait.")))
    view.refresh()
    assert view.blank.words.text() == "Azure asks to wait."


def test_an_item_without_a_machine_is_shown_and_cannot_be_gone_on_with(view: FleetView) -> None:
    view.fleet.failures, view.fleet.phase = Failures(THEN, (), ("/subscriptions/s/items/classic-web",)), Phase.READ
    view.refresh()
    view.tree.setCurrentIndex(view.tree.groups.find("item /subscriptions/s/items/classic-web"))
    assert view.tree.currentIndex().data() == "classic-web"
    assert view.chosen is None
    assert not view.detail.go.isVisible()


def test_what_azure_says_is_shown_plain(view: FleetView) -> None:
    bad = replace(failure("a"), subscription="<b>bold</b>", error="<img src=x>")
    view.fleet.failures, view.fleet.phase = Failures(THEN, (bad,)), Phase.READ
    view.refresh()
    top = view.tree.groups.index(0, 0)
    tips = [str(view.tree.groups.index(0, column, top).data(Qt.ItemDataRole.ToolTipRole)) for column in range(4)]
    assert all("<b" not in tip and "<img" not in tip for tip in tips)
    assert "bold" in tips[1]


@pytest.mark.parametrize("confirmed", [0, 1, 2])
def test_a_group_says_how_many_are_confirmed(view: FleetView, confirmed: int) -> None:
    fail(view, ["a", "b"])
    land(view, *(_judged(name, number < confirmed) for number, name in enumerate(("a", "b"))))
    words = ["Suspected", "Confirmed on 1, suspected on 1", "Confirmed"]
    assert str(view.tree.groups.branches[0].word) == words[confirmed]


def _judged(name: str, is_confirmed: bool) -> Examined:
    made = caused(name, "one")
    assert made.diagnosis is not None
    verdict = Verdict.CONFIRMED if is_confirmed else Verdict.SUSPECTED
    return replace(made, diagnosis=replace(made.diagnosis, causes=(replace(made.diagnosis.causes[0], verdict=verdict), *made.diagnosis.causes[1:])))
