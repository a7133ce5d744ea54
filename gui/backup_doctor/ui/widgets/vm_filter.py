"""What stands above the table of VMs: type ahead or paste, choose a subscription, see failed backups only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ...core.pasted_vm import MOST
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .glyph_line import let_glyphs_grow
from .part import Part
from .text import shorten

if TYPE_CHECKING:
    from ...arm.signin import Subscription

_NAME = 60
"""Characters shown of a subscription's name."""


class VmFilter(QLineEdit):
    """Arrow down goes into the table; Escape empties the field before it means anything else."""

    down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MOST)  # a mail has more than Qt's 32,767
        self.setClearButtonEnabled(True)
        let_glyphs_grow(self)

    def name_buttons(self, search: str, clear: str) -> None:
        """Give the buttons inside the field their names; Qt makes the clearing one itself and leaves it without."""
        for button in self.findChildren(QToolButton):
            action = button.defaultAction()
            is_clear = action is not None and action.objectName() == "_q_qlineeditclearaction"
            button.setAccessibleName(clear if is_clear else search)

    @Slot(str)
    def type_on(self, text: str) -> None:
        """Take over letters that were typed elsewhere, and the keyboard with them."""
        self.setFocus()
        self.insert(text)

    @Slot()
    def paste_over(self) -> None:
        """Take the clipboard in place of what is here."""
        self.setFocus()
        self.selectAll()
        self.paste()

    @Slot()
    def erase(self) -> None:
        """Delete the last letter."""
        self.setFocus()
        self.backspace()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class VmFacets(Part):
    """Narrows the list without typing."""

    changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._offered: tuple[Subscription, ...] = ()
        self._first = ""
        self.subscription, self.failing = QComboBox(), QCheckBox()
        self.subscription.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.subscription.setMinimumContentsLength(24)
        self.subscription.setMaxVisibleItems(16)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.subscription)
        layout.addWidget(self.failing)
        layout.addStretch()
        self.subscription.currentIndexChanged.connect(self.changed)
        self.failing.toggled.connect(self.changed)
        self.refresh()

    @property
    def subscription_id(self) -> str:
        """Of the chosen one; empty for all."""
        return str(self.subscription.currentData() or "")

    @property
    def failing_only(self) -> bool:
        """Whether only VMs with a failed backup are wanted."""
        return self.failing.isChecked()

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.subscription_id) or self.failing_only

    def clear(self) -> None:
        """Leave nothing out."""
        with QSignalBlocker(self):
            self.subscription.setCurrentIndex(0)
            self.failing.setChecked(False)
        self.changed.emit()

    def offer(self, subscriptions: Sequence[Subscription], first: str = "") -> None:
        """Let one of these be chosen.

        Args:
            first: id of the one last worked in. It stands on top, and is not chosen: that would hide tonight's failures elsewhere.
        """
        if tuple(subscriptions) != self._offered:
            self._offered, self._first = tuple(subscriptions), first
            self._fill("")

    def refresh(self) -> None:
        self.subscription.setAccessibleName(self.say(translate("VmPage", "Subscription whose VMs are shown")))
        self.dress(self.failing, translate("VmPage", "&Failed backups only"))
        self._fill(self.subscription_id)

    def _fill(self, chosen: str) -> None:
        with QSignalBlocker(self.subscription):
            self.subscription.clear()
            self.subscription.addItem(self.say(translate("VmPage", "All subscriptions")), "")
            for offered in sorted(self._offered, key=self._place):
                self.subscription.addItem(shorten(" ".join(offered.name.split()), _NAME) or offered.id, offered.id)
            self.subscription.setCurrentIndex(max(0, self.subscription.findData(chosen)))
        self.subscription.setVisible(len(self._offered) > 1)

    def _place(self, offered: Subscription) -> tuple[bool, str]:
        return offered.id.casefold() != self._first.casefold(), offered.name.casefold()
