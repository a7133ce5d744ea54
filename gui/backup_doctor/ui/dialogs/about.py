"""Which program this is, under which licence, and where its log lies."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ... import __version__
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..widgets.part import icon_side
from ..widgets.text import Prose, shorten
from .dialog import Dialog, Sheet


class AboutSheet(Sheet):
    """A few lines, and the way to the licences of others."""

    licences_wanted = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._mark, self._words = QLabel(), Prose()
        self.others = QPushButton()
        self.others.clicked.connect(self.closing)
        self.others.clicked.connect(self.licences_wanted)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.bar.addWidget(self.others)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("Window", "About Backup Doctor")

    def refresh(self) -> None:
        self.heading.setPlainText(self.say(translate("Window", "Backup Doctor for Azure VMs {version}").format(version=__version__)))
        self.dress(self.close_button, translate("Dialog", "C&lose"))
        self.dress(self.others, translate("Window", "Licences of &others…"))
        words = translate("Window", "Finds out why the backup of an Azure virtual machine failed, and shows the evidence.\nLicence: MIT\nLog: {log}")
        self._words.setPlainText(shorten(self.say(words.format(log=str(self.kit.log_file)))))
        self._mark.setPixmap(self.kit.theme.pixmap("app", "accent", icon_side(self) * 2, self.devicePixelRatioF()))


class AboutDialog(Dialog):
    """Above the window."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        sheet = AboutSheet(kit)
        super().__init__(kit, sheet, parent)
        self.about = sheet
        self.fit_words(QSize(560, 300))
