"""Step one: two equal ways in, the demo tenant and an access token."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...arm.cloud import CLOUDS, BadEndpoint, Cloud, custom
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.bottom_bar import NEXT, SIGN_IN
from ..widgets.columns import Columns
from ..widgets.command_box import CommandBox
from ..widgets.part import icon_side, set_property
from ..widgets.text import Label
from .page import Page, card

CUSTOM = "custom"
TOKEN_COMMAND = "az account get-access-token --query accessToken --output tsv"


class SignInPage(Page):
    """Who are you, and where?"""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.error = Banner(kit)
        self.signed_in = Banner(kit, copyable=False)
        self.sign_out = QPushButton()
        self.sign_out.clicked.connect(kit.flow.sign_out)
        self.signed_in.add(self.sign_out)
        self._demo_title, self._token_title = (self._card_title() for _ in range(2))
        self._demo_icon, self._token_icon = QLabel(), QLabel()
        self._demo_words, self._token_words = Label(), Label()
        self.explore = QPushButton()
        set_property(self.explore, "kind", "primary")
        self.explore.clicked.connect(kit.flow.explore)
        self.cloud = QComboBox()
        self.cloud.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.endpoint = QLineEdit()
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self._paste = QAction(self)
        self._paste.triggered.connect(self._paste_token)
        self.token.addAction(self._paste, QLineEdit.ActionPosition.TrailingPosition)
        self.enter = QPushButton()
        set_property(self.enter, "kind", "primary")
        self.enter.clicked.connect(self._sign_in)
        self._labels = [QLabel() for _ in range(3)]
        self._hint = Label("fieldHint")
        self._command = CommandBox(kit, TOKEN_COMMAND, short=True)
        for widget in (self.error, self.signed_in, Columns(self._demo_card(), self._token_card())):
            self.body.addWidget(widget)
        self.body.addStretch()
        self._fill_clouds()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("SignIn", "Sign in")

    @property
    def ready(self) -> bool:
        return self.kit.state.session is not None or self._can_enter()

    @property
    def primary(self) -> Text:
        entering = self.kit.state.session is None or bool(self.token.text())
        return SIGN_IN if entering and self._can_enter() else NEXT

    def submit(self) -> None:
        if self._can_enter():
            self._sign_in()
        else:
            self.onward.emit()

    def first_field(self) -> QWidget | None:
        return None if self.kit.state.session is not None else self.explore

    @Slot()
    def refresh(self) -> None:
        subtitle = translate(
            "SignIn",
            "Backup Doctor reads what Azure knows about your virtual machines and their backups. "
            "It changes nothing until you allow repairs and confirm a plan.",
        )
        self.show_heading(subtitle)
        self._refresh_demo()
        self._refresh_token()
        self._refresh_outcome()

    def _card_title(self) -> Label:
        label = Label("section")
        label.setFont(self.kit.theme.font(1.15, bold=True))
        return label

    def _demo_card(self) -> QFrame:
        frame, layout = card()
        for widget in (self._demo_icon, self._demo_title, self._demo_words):
            layout.addWidget(widget)
        layout.addWidget(self.explore, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch()
        return frame

    def _token_card(self) -> QFrame:
        frame, layout = card()
        for widget in (self._token_icon, self._token_title, self._token_words):
            layout.addWidget(widget)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for label, field in zip(self._labels, (self.cloud, self.endpoint, self.token), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        self._form = form
        layout.addLayout(form)
        layout.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(4)
        help_column = QVBoxLayout()
        help_column.setSpacing(4)
        help_column.addWidget(self._hint)
        help_column.addWidget(self._command)
        layout.addLayout(help_column)
        layout.addStretch()
        return frame

    def _fill_clouds(self) -> None:
        for name in (*CLOUDS, CUSTOM):
            self.cloud.addItem("", name)
        remembered = self.cloud.findData(self.kit.settings.cloud)
        self.cloud.setCurrentIndex(max(0, remembered))
        self.endpoint.setText(self.kit.settings.endpoint)

    def _connect(self) -> None:
        self.cloud.currentIndexChanged.connect(self._changed)
        for field in (self.token, self.endpoint):
            field.textChanged.connect(self._changed)
        self.kit.state.session_changed.connect(self._changed)

    def _refresh_demo(self) -> None:
        side = round(icon_side(self) * 1.5)
        self._demo_icon.setPixmap(self.kit.theme.pixmap("demo", "accent", side, self.devicePixelRatioF()))
        self._demo_title.setText(self.say(translate("SignIn", "Demo tenant")))
        self._demo_words.setText(
            self.say(
                translate(
                    "SignIn",
                    "A small Azure that runs inside this program. Its virtual machines fail to back up in known ways, "
                    "so you can see every page at work. No account is needed and nothing leaves this computer.",
                )
            )
        )
        self.dress(self.explore, translate("SignIn", "&Explore the demo tenant"))

    def _refresh_token(self) -> None:
        side = round(icon_side(self) * 1.5)
        self._token_icon.setPixmap(self.kit.theme.pixmap("signin", "accent", side, self.devicePixelRatioF()))
        self._token_title.setText(self.say(translate("SignIn", "Access token")))
        words = translate(
            "SignIn", "Your own tenant, with a token you already have. It stays in memory and is never stored. Reader rights are enough."
        )
        self._token_words.setText(self.say(words))
        names = (translate("SignIn", "C&loud"), translate("SignIn", "Endpoint &URL"), translate("SignIn", "Access &token"))
        for label, field, name in zip(self._labels, (self.cloud, self.endpoint, self.token), names, strict=True):
            label.setText(self.say(name))
            field.setAccessibleName(self.say(name).replace("&", ""))
        for row in range(self.cloud.count()):
            name = self.cloud.itemData(row)
            self.cloud.setItemText(row, self.say(translate("SignIn", "Custom endpoint") if name == CUSTOM else vocabulary.cloud(name)))
        self.endpoint.setPlaceholderText("https://management.example.com")
        self._paste.setIcon(self.kit.theme.icon("paste", "dim"))
        self._paste.setText(self.say(translate("SignIn", "Paste the token")))
        self._paste.setToolTip(self._paste.text())
        for button in self.token.findChildren(QWidget):
            button.setAccessibleName(self._paste.text())
        self._hint.setText(self.say(translate("SignIn", "The Azure CLI prints one:")))
        self.dress(self.enter, translate("SignIn", "&Sign in"))

    def _refresh_outcome(self) -> None:
        state = self.kit.state
        self._form.setRowVisible(self.endpoint, self.cloud.currentData() == CUSTOM)
        self.enter.setEnabled(self._can_enter())
        if state.sign_in_error is None:
            self.error.clear()
        else:
            self.error.show_text(state.sign_in_error, Tone.ERROR, translate("SignIn", "The sign-in did not work"))
        if state.session is None:
            self.signed_in.clear()
        else:
            self.signed_in.show_text(self._who(), Tone.OK)
            self.dress(self.sign_out, translate("SignIn", "Sign &out"))

    def _who(self) -> Text:
        assert self.kit.state.session is not None
        account = self.kit.state.session.account
        count = translate("SignIn", "%n subscription(s)", "", 0).counted(len(account.subscriptions))
        if account.user:
            words = translate("SignIn", "Signed in as {user}. Tenant: {tenant}. In sight: {count}.")
            return words.format(user=account.user, tenant=account.tenant, count=count)
        return translate("SignIn", "Signed in. Tenant: {tenant}. In sight: {count}.").format(tenant=account.tenant, count=count)

    def _can_enter(self) -> bool:
        has_place = self.cloud.currentData() != CUSTOM or bool(self.endpoint.text().strip())
        return bool(self.token.text().strip()) and has_place

    @Slot()
    def _changed(self) -> None:
        self._refresh_outcome()
        self.ready_changed.emit()

    @Slot()
    def _paste_token(self) -> None:
        self.token.setText(QGuiApplication.clipboard().text().strip())

    @Slot()
    def _sign_in(self) -> None:
        if not self._can_enter():
            return
        try:
            cloud = self._cloud()
        except BadEndpoint as error:
            self.kit.state.fail_sign_in(error.text)
            return
        token = self.token.text().strip()
        self.token.setFocus()  # the button is about to be disabled
        self.token.clear()
        self.kit.settings.cloud = self.cloud.currentData()
        self.kit.settings.endpoint = self.endpoint.text().strip()
        self.kit.flow.sign_in(cloud, token)

    def _cloud(self) -> Cloud:
        name = self.cloud.currentData()
        return custom(self.endpoint.text()) if name == CUSTOM else CLOUDS[name]
