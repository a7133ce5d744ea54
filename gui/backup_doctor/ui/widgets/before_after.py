"""What the checks of a cause said before a remedy, and what they say now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...core.diagnosis import CheckResult
from ...core.model import Cause, Check, Finding, Verdict
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.verdict import verdict_of, was_left_out
from ...core.words import STATUS
from ..kit import Kit
from ..marks import STATUS_ICON, STATUS_TONE
from ..run import Run
from .chip import Chip
from .mark import Mark
from .part import Part, icon_side, set_property
from .text import Label, Prose, shorten


class BeforeAfter(Part):
    """A line for the cause and one for every check that says something else now."""

    def __init__(self, kit: Kit, remedy: str, parent: QWidget | None = None) -> None:
        """Make an empty one.

        Args:
            remedy: its id.
        """
        super().__init__(kit, parent)
        self._remedy = remedy
        self._title, self._same = Label("section"), Label("quiet")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self._cause = Prose()
        self._before, self._arrow, self._after = Chip(kit), QLabel(), Chip(kit)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        verdicts = QHBoxLayout()
        verdicts.setSpacing(8)
        for widget in (self._before, self._arrow, self._after):
            verdicts.addWidget(widget)
        verdicts.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._cause)
        layout.addLayout(verdicts)
        layout.addLayout(self._lines)
        layout.addWidget(self._same)
        self.changed: list[Check] = []
        """The checks whose lines are shown."""
        self.refresh()

    @property
    def cause(self) -> Cause | None:
        """The cause of the remedy, where the run has it."""
        run = self.kit.state.run
        return None if run is None else next((cause for cause in run.causes if cause.id == self._remedy.partition("/")[0]), None)

    @property
    def verdict(self) -> Verdict | None:
        """What the checks say of the cause now; None while they run, or where there is none."""
        run, cause = self.kit.state.run, self.cause
        return None if run is None or cause is None else run.verdict(cause)

    def refresh(self) -> None:
        run, cause = self.kit.state.run, self.cause
        before = None if run is None or cause is None else _verdict_before(run, cause)
        self.setVisible(before is not None)
        if run is None or cause is None or before is None:
            return
        waiting = any(check.id in run.waiting for check in run.touched_by(self._remedy))
        words = translate("BeforeAfter", "The checks are running again…") if waiting else translate("BeforeAfter", "The checks, before and after")
        self._title.setText(self.say(words))
        self._cause.setPlainText(self.say(cause.title))
        self._before.show_verdict(before, left_out=was_left_out([run.before[check.id] for check in cause.checks]))
        self._arrow.setPixmap(self.kit.theme.pixmap("chevron-right", "dim", icon_side(self), self.devicePixelRatioF()))
        self._after.show_verdict(None if waiting else self.verdict, left_out=run.left_out(cause))
        self._fill(run, waiting=waiting)

    def _fill(self, run: Run, *, waiting: bool) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        compared = [] if waiting else [check for check in run.touched_by(self._remedy) if check.id in run.before and check.id in run.findings]
        self.changed = [check for check in compared if not _alike(run.before[check.id], run.findings[check.id])]
        for check in self.changed:
            self._lines.addWidget(ChangedCheck(self.kit, check, run.before[check.id], run.findings[check.id]))
        same = len(compared) - len(self.changed)
        self._same.setVisible(bool(same))
        words = translate("BeforeAfter", "As before: %n check(s).", "", 0).counted(same)
        if not self.changed:
            words = translate("BeforeAfter", "Every check says the same as before: %n check(s).", "", 0).counted(same)
        self._same.setText(self.say(words))


class ChangedCheck(Part):
    """A check: what it found before, what it finds now."""

    def __init__(self, kit: Kit, check: Check | CheckResult, before: Finding, after: Finding) -> None:
        super().__init__(kit)
        self._check, self._findings = check, (before, after)
        self._title = Label("checkTitle")
        self._title.setFont(kit.theme.font(bold=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        self._rows: list[tuple[Mark, Prose]] = []
        for _ in self._findings:
            mark, words = Mark(kit), Prose("finding")
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            layout.addLayout(row)
            self._rows.append((mark, words))
        set_property(self, "first", "no")
        self.refresh()

    def refresh(self) -> None:
        self._title.setText(self.say(self._check.title))
        moments = (translate("BeforeAfter", "Before: {status}. {finding}"), translate("BeforeAfter", "Now: {status}. {finding}"))
        for (mark, words), finding, moment in zip(self._rows, self._findings, moments, strict=True):
            mark.show_icon(STATUS_ICON[finding.status], STATUS_TONE[finding.status].value)
            text: Text = moment.format(status=STATUS[finding.status], finding=finding.text)
            words.setPlainText(shorten(self.say(text)))


def _verdict_before(run: Run, cause: Cause) -> Verdict | None:
    findings = [run.before[check.id] for check in cause.checks if check.id in run.before]
    return verdict_of(findings) if len(findings) == len(cause.checks) and findings else None


def _alike(one: Finding, other: Finding) -> bool:
    """An age in the words has gone on meanwhile; that is no change."""
    return one.status is other.status and one.text.source == other.text.source
