"""The pieces of a comparison: each side in a few lines, and the causes that have changed with their checks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...core.comparison import ComparedCause, ComparedCheck, Comparison
from ...core.comparison_text import GONE, NEW, remarks
from ...core.diagnosis import Diagnosis
from ...core.history import entry_of
from ...core.model import Finding, Verdict
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.words import STATUS, conclusion
from ..history_words import code_of, look_of, state_of, utc
from ..kit import Kit
from ..marks import STATUS_ICON, STATUS_TONE
from ..theme import Tone
from .chip import Chip
from .lines import Facts, Lines
from .mark import Mark
from .part import Part, icon_side, set_property
from .summary_lists import DiagnosisList
from .text import Label, Prose, shorten


class Side(DiagnosisList):
    """One of the two diagnoses."""

    def __init__(self, kit: Kit, title: Text, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._title = title

    def fill(self, diagnosis: Diagnosis) -> None:
        entry = entry_of(diagnosis, "")
        title = self.label(self._title, "section")
        title.setFont(self.kit.theme.font(1.15, bold=True))
        self.column.addWidget(title)
        when = translate("Compared", "{when} ({utc})").format(when=diagnosis.finished, utc=utc(diagnosis.finished))
        self.add(self.glyph("timeline", "dim"), self.label(when))
        self.add(self.glyph("symptom", "dim"), self.words(code_of(entry)))
        self.add(self.glyph(*look_of(entry)), self.words(conclusion(diagnosis)))
        if entry.cause is not None:
            self.add(self.glyph("repair", "dim"), self.label(state_of(entry)))


class ComparedCauses(Lines):
    """What is told of, first what has another verdict."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.column.setSpacing(0)
        self._comparison: Comparison | None = None

    def show_comparison(self, comparison: Comparison) -> None:
        """Draw its causes; the same one again is left as it is."""
        if comparison != self._comparison:
            self._comparison = comparison
            self.refresh()

    def refresh(self) -> None:
        self.empty()
        causes = [] if self._comparison is None else self._comparison.changed
        for number, cause in enumerate(causes):
            self.column.addWidget(ComparedCauseView(self.kit, cause, first=number == 0))
        self.setVisible(bool(causes))


class ComparedCauseView(Part):
    """A cause: its verdicts then and now, and the checks that say something else."""

    def __init__(self, kit: Kit, cause: ComparedCause, *, first: bool) -> None:
        super().__init__(kit)
        self.setObjectName("pastCause")
        set_property(self, "first", "yes" if first else "no")
        self.cause = cause
        self._title, self._arrow = Label(), QLabel()
        self._title.setFont(kit.theme.font(bold=True))
        self.chips = (Chip(kit), Chip(kit))
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.chips[0], self._arrow, self.chips[1]):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 10)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(head)
        for check in cause.changed_checks:
            column.addWidget(ComparedCheckView(kit, check))
        self.refresh()

    def refresh(self) -> None:
        self._title.setText(self.say(self.cause.title))
        verdicts = (self.cause.before, self.cause.after)
        for chip, verdict, left_out, without in zip(self.chips, verdicts, self.cause.left_out, (NEW, GONE), strict=True):
            _show(chip, verdict, without, left_out=left_out)
        self._arrow.setPixmap(self.kit.theme.pixmap("chevron-right", "dim", icon_side(self), self.devicePixelRatioF()))
        self._arrow.setVisible(not self.cause.stands)
        self.chips[0].setVisible(not self.cause.stands)


class ComparedCheckView(Part):
    """A check: what it found then, and what it finds now."""

    def __init__(self, kit: Kit, check: ComparedCheck) -> None:
        super().__init__(kit)
        self.check = check
        self._title = Label("checkTitle")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        self._rows: list[tuple[Mark, Prose]] = []
        for _ in range(2):
            mark, words = Mark(kit), Prose("finding")
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            column.addLayout(row)
            self._rows.append((mark, words))
        self.refresh()

    def refresh(self) -> None:
        self._title.setText(self.say(self.check.title))
        before = translate("Compared", "Before: {status}. {finding}"), translate("Compared", "Before: not examined.")
        now = translate("Compared", "Now: {status}. {finding}"), translate("Compared", "Now: not examined.")
        sides = ((self.check.before, before), (self.check.after, now))
        for (mark, words), (finding, texts) in zip(self._rows, sides, strict=True):
            _show_finding(mark, finding)
            words.setPlainText(shorten(self.say(_sentence(finding, *texts))))


class Remarks(Facts):
    """How much is as it was."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.lines: list[Text] = []

    def show_comparison(self, comparison: Comparison) -> None:
        """Draw its remarks."""
        self.lines = remarks(comparison)
        self.show_lines([("info", "dim", text) for text in self.lines])


def _show(chip: Chip, verdict: Verdict | None, without: Text, *, left_out: bool) -> None:
    if verdict is None:
        chip.show_text(without, "skipped", Tone.QUIET)
    else:
        chip.show_verdict(verdict, left_out=left_out)


def _show_finding(mark: Mark, finding: Finding | None) -> None:
    if finding is None:
        mark.show_icon("skipped", Tone.QUIET.value)
    else:
        mark.show_icon(STATUS_ICON[finding.status], STATUS_TONE[finding.status].value)


def _sentence(finding: Finding | None, found: Text, not_made: Text) -> Text:
    return not_made if finding is None else found.format(status=STATUS[finding.status], finding=finding.text)
