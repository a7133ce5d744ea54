"""Whether to ask for newer versions, and how that stands."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.text import lazy_translate as translate
from ..kit import Kit
from .part import Part
from .text import Prose
from .tick import Tick


class UpdateChoice(Part):
    """Shown also where it cannot be switched on: then it says why."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.box, self.words = Tick(), Prose("quiet")
        self.box.toggled.connect(kit.updates.switch)
        kit.updates.changed.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.box)
        layout.addWidget(self.words)
        self.refresh()

    def refresh(self) -> None:
        updates = self.kit.updates
        with QSignalBlocker(self.box):
            self.box.setChecked(updates.is_on)
        self.box.setEnabled(updates.obstacle is None)
        self.dress(self.box, translate("Updates", "Ask once a day whether a ne&wer version is out"))
        self.words.setPlainText(self.say(updates.said))
        self.box.setAccessibleDescription(self.words.toPlainText())

    @Slot()
    def _changed(self) -> None:
        self.refresh()
