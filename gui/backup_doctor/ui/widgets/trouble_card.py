"""Why a sign-in did not work: in words, in Entra's own words, and with the buttons that may help. It stays until another attempt."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..sign_in_errands import Help, Trouble
from ..theme import Tone
from .banner import log_named
from .button_row import ButtonRow
from .copy_button import CopyButton
from .mark import Mark
from .part import Part, announce, named, set_property
from .text import Label, Prose, shorten

log = logging.getLogger(__name__)

_HELP = {
    Help.PROXY_PASSWORD: translate("SignIn", "Enter the &proxy's password…"),
    Help.CONNECTION_TEST: translate("SignIn", "Connection &test…"),
    Help.DEVICE_CODE: translate("SignIn", "Use a &device code"),
    Help.TENANT: translate("SignIn", "Another te&nant"),
}


class TroubleCard(Part):
    """Hidden while nothing is wrong."""

    help_wanted = Signal(object)
    """The `Help` that was pressed."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        named(self, "notice")
        self._trouble: Trouble | None = None
        self._mark = Mark(kit)
        self.title, self.words, self._who = Prose("bannerTitle"), Prose("bannerWords"), Prose("bannerWords")
        self.title.setFont(kit.theme.font(bold=True))
        self._lead, self.said, self.log_line = Label("quiet"), Prose("quiet"), Prose("quiet")
        self.copy = CopyButton(kit, self.plain, translate("Banner", "Copy this message"))
        self.buttons = {help_: QPushButton() for help_ in Help}
        for button in self.buttons.values():
            button.clicked.connect(self._pressed)
        self._lay_out()
        self.hide()
        self.refresh()

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Say it, here and to screen readers."""
        news = trouble is not None and trouble != self._trouble
        if trouble is not None and news:
            log.info("told in the window: %s", trouble.text)
        self._trouble = trouble
        self.refresh()
        self.setVisible(trouble is not None)
        if news:
            announce(self, self._message)

    def plain(self) -> str:
        """All of it, as copied."""
        return f"{self._message}\n{self.say(log_named(self.kit))}" if self._message else ""

    @property
    def _message(self) -> str:
        trouble = self._trouble
        if trouble is None:
            return ""
        texts = [self._heading(trouble), trouble.text, *([] if trouble.who is None else [trouble.who])]
        return "\n".join([*map(self.say, texts), *([trouble.said] if trouble.said else [])])

    def refresh(self) -> None:
        trouble = self._trouble
        self._mark.show_icon("failed", Tone.ERROR.value)
        set_property(self, "tone", Tone.ERROR.value)
        for help_, button in self.buttons.items():
            self.dress(button, _HELP[help_])
            button.setVisible(trouble is not None and help_ in trouble.helps)
        if trouble is None:
            return
        self.title.setPlainText(shorten(self.say(self._heading(trouble))))
        self.words.setPlainText(shorten(self.say(trouble.text)))
        self._who.setVisible(trouble.who is not None)
        if trouble.who is not None:
            self._who.setPlainText(self.say(trouble.who))
        self._lead.setText(self.say(translate("SignIn", "Microsoft Entra's own words:")))
        self.said.setPlainText(shorten(trouble.said))
        self.log_line.setPlainText(shorten(self.say(log_named(self.kit))))
        for part in (self._lead, self.said):
            part.setVisible(bool(trouble.said))

    def _heading(self, trouble: Trouble) -> Text:
        return trouble.heading or translate("SignIn", "The sign-in did not work")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self.title, self.words, self._who, self._lead, self.said, self.log_line):
            words.addWidget(widget)
        words.addSpacing(4)
        words.addWidget(ButtonRow(*self.buttons.values()))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _pressed(self) -> None:
        pressed = self.sender()
        wanted = next((help_ for help_, button in self.buttons.items() if button is pressed), None)
        if wanted is not None:
            self.help_wanted.emit(wanted)
