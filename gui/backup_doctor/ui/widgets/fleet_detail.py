"""What is known of the chosen group or VM, in whole sentences, with what can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.fleet import Share
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .copy_button import CopyButton
from .fleet_branches import Branch, Leaf
from .part import Part
from .text import Prose, shorten

_SHARES = 2
"""So many lines of what a group shares, and one where there is little room; the export has them all."""
_LONG = 320


class FleetDetail(Part):
    """A strip below the tree."""

    picked = Signal(object)
    """The `VmId` to go on with."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("card")
        self._branch: Branch | None = None
        self._leaf: Leaf | None = None
        self._roomy = True
        self.title, self.words = Prose(), Prose("quiet")
        self.title.setFont(kit.theme.font(bold=True))
        self.shares = [_ShareLine(kit) for _ in range(_SHARES)]
        self.go = QPushButton()
        self.go.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.copy = CopyButton(kit, self._id, translate("FleetDetail", "Copy the resource id of this VM"))
        self.go.clicked.connect(self._pick)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.copy)
        head.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 12)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.words, *self.shares):
            column.addWidget(widget)
        self.refresh()

    def use_room(self, roomy: bool) -> None:
        """Say less where that would leave no room for the tree."""
        if roomy != self._roomy:
            self._roomy = roomy
            self.refresh()

    def show_row(self, branch: Branch | None, leaf: Leaf | None) -> None:
        """Tell of a group or of a VM; of neither, and it goes."""
        if (branch, leaf) != (self._branch, self._leaf):
            self._branch, self._leaf = branch, leaf
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        leaf, branch = self._leaf, self._branch
        self.setVisible(leaf is not None or branch is not None)
        vm = None if leaf is None else leaf.vm
        self.go.setVisible(vm is not None)
        self.copy.setVisible(leaf is not None)
        name = "" if vm is None else shorten(vm.name, 40)
        self.dress(self.go, translate("FleetDetail", "Contin&ue with this VM"))
        self.go.setAccessibleName(self.say(translate("FleetDetail", "Continue with {machine}").format(machine=name)))
        if leaf is not None:
            self.title.setPlainText(shorten(leaf.name, 120))
            self.words.setPlainText(shorten(self.say(leaf.said), _LONG))
        elif branch is not None:
            self.title.setPlainText(shorten(self.say(branch.title), _LONG))
            told = branch.line is not None and not branch.shares
            self.words.setPlainText(shorten(self.say(branch.line), _LONG) if told and branch.line is not None else "")
        self.words.setVisible(bool(self.words.toPlainText()))
        shares = () if branch is None or leaf is not None else branch.shares[: _SHARES if self._roomy else 1]
        for number, line in enumerate(self.shares):
            line.show_share(shares[number] if number < len(shares) else None)

    @Slot()
    def _pick(self) -> None:
        vm: VmId | None = None if self._leaf is None else self._leaf.vm
        if vm is not None:
            self.picked.emit(vm)

    def _id(self) -> str:
        return "" if self._leaf is None else self._leaf.id


class _ShareLine(Part):
    """What VMs have in common, and its literal to copy."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._share: Share | None = None
        self.words = Prose("quiet")
        self.copy = CopyButton(kit, lambda: "" if self._share is None else self._share.value, translate("FleetDetail", "Copy what they share"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def show_share(self, share: Share | None) -> None:
        """Tell it, or go."""
        self._share = share
        self.setVisible(share is not None)
        self.refresh()

    def refresh(self) -> None:
        if self._share is not None:
            self.words.setPlainText(shorten(self.say(self._share.text), _LONG))
