"""What stands where the table of VMs would be while there is nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .mark import Mark
from .part import Part, icon_side
from .text import Label, shorten

if TYPE_CHECKING:
    from ...arm.signin import Account


class Blank(Part):
    """Loading, empty, failed, and nothing matches: each says what to do."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("card")
        self._spinner = Mark(kit)
        self._glyph = QLabel()
        self._title, self._words = Label(), Label("subtitle")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.clear, self.again, self.switch = QPushButton(), QPushButton(), QPushButton()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addStretch()
        for widget in (self._glyph, self._spinner, self._title, self._words, self.clear, self.again, self.switch):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter if not isinstance(widget, Label) else Qt.AlignmentFlag(0))
        layout.insertSpacing(layout.indexOf(self.clear), 8)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def show_loading(self) -> None:
        """Rows are on their way."""
        words = translate("VmPage", "The first VMs appear as soon as Azure answers.")
        self._show("", translate("VmPage", "Reading the virtual machines…"), words)

    def show_empty(self, account: Account) -> None:
        """Azure listed none: it says where it was looked, for they may be elsewhere."""
        where = {"tenant": account.tenant, "user": account.user or translate("VmPage", "This account")}
        if not account.subscriptions:
            title = translate("VmPage", "No subscription in tenant {tenant}").format(**where)
            words = translate(
                "VmPage",
                "{user} sees no subscription here. Ask for the Reader role on the subscription or the resource group of the VM, "
                "or change to the tenant it belongs to. The resource id of a VM can also be pasted above.",
            )
        else:
            title = translate("VmPage", "No virtual machines in tenant {tenant}").format(**where)
            searched = translate("VmPage", "%n subscription(s) were searched.", "", 0).counted(len(account.subscriptions))
            words = translate(
                "VmPage",
                "{searched} {user} may lack the Reader role, or the VMs are in another tenant. The resource id of a VM can also be pasted above.",
            ).format(searched=searched)
        self._show("vm", title, words.format(**where), again=True, switch=True)

    def show_failed(self) -> None:
        """The list could not be read at all."""
        words = translate("VmPage", "The message above says why. You can also paste the resource id of a VM above.")
        self._show("warning", translate("VmPage", "There is no list"), words, again=True)

    def show_nothing_matches(self, text: str, *, narrowed: bool) -> None:
        """The filter hides everything.

        Args:
            narrowed: whether a subscription or the failed backups only are shown.
        """
        title = translate("VmPage", "No VM matches “{text}”").format(text=shorten(text, 60))
        words = translate("VmPage", "Every column is searched for every word. VMs of another tenant are not in this list.")
        if narrowed:
            words = translate("VmPage", "Only some of the VMs are shown: the others are hidden by the choices above.")
            title = title if text.strip() else translate("VmPage", "No VM matches")
        self._show("search", title, words, clear=True, switch=not narrowed)

    def _show(self, icon: str, title: Text, words: Text, *, clear: bool = False, again: bool = False, switch: bool = False) -> None:
        self._spinner.setVisible(not icon)
        self._glyph.setVisible(bool(icon))
        if icon:
            self._glyph.setPixmap(self.kit.theme.pixmap(icon, "dim", icon_side(self) * 2, self.devicePixelRatioF()))
        self._title.setText(self.say(title))
        self._words.setText(self.say(words))
        self.clear.setVisible(clear)
        self.again.setVisible(again)
        self.switch.setVisible(switch)
        self.dress(self.clear, translate("VmPage", "Show all VMs"))
        self.dress(self.again, translate("VmPage", "Refresh"))
        self.dress(self.switch, translate("VmPage", "Change tenant or account"))
