"""What is seen while a sign-in goes on: what is awaited, for how long, the device code, and the ways out."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...arm.identity.method import Method
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..signing_in import SigningIn
from .button_row import ButtonRow
from .device_code import DeviceCodePanel
from .mark import Mark
from .part import Part, named, set_property
from .text import Label, Prose, shorten

_TICK_MS = 250


class WaitingCard(Part):
    """Stands where the choices stood."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        named(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the keyboard waits here, and not on Cancel
        self._signing_in: SigningIn | None = None
        self._mark = Mark(kit, 1.5)
        self.title, self.advice, self.time = Prose("section"), Label(), named(QLabel(), "quiet")
        self.title.setFont(kit.theme.font(1.15, bold=True))
        self.code = DeviceCodePanel(kit)
        self.device = QPushButton()
        set_property(self.device, "kind", "link")
        self.device.clicked.connect(kit.flow.access.use_device_code)
        self.cancel = QPushButton()
        self.cancel.clicked.connect(kit.flow.cancel)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        access = self.kit.flow.access
        if access.signing_in is not None:
            self._signing_in = access.signing_in
        signing_in = self._signing_in
        if signing_in is None or signing_in.activity is None:
            return
        self.title.setPlainText(shorten(self.say(signing_in.activity.what)))
        advice = self._advice(signing_in)
        self.advice.setVisible(advice is not None)
        if advice is not None:
            self.advice.setText(self.say(advice))
        self.setAccessibleName(self.title.toPlainText())
        self.setAccessibleDescription(self.advice.text() if advice is not None else "")
        self.code.show_code(access.code)
        self.device.setVisible(signing_in.method is Method.BROWSER and signing_in.order is not None)
        self.dress(self.device, translate("SignIn", "Browser did not open? Use a device code"))
        self.dress(self.cancel, translate("SignIn", "&Cancel"))
        self._show_time()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _advice(self, signing_in: SigningIn) -> Text | None:
        if signing_in.method is Method.BROWSER and signing_in.account is not None:
            return translate(
                "SignIn", "If Azure asks you to sign in, your browser opens. Complete the sign-in there; this window continues by itself."
            )
        if signing_in.method is Method.BROWSER:
            return translate("SignIn", "Complete the sign-in in your browser. This window continues by itself.")
        if signing_in.method is Method.DEVICE and self.kit.flow.access.code is None:
            return translate("SignIn", "Getting a code from Microsoft Entra…")
        if signing_in.method is Method.BROKER:
            return translate("SignIn", "Windows asks in a separate window which account to use.")
        return None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        head.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 20)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.advice)
        layout.addWidget(self.code)
        layout.addWidget(ButtonRow(self.cancel, self.device))

    @Slot()
    def _show_time(self) -> None:
        if self._signing_in is not None and self._signing_in.activity is not None:
            elapsed = timedelta(seconds=int(self._signing_in.activity.seconds))
            self.time.setText(self.say(translate("SignIn", "for {elapsed}").format(elapsed=elapsed)) if elapsed else "")
