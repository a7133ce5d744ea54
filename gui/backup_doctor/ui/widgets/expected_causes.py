"""What will be checked: the causes that follow from the symptom, in its order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...core.text import lazy_translate as translate
from ...core.words import NOTHING_TO_CHECK
from ..kit import Kit
from .part import Part, named
from .text import Label


class ExpectedCauses(Part):
    """Empty until the symptom is known."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._title, self.words = Label("section"), Label("quiet")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self._causes = QVBoxLayout()
        self._causes.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.words)
        layout.addSpacing(4)
        layout.addLayout(self._causes)
        layout.addStretch()
        kit.state.symptom_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self._title.setText(self.say(translate("SymptomPage", "What will be checked")))
        _empty(self._causes)
        known = self.kit.state.complaint is not None
        causes = self.kit.state.expected_causes if known else ()
        for number, cause in enumerate(causes, 1):
            self._causes.addLayout(_numbered(number, self.say(cause.title)))
        words = translate("SymptomPage", "%n cause(s), all at once. The first one confirmed is the most likely.", "", 0).counted(len(causes))
        if known and not causes:
            words = NOTHING_TO_CHECK
        self.words.setText(self.say(words if known else translate("SymptomPage", "This appears once the symptom is known.")))


def _numbered(number: int, words: str) -> QHBoxLayout:
    figure, label = named(QLabel(str(number)), "quiet"), Label()
    figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("00"))
    label.setText(words)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        row = item.layout()
        while row is not None and (piece := row.takeAt(0)) is not None:
            widget = piece.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
