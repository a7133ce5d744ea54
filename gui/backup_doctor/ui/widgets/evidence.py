"""Where a finding comes from: to read, to copy, to look up whole, and to ask again by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.by_hand import by_hand
from ...core.language import Language
from ...core.model import Evidence
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .button_row import ButtonRow
from .command_box import CommandBox
from .copy_button import CopyButton
from .part import Part, set_property
from .text import LIMIT, Label, Prose, shorten

_ANSWERED = translate("Evidence", "Answered")
_FIELDS = (
    translate("Evidence", "Request"),
    translate("Evidence", "Request id"),
    _ANSWERED,
    translate("Evidence", "JSON path"),
    translate("Evidence", "Value"),
)
_NARROW = 60
"""Characters of text in a line below which the names stand above their values, as at 200 % text size."""


def evidence_values(evidence: Evidence, language: Language) -> tuple[str, ...]:
    """The values of the fields, in their order; empty where Azure did not say."""
    utc = translate("Evidence", "{moment} ({utc} UTC)").format(moment=evidence.at, utc=evidence.at.strftime("%H:%M:%S"))
    return evidence.request, evidence.request_id, language.render(utc), evidence.path, evidence.value


def evidence_as_text(evidence: Evidence, language: Language) -> str:
    """One piece of evidence as lines of plain text, whole."""
    values = evidence_values(evidence, language)
    return "\n".join(f"{language.render(field)}: {value}" for field, value in zip(_FIELDS, values, strict=True) if value)


class EvidenceView(Part):
    """One piece of evidence."""

    def __init__(self, kit: Kit, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("well")
        self.evidence = evidence
        self._names = -1
        """How wide the names are, in pixels; 0 where they stand above their values. Beside them at first: there is room mostly, and what
        turns once it is shown is laid out twice."""
        self.fields = [_Field(self, number, name) for number, name in enumerate(_FIELDS) if self.value(number)]
        self.whole, self.by_hand = QPushButton(self), QPushButton(self)
        for button in (self.whole, self.by_hand):
            set_property(button, "kind", "quiet")
        what = translate("Evidence", "Copy this piece of evidence as text")
        self.copy = CopyButton(kit, self._as_text, what, label=translate("Evidence", "Copy this evidence"))
        self._commands: QWidget | None = None
        self._commands_title: Label | None = None
        self._lay_out()
        self.whole.clicked.connect(self._show_whole)
        self.by_hand.clicked.connect(self._toggle_by_hand)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        for field in self.fields:
            field.refresh()
        self.dress(self.whole, translate("Evidence", "Show the whole answer…"), "search", "dim")
        self.whole.setVisible(self.evidence.answer is not None)
        opened = self._commands is not None and not self._commands.isHidden()
        self.dress(self.by_hand, translate("Evidence", "Check it manually"), "chevron-down" if opened else "chevron-right", "dim")
        self.by_hand.setVisible(bool(by_hand(self.evidence)))
        if self._commands_title is not None:
            words = translate(
                "Evidence", "The same request, for you to run yourself. It only reads. The Azure CLI line is for bash, also in the Cloud Shell."
            )
            self._commands_title.setText(self.say(words))
        self._turn(narrow=self._names == 0)

    def value(self, number: int) -> str:
        """What stands in a field, in the current language."""
        return evidence_values(self.evidence, self.kit.words.language)[number]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._turn(narrow=self.width() < self.fontMetrics().averageCharWidth() * _NARROW)

    def _turn(self, *, narrow: bool) -> None:
        width = 0 if narrow else max((field.name.sizeHint().width() for field in self.fields), default=0)
        if width != self._names:
            self._names = width
            for field in self.fields:
                field.turn(width)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 8)
        layout.setSpacing(2)
        for field in self.fields:
            layout.addLayout(field.row)
        layout.addWidget(ButtonRow(self.copy, self.whole, self.by_hand))

    @Slot()
    def _show_whole(self) -> None:
        from ..dialogs.answer import AnswerDialog  # it imports what imports this

        AnswerDialog(self.kit, self.evidence, self.window()).open()

    @Slot()
    def _toggle_by_hand(self) -> None:
        if self._commands is None:
            self._commands = commands = QWidget(self)
            self._commands_title = Label("quiet")
            column = QVBoxLayout(commands)
            column.setContentsMargins(0, 4, 0, 4)
            column.setSpacing(4)
            column.addWidget(self._commands_title)
            for command in by_hand(self.evidence):
                column.addWidget(CommandBox(self.kit, command.line, command.shell.value))
            layout = self.layout()
            assert layout is not None
            layout.addWidget(commands)
            commands.show()
        else:
            self._commands.setVisible(self._commands.isHidden())
        self.refresh()

    def _as_text(self) -> str:
        return evidence_as_text(self.evidence, self.kit.words.language)


class _Field:
    """A name, its value beside or below it, and a button that copies the value. No widget of its own: that would be styled and laid out too,
    and there are five in each piece of evidence."""

    def __init__(self, view: EvidenceView, number: int, name: Text) -> None:
        self._view, self._number, self._name = view, number, name
        self.name = Label("quiet", view)
        self.name.setWordWrap(False)
        self.value = Prose("monospace", view, anywhere=name is not _ANSWERED)
        what = translate("Evidence", "Copy: {field}").format(field=name)
        self.copy = CopyButton(view.kit, partial(view.value, number), what, view, label=None)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 5, 0, 5)  # in line with the button, which is higher than a line
        self._box.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self.value, 1)
        self.row = QHBoxLayout()
        """All of it."""
        self.row.setSpacing(8)
        self.row.addLayout(self._box, 1)
        self.row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def refresh(self) -> None:
        """Draw it."""
        self.name.setText(self._view.say(self._name))
        self.value.setPlainText(shorten(self._view.value(self._number), LIMIT))

    def turn(self, width: int) -> None:
        """Put the value beside the name, which is made so wide, or below it for 0."""
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if width else QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(16 if width else 2)
        self.name.setMinimumWidth(width)
