"""The accounts this computer remembers: one press signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.text import lazy_translate as translate
from .. import method_words, vocabulary
from ..kit import Kit
from .button_row import ButtonRow
from .columns import Columns
from .mark import Mark
from .part import Part, named, set_property
from .text import Elided, Label, breakable, shorten

if TYPE_CHECKING:
    from ...arm.memory import RememberedAccount


class AccountRow(Part):
    """One account."""

    def __init__(self, kit: Kit, account: RememberedAccount, *, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        named(self, "accountRow")
        set_property(self, "first", "yes" if first else "no")
        self.account = account
        self._mark = Mark(kit)
        self._who, self._where = Elided(), Label("quiet")
        self._who.setFont(kit.theme.font(bold=True))
        self.sign_in_button, self.forget = QPushButton(), QPushButton()
        set_property(self.forget, "kind", "quiet")
        self.sign_in_button.clicked.connect(self._sign_in)
        self.forget.clicked.connect(self._forget)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._who)
        column.addWidget(self._where)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self._mark)
        layout.addWidget(Columns(words, ButtonRow(self.sign_in_button, self.forget), stretch=(1, 0), ems=14), 1)
        self.refresh()

    def refresh(self) -> None:
        account = self.account
        who = account.user or account.client_id
        self._who.setText(who)
        self._mark.show_icon(method_words.ICON[account.method], "accent")
        words = translate("Accounts", "{tenant} · {cloud} · {method} · last used {when}").format(
            tenant=account.tenant or account.tenant_id,
            cloud=vocabulary.cloud(account.cloud),
            method=method_words.NAME[account.method],
            when=account.last_used,
        )
        self._where.setText(breakable(self.say(words)))
        self.dress(self.sign_in_button, translate("Accounts", "Sign in"))
        self.dress(self.forget, translate("Accounts", "Forget…"))
        place = {"user": who, "tenant": account.tenant or account.tenant_id}
        self.sign_in_button.setAccessibleName(shorten(self.say(translate("Accounts", "Sign in as {user}, {tenant}").format(**place))))
        self.forget.setAccessibleName(shorten(self.say(translate("Accounts", "Forget {user}, {tenant}").format(**place))))

    @Slot()
    def _sign_in(self) -> None:
        self.kit.flow.access.sign_in_remembered(self.account)

    @Slot()
    def _forget(self) -> None:
        from ..dialogs.forget_account import ask_to_forget  # not for the first picture

        ask_to_forget(self.kit, self.account, self.window())


class AccountList(Part):
    """All of them, last used first. Their place is kept free while they are being read."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        named(self, "card")
        self._title, self._waiting = Label("section"), Label("quiet")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.rows: list[AccountRow] = []
        self._shown: tuple[RememberedAccount, ...] | None = None
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 8)
        head.addWidget(self._title)
        head.addWidget(self._waiting)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._free = QFrame()
        self._column.addWidget(self._free)
        self.refresh()

    def refresh(self) -> None:
        accounts = self.kit.flow.access.accounts
        expected = self.kit.settings.accounts
        self._title.setText(self.say(translate("Accounts", "Accounts on this computer")))
        self._waiting.setText(self.say(translate("Accounts", "Looking for remembered accounts…")))
        self._waiting.setVisible(accounts is None)
        self._free.setVisible(accounts is None)
        self.setVisible(bool(accounts) or (accounts is None and expected > 0))
        if accounts is None:
            lines = 2 * self.fontMetrics().height() + 16
            self._free.setFixedHeight(max(0, lines * expected - self._waiting.sizeHint().height()))
        elif accounts != self._shown:
            self._show(accounts)

    def show_busy(self, busy: bool) -> None:
        """Nothing can be pressed while a sign-in goes on."""
        for row in self.rows:
            row.sign_in_button.setEnabled(not busy)
            row.forget.setEnabled(not busy)

    def _show(self, accounts: tuple[RememberedAccount, ...]) -> None:
        self._shown = accounts
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [AccountRow(self.kit, account, first=not number, parent=self) for number, account in enumerate(accounts)]
        for row in self.rows:
            self._column.addWidget(row)
        self.kit.settings.accounts = len(accounts)
