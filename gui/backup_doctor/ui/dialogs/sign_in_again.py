"""Azure wants to see the person again. What has asked for it waits, and goes on by itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ...arm.identity.method import Method, SignIn
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import method_words, vocabulary
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.device_code import DeviceCodePanel
from ..widgets.method_form import MethodForm
from ..widgets.primary_button import PrimaryButton
from ..widgets.text import Prose, shorten
from .dialog import Dialog, Sheet


class SignInAgainSheet(Sheet):
    """First the question, then what is being waited for, and at last, where it went wrong, why."""

    def __init__(self, kit: Kit, why: Text, sign_in: SignIn, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._why, self._sign_in = why, sign_in
        self.why = Banner(kit)
        self._who = Prose("quiet")
        self.form = MethodForm(kit, sign_in)
        self.waiting = Banner(kit, copyable=False)
        self.code = DeviceCodePanel(kit)
        self.accept, self.device, self.decline = PrimaryButton(), QPushButton(), QPushButton()
        for widget in (self.why, self._who, self.form, self.waiting, self.code):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        for button in (self.decline, self.device):
            self.bar.addWidget(button)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.bar.addWidget(self.accept)
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("SignInAgain", "Sign in again")

    def first_field(self) -> QWidget:
        return self.form.fields.first_gap() or self.close_button

    def refresh(self) -> None:
        access = self.kit.flow.access
        asks = access.question is not None
        if access.question is not None:
            self._why = access.question.why
        self.show_heading()
        if access.resuming is None:
            self.why.show_text(self._why if access.resume_error is None else access.resume_error, Tone.WARNING)
        else:
            self.why.clear()
        self._who.setPlainText(shorten(self.say(self._account())))
        self.form.setVisible(asks)
        self._show_waiting(access.resuming)
        self.code.show_code(access.code if access.resuming is not None else None)
        for button in (self.accept, self.decline):
            button.setVisible(asks)
        self.device.setVisible(asks and self._sign_in.method is Method.BROWSER)
        self.dress(self.accept, translate("SignInAgain", "&Sign in"))
        self.dress(self.device, translate("SignInAgain", "Use a &device code"))
        self.dress(self.decline, translate("SignInAgain", "Continue &without signing in"))
        self.dress(self.close_button, translate("SignInAgain", "&Later") if asks else translate("Dialog", "C&lose"))

    def _account(self) -> Text:
        session, order = self.kit.state.session, self._sign_in
        user = order.user or order.client_id or ("" if session is None else session.account.user)
        tenant = order.tenant or ("" if session is None else session.account.tenant)
        if session is not None and session.account.tenant_id.casefold() == tenant.casefold():
            tenant = session.account.tenant
        words = translate("SignInAgain", "{user} · {tenant} · {cloud} · {method}")
        return words.format(user=user or "—", tenant=tenant or "—", cloud=vocabulary.cloud(order.cloud.name), method=method_words.NAME[order.method])

    def _show_waiting(self, resuming: SignIn | None) -> None:
        if resuming is None:
            self.waiting.clear()
        elif resuming.method is Method.BROWSER:
            words = translate("SignInAgain", "Complete the sign-in in your browser. What waits for it continues by itself.")
            self.waiting.show_text(words, Tone.INFO)
        elif resuming.method is Method.BROKER:
            words = translate("SignInAgain", "Complete the sign-in in the window that Windows shows. What waits for it continues by itself.")
            self.waiting.show_text(words, Tone.INFO)
        else:
            self.waiting.show_text(translate("SignInAgain", "Signing in. What waits for it continues by itself."), Tone.INFO)

    def _connect(self) -> None:
        self.accept.clicked.connect(self.form.submit)
        self.device.clicked.connect(self._use_device_code)
        self.decline.clicked.connect(self._decline)
        self.form.submitted.connect(self.kit.flow.access.answer)
        self.kit.flow.access.changed.connect(self._changed)

    @Slot()
    def _changed(self) -> None:
        """Nothing left to ask, to wait for or to complain of: the dialog goes."""
        access = self.kit.flow.access
        if access.question is not None:
            self._sign_in = access.question.sign_in
        elif access.resuming is None and access.resume_error is None:
            self.closing.emit()
            return
        asked_anew = access.question is not None and self.form.isHidden()
        self.refresh()
        if asked_anew:  # what was typed did not work
            self.form.fields.forget_secrets()
            self.first_field().setFocus()

    @Slot()
    def _use_device_code(self) -> None:
        self.kit.flow.access.answer(replace(self._sign_in, method=Method.DEVICE))

    @Slot()
    def _decline(self) -> None:
        self.kit.flow.access.answer(None)


class SignInAgainDialog(Dialog):
    """Stands beside the window, which goes on; closed, it leaves the question open. Show it with ``show()``."""

    def __init__(self, kit: Kit, why: Text, sign_in: SignIn, parent: QWidget) -> None:
        super().__init__(kit, SignInAgainSheet(kit, why, sign_in), parent)
        self.fit(QSize(620, 500))
