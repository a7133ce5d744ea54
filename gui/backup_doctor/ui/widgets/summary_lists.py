"""The lists of the summary: what to do next, all causes, what could not be checked, and what happened when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.diagnosis import CauseResult, CheckResult, Diagnosis
from ...core.explanation import explanation
from ...core.model import Status, Verdict
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .chip import Chip
from .part import Part, icon_side, set_property
from .text import Label, Prose, shorten

LINES = 3


class _List(Part):
    """Lines made anew for each diagnosis."""

    jump = Signal(str)
    """Id of the cause whose page is wanted."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._diagnosis: Diagnosis | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Draw the lines of a diagnosis."""
        self._diagnosis = diagnosis
        self.refresh()

    def refresh(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._diagnosis is not None:
            self.fill(self._diagnosis)

    def fill(self, diagnosis: Diagnosis) -> None:
        """Make the lines."""
        raise NotImplementedError

    def add(self, *widgets: QWidget) -> QWidget:
        """One line of several pieces; the first takes the room that is left."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in widgets:
            wide = isinstance(widget, Prose | Label | LinkButton)
            row.addWidget(widget, 1 if wide else 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(line)
        return line

    def link(self, text: Text, cause: str) -> LinkButton:
        """Words that lead to a cause's page."""
        button = LinkButton(self.say(text))
        button.clicked.connect(lambda: self.jump.emit(cause))
        return button

    def glyph(self, icon: str, token: str) -> QLabel:
        """A small icon."""
        label = QLabel()
        label.setPixmap(self.kit.theme.pixmap(icon, token, icon_side(self), self.devicePixelRatioF()))
        return label


class LinkButton(QPushButton):
    """Words to press that wrap, unlike a button's own."""

    def __init__(self, words: str) -> None:
        super().__init__()
        set_property(self, "kind", "link")
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._label = Label("link")
        self._label.setText(words)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(0, self._label.heightForWidth(width - 8)) + 4

    def sizeHint(self) -> QSize:
        return QSize(self._label.sizeHint().width() + 8, self._label.sizeHint().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 4)


class NextSteps(_List):
    """What is known of the code itself, then up to three lines."""

    def fill(self, diagnosis: Diagnosis) -> None:
        if diagnosis.symptom.guidance is not None:
            advice = Label()
            advice.setText(self.say(diagnosis.symptom.guidance))
            self.add(self.glyph("info", "accent"), advice)
        standing = [cause for cause in diagnosis.causes if cause.verdict in (Verdict.CONFIRMED, Verdict.SUSPECTED)]
        standing.sort(key=lambda cause: cause.id != diagnosis.root_cause)
        for cause in standing[: LINES - 1]:
            self.add(self.glyph("cause", "accent"), self.link(self._advice(cause, diagnosis), cause.id))
        unseen = _first_unseen(diagnosis, standing)
        if len(standing) < LINES - 1 and unseen is not None:
            words = translate("NextSteps", "Read what could not be looked at, put it right, and check again: {cause}").format(cause=unseen.title)
            self.add(self.glyph("unknown", "info"), self.link(words, unseen.id))
        run = self.kit.state.run
        if diagnosis.causes and not standing and run is not None and not run.looks_inside:
            label = Label()
            words = translate("NextSteps", "What only the guest knows was not looked at: under Symptom choose “Look inside the VM” and start again.")
            label.setText(self.say(words))
            self.add(self.glyph("symptom", "info"), label)
        if standing or diagnosis.findings(Status.OK):  # not where nothing at all could be looked at
            self.add(self.glyph("again", "dim"), self._last_line(bool(standing)))

    def _advice(self, cause: CauseResult, diagnosis: Diagnosis) -> Text:
        if cause.id == diagnosis.root_cause and cause.verdict is Verdict.SUSPECTED:
            return translate("NextSteps", "Look at the suspected cause first: {cause}").format(cause=cause.title)
        if cause.id == diagnosis.root_cause:
            return translate("NextSteps", "Put the root cause right, step by step: {cause}").format(cause=cause.title)
        return translate("NextSteps", "Then look at: {cause}").format(cause=cause.title)

    def _last_line(self, found: bool) -> Label:
        label = Label()
        anew, once = translate("NextSteps", "Check again, then run the backup once more."), translate("NextSteps", "Run the backup once more.")
        label.setText(self.say(anew if found else once))
        return label


class CauseList(_List):
    """Every cause with its verdict."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for cause in diagnosis.causes:
            chip = Chip(self.kit)
            chip.show_verdict(cause.verdict)
            self.add(self.link(cause.title, cause.id), chip)


class NotLooked(_List):
    """What could not be checked, and why."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for check in diagnosis.findings(Status.UNKNOWN):
            words = Prose()
            words.setPlainText(shorten(self._words(check)))
            self.add(self.glyph("unknown", "info"), words)

    def _words(self, check: CheckResult) -> str:
        missing = check.finding.missing
        if missing is None:
            return self.say(translate("NotLooked", "“{check}”: {reason}").format(check=check.title, reason=check.finding.text))
        words = translate("NotLooked", "“{check}”: {reason} Missing permission: {action} at {scope}")
        return self.say(words.format(check=check.title, reason=check.finding.text, action=missing.action, scope=missing.scope))


class Why(_List):
    """Why this conclusion and not another."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for sentence in explanation(diagnosis):
            words = Prose()
            words.setPlainText(shorten(self.say(sentence), 600))
            self.add(self.glyph("info", "dim"), words)


class Timeline(_List):
    """What happened when."""

    def fill(self, diagnosis: Diagnosis) -> None:
        last = self.kit.state.last_job
        job = None if last is None else last.job
        if job is not None and job.started is not None:
            self._moment(translate("Timeline", "{when}: the backup job started").format(when=job.started), "dim")
        if job is not None and job.ended is not None:
            self._moment(translate("Timeline", "{when}: the backup job failed").format(when=job.ended), "error")
        self._moment(translate("Timeline", "{when}: this diagnosis started").format(when=diagnosis.started), "dim")
        self._moment(translate("Timeline", "{when}: this diagnosis ended").format(when=diagnosis.finished), "ok")

    def _moment(self, text: Text, token: str) -> None:
        label = Label()
        label.setText(self.say(text))
        self.add(self.glyph("timeline", token), label)


def _first_unseen(diagnosis: Diagnosis, advised: Sequence[CauseResult]) -> CauseResult | None:
    """A cause with an open check that the lines above do not lead to already."""
    others = [cause for cause in diagnosis.causes if cause not in advised]
    return next((cause for cause in others if any(check.finding.status is Status.UNKNOWN for check in cause.checks)), None)
