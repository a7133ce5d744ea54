"""User name and password for a proxy that asks who is there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ...arm.wire.proxies import ProxyAsks, ProxySignIn
from ...core.policy import NO_REMEMBERING
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..connection_errands import remember_proxy
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.field import LineField, SecretField
from ..widgets.primary_button import PrimaryButton
from ..widgets.text import Prose, shorten
from ..widgets.tick import Tick
from .dialog import Dialog, Sheet


class ProxySignInSheet(Sheet):
    """Two fields. What is typed goes to the wire, and into the password store if that is wished."""

    signed_in = Signal()
    """User and password are known from now on."""

    def __init__(self, kit: Kit, asks: ProxyAsks | None, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._asks = asks or kit.flow.wire.asks
        self.intro, self._note = Prose(), Prose("quiet")
        self.error = Banner(kit)
        hint = translate("ProxySignIn", "As your organisation writes it, often DOMAIN\\name.")
        self.user = LineField(kit, translate("ProxySignIn", "&User name"), hint)
        self.password = SecretField(kit, translate("ProxySignIn", "&Password"))
        self.remember = Tick()
        self.sign_in_button = PrimaryButton()
        for widget in (self.intro, self.error, self.user, self.password, self.remember, self._note):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.bar.addWidget(self.sign_in_button)
        for field in (self.user, self.password):
            field.changed.connect(self._typed)
            field.line.returnPressed.connect(self._submit)
        self.sign_in_button.clicked.connect(self._submit)
        self._fill()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("ProxySignIn", "Sign in to the proxy")

    def first_field(self) -> QWidget:
        return self.password.line if self.user.value else self.user.line

    def refresh(self) -> None:
        self.show_heading()
        self.intro.setPlainText(shorten(self.say(self._words())))
        self.remember.setText(self.say(translate("ProxySignIn", "&Remember them in this computer's password store")))
        self.remember.setEnabled(self.kit.policy.remembering)
        note = translate(
            "ProxySignIn",
            "They are sent only to the proxy that asks for them, and are kept in memory until the program ends. To an HTTP proxy they go "
            "unencrypted, as from every other program.",
        )
        self._note.setPlainText(self.say(note if self.kit.policy.remembering else NO_REMEMBERING))
        self.dress(self.close_button, translate("Dialog", "Ca&ncel"))
        self.dress(self.sign_in_button, translate("ProxySignIn", "&Sign in"))
        self._typed()

    def _words(self) -> Text:
        if self._asks is None:
            return translate("ProxySignIn", "The proxy of this network asks for a user name and a password.")
        text = translate("ProxySignIn", "The proxy {proxy} asks for a user name and a password.")
        if self._asks.refused:
            text = translate(
                "ProxySignIn", "The proxy {proxy} did not accept the user name and the password. Too many attempts may lock the account."
            )
        return text.format(proxy=self._asks.proxy)

    def _fill(self) -> None:
        known = self.kit.flow.wire.proxy_sign_in
        if known is not None:
            self.user.line.setText(known.user)

    @Slot()
    def _typed(self) -> None:
        self.sign_in_button.setEnabled(bool(self.user.value and self.password.line.text()))

    @Slot()
    def _submit(self) -> None:
        if not self.sign_in_button.isEnabled():
            return
        proxy = "" if self._asks is None else self._asks.proxy
        sign_in = ProxySignIn(self.user.value, self.password.line.text(), proxy)
        self.kit.flow.wire.proxy_sign_in = sign_in
        if not self.remember.isChecked():
            self._done()
            return
        self.sign_in_button.setEnabled(False)
        memory = self.kit.flow.access.memory
        what = translate("ProxySignIn", "Remembering the proxy's password…")
        self.kit.flow.begin(what, lambda _: remember_proxy(memory, sign_in), self._remembered, self._failed, of_vm=False)

    def _remembered(self, why_not: object) -> None:
        if isinstance(why_not, Text):
            self._failed(why_not)
        else:
            self._done()

    def _failed(self, error: Text) -> None:
        text = translate("ProxySignIn", "{reason} It is still used until the program ends.").format(reason=error)
        self.error.show_text(text, Tone.WARNING)
        self.remember.setChecked(False)
        self._typed()

    def _done(self) -> None:
        self.password.line.clear()
        self.signed_in.emit()
        self.closing.emit()


class ProxySignInDialog(Dialog):
    """Asks once. Show it with ``open()``."""

    signed_in = Signal()

    def __init__(self, kit: Kit, parent: QWidget, asks: ProxyAsks | None = None) -> None:
        """Make one.

        Args:
            asks: the proxy; None for the last one that asked.
        """
        sheet = ProxySignInSheet(kit, asks)
        super().__init__(kit, sheet, parent)
        sheet.signed_in.connect(self.signed_in)
        self.fit(QSize(560, 440))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), QPushButton):
            return  # the fields have taken it themselves
        super().keyPressEvent(event)
