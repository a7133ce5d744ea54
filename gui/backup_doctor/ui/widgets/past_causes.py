"""Causes and checks of a diagnosis that is over: to read, and to open one by one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.diagnosis import CauseResult, CheckResult, Diagnosis
from ...core.text import lazy_translate as translate
from ...core.words import STATUS
from ..kit import Kit
from ..marks import STATUS_ICON, STATUS_TONE
from .chip import Chip
from .evidence import EvidenceView
from .mark import Mark
from .part import Part, set_property
from .summary_lists import DiagnosisList
from .text import Label, Prose, shorten


class PastCauses(DiagnosisList):
    """Every cause with its verdict; it opens to its checks. The root cause is open from the start."""

    def fill(self, diagnosis: Diagnosis) -> None:
        self.column.setSpacing(0)
        for number, cause in enumerate(diagnosis.causes):
            line = PastCause(self.kit, cause, first=number == 0)
            self.column.addWidget(line)
            if cause.id == diagnosis.root_cause:
                line.toggle()


class PastCause(Part):
    """One cause."""

    def __init__(self, kit: Kit, cause: CauseResult, *, first: bool) -> None:
        super().__init__(kit)
        self.setObjectName("pastCause")
        set_property(self, "first", "yes" if first else "no")
        self.cause = cause
        self._title, self._chip = Label(), Chip(kit)
        self._title.setFont(kit.theme.font(bold=True))
        self._chip.show_verdict(cause.verdict, left_out=cause.left_out)
        self.opener = QPushButton()
        set_property(self.opener, "kind", "quiet")
        self.opener.clicked.connect(self.toggle)
        self._checks: QWidget | None = None
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 6)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self.refresh()

    @property
    def is_open(self) -> bool:
        """Whether its checks are shown."""
        return self._checks is not None and not self._checks.isHidden()

    @Slot()
    def toggle(self) -> None:
        """Show the checks, or hide them; they are built when first wanted."""
        if self._checks is None:
            self._checks = checks = QWidget(self)
            column = QVBoxLayout(checks)
            column.setContentsMargins(36, 0, 0, 4)
            column.setSpacing(8)
            for check in self.cause.checks:
                column.addWidget(PastCheck(self.kit, check))
            self._column.addWidget(checks)
            checks.show()
        else:
            self._checks.setVisible(self._checks.isHidden())
        self.refresh()

    def refresh(self) -> None:
        self._title.setText(self.say(self.cause.title))
        words = translate("PastCause", "Hide the checks of: {cause}") if self.is_open else translate("PastCause", "Show the checks of: {cause}")
        self.opener.setIcon(self.kit.theme.icon("chevron-down" if self.is_open else "chevron-right", "dim"))
        self.opener.setIconSize(self.icon_size())
        self.opener.setAccessibleName(self.say(words.format(cause=self.cause.title)))


class PastCheck(Part):
    """One check: what it had found, and where that came from."""

    def __init__(self, kit: Kit, check: CheckResult) -> None:
        super().__init__(kit)
        self.check = check
        self._mark, self._title = Mark(kit), Label("checkTitle")
        self._title.setFont(kit.theme.font(bold=True))
        self._words = Prose("finding")
        self.opener = QPushButton()
        set_property(self.opener, "kind", "link")
        self.opener.clicked.connect(self.toggle)
        self._evidence: QWidget | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        for widget in (self._title, self._words):
            self._column.addWidget(widget)
        self._column.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)
        self.refresh()

    @Slot()
    def toggle(self) -> None:
        """Show the evidence, or hide it."""
        if self._evidence is None:
            self._evidence = evidence = QWidget(self)
            column = QVBoxLayout(evidence)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(8)
            for piece in self.check.finding.evidence:
                column.addWidget(EvidenceView(self.kit, piece))
            self._column.addWidget(evidence)
            evidence.show()
        else:
            self._evidence.setVisible(self._evidence.isHidden())
        self.refresh()

    def refresh(self) -> None:
        finding = self.check.finding
        self._mark.show_icon(STATUS_ICON[finding.status], STATUS_TONE[finding.status].value)
        self._title.setText(self.say(self.check.title))
        text = translate("PastCause", "{status}. {finding}").format(status=STATUS[finding.status], finding=finding.text)
        self._words.setPlainText(shorten(self.say(text)))
        opened = self._evidence is not None and not self._evidence.isHidden()
        show = translate("PastCause", "Show the evidence (%n)", "", 0).counted(len(finding.evidence))
        self.dress(self.opener, translate("PastCause", "Hide the evidence") if opened else show)
        self.opener.setVisible(bool(finding.evidence))
        name = translate("PastCause", "{action}: {check}").format(action=self.opener.text(), check=self.check.title)
        self.opener.setAccessibleName(self.say(name))
