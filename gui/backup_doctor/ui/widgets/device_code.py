"""A device code: to be read, copied and typed in before it runs out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...arm.identity.interaction import DeviceCode
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .button_row import ButtonRow
from .copy_button import CopyButton
from .part import Part, announce, named
from .text import Label, Prose, shorten

_TICK_MS = 1000
_LONGEST = 24
"""Characters of a code that are shown; Entra's have nine, and a cloud of one's own may say anything."""


class DeviceCodePanel(Part):
    """Hidden until there is a code."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.code: DeviceCode | None = None
        self._first, self._second, self._left = Label(), Label(), Label("quiet")
        self.address = Prose(anywhere=True)
        self.letters = named(QLabel(), "code")
        self.open = QPushButton()
        self.open.clicked.connect(self._open)
        self.copy_address = CopyButton(kit, self._address, translate("DeviceCode", "Copy the address"))
        self.copy_code = CopyButton(kit, self._letters, translate("DeviceCode", "Copy the code"))
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count_down)
        self._lay_out()
        self.hide()
        self.refresh()

    def show_code(self, code: DeviceCode | None) -> None:
        """Show it, and let a screen reader say it letter by letter."""
        news = code is not None and code != self.code
        self.code = code
        self.refresh()
        self.setVisible(code is not None)
        if news and code is not None:
            words = translate("DeviceCode", "Open {address} in a browser and type in this code: {letters}.")
            announce(self, self.say(words.format(address=code.address, letters=" ".join(code.code))))

    def refresh(self) -> None:
        self._first.setText(self.say(translate("DeviceCode", "1. Open this address in a browser, here or on any other device:")))
        self._second.setText(self.say(translate("DeviceCode", "2. Type in this code, and sign in there:")))
        self.dress(self.open, translate("DeviceCode", "&Open in the browser"), "open", "dim")
        self.address.setFont(self.kit.theme.monospace())
        self.address.setPlainText(shorten(self._address()))
        font = self.kit.theme.monospace()
        font.setPointSizeF(font.pointSizeF() * 2.2)
        font.setBold(True)
        self.letters.setFont(font)
        letters = shorten(self._letters(), _LONGEST)
        self.letters.setText(letters)
        self.letters.setAccessibleName(self.say(translate("DeviceCode", "Code: {letters}").format(letters=" ".join(letters))))
        self._count_down()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _lay_out(self) -> None:
        self.letters.setTextFormat(Qt.TextFormat.PlainText)
        self.letters.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._first)
        layout.addWidget(self.address)
        layout.addWidget(ButtonRow(self.open, self.copy_address))
        layout.addSpacing(8)
        layout.addWidget(self._second)
        layout.addWidget(ButtonRow(self.letters, self.copy_code))
        layout.addWidget(self._left)

    def _address(self) -> str:
        return "" if self.code is None else self.code.address

    def _letters(self) -> str:
        return "" if self.code is None else self.code.code

    @Slot()
    def _open(self) -> None:
        url = QUrl(self._address())
        if url.scheme() == "https":  # the address comes from outside: nothing but a web page is opened for it
            QDesktopServices.openUrl(url)

    @Slot()
    def _count_down(self) -> None:
        if self.code is None:
            return
        left = max(timedelta(0), self.code.expires - datetime.now(UTC))
        words = translate("DeviceCode", "The code is valid for another {time}. This window continues by itself once the code has been used.")
        if left <= timedelta(0):
            words = translate("DeviceCode", "The code has expired. Cancel, and get a new one.")
        self._left.setText(self.say(words.format(time=timedelta(seconds=int(left.total_seconds())))))
