"""How the table of VMs is drawn, and what its rows cost the rest of the program."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStyledItemDelegate
from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.widgets.vm_columns import Column
from backup_doctor.ui.widgets.vm_picker import VmPicker
from tests.helpers.vm_rows import row

ROWS = [
    row("sql", "Failed", 3),
    row("a-machine-with-a-name-that-no-column-is-wide-enough-for", "Completed", 2),
    row("Лес", "CompletedWithWarnings", 1),
    row("<b>new</b>", ""),
]


def picture(picker: VmPicker) -> QImage:
    return picker.table.viewport().grab().toImage()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_rows_look_as_the_style_itself_would_draw_them(qtbot: QtBot, parts: Parts, appearance: Appearance) -> None:
    parts.kit.theme.use(appearance)
    picker = VmPicker(parts.kit)
    qtbot.addWidget(picker)
    picker.resize(900, 400)
    picker.show()
    parts.kit.state.add_vms(ROWS)
    parts.kit.state.end_vms()
    qtbot.waitUntil(lambda: not picker.is_taking_in)
    all_columns = picture(picker)
    picker.table.selectRow(1)
    picker.table.hideColumn(Column.BACKUP)  # the style would tint its glyph, whose colour means something
    chosen = picture(picker)
    picker.table.setItemDelegate(QStyledItemDelegate(picker.table))
    assert chosen == picture(picker)
    picker.table.showColumn(Column.BACKUP)
    picker.table.clearSelection()
    assert all_columns == picture(picker)
    assert all_columns != chosen


def test_the_search_for_garbage_does_not_walk_through_rows_until_they_go(parts: Parts) -> None:
    machine = row("one")
    assert any(each is machine for each in gc.get_objects())
    parts.kit.state.add_vms([machine])
    assert not any(each is machine for each in gc.get_objects())
    parts.kit.state.forget_vms()
    assert any(each is machine for each in gc.get_objects())
