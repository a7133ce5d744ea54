"""A step for hands: a box to tick, what to do, and commands to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ...core.model import Manual
from ...core.resource_id import VmId
from ..kit import Kit
from .command_box import CommandBox
from .part import Part
from .text import Label, Prose


class _TickLabel(Label):
    """The words of a check box: its own would not wrap."""

    def __init__(self, tick: QCheckBox) -> None:
        super().__init__()
        self._tick = tick
        self.setContentsMargins(0, 4, 0, 0)  # in line with the box, which keeps room for its focus ring

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._tick.toggle()
        super().mouseReleaseEvent(event)


class ManualRow(Part):
    """One manual step. Its tick goes into the diagnosis."""

    def __init__(self, kit: Kit, manual: Manual, vm: VmId, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.manual = manual
        self._instructions = manual.instructions(vm)
        self.tick = QCheckBox()
        self._title = _TickLabel(self.tick)
        self._title.setFont(kit.theme.font(bold=True))
        self.tick.toggled.connect(self._ticked)
        self._words = Prose()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 8)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        layout.addLayout(head)
        inner = QVBoxLayout()
        self.tick.ensurePolished()
        inner.setContentsMargins(self.tick.sizeHint().width() + head.spacing(), 0, 0, 0)  # in line with the title
        inner.setSpacing(8)
        inner.addWidget(self._words)
        for command in self._instructions.commands:
            inner.addWidget(CommandBox(kit, command.line, command.shell.value))
        layout.addLayout(inner)
        kit.state.ticks_changed.connect(self._show_tick)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self._title.setText(self.say(self.manual.title))
        self.tick.setAccessibleName(self.say(self.manual.title))
        self._words.setPlainText(self.say(self._instructions.text))
        self._show_tick()

    @Slot()
    def _show_tick(self) -> None:
        self.tick.blockSignals(True)
        self.tick.setChecked(self.manual.id in self.kit.state.done_by_hand)
        self.tick.blockSignals(False)

    @Slot(bool)
    def _ticked(self, done: bool) -> None:
        self.kit.state.tick(self.manual.id, done)
