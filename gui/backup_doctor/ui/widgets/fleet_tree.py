"""The groups of tonight's failures and their VMs: walked with the arrow keys, and quiet while VMs land."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from ...core.text import lazy_translate as translate
from ..kit import Kit
from .fleet_branches import Branch
from .fleet_delegate import SIDE, FleetDelegate
from .fleet_model import FleetModel
from .part import icon_side

_FEW = 25
"""So many VMs fit on about one screen: then groups open by themselves."""
_NAME, _SUBSCRIPTION = 0.47, 0.22
"""Of the width that the moment leaves; the code has the rest."""


class FleetTree(QTreeView):
    """A tree of two levels."""

    picked = Signal(object)
    """The `VmId` to go on with."""
    current_changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit = kit
        self.groups = FleetModel(kit, self)
        self.setModel(self.groups)
        self._delegate = FleetDelegate(kit, self.groups, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setExpandsOnDoubleClick(True)
        self.setAnimated(False)  # rows land while the user reads
        self.setIndentation(round(self.fontMetrics().height() * 1.4))
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.selectionModel().currentChanged.connect(self.current_changed)
        self.doubleClicked.connect(self._pick)
        self.refresh()

    def refresh(self) -> None:
        """Language, colours or the size of text have changed."""
        self._delegate.forget()
        self.setAccessibleName(self.kit.render(translate("FleetTree", "Failed backups by cause")))
        self.setIconSize(self.iconSize().scaled(icon_side(self), icon_side(self), Qt.AspectRatioMode.KeepAspectRatio))
        self.groups.refresh()

    def show_branches(self, branches: Sequence[Branch]) -> None:
        """Draw these. What the user looks at, has chosen or opened stays where it is."""
        chosen, anchor = self._key(self.currentIndex()), self._anchor()
        known = {branch.key for branch in self.groups.branches}
        self.groups.show(branches)
        self._span()
        if sum(len(branch.leaves) for branch in branches) <= _FEW:
            for branch in branches:
                if branch.key not in known:
                    self.expand(self.groups.find(branch.key))
        self._choose(chosen)
        if anchor is not None:
            key, height = anchor
            index = self.groups.find(key)
            if index.isValid() and self._is_open(index):
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.visualRect(index).top() - height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            event.accept()  # the window would take it for the primary button
            if self.groups.branch_at(index) is None:
                self._pick(index)
            else:
                self.setExpanded(index, not self.isExpanded(index))
        elif event.matches(QKeySequence.StandardKey.Copy) and index.isValid():
            self._copy(index)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            moment = self.fontMetrics().horizontalAdvance("0000-00-00 00:00") + 2 * SIDE + 2
            rest = event.size().width() - moment
            for column, width in enumerate((round(rest * _NAME), round(rest * _SUBSCRIPTION), moment)):
                self.setColumnWidth(column, width)

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        leaf = self.groups.leaf_at(index)
        if leaf is not None and leaf.vm is not None:
            self.picked.emit(leaf.vm)

    def _copy(self, index: QModelIndex) -> None:
        """The VM's id, or the group with the ids of all its VMs."""
        leaf, branch = self.groups.leaf_at(index), self.groups.branch_at(index)
        if leaf is not None:
            QGuiApplication.clipboard().setText(leaf.id)
        elif branch is not None:
            words = [self.kit.render(text) for text in (branch.title, *(share.text for share in branch.shares))]
            QGuiApplication.clipboard().setText("\n".join([*words, *(leaf.id for leaf in branch.leaves)]))

    def _span(self) -> None:
        """A group takes the whole width. Each is told so once: Qt lays the whole tree out anew for it."""
        for row in range(self.groups.rowCount()):
            if not self.isFirstColumnSpanned(row, QModelIndex()):
                self.setFirstColumnSpanned(row, QModelIndex(), True)

    def _key(self, index: QModelIndex | QPersistentModelIndex) -> str:
        leaf, branch = self.groups.leaf_at(index), self.groups.branch_at(index)
        return leaf.key if leaf is not None else "" if branch is None else branch.key

    def _anchor(self) -> tuple[str, int] | None:
        """What must not move, and how high it stands: what the user works on, else what is read further down."""
        current = self.currentIndex()
        if not (current.isValid() and self.viewport().rect().intersects(self.visualRect(current))):
            current = self.indexAt(self.viewport().rect().topLeft()) if self.verticalScrollBar().value() else QModelIndex()
        current = current.siblingAtColumn(0)
        return (self._key(current), self.visualRect(current).top()) if current.isValid() else None

    def _choose(self, key: str) -> None:
        """Stay with the VM that was chosen, in whatever group it stands now; in a closed one, with the group."""
        index = self.groups.find(key) if key else QModelIndex()
        if index.isValid() and not self._is_open(index):
            index = index.parent()
        if index != self.currentIndex().siblingAtColumn(0):
            scrolls = self.hasAutoScroll()
            self.setAutoScroll(False)
            self.setCurrentIndex(index)
            self.setAutoScroll(scrolls)

    def _is_open(self, index: QModelIndex) -> bool:
        return not index.parent().isValid() or self.isExpanded(index.parent())
