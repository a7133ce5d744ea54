"""A verdict or status at a glance: glyph, word and colour."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ...core.model import Verdict
from ...core.plan import Risk
from ...core.text import Text
from ...core.words import RISK, verdict_word
from .. import vocabulary
from ..kit import Kit
from ..marks import RISK_TONE, VERDICT_ICON, VERDICT_TONE
from ..theme import Tone
from .mark import Mark
from .part import Part, named, set_property


class Chip(Part):
    """A rounded label with an icon."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._mark = Mark(kit, 0.85)
        self._word = named(QLabel(), "chipWord")
        self._text: Text | None = None
        self._icon, self._tone = "", Tone.QUIET
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 10, 3)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_verdict(self, verdict: Verdict | None, *, left_out: bool = False) -> None:
        """A verdict; None while it is being looked for.

        Args:
            left_out: nobody chose to look.
        """
        if verdict is None:
            self.show_text(vocabulary.LOOKING, "", Tone.QUIET)
        else:
            self.show_text(verdict_word(verdict, left_out=left_out), VERDICT_ICON[verdict], VERDICT_TONE[verdict])

    def show_risk(self, risk: Risk) -> None:
        """What may come of a remedy."""
        self.show_text(RISK[risk], risk.value, RISK_TONE[risk])

    def show_text(self, text: Text, icon: str, tone: Tone) -> None:
        """Any words; without an icon something is being waited for."""
        self._text, self._icon, self._tone = text, icon, tone
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._text is None:
            return
        words = self.say(self._text)
        self._word.setText(words)
        self.setAccessibleName(words)
        self._mark.show_icon(self._icon, self._tone.value)
        set_property(self, "tone", self._tone.value)
        set_property(self._word, "tone", self._tone.value)
