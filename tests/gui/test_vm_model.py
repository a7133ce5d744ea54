"""The rows behind the table: failing first, filtered by words, put in order while they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from backup_doctor.arm.vm_list.news import VmRow
from backup_doctor.core.resource_id import VmId
from backup_doctor.ui.app import Parts
from backup_doctor.ui.vm_list import VmList
from backup_doctor.ui.widgets.vm_columns import Column
from backup_doctor.ui.widgets.vm_model import VmModel
from backup_doctor.ui.widgets.vm_search import VmSearch
from tests.helpers.vm_rows import SUBSCRIPTION, backup, many, row

ROWS = [row("web"), row("sql-old", "Failed", 2), row("new", ""), row("sql-new", "Failed", 3, "rg-data"), row("Лес", os="Linux")]


def fill(model: VmModel, rows: Sequence[VmRow]) -> VmList:
    machines = VmList()
    machines.add(rows)
    model.follow(machines, reading=False)
    model.take_in_all()
    return machines


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
        ("ЛЕС", ["Лес"]),
        ("linux", ["Лес"]),
        ("failed", ["sql-new", "sql-old"]),
        ("old failed", ["sql-old"]),
        ("  west   PROD  sql rg-d", ["sql-new"]),
        ("web failed", []),
        ("westeurope windows web", ["web"]),
        ("zzz", []),
    ],
)
def test_every_word_is_looked_for_in_every_column_in_any_letter_case(model: VmModel, text: str, found: list[str]) -> None:
    for end in range(1, len(text) + 1):  # as it is typed
        model.set_filter(text[:end])
    assert names(model) == found
    for end in range(len(text) - 1, -1, -1):  # and deleted
        model.set_filter(text[:end])
    assert len(names(model)) == len(ROWS)


def test_russian_words_of_the_table_are_found_and_so_are_azures_own(parts: Parts, model: VmModel) -> None:
    parts.kit.words.use("ru")
    model.refresh()
    model.take_in_all()
    for text in ("СБОЙ", "failed"):
        model.set_filter(text)
        assert names(model) == ["sql-new", "sql-old"]


def test_typing_finds_what_a_fresh_search_finds() -> None:
    keys = [f"{first}{second} {third}" for first in "abc" for second in "abc" for third in ("ab", "cab", "b")]
    typed = VmSearch(keys)
    typed.arrange(list(reversed(range(len(keys)))))
    for text in ("a", "ab", "ab c", "ab ca", "ab cab", "ab ca", "ab c", "b c", "cc", "c", "", "abcab ab", "ab ab"):
        fresh = [number for number in reversed(range(len(keys))) if all(word in keys[number] for word in text.split())]
        assert typed.matching(text) == fresh, text


def test_a_column_sorts_both_ways_and_back_to_failing_first(model: VmModel) -> None:
    model.sort(Column.NAME, Qt.SortOrder.AscendingOrder)
    assert names(model) == ["new", "sql-new", "sql-old", "web", "Лес"]
    model.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Лес", "web", "sql-old", "sql-new", "new"]
    model.sort(-1)
    assert names(model)[0] == "sql-new"


def test_rows_that_arrive_later_take_their_place_under_filter_and_order(parts: Parts) -> None:
    model = VmModel(parts.kit)
    machines = fill(model, ROWS)
    model.set_filter("sql")
    machines.add([row("sql-newest", "Failed", 9), row("mail")])
    model.take_in(1)
    assert names(model) == ["sql-new", "sql-old", "sql-newest"], "at the end, where it moves nothing"
    assert not model.in_order
    model.arrange()
    assert names(model) == ["sql-newest", "sql-new", "sql-old"]


def test_typing_on_after_rows_have_arrived_finds_them_too(parts: Parts) -> None:
    model = VmModel(parts.kit)
    machines = fill(model, ROWS)
    model.set_filter("sq")
    machines.add([row("sql-late")])
    model.take_in(1)
    model.set_filter("sql")
    assert "sql-late" in names(model)


def test_a_backup_finds_its_machine_whichever_comes_first(parts: Parts) -> None:
    model = VmModel(parts.kit)
    machines = VmList()
    model.follow(machines, reading=True)
    early, late = row("early", ""), row("late", "")
    assert machines.join([backup(early)]) == []
    machines.add([replace(early, id=VmId(SUBSCRIPTION.upper(), "RG", "Early")), late, row("none", "")])
    model.take_in_all()
    assert [model.index(number, Column.BACKUP).data() for number in range(3)][1:] == ["Reading…", "Reading…"]
    model.renew(machines.join([backup(late, day=10)]))
    model.follow(machines, reading=False)
    model.take_in_all()
    assert names(model) == ["late", "Early", "none"]
    assert model.index(0, Column.ERROR).data() == "UserErrorGuestAgentStatusUnavailable"
    assert model.index(2, Column.BACKUP).data() == "No backup known"
    assert model.failing == 2


def test_only_one_subscription_and_only_failed_backups(parts: Parts) -> None:
    model = VmModel(parts.kit)
    other = replace(row("other", "Failed"), id=VmId("00000000-0000-0000-0000-00000000000b", "rg", "other"))
    machines = fill(model, [*ROWS, other])
    model.set_facets(SUBSCRIPTION.upper(), failing_only=True)
    assert names(model) == ["sql-new", "sql-old"]
    machines.add([row("late", "Failed", 1), row("fine")])
    model.take_in_all()
    assert names(model) == ["sql-new", "sql-old", "late"]
    model.set_filter("sql")
    model.set_facets("", failing_only=False)
    assert names(model) == ["sql-new", "sql-old"]
    model.set_filter("")
    assert len(names(model)) == len(ROWS) + 3


def test_a_new_list_takes_nothing_over_from_the_old(model: VmModel) -> None:
    model.set_filter("sql")
    fill(model, [row("sql-of-another-tenant")])
    assert names(model) == ["sql-of-another-tenant"]
    assert model.failing == 0


def test_rows_are_taken_in_a_slice_at_a_time(parts: Parts) -> None:
    model = VmModel(parts.kit)
    machines = VmList()
    machines.add(many(3000))
    model.follow(machines, reading=True)
    assert model.take_in(0) is True, "nothing is done without time, and it says that there is more"
    slices = 0
    while model.take_in(0.0001):
        slices += 1
    assert model.rowCount() == 3000
    assert slices > 1


def test_the_model_keeps_the_rules_of_qt(parts: Parts) -> None:
    model = VmModel(parts.kit)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    machines = fill(model, ROWS)
    model.set_filter("sql")
    machines.add(many(10))
    model.take_in(1)
    model.renew(machines.join([backup(ROWS[0])]))
    model.take_in(1)
    model.sort(1)
    model.set_facets("", failing_only=True)
    model.set_filter("")
    model.refresh()
    model.take_in_all()
    assert tester.model() is model


@pytest.mark.parametrize("name", ["<b>bold</b>", "a\u202egnp.exe", "x" * 10_000, "two\nlines", "\x1b[31mred", "  ", "{gap}", "%n"])
def test_a_hostile_name_stays_one_plain_line_and_can_be_found(parts: Parts, name: str) -> None:
    model = VmModel(parts.kit)
    fill(model, [row(name, error=name), row("web")])
    cell = model.find(VmId(SUBSCRIPTION, "rg", name)).data()
    assert len(cell) <= 201
    assert not {"\u202e", "\n"} & set(cell)
    tip = str(model.find(VmId(SUBSCRIPTION, "rg", name)).data(Qt.ItemDataRole.ToolTipRole))
    assert "<b" not in tip
    model.set_filter(cell[:40])
    assert model.rowCount() >= 1
