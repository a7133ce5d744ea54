"""The top line: who is signed in and where, whether anything may be changed, language, colours and help."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from ...core.language import LANGUAGES
from ...core.text import Text, verbatim
from ...core.text import lazy_translate as translate
from .. import vocabulary
from ..kit import Kit
from ..settings import Appearance
from .part import Part, keep_place
from .repair_switch import RepairSwitch
from .text import Elided, plain_tip, shorten

APPEARANCES = {
    Appearance.SYSTEM: translate("Header", "Same as the system"),
    Appearance.LIGHT: translate("Header", "Light"),
    Appearance.DARK: translate("Header", "Dark"),
    Appearance.HIGH_CONTRAST: translate("Header", "High contrast"),
}

_SIDE, _GAP = 16, 12
_ACCOUNT = 20
"""Characters of the account's name that must find room before the language is written out."""
_INITIALS = 6
"""Characters of it that are worth showing."""


class Header(Part):
    """Always in sight."""

    about = Signal()
    open_log = Signal()
    help_wanted = Signal()
    """About what is on screen."""
    keys_wanted = Signal()
    bundle_wanted = Signal()
    history_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("header")
        self._mark = QLabel()
        self._account = Elided("account")
        self._account.setFont(kit.theme.font(bold=True))
        self._place = Elided("quiet")
        self.repairs = RepairSwitch(kit)
        self.repairs.clicked.connect(self._switch_repairs)
        self.tenants = _menu_button()
        self.tenants.hide()
        self.history, self.settings = _plain_button(), _plain_button()
        self.history.clicked.connect(self.history_wanted)
        self.settings.clicked.connect(self.settings_wanted)
        self.language = _menu_button()
        self.appearance = _menu_button()
        self.help = _menu_button()
        self._languages = self._language_menu()
        self._appearances = self._appearance_menu()
        self._help = self._help_menu()
        column = QVBoxLayout()
        column.setSpacing(0)
        for label in (self._account, self._place):
            keep_place(label, True)  # the header keeps its height
            column.addWidget(label)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(_SIDE, 8, _SIDE, 8)
        layout.setSpacing(_GAP)
        layout.addWidget(self._mark)
        layout.addLayout(column, 1)
        layout.addWidget(self.tenants)
        layout.addWidget(self.repairs)
        for button in (self.history, self.language, self.appearance, self.settings, self.help):
            layout.addWidget(button)
        kit.state.session_changed.connect(self.refresh)
        kit.repairs.allowed_changed.connect(self._turn)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        session = self.kit.state.session
        self._mark.setPixmap(self.kit.theme.pixmap("app", "accent", round(self.fontMetrics().height() * 1.5), self.devicePixelRatioF()))
        if session is None:
            self._account.setText(self.say(translate("Header", "Backup Doctor for Azure VMs")))
            self._place.setText(self.say(translate("Header", "Not signed in")))
        else:
            account = session.account
            self._account.setText(account.user or self.say(translate("Header", "Signed in")))
            place = translate("Header", "{tenant} · {cloud}")
            self._place.setText(self.say(place.format(tenant=account.tenant or "—", cloud=vocabulary.place(account.cloud, self.kit.flow.lab))))
        self._mark.setToolTip(plain_tip(f"{self._account.text()}\n{self._place.text()}"))
        self._refresh_tenants()
        self.dress(self.language, verbatim(LANGUAGES[self.kit.words.language.code]), "language")
        self.language.setAccessibleName(self.say(translate("Header", "Language")))
        self.language.setToolTip(self.say(translate("Header", "Language")))
        self._icon_button(self.appearance, "theme", translate("Header", "Appearance"))
        self._icon_button(self.history, "timeline", translate("Header", "History"))
        self._icon_button(self.settings, "settings", translate("Header", "Settings"))
        self._icon_button(self.help, "help", translate("Header", "Help"))
        self._refresh_menus()
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        """With large text the language becomes a glyph, the colours are left to the settings, and the switch gets as narrow as its
        words: whether something may be changed stays readable, and who is signed in as far as there is room."""
        character = self.fontMetrics().averageCharWidth()
        self.language.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.appearance.show()
        self.repairs.keep_width(True)
        self._row.setSpacing(_GAP)
        if self._room() < character * _ACCOUNT:
            self.language.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self._row.setSpacing(_GAP // 3)
        if self._room() < character * _ACCOUNT:
            self.appearance.hide()
            self.repairs.keep_width(False)
        for label in (self._account, self._place):  # three letters of a name say nothing, and the mark's tool tip has it all
            label.setVisible(self._room() > character * _INITIALS)

    def _room(self) -> int:
        """What the buttons leave to the account."""
        mine = self.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
        taken = sum(button.sizeHint().width() + self._row.spacing() for button in mine if not button.isHidden())
        return self.width() - taken - self._mark.sizeHint().width() - 2 * _SIDE

    def _refresh_tenants(self) -> None:
        """Other tenants of the account are two presses away on every page."""
        session = self.kit.state.session
        tenants = () if session is None else session.account.tenants
        tenants = () if self.kit.policy.tenant else tenants  # the organisation lets nobody into another one
        self.tenants.setVisible(len(tenants) > 1)
        if session is None or len(tenants) < 2:
            return
        self._icon_button(self.tenants, "tenant", translate("Header", "Another tenant"))
        menu = self.tenants.menu() or QMenu(self.tenants)
        menu.clear()
        for tenant in tenants:
            words = translate("Header", "{tenant} ({domain})").format(tenant=tenant.name, domain=tenant.domain)
            shown = self.say(words if tenant.domain not in ("", tenant.name) else verbatim(tenant.name))
            action = menu.addAction(shorten(shown, 120).replace("&", "&&"))  # Azure's names are no mnemonics
            action.setData(tenant.id)
            action.setCheckable(True)
            action.setChecked(tenant.id.casefold() == session.account.tenant_id.casefold())
            action.triggered.connect(self._change_tenant)
        self.tenants.setMenu(menu)

    def _refresh_menus(self) -> None:
        for code, action in self._languages.items():
            action.setChecked(code == self.kit.words.language.code)
        for appearance, action in self._appearances.items():
            action.setText(self.say(APPEARANCES[appearance]))
            action.setChecked(appearance is self.kit.theme.appearance)
        for text, action in self._help:
            action.setText(self.say(text))
        self._help[0][1].setText(f"{self._help[0][1].text()}\tF1")  # shown only; the window listens for the key

    def _icon_button(self, button: QToolButton, icon: str, name: Text) -> None:
        button.setIcon(self.kit.theme.icon(icon))
        button.setIconSize(self.icon_size())
        button.setAccessibleName(self.say(name))
        button.setToolTip(self.say(name))

    def _language_menu(self) -> dict[str, QAction]:
        actions = {code: QAction(name, self) for code, name in LANGUAGES.items()}
        _exclusive(self, self.language, list(actions.values()))
        for code, action in actions.items():
            action.setData(code)
            action.triggered.connect(self._use_language)
        return actions

    def _appearance_menu(self) -> dict[Appearance, QAction]:
        actions = {appearance: QAction(self) for appearance in APPEARANCES}
        _exclusive(self, self.appearance, list(actions.values()))
        for appearance, action in actions.items():
            action.setData(appearance.value)
            action.triggered.connect(self._use_appearance)
        return actions

    def _help_menu(self) -> list[tuple[Text, QAction]]:
        groups = (
            ((translate("Header", "Help for this page"), self.help_wanted), (translate("Header", "Keyboard shortcuts"), self.keys_wanted)),
            ((translate("Header", "Open the log folder"), self.open_log), (translate("Header", "Support bundle…"), self.bundle_wanted)),
            ((translate("Header", "About Backup Doctor"), self.about),),
        )
        menu = QMenu(self.help)
        actions = []
        for number, entries in enumerate(groups):
            if number:
                menu.addSeparator()
            for text, signal in entries:
                action = QAction(self)  # its own, as those of the other menus: one that a menu makes can go from under its wrapper
                menu.addAction(action)
                action.triggered.connect(signal)
                actions.append((text, action))
        self.help.setMenu(menu)
        return actions

    @Slot()
    def _switch_repairs(self) -> None:
        from ..dialogs.question import switch_repairs  # not for the first picture

        switch_repairs(self.kit, self.window())

    @Slot()
    def _change_tenant(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.kit.flow.access.change_tenant(action.data())

    @Slot()
    def _use_language(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.kit.settings.language = action.data()
            self.kit.words.use(action.data())

    @Slot()
    def _use_appearance(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            appearance = Appearance(action.data())
            self.kit.settings.appearance = appearance
            self.kit.theme.use(appearance)
            self._refresh_menus()


def _menu_button() -> QToolButton:
    button = QToolButton()
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _plain_button() -> QToolButton:
    button = QToolButton()
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _exclusive(owner: QWidget, button: QToolButton, actions: list[QAction]) -> None:
    """A menu of which one entry is checked."""
    group = QActionGroup(owner)
    menu = QMenu(button)
    for action in actions:
        action.setCheckable(True)
        group.addAction(action)
        menu.addAction(action)
    button.setMenu(menu)
