"""One hop of the connection test: settles in place, and opens to the certificates that were met."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...arm.wire.hops import Hop, Step
from ...arm.wire.words import STEP, certificates_as_text
from ...core.model import Status
from ...core.text import lazy_translate as translate
from ...core.words import STATUS
from .. import vocabulary
from ..kit import Kit
from ..marks import STATUS_ICON, STATUS_TONE
from .mark import Mark
from .part import Part, announce, set_property
from .text import Label, Prose, shorten
from .well import Well


class HopRow(Part):
    """Made once for a step, and drawn anew when it has been looked at."""

    def __init__(self, kit: Kit, step: Step, *, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.step = step
        self.hop: Hop | None = None
        self._stopped = False
        set_property(self, "first", "yes" if first else "no")
        self._mark = Mark(kit)
        self.title = Label("checkTitle")
        self.title.setFont(kit.theme.font(bold=True))
        self._status = Label("status")
        self._status.setWordWrap(False)
        self.seen, self.advice = Prose("finding"), Prose("finding")
        self.opener = QPushButton()
        set_property(self.opener, "kind", "quiet")
        self.certificates = Well(kit, translate("HopRow", "Copy the certificates"))
        self.certificates.hide()
        self._lay_out()
        self.opener.clicked.connect(self.toggle)
        self.refresh()

    def show_hop(self, hop: Hop | None, *, stopped: bool = False) -> None:
        """Draw what was found, and let a screen reader say it.

        Args:
            hop: None while it is not known.
            stopped: nobody looks for it any more.
        """
        self.hop, self._stopped = hop, stopped
        failed = hop is not None and hop.status is Status.FAILED
        self.certificates.setVisible(failed and hop is not None and bool(hop.certificates))
        self.refresh()
        if hop is not None and self.isVisible():
            said = translate("HopRow", "{step}: {status}. {seen}").format(step=STEP[self.step], status=STATUS[hop.status], seen=hop.seen)
            announce(self, self.say(said))

    @Slot()
    def toggle(self) -> None:
        """Show or hide the certificates."""
        self.certificates.setVisible(self.certificates.isHidden())
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        hop = self.hop
        self.title.setText(self.say(STEP[self.step]))
        self.advice.setVisible(hop is not None and hop.advice is not None)
        self.opener.setVisible(hop is not None and bool(hop.certificates))
        if hop is None:
            self._mark.show_icon("skipped" if self._stopped else "", "dim")
            self._status.setText("")
            self.seen.setPlainText(self.say(translate("HopRow", "Not checked: stopped.") if self._stopped else vocabulary.LOOKING))
            return
        self._show(hop)
        opened = not self.certificates.isHidden()
        name = translate("HopRow", "Hide the certificates") if opened else translate("HopRow", "Show the certificates that were met")
        self.opener.setIcon(self.kit.theme.icon("chevron-down" if opened else "chevron-right", "dim"))
        self.opener.setIconSize(self.icon_size())
        self.opener.setAccessibleName(self.say(name))
        self.opener.setToolTip(self.say(name))

    def _show(self, hop: Hop) -> None:
        tone = STATUS_TONE[hop.status].value
        self._mark.show_icon(STATUS_ICON[hop.status], tone)
        set_property(self._status, "tone", tone)
        took = translate("HopRow", "{status}, {ms} ms").format(status=STATUS[hop.status], ms=hop.milliseconds)
        self._status.setText(self.say(STATUS[hop.status] if hop.status is Status.SKIPPED else took))
        self.seen.setPlainText(shorten(self.say(hop.seen)))
        self.advice.setPlainText("" if hop.advice is None else shorten(self.say(hop.advice)))
        self.certificates.show_text(certificates_as_text(hop.certificates, self.kit.words.language))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self._status, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.seen, self.advice, self.certificates):
            column.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.opener.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignTop)
