"""Step one: who are you, and where? Remembered accounts, every way to sign in, and the demo tenant."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...arm.cloud import CLOUDS, PUBLIC, BadEndpoint, Cloud, custom
from ...arm.identity.method import Method, SignIn
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..keyboard import user_is_outside
from ..kit import Kit
from ..sign_in_errands import Help
from ..widgets.account_list import AccountList
from ..widgets.bottom_bar import NEXT, SIGN_IN
from ..widgets.columns import Columns
from ..widgets.demo_card import DemoCard
from ..widgets.method_fields import CLOUD, CUSTOM, ENDPOINT, TENANT
from ..widgets.method_form import MethodForm
from ..widgets.method_list import MethodList
from ..widgets.part import set_property
from ..widgets.signed_in_card import SignedInCard
from ..widgets.trouble_card import TroubleCard
from ..widgets.waiting_card import WaitingCard
from .page import GAP, Page, card

_AT_ONCE_MS = 300
"""A sign-in that is through sooner changes nothing on the page."""


class SignInPage(Page):
    """Who are you, and where?"""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.error = TroubleCard(kit)
        self.error.help_wanted.connect(self._help)
        self.signed_in = SignedInCard(kit)
        self.waiting = WaitingCard(kit)
        self.waiting.hide()
        self.accounts = AccountList(kit)
        self.methods, self.form = MethodList(kit), MethodForm(kit)
        self.test = QPushButton()
        set_property(self.test, "kind", "entry")  # in line with the entries above it
        self.test.clicked.connect(self._test_connection)
        self.methods.add_below(self.test)
        self.demo = DemoCard(kit)
        self._own = self._own_card()
        self._ways = QWidget()
        ways = QVBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(GAP)
        for part in (self.signed_in, self.accounts, self.demo, self._own):
            ways.addWidget(part)
        for shown in (self.error, self.waiting, self._ways):
            self.body.addWidget(shown)
        self.body.addStretch()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AT_ONCE_MS)
        self._soon.timeout.connect(self._show_waiting)
        self._recall()
        self._connect()
        self.refresh()

    @property
    def explore(self) -> QPushButton:
        """Opens the demo tenant."""
        return self.demo.explore

    @property
    def title(self) -> Text:
        return translate("SignIn", "Sign in")

    @property
    def ready(self) -> bool:
        return self.kit.flow.access.entering is None and (self.kit.state.session is not None or self.form.can_submit)

    @property
    def primary(self) -> Text:
        return SIGN_IN if self.kit.state.session is None else NEXT

    def submit(self) -> None:
        if self.kit.state.session is None:
            self.form.submit()
        else:
            self.onward.emit()

    def first_field(self) -> QWidget | None:
        if self.kit.state.session is not None:
            return None
        return self.accounts.rows[0].enter if self.accounts.rows else self.explore

    @Slot()
    def refresh(self) -> None:
        subtitle = translate(
            "SignIn",
            "Backup Doctor reads what Azure knows about your virtual machines and their backups. "
            "It changes nothing until you allow repairs and confirm a plan.",
        )
        if not self.kit.policy.repairs:
            subtitle = translate(
                "SignIn",
                "Backup Doctor reads what Azure knows about your virtual machines and their backups. "
                "It changes nothing: your organisation allows no repairs from this computer.",
            )
        self.show_heading(subtitle)
        self.dress(self.test, translate("SignIn", "Connection test…"), "connection", "dim")
        for part in (self.signed_in, self.accounts, self.form):
            part.refresh()
        self._show_progress()

    def _own_card(self) -> QFrame:
        frame, layout = card()
        columns = Columns(self.methods, self.form, stretch=(0, 1), ems=0)
        columns.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        layout.addWidget(columns)
        return frame

    def _connect(self) -> None:
        self.methods.chosen.connect(self.form.show_method)
        self.form.submitted.connect(self._sign_in)
        self.kit.flow.access.changed.connect(self._changed)
        self.kit.flow.access.failed.connect(self._failed)
        self.kit.state.session_changed.connect(self._changed)

    def _recall(self) -> None:
        """As it was the last time."""
        settings, fields = self.kit.settings, self.form.fields
        known = settings.cloud if settings.cloud in (*CLOUDS, CUSTOM) else PUBLIC.name
        fields.write(ENDPOINT, settings.endpoint)
        fields.write(CLOUD, known)
        fields.write(TENANT, settings.tenant)
        method = Method(settings.method) if settings.method in list(Method) else Method.BROWSER
        self.methods.choose(method)
        self.form.show_method(self.methods.method)

    def _show_progress(self) -> None:
        """What is awaited stands in the place of the choices, unless it is over before anybody could read it."""
        access = self.kit.flow.access
        busy = access.entering is not None
        self._own.setEnabled(not busy)
        self.demo.setEnabled(not busy)
        self.signed_in.setEnabled(not busy)
        self.accounts.show_busy(busy)
        self.error.show_trouble(access.trouble)
        if busy and self.waiting.isHidden() and not self._soon.isActive():
            self._soon.start()
        elif not busy:
            self._soon.stop()
            self._put_back()
        if busy and not self.waiting.isHidden():
            self.waiting.refresh()

    @Slot()
    def _show_waiting(self) -> None:
        elsewhere = user_is_outside(self)
        self.waiting.refresh()
        self.waiting.show()
        self._ways.hide()
        self.to_top()
        if self.isVisible() and not elsewhere:
            self.waiting.setFocus()

    def _put_back(self) -> None:
        had_focus = self.waiting.hasFocus() or self.waiting.isAncestorOf(self.focusWidget() or self)
        if self.waiting.isHidden():
            return
        self.waiting.hide()
        self._ways.show()
        if had_focus and self.isVisible():
            self.form.enter.setFocus()

    @Slot()
    def _changed(self) -> None:
        self.signed_in.refresh()
        self.accounts.refresh()
        self.form.refresh()
        if self.kit.state.session is not None:
            self.form.fields.forget_secrets()
        self._show_progress()
        self.ready_changed.emit()

    @Slot(object)
    def _sign_in(self, order: SignIn) -> None:
        if self.kit.flow.access.entering is not None:
            return
        fields, settings = self.form.fields, self.kit.settings
        settings.method, settings.remember = order.method.value, self.form.remember.isChecked()
        settings.cloud = fields.value(CLOUD)
        if settings.cloud == CUSTOM:
            settings.endpoint = fields.value(ENDPOINT)
        if fields.field(TENANT) is not None:
            settings.tenant = order.tenant
        if self.form.remembers:
            from ...arm.memory import new_key  # not for the first picture

            order = replace(order, cache=new_key())
        self.kit.flow.sign_in(order)

    @Slot(object)
    def _help(self, wanted: Help) -> None:
        match wanted:
            case Help.DEVICE_CODE:
                self.kit.flow.access.use_device_code()
            case Help.TENANT:
                self._other_tenant()
            case Help.CONNECTION_TEST:
                self._test_connection()
            case Help.PROXY_PASSWORD:
                from ..dialogs.proxy_sign_in import ProxySignInDialog  # not for the first picture

                ProxySignInDialog(self.kit, self.window()).open()

    @Slot()
    def _failed(self) -> None:
        """What is missing is typed in where everything else is filled in already."""
        trouble = self.kit.flow.access.trouble
        if trouble is not None and trouble.lacking is not None:
            self._fill_in()
            self._type_into(self.form.first_field())

    def _other_tenant(self) -> None:
        """Fill in what is known of the attempt, and put the keyboard where the tenant goes."""
        self._fill_in()
        field = self.form.fields.field(TENANT)
        if field is not None:
            self._type_into(field.editor)

    def _fill_in(self) -> None:
        tried = self.kit.flow.access.tried
        if tried is not None:
            self.methods.choose(tried.method)
            self.form.prefill(tried)

    def _type_into(self, editor: QWidget) -> None:
        editor.setFocus()
        self.show_widget(editor)

    @Slot()
    def _test_connection(self) -> None:
        from ..dialogs.connection_test import ConnectionTestDialog  # not for the first picture

        ConnectionTestDialog(self.kit, self._cloud(), self.window()).open()

    def _cloud(self) -> Cloud:
        """The cloud that is filled in; while its endpoint is none, the public one stands for the way out of this network."""
        fields = self.form.fields
        try:
            return custom(fields.value(ENDPOINT)) if fields.value(CLOUD) == CUSTOM else CLOUDS[fields.value(CLOUD)]
        except BadEndpoint:
            return PUBLIC
