"""Above the history: every undertaking that was begun and is not over, by its name."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.text import lazy_translate as translate
from ...core.text import verbatim
from ..kit import Kit
from ..theme import Tone
from .banner import Banner

_NAMED = 5
"""Undertakings that are named one by one; more are counted."""


class OpenItemsBanner(Banner):
    """Hidden while nothing is open."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent, copyable=False)
        self.show_open = QPushButton()
        self.add(self.show_open)
        kit.repairs.open_items_changed.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Say what is open now."""
        items = self.kit.repairs.open_items
        self.dress(self.show_open, translate("HistoryPage", "&Finish or undo…"))
        if not items:
            self.clear()
            return
        text = translate("HistoryPage", "{remedy}: {vm}, begun {when}")
        lines = [self.say(text.format(remedy=item.title, vm=item.vm.name, when=item.begun)) for item in items[:_NAMED]]
        if len(items) > _NAMED:
            lines.append(self.say(translate("HistoryPage", "And %n more.", "", 0).counted(len(items) - _NAMED)))
        title = translate("HistoryPage", "%n change(s) are unfinished: begun, and neither completed nor undone", "", 0).counted(len(items))
        self.show_text(verbatim("\n".join(lines)), Tone.WARNING, title)
