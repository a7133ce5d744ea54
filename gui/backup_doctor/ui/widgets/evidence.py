"""Where a finding comes from, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ...core.language import Language
from ...core.model import Evidence
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .part import Part, named
from .text import LIMIT, Prose, shorten

_FIELDS = (
    translate("Evidence", "Request"),
    translate("Evidence", "Request id"),
    translate("Evidence", "Answered"),
    translate("Evidence", "Value"),
)


def evidence_values(evidence: Evidence, language: Language) -> tuple[str, str, str, str]:
    """The values of the four fields."""
    utc = translate("Evidence", "{moment} ({utc} UTC)").format(moment=evidence.at, utc=evidence.at.strftime("%H:%M:%S"))
    return evidence.request, evidence.request_id, language.render(utc), f"{evidence.path} = {evidence.value}"


def evidence_as_text(evidence: Evidence, language: Language) -> str:
    """One piece of evidence as lines of plain text, whole."""
    values = evidence_values(evidence, language)
    return "\n".join(f"{language.render(field)}: {value}" for field, value in zip(_FIELDS, values, strict=True))


class EvidenceView(Part):
    """One piece of evidence."""

    def __init__(self, kit: Kit, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("well")
        self._evidence = evidence
        self._labels = [named(QLabel(), "quiet") for _ in _FIELDS]
        self._values = [Prose(anywhere=True) for _ in _FIELDS]
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        values = evidence_values(self._evidence, self.kit.words.language)
        for field, label, widget, value in zip(_FIELDS, self._labels, self._values, values, strict=True):
            label.setText(self.say(field))
            widget.setFont(self.kit.theme.monospace())
            widget.setPlainText(shorten(value, LIMIT))
