"""What stands where the tree of failures would be while there is none."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..fleet import Fleet, Phase
from ..kit import Kit
from .mark import Mark
from .part import Part, icon_side
from .text import Label


class FleetBlank(Part):
    """Not read yet, being read, no failure, and no answer: each says what to do."""

    def __init__(self, kit: Kit, fleet: Fleet) -> None:
        super().__init__(kit)
        self.setObjectName("card")
        self._fleet = fleet
        self._spinner = Mark(kit, 1.6)
        self._face = QLabel()
        self.title, self.words = Label(), Label("subtitle")
        self.title.setFont(kit.theme.font(1.15, bold=True))
        self.cancel, self.again = QPushButton(), QPushButton()
        self.cancel.clicked.connect(fleet.cancel)
        self.again.clicked.connect(fleet.read)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        for widget in (self._face, self._spinner, self.title, self.words, self.cancel, self.again):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter if not isinstance(widget, Label) else Qt.AlignmentFlag(0))
        layout.addStretch(3)
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        fleet = self._fleet
        self.dress(self.cancel, translate("FleetBlank", "Cancel"))
        self.dress(self.again, translate("FleetBlank", "Refresh"))
        self.cancel.setVisible(fleet.phase is Phase.READING)
        self.again.setVisible(fleet.phase is Phase.FAILED)
        if fleet.phase is Phase.FAILED:
            words = translate("FleetBlank", "The message above says why. Each VM of the list can still be diagnosed by itself.")
            self._show("warning", "dim", translate("FleetBlank", "It is not known which backups failed"), words)
        elif fleet.failures is not None:
            self._show_quiet_night(fleet.failures.since)
        else:
            words = translate("FleetBlank", "Resource Graph is asked for the failed backup jobs in every vault this account can see.")
            self._show("", "", translate("FleetBlank", "Reading which backups have failed…"), fleet.wait or words)

    def _show_quiet_night(self, since: datetime) -> None:
        title = translate("FleetBlank", "No backup has failed since {when}").format(when=since)
        words = translate(
            "FleetBlank", "This is what Resource Graph says about every vault this account sees. What happened in the last minutes may be missing."
        )
        if self._fleet.remarks:
            words = translate("FleetBlank", "This is only what could be read: the message above says what is missing.")
        self._show("app", "ok", title, words)

    def _show(self, icon: str, token: str, title: Text, words: Text) -> None:
        self._spinner.setVisible(not icon)
        self._face.setVisible(bool(icon))
        if icon:
            self._face.setPixmap(self.kit.theme.pixmap(icon, token, icon_side(self) * 2, self.devicePixelRatioF()))
        self.title.setText(self.say(title))
        self.words.setText(self.say(words))
