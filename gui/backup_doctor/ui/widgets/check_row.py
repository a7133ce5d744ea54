"""One line of the checklist: settles in place, opens to its reasons and its evidence."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.model import Check, Evidence, Finding
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.words import STATUS
from .. import vocabulary
from ..kit import Kit
from ..marks import STATUS_ICON, STATUS_TONE
from .copy_button import CopyButton
from .evidence import EvidenceView, evidence_as_text
from .mark import Mark
from .part import Part, announce, set_property
from .piecewise import Piecewise
from .text import Label, Prose, shorten

_WIDE = 24
"""Lines of text in the width from which on the details are indented."""


class CheckRow(Part):
    """A check and what it found."""

    again = Signal(object)
    """The check to look at anew."""

    def __init__(self, kit: Kit, check: Check, *, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.check = check
        set_property(self, "first", "yes" if first else "no")
        self._mark = Mark(kit)
        self.title = Label("checkTitle")
        self.title.setFont(kit.theme.font(bold=True))
        self._status = Label("status")
        self._status.setWordWrap(False)
        self.words = Prose("finding")
        self.look, self.opener = QPushButton(), QPushButton()
        for button in (self.look, self.opener):
            set_property(button, "kind", "quiet")
        self._details: _Details | None = None
        self._column = QVBoxLayout()
        self._outer = QVBoxLayout(self)
        self._lay_out()
        self.look.clicked.connect(lambda: self.again.emit(self.check))
        self.opener.clicked.connect(self.toggle)
        self.refresh()

    @property
    def finding(self) -> Finding | None:
        """What the state knows; None while it is being looked for."""
        run = self.kit.state.run
        if run is None or self.check.id in run.waiting:
            return None
        return run.findings.get(self.check.id)

    @property
    def is_open(self) -> bool:
        """Whether the details are shown."""
        return self._details is not None and not self._details.isHidden()

    @Slot()
    def toggle(self) -> None:
        """Open or close the details; they are built when first wanted."""
        if self._details is None:
            self._details = _Details(self.kit, self.check)
            self._details.show_finding(self.finding)  # before it is on screen: else each piece of it is styled and laid out on its own
            self._outer.addWidget(self._details)
            self._details.show()
        else:
            self._details.setVisible(self._details.isHidden())
        self.refresh()

    def complete(self) -> None:
        """Make now what of the details is still to be made."""
        if self._details is not None:
            self._details.complete()

    def landed(self) -> None:
        """The finding has come: draw it, and let a screen reader say it."""
        self.refresh()
        finding = self.finding
        if finding is not None and self.isVisible():
            said = translate("CheckRow", "{title}: {status}. {finding}")
            status = STATUS[finding.status]
            announce(self, self.say(said.format(title=self.check.title, status=status, finding=finding.text)))

    @Slot()
    def refresh(self) -> None:
        finding = self.finding
        self.title.setText(self.say(self.check.title))
        if finding is None:
            self._mark.show_icon("", "")
            self._status.setText("")
            self.words.setPlainText(self.say(vocabulary.LOOKING))
        else:
            self._show_finding(finding)
        name = self.check.title
        self._dress_quiet(self.look, translate("CheckRow", "Check again: {check}").format(check=name), "again", translate("CheckRow", "Check again"))
        self.look.setEnabled(finding is not None and self.kit.state.run is not None and not self.kit.state.run.waiting)
        opened = self.is_open
        words = translate("CheckRow", "Hide the details of: {check}") if opened else translate("CheckRow", "Show the details of: {check}")
        tip = translate("CheckRow", "Hide details") if opened else translate("CheckRow", "Show why it matters and the evidence")
        self._dress_quiet(self.opener, words.format(check=name), "chevron-down" if opened else "chevron-right", tip)
        if self._details is not None:
            self._details.show_finding(finding)

    def _show_finding(self, finding: Finding) -> None:
        tone = STATUS_TONE[finding.status].value
        self._mark.show_icon(STATUS_ICON[finding.status], tone)
        set_property(self._status, "tone", tone)
        self._status.setText(self.say(STATUS[finding.status]))
        self.words.setPlainText(shorten(self.say(finding.text)))

    def _dress_quiet(self, button: QPushButton, name: Text, icon: str, tip: Text) -> None:
        button.setIcon(self.kit.theme.icon(icon, "dim"))
        button.setIconSize(self.icon_size())
        button.setAccessibleName(self.say(name))
        button.setToolTip(self.say(tip))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self._status, 0, Qt.AlignmentFlag.AlignTop)
        self._column.setSpacing(2)
        self._column.setContentsMargins(0, 7, 0, 0)  # in line with the buttons, which are higher than a line
        self._column.addLayout(head)
        self._column.addWidget(self.words)
        mark = QVBoxLayout()
        mark.setContentsMargins(0, 7, 0, 0)
        mark.addWidget(self._mark)
        mark.addStretch()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(mark)
        row.addLayout(self._column, 1)
        for button in (self.look, self.opener):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._outer.setContentsMargins(20, 4, 12, 12)
        self._outer.setSpacing(2)
        self._outer.addLayout(row)


class _Details(Part):
    """Why it matters, what is missing, and the evidence."""

    def __init__(self, kit: Kit, check: Check) -> None:
        super().__init__(kit)
        self._check = check
        self._finding: Finding | None = None
        self._shown: Finding | None = None
        self._why_title, self._why = Label("section"), Label()
        self._missing_title = Label("section")
        self._missing = Prose()
        self.copy_missing = CopyButton(kit, self._missing_words, translate("CheckRow", "Copy the missing permission"))
        self._evidence_title = Label("section")
        what = translate("CheckRow", "Copy the finding and its evidence as text")
        self.copy = CopyButton(kit, self._as_text, what, label=translate("CheckRow", "Copy all"))
        self._evidence = QVBoxLayout()
        self._views: list[EvidenceView] = []
        self._to_make = Piecewise(self)
        self._evidence.setSpacing(8)
        for title in (self._why_title, self._missing_title, self._evidence_title):
            title.setFont(kit.theme.font(0.9, bold=True))
        self._lay_out()

    def complete(self) -> None:
        """Make now the pieces of evidence that are still to be made."""
        self._to_make.complete()

    def show_finding(self, finding: Finding | None) -> None:
        """Draw the details of a finding."""
        self._finding = finding
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        finding = self._finding
        self._why_title.setText(self.say(translate("CheckRow", "Why it matters")))
        self._why.setText(self.say(self._check.why))
        missing = None if finding is None else finding.missing
        for widget in (self._missing_title, self._missing, self.copy_missing):
            widget.setVisible(missing is not None)
        self._missing_title.setText(self.say(translate("CheckRow", "Missing permission")))
        self._missing.setPlainText(self._missing_words())
        has_evidence = finding is not None and bool(finding.evidence)
        title = (
            translate("CheckRow", "Evidence")
            if has_evidence
            else translate("CheckRow", "No evidence: there is no answer of Azure behind this finding.")
        )
        self._evidence_title.setText(self.say(title))
        self._evidence_title.setVisible(finding is not None)
        self.copy.setVisible(finding is not None)
        if finding is not self._shown:
            self._fill(finding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below the title where there is room for that, else over the whole width."""
        self._indent(wide=event.size().width() > self.fontMetrics().height() * _WIDE)
        super().resizeEvent(event)

    def _indent(self, *, wide: bool) -> None:
        self._layout.setContentsMargins(self.icon_size().width() + 12 if wide else 0, 8, 8, 4)

    def _fill(self, finding: Finding | None) -> None:
        self._shown = finding
        for view in self._views:
            self._evidence.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views.clear()
        self._to_make.plan(partial(self._add, evidence) for evidence in (() if finding is None else finding.evidence))
        self._to_make.start()

    def _add(self, evidence: Evidence) -> None:
        view = EvidenceView(self.kit, evidence, self)
        self._views.append(view)
        self._evidence.addWidget(view)
        view.show()  # a layout would show it only in another turn

    def _missing_words(self) -> str:
        missing = None if self._finding is None else self._finding.missing
        if missing is None:
            return ""
        return self.say(translate("CheckRow", "{action} at scope {scope}").format(action=missing.action, scope=missing.scope))

    def _as_text(self) -> str:
        finding = self._finding
        if finding is None:
            return ""
        head = translate("CheckRow", "{title}: {status}. {finding}")
        status = STATUS[finding.status]
        parts = [self.say(head.format(title=self._check.title, status=status, finding=finding.text)), self._missing_words()]
        parts += [evidence_as_text(evidence, self.kit.words.language) for evidence in finding.evidence]
        return "\n\n".join(part for part in parts if part)

    def _lay_out(self) -> None:
        self._layout = layout = QVBoxLayout(self)
        self._indent(wide=True)  # as mostly: what is found out once it is shown is laid out twice
        layout.setSpacing(4)
        layout.addWidget(self._why_title)
        layout.addWidget(self._why)
        missing = QHBoxLayout()
        missing.addWidget(self._missing, 1)
        missing.addWidget(self.copy_missing, 0, Qt.AlignmentFlag.AlignTop)
        layout.addSpacing(4)
        layout.addWidget(self._missing_title)
        layout.addLayout(missing)
        head = QHBoxLayout()
        head.addWidget(self._evidence_title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.copy)
        layout.addLayout(head)
        layout.addLayout(self._evidence)
