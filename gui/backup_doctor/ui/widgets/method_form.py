"""The form of one way to sign in: what it is, its fields, whether to remember it, and a button where no other submits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...arm.cloud import CLOUDS, PUBLIC
from ...arm.identity.method import PRINCIPAL, Method, SignIn
from ...core.policy import told_of_sign_in
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import method_words
from ..kit import Kit
from ..theme import Tone
from .banner import Banner
from .method_fields import CERTIFICATE, CLIENT, CLOUD, CUSTOM, ENDPOINT, TENANT, Incomplete, MethodFields
from .part import Part, set_property
from .text import Label
from .tick import Tick

if TYPE_CHECKING:
    from .command_box import CommandBox

TOKEN_COMMAND = "az account get-access-token --query accessToken --output tsv"
CLI_COMMAND = "az login"
_COMMANDS = {Method.TOKEN: TOKEN_COMMAND, Method.CLI: CLI_COMMAND}
_LEADS = {
    Method.TOKEN: translate("SignIn", "The Azure CLI prints one:"),
    Method.CLI: translate("SignIn", "If it is not signed in yet, run this in a terminal first:"),
}
_WITHOUT_MEMORY = (Method.TOKEN,)
"""An access token is over in an hour."""


class MethodForm(Part):
    """Filled in by the user; what is wrong with it is said here, before anything is sent."""

    changed = Signal()
    submitted = Signal(object)
    """The `SignIn` as it is filled in, without the key of a token cache."""

    def __init__(self, kit: Kit, fixed: SignIn | None = None, parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            fixed: the sign-in to be repeated: its place and its application stay.
        """
        super().__init__(kit, parent)
        self._fixed = fixed
        self.about = Label("quiet")
        self.limits = Label("fieldHint")
        self.fields = MethodFields(kit, fixed)
        self.own = QPushButton()
        set_property(self.own, "kind", "link")
        self.own.clicked.connect(self._use_own)
        self.remember = Tick()
        self.remember.setChecked(kit.settings.remember)
        self.remember.setEnabled(kit.policy.remembering)
        self.where = Label("fieldHint")
        self.look_again = QPushButton()
        set_property(self.look_again, "kind", "link")
        self.look_again.clicked.connect(kit.flow.access.read_memory_again)
        self.error = Banner(kit, copyable=False)
        self.sign_in_button = QPushButton()
        self.sign_in_button.hide()
        self.sign_in_button.clicked.connect(self.submit)
        self.buttons = QHBoxLayout()
        self._lead: Label | None = None
        self._boxes: dict[Method, CommandBox] = {}
        self._lay_out()
        self.fields.changed.connect(self._changed)
        self.show_method(self.fields.method)
        if fixed is not None and fixed.certificate:
            self.fields.write(CERTIFICATE, fixed.certificate)

    @property
    def method(self) -> Method:
        """The one on screen."""
        return self.fields.method

    @property
    def verb(self) -> Text:
        """What a button says that submits it."""
        return method_words.VERB[self.method]

    @property
    def remembers(self) -> bool:
        """Whether the account is to be remembered."""
        return self.remember.isChecked() and self.method not in _WITHOUT_MEMORY and self._fixed is None

    @property
    def can_submit(self) -> bool:
        """Whether the organisation allows this way."""
        return self.kit.policy.methods is None or self.method in self.kit.policy.methods

    def show_method(self, method: Method) -> None:
        """Show the form of a method."""
        self.fields.show_method(method)
        self.error.clear()
        self._show_command()
        self.refresh()
        self.changed.emit()

    def recall(self) -> Method:
        """Fill in what was kept of the last time; the way to sign in it was then."""
        settings, fields = self.kit.settings, self.fields
        fields.write(ENDPOINT, settings.endpoint)
        fields.write(CLOUD, settings.cloud if settings.cloud in (*CLOUDS, CUSTOM) else PUBLIC.name)
        fields.write(TENANT, settings.tenant)
        return Method(settings.method) if settings.method in list(Method) else Method.BROWSER

    def keep(self, order: SignIn) -> None:
        """Write down for the next time how somebody signs in; nothing secret."""
        settings, fields = self.kit.settings, self.fields
        settings.method, settings.remember = order.method.value, self.remember.isChecked()
        settings.cloud = fields.value(CLOUD)
        if settings.cloud == CUSTOM:
            settings.endpoint = fields.value(ENDPOINT)
        if fields.field(TENANT) is not None:
            settings.tenant = order.tenant

    def prefill(self, order: SignIn) -> None:
        """Fill in what is not secret, to be put right."""
        self.fields.own_application = bool(order.client_id) and order.method not in PRINCIPAL
        self.fields.write_cloud(order.cloud)
        self.show_method(order.method)
        for name, words in ((TENANT, order.tenant), (CLIENT, order.client_id)):
            if self.fields.field(name) is not None:
                self.fields.write(name, words)

    @Slot()
    def submit(self) -> None:
        """Hand it over, unless something is missing."""
        if not self.can_submit:
            return
        try:
            order = self.fields.order()
        except Incomplete as problem:
            self.error.show_text(problem.text, Tone.ERROR)
            field = self.fields.field(problem.field)
            if field is not None:
                field.editor.setFocus()
            return
        self.error.clear()
        self.submitted.emit(order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt gives a line edit's Return to its parents: here it means this form, whatever the page's own button says.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(QApplication.focusWidget(), QLineEdit):
            if not event.isAutoRepeat():
                self.submit()
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        method = self.method
        self.about.setText(self.say(method_words.ABOUT[method]))
        self.dress(self.own, translate("SignIn", "Your own app registration…"))
        person = method in (Method.BROWSER, Method.DEVICE, Method.BROKER)
        self.own.setVisible(person and self._fixed is None and not self.fields.own_application)
        remembers = method not in _WITHOUT_MEMORY and self._fixed is None
        self.remember.setVisible(remembers)
        self.where.setVisible(remembers)
        self.remember.setText(self.say(translate("SignIn", "&Remember me on this computer")))
        keeping = self.kit.flow.access.keeping
        waiting = translate("SignIn", "Finding out where accounts can be kept…")
        told = [self.say(sentence) for sentence in told_of_sign_in(self.kit.policy)]
        self.limits.setText("\n".join(told))
        self.limits.setVisible(bool(told))
        self.where.setText(self.say(waiting if keeping is None else keeping.words))
        self.dress(self.look_again, translate("SignIn", "Try the password store again"))
        self.look_again.setVisible(remembers and keeping is not None and keeping.may_open)
        self.remember.setAccessibleDescription(self.where.text())
        self.dress(self.sign_in_button, self.verb)
        self.sign_in_button.setEnabled(self.can_submit)
        if self._lead is not None and method in _LEADS:
            self._lead.setText(self.say(_LEADS[method]))

    def _lay_out(self) -> None:
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        memory = QVBoxLayout()
        memory.setSpacing(0)
        memory.addWidget(self.remember)
        memory.addWidget(self.where)
        memory.addWidget(self.look_again, 0, Qt.AlignmentFlag.AlignLeft)
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.sign_in_button)
        self.buttons.addStretch()
        for widget in (self.about, self.limits, self.fields):
            self.column.addWidget(widget)
        self.column.addWidget(self.own, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(memory)
        self.column.addWidget(self.error)
        self.column.addLayout(self.buttons)
        self._below = QVBoxLayout()
        self._below.setSpacing(4)
        self.column.addLayout(self._below)
        self.column.addStretch()

    def _show_command(self) -> None:
        method = self.method
        if method in _COMMANDS and method not in self._boxes:
            from .command_box import CommandBox  # not for the first picture

            if self._lead is None:
                self._lead = Label("fieldHint")
                self._below.addWidget(self._lead)
            self._boxes[method] = CommandBox(self.kit, _COMMANDS[method])
            self._below.addWidget(self._boxes[method])
        if self._lead is not None:
            self._lead.setVisible(method in _COMMANDS)
        for other, box in self._boxes.items():
            box.setVisible(other is method)

    @Slot()
    def _use_own(self) -> None:
        self.fields.own_application = True
        self.show_method(self.method)
        field = self.fields.field(CLIENT)
        if field is not None:
            field.editor.setFocus()

    @Slot()
    def _changed(self) -> None:
        self.error.clear()
        self.changed.emit()
