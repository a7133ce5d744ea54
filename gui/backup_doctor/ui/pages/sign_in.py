"""Step one: who are you, and where? Remembered accounts, every way to sign in, and the demo tenant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...arm.cloud import CLOUDS, PUBLIC, BadEndpoint, Cloud, custom
from ...arm.identity.method import SignIn
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..focus_keeper import user_is_outside
from ..widgets.account_list import AccountList
from ..widgets.bottom_bar import NEXT
from ..widgets.columns import Columns
from ..widgets.demo_card import DemoCard
from ..widgets.method_fields import CLOUD, CUSTOM, ENDPOINT, TENANT
from ..widgets.method_form import MethodForm
from ..widgets.method_list import MethodList
from ..widgets.part import set_property
from ..widgets.text import Label
from .page import GAP, Page, card

if TYPE_CHECKING:
    from ..kit import Kit
    from ..sign_in_errands import Help
    from ..widgets.signed_in_card import SignedInCard
    from ..widgets.trouble_card import TroubleCard
    from ..widgets.waiting_card import WaitingCard

_AT_ONCE_MS = 300
"""A sign-in that is through sooner changes nothing on the page."""


class SignInPage(Page):
    """Who are you, and where?"""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._error: TroubleCard | None = None
        self._signed_in: SignedInCard | None = None
        self._waiting: WaitingCard | None = None
        self._ways = QWidget()
        self.body.addWidget(self._ways)
        self.body.addStretch()
        self._ways_column = QVBoxLayout(self._ways)
        self._ways_column.setContentsMargins(0, 0, 0, 0)
        self._ways_column.setSpacing(GAP)
        self.accounts, self.demo = AccountList(kit, self._ways), DemoCard(kit, self._ways)
        self._ways_column.addWidget(self.accounts)
        self._ways_column.addWidget(self.demo)
        self.methods, self.form = MethodList(kit), MethodForm(kit)
        self.test = QPushButton()
        set_property(self.test, "kind", "entry")  # in line with the entries above it
        self.test.clicked.connect(self._test_connection)
        self.methods.add_below(self.test)
        self._another = Label("section")
        self._another.setFont(kit.theme.font(1.15, bold=True))
        self._own = self._own_card()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AT_ONCE_MS)
        self._soon.timeout.connect(self._show_waiting)
        self.methods.choose(self.form.recall())
        self.form.show_method(self.methods.method)  # that way may be no longer on offer
        self._connect()
        self.refresh()

    @property
    def explore(self) -> QPushButton:
        """Opens the demo tenant."""
        return self.demo.explore

    @property
    def error(self) -> TroubleCard:
        """Says why a sign-in did not work, above everything else; made when one does not."""
        if self._error is None:
            from ..widgets.trouble_card import TroubleCard  # not for the first picture

            self._error = TroubleCard(self.kit, self.body.parentWidget())
            self._error.help_wanted.connect(self._help)
            self.body.insertWidget(0, self._error)
            self._error.stackUnder(self._ways)  # screen readers go by this order
        return self._error

    @property
    def waiting(self) -> WaitingCard:
        """Stands where the ways stood while a sign-in goes on; made when one takes its time."""
        if self._waiting is None:
            from ..widgets.waiting_card import WaitingCard  # not for the first picture

            self._waiting = WaitingCard(self.kit, self.body.parentWidget())
            self._waiting.hide()
            self.body.insertWidget(self.body.indexOf(self._ways), self._waiting)
            self._waiting.stackUnder(self._ways)
        return self._waiting

    @property
    def signed_in(self) -> SignedInCard:
        """Who is signed in, above the other ways; made when somebody is."""
        if self._signed_in is None:
            from ..widgets.signed_in_card import SignedInCard  # not for the first picture

            self._signed_in = SignedInCard(self.kit, self._ways)
            self._ways_column.insertWidget(0, self._signed_in)
            self._signed_in.stackUnder(self.accounts)
        return self._signed_in

    @property
    def title(self) -> Text:
        return translate("SignIn", "Sign in")

    @property
    def ready(self) -> bool:
        return self.kit.flow.access.signing_in is None and (self.kit.state.session is not None or self.form.can_submit)

    @property
    def primary(self) -> Text:
        return self.form.verb if self.kit.state.session is None else NEXT

    def appear(self) -> None:
        super().appear()
        self.to_top()  # who is signed in stands there

    def submit(self) -> None:
        if self.kit.state.session is None:
            self.form.submit()
        else:
            self.onward.emit()

    def first_field(self) -> QWidget | None:
        if self.kit.state.session is not None:
            return None
        return self.accounts.rows[0].sign_in_button if self.accounts.rows else self.explore

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
        self._refresh_parts()
        self._show_progress()

    def _refresh_parts(self) -> None:
        if self.kit.state.session is not None or self._signed_in is not None:
            self.signed_in.refresh()
        self._another.setVisible(self.kit.state.session is not None)
        self._another.setText(self.say(translate("SignIn", "Sign in with another account")))
        for part in (self.accounts, self.demo, self.form):
            part.refresh()
        self.form.sign_in_button.setVisible(self.kit.state.session is not None)  # else the bar below has that button

    def _own_card(self) -> QFrame:
        frame, layout = card()
        self._ways_column.addWidget(frame)
        columns = Columns(self.methods, self.form, stretch=(0, 1), ems=0, parent=frame)
        columns.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._another)
        layout.addWidget(columns)
        return frame

    def _connect(self) -> None:
        self.methods.chosen.connect(self.form.show_method)
        self.form.changed.connect(self.ready_changed)
        self.form.submitted.connect(self._sign_in)
        self.kit.flow.access.changed.connect(self._changed)
        self.kit.flow.access.failed.connect(self._failed)
        self.kit.state.session_changed.connect(self._changed)

    def _show_progress(self) -> None:
        """What is awaited stands in the place of the choices, unless it is over before anybody could read it."""
        access = self.kit.flow.access
        busy = access.signing_in is not None
        self._own.setEnabled(not busy)
        self.demo.setEnabled(not busy)
        if self._signed_in is not None:
            self._signed_in.setEnabled(not busy)
        self.accounts.show_busy(busy)
        if access.trouble is not None or self._error is not None:
            self.error.show_trouble(access.trouble)
        if not busy:
            self._soon.stop()
            self._put_back()
        elif self._is_waiting:
            self.waiting.refresh()
        elif not self._soon.isActive():
            self._soon.start()

    @property
    def _is_waiting(self) -> bool:
        """Whether what is awaited stands in the place of the choices."""
        return self._waiting is not None and not self._waiting.isHidden()

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
        if not self._is_waiting:
            return
        had_focus = self.waiting.hasFocus() or self.waiting.isAncestorOf(self.focusWidget() or self)
        self.waiting.hide()
        self._ways.show()
        if had_focus and self.isVisible():
            self.methods.list.setFocus()

    @Slot()
    def _changed(self) -> None:
        self._refresh_parts()
        if self.kit.state.session is not None:
            self.form.fields.forget_secrets()
        self._show_progress()
        self.ready_changed.emit()

    @Slot(object)
    def _sign_in(self, order: SignIn) -> None:
        if self.kit.flow.access.signing_in is not None:
            return
        self.form.keep(order)
        if self.form.remembers:
            from ...arm.memory import new_key  # not for the first picture

            order = replace(order, cache=new_key())
        self.kit.flow.sign_in(order)

    @Slot(object)
    def _help(self, wanted: Help) -> None:
        from ..sign_in_errands import Help  # not for the first picture

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
            gap = self.form.fields.first_gap()
            if gap is not None:
                self._type_into(gap)

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
