"""The way in for those who only want to look: a tenant inside this program."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.text import lazy_translate as translate
from ..kit import Kit
from .button_row import ButtonRow
from .columns import Columns
from .part import Part, icon_side, named
from .text import Label


class DemoCard(Part):
    """An equal of every other way in."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        named(self, "card")
        self._icon, self._title, self._words = QLabel(), Label("section"), Label()
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.explore = QPushButton()
        self.explore.clicked.connect(kit.flow.explore)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(16)
        layout.addWidget(self._icon)
        layout.addWidget(Columns(words, ButtonRow(self.explore), stretch=(1, 0), ems=20), 1)
        self.refresh()

    def refresh(self) -> None:
        session, lab = self.kit.state.session, self.kit.flow.lab
        self.setHidden(session is not None and lab is not None and lab.endpoint == session.account.cloud.endpoint)  # who is there needs no way in
        side = round(icon_side(self) * 1.5)
        self._icon.setPixmap(self.kit.theme.pixmap("demo", "accent", side, self.devicePixelRatioF()))
        self._title.setText(self.say(translate("SignIn", "Demo tenant")))
        words = translate("SignIn", "A small Azure inside this program. No account is needed, and nothing leaves this computer.")
        self._words.setText(self.say(words))
        self.dress(self.explore, translate("SignIn", "&Explore the demo tenant"))
