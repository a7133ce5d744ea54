"""The lists of the summary: what to do next, all causes, what could not be checked, and what happened when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.action import Action
from ...core.aftermath import BackedUp, backed_up
from ...core.alike import by_reason
from ...core.diagnosis import CauseResult, Diagnosis
from ...core.explanation import explanation, titles
from ...core.model import Status, Verdict
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.undertaking import Outcome
from ..kit import Kit
from ..steps import Kind, Step
from .chip import Chip
from .lines import Line, Lines
from .part import set_property
from .text import MOST, Label

LINES = 3
MOST_NAMED = 4
"""Checks named beside the one reason why they could not be made; the pages of the causes name every one."""


class DiagnosisList(Lines):
    """Lines made anew for each diagnosis."""

    jump = Signal(Step)
    """The page that is wanted."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._diagnosis: Diagnosis | None = None

    def show_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Draw the lines of a diagnosis; the same one again is left as it is."""
        if diagnosis != self._diagnosis:
            self._diagnosis = diagnosis
            self.refresh()

    def refresh(self) -> None:
        self.empty()
        if self._diagnosis is not None:
            self.fill(self._diagnosis)

    def fill(self, diagnosis: Diagnosis) -> None:
        """Make the lines."""
        raise NotImplementedError

    def link(self, text: Text, step: Step) -> LinkButton:
        """Words that lead to a page."""
        button = LinkButton(self.say(text))
        button.clicked.connect(lambda: self.jump.emit(step))
        return button


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
        layout.setContentsMargins(2, 2, 4, 2)
        layout.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(0, self._label.heightForWidth(width - 6)) + 4

    def sizeHint(self) -> QSize:
        return QSize(self._label.sizeHint().width() + 6, self._label.sizeHint().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 4)


class NextSteps(DiagnosisList):
    """What is known of the code itself, then up to three lines."""

    def fill(self, diagnosis: Diagnosis) -> None:
        if diagnosis.symptom.guidance is not None:
            self.add(self.glyph("info", "accent"), self.label(diagnosis.symptom.guidance))
        standing = [cause for cause in diagnosis.causes if cause.verdict in (Verdict.CONFIRMED, Verdict.SUSPECTED)]
        standing.sort(key=lambda cause: cause.id != diagnosis.root_cause)
        for cause in standing[: LINES - 1]:
            self.add(self.glyph("cause", "accent"), self.link(self._advice(cause, diagnosis), _page_of(cause)))
        unseen = _first_unseen(diagnosis, standing)
        if len(standing) < LINES - 1 and unseen is not None:
            words = translate("NextSteps", "See what could not be checked, resolve that, and check again: {cause}").format(cause=unseen.title)
            self.add(self.glyph("unknown", "info"), self.link(words, _page_of(unseen)))
        run = self.kit.state.run
        proved = backed_up(diagnosis) is BackedUp.YES
        if diagnosis.causes and not standing and not proved and run is not None and not run.looks_inside:
            words = translate(
                "NextSteps", "What can only be seen inside the guest was not checked: under Symptom choose “Look inside the VM” and start again."
            )
            self.add(self.glyph("symptom", "info"), self.label(words))
        if standing or diagnosis.actions or diagnosis.findings(Status.OK):  # not where nothing at all could be looked at
            icon, token, text = _last_line(diagnosis, found=bool(standing))
            self.add(self.glyph(icon, token), self.link(text, Step(Kind.BACK_UP)))

    def _advice(self, cause: CauseResult, diagnosis: Diagnosis) -> Text:
        if cause.id == diagnosis.root_cause and cause.verdict is Verdict.SUSPECTED:
            return translate("NextSteps", "Look at the suspected cause first: {cause}").format(cause=cause.title)
        if cause.id == diagnosis.root_cause:
            return translate("NextSteps", "Put the root cause right, step by step: {cause}").format(cause=cause.title)
        return translate("NextSteps", "Then look at: {cause}").format(cause=cause.title)


class CauseList(DiagnosisList):
    """Every cause with its verdict."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for cause in diagnosis.causes:
            chip = Chip(self.kit)
            chip.show_verdict(cause.verdict, left_out=cause.left_out)
            self.add(self.link(cause.title, _page_of(cause)), chip)


class NotLooked(DiagnosisList):
    """What could not be checked, and why: each reason once, or one missing permission fills the page."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for group in by_reason(diagnosis.findings(Status.UNKNOWN)):
            reason = group[0].finding.text
            words = translate("NotLooked", "“{check}”: {reason}").format(check=group[0].title, reason=reason)
            if len(group) > 1:
                words = translate("NotLooked", "{reason} Not checked because of that: {checks}.")
                if len(group) > MOST_NAMED:
                    more = translate("NotLooked", "{reason} Not checked because of that: {checks} and %n more check(s).", "", 0)
                    words = more.counted(len(group) - MOST_NAMED)
                words = words.format(reason=reason, checks=titles(group[:MOST_NAMED]))
            self.add(self.glyph("unknown", "info"), self.words(words, limit=MOST))


class Why(DiagnosisList):
    """Why this conclusion and not another."""

    def fill(self, diagnosis: Diagnosis) -> None:
        for sentence in explanation(diagnosis):
            self.add(self.glyph("info", "dim"), self.words(sentence))


class Timeline(DiagnosisList):
    """What happened when: the backup that failed, the diagnosis, and everything that was done."""

    def fill(self, diagnosis: Diagnosis) -> None:
        last = self.kit.state.last_job
        job = None if last is None else last.job
        moments: list[Moment] = []
        if job is not None and job.started is not None:
            moments.append((job.started, translate("Timeline", "{when}: the backup job started"), "dim"))
        if job is not None and job.ended is not None:
            moments.append((job.ended, translate("Timeline", "{when}: the backup job failed"), "error"))
        moments.append((diagnosis.started, translate("Timeline", "{when}: this diagnosis started"), "dim"))
        for action in diagnosis.actions:  # after the start, which may have been in the same second
            moments += _moments_of(action)
        moments.append((diagnosis.finished, translate("Timeline", "{when}: this diagnosis ended"), "ok"))
        for when, text, token in sorted(moments, key=lambda moment: moment[0]):
            self.add(self.glyph("timeline", token), self.words(text.format(when=when)))


Moment = tuple[datetime, Text, str]
"""When, what, and the colour of its glyph."""


def _moments_of(action: Action) -> list[Moment]:
    begun = translate("Timeline", "{when}: “{action}” begun").format(when=action.started, action=action.title)
    if action.state is None:
        return [(action.started, begun, "dim")]
    text, token = _ENDS[action.state]
    return [(action.started, begun, "dim"), (action.finished, text.format(action=action.title), token)]


_ENDS: Mapping[Outcome, tuple[Text, str]] = {
    Outcome.DONE: (translate("Timeline", "{when}: “{action}” carried out"), "ok"),
    Outcome.FAILED: (translate("Timeline", "{when}: “{action}” failed"), "error"),
    Outcome.UNDONE: (translate("Timeline", "{when}: “{action}” undone"), "dim"),
    Outcome.LEFT: (translate("Timeline", "{when}: “{action}” left as it was"), "dim"),
}


def _page_of(cause: CauseResult) -> Step:
    return Step(Kind.CAUSE, cause.id)


def _last_line(diagnosis: Diagnosis, *, found: bool) -> Line:
    """What is left to do about the backup itself."""
    if found:
        return "again", "dim", translate("NextSteps", "Check again, then run the backup once more")
    match backed_up(diagnosis):
        case BackedUp.YES:
            return "ok", "ok", translate("NextSteps", "The backup has succeeded; look at tomorrow's scheduled one, too")
        case BackedUp.FAILED:
            return "failed", "error", translate("NextSteps", "The backup failed again: see what Azure says about it, and diagnose that")
        case BackedUp.RUNNING:
            return "backup", "info", translate("NextSteps", "A backup was started: see how it ends")
        case BackedUp.NO:
            return "backup", "accent", translate("NextSteps", "Run the backup once more")


def _first_unseen(diagnosis: Diagnosis, advised: Sequence[CauseResult]) -> CauseResult | None:
    """A cause with an open check that the lines above do not lead to already."""
    others = [cause for cause in diagnosis.causes if cause not in advised]
    return next((cause for cause in others if any(check.finding.status is Status.UNKNOWN for check in cause.checks)), None)
