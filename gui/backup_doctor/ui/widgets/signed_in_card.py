"""Who is signed in, where, what is in sight, where the tokens are; and the way to another tenant or out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..kit import Kit
from ..theme import Tone
from .mark import Mark
from .part import Part, named, set_property
from .text import Prose, plain_tip, shorten

if TYPE_CHECKING:
    from ...arm.signin import Account
    from ...lab.running import RunningLab


class SignedInCard(Part):
    """Hidden while nobody is signed in."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        named(self, "notice")
        set_property(self, "tone", Tone.OK.value)
        self._mark = Mark(kit)
        self.words, self.tokens = Prose("bannerTitle"), Prose("bannerWords")
        self.words.setFont(kit.theme.font(bold=True))
        self.where = Prose("bannerWords")
        self.sign_out = QPushButton()
        self.sign_out.clicked.connect(kit.flow.sign_out)
        self._tenant_label = QLabel()
        self.tenants = QComboBox()
        self.tenants.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tenants.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.tenants.setMinimumContentsLength(8)
        self.tenants.currentIndexChanged.connect(self._tenant_chosen)
        self._tenant_label.setBuddy(self.tenants)
        self.switch = QPushButton()
        self.switch.clicked.connect(self._switch)
        self._listed: list[tuple[str, str]] = []
        self._tenant = ""
        """The one signed in to when the list was last set to it."""
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        session = self.kit.state.session
        self.setVisible(session is not None)
        self.tenants.setAccessibleName(self.say(translate("SignIn", "Tenants of this account")))
        if session is None:
            return
        self._mark.show_icon("ok", Tone.OK.value)
        self.words.setPlainText(shorten(self.say(_who(session.account))))
        self.where.setPlainText(shorten(self.say(_where(session.account, self.kit.flow.lab))))
        kept = self._kept()
        self.tokens.setVisible(kept is not None)
        if kept is not None:
            self.tokens.setPlainText(self.say(kept))
        self.dress(self.sign_out, translate("SignIn", "Sign &out"))
        self._show_tenants(session.account)

    def _kept(self) -> Text | None:
        """Where the tokens are, and why the account is not remembered although that was wished."""
        signed_in, session = self.kit.flow.access.signed_in, self.kit.state.session
        if signed_in is None or session is None:
            return None
        if signed_in.not_remembered is not None:
            return signed_in.not_remembered
        if signed_in.tokens is None:
            return translate("SignIn", "The token is kept in memory only.")
        return signed_in.tokens.words

    def _show_tenants(self, account: Account) -> None:
        others = len(account.tenants) > 1
        for widget in (self._tenant_label, self.tenants, self.switch):
            widget.setVisible(others)
        listed = [(tenant.id, _shown(tenant.name, tenant.domain)) for tenant in account.tenants]
        if listed != self._listed or account.tenant_id != self._tenant:
            self._listed, self._tenant = listed, account.tenant_id
            self.tenants.clear()
            for identity, words in listed:
                self.tenants.addItem(shorten(words, 120), identity)
            self.tenants.setCurrentIndex(max(0, self._row_of(account.tenant_id)))
        self._tenant_label.setText(self.say(translate("SignIn", "Continue in &tenant")))
        self.dress(self.switch, translate("SignIn", "S&witch"))
        self._tenant_chosen()

    def _row_of(self, tenant_id: str) -> int:
        return next((row for row, (identity, _) in enumerate(self._listed) if identity.casefold() == tenant_id.casefold()), -1)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self.words, self.where, self.tokens):
            words.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.sign_out, 0, Qt.AlignmentFlag.AlignTop)
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self.tenants, 1)
        choice.addWidget(self.switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._tenant_label)
        layout.addLayout(choice)

    @Slot()
    def _tenant_chosen(self) -> None:
        session = self.kit.state.session
        chosen = str(self.tenants.currentData() or "")
        self.tenants.setToolTip(plain_tip(self.tenants.currentText()))
        self.switch.setEnabled(session is not None and bool(chosen) and chosen.casefold() != session.account.tenant_id.casefold())

    @Slot()
    def _switch(self) -> None:
        self.kit.flow.access.change_tenant(str(self.tenants.currentData() or ""))


def _shown(name: str, domain: str) -> str:
    return f"{name} · {domain}" if domain and domain != name else name


def _who(account: Account) -> Text:
    return translate("SignIn", "Signed in as {user}").format(user=account.user) if account.user else translate("SignIn", "Signed in")


def _where(account: Account, lab: RunningLab | None) -> Text:
    count = translate("SignIn", "%n subscription(s)", "", 0).counted(len(account.subscriptions))
    words = translate("SignIn", "Tenant: {tenant}. Cloud: {cloud}. You can see {count}.")
    return words.format(tenant=account.tenant or account.tenant_id or "—", cloud=vocabulary.place(account.cloud, lab), count=count)
