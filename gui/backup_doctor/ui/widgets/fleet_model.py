"""The tree behind the view of tonight's failures. What changes moves, and nothing else: selection and open groups stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .fleet_branches import Branch, Leaf
from .text import plain_tip, shorten

Index = QModelIndex | QPersistentModelIndex

HEADERS: tuple[Text, ...] = (
    translate("FleetTree", "Cause and VM"),
    translate("FleetTree", "Subscription"),
    translate("FleetTree", "Failed"),
    translate("FleetTree", "Error code"),
)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_CELL = 200


@dataclass(eq=False, slots=True)
class _Node:
    """A branch in the tree. Its number stands in the indexes of its leaves; 0 in those of branches."""

    number: int
    branch: Branch
    leaves: list[Leaf] = field(default_factory=list)


class FleetModel(QAbstractItemModel):
    """Two levels: branches, and their leaves."""

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._nodes: list[_Node] = []
        self._numbered: dict[int, _Node] = {}
        self._last = 0
        self._icons: dict[tuple[str, str], QIcon] = {}

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # Qt's own signature
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._nodes[parent.row()].number if parent.isValid() else 0)

    # Qt overloads parent() with QObject's own, which PySide's stubs know and mypy cannot reconcile with one signature.
    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008  # both: Qt's own signature
        node = self._numbered.get(child.internalId()) if child.isValid() else None
        return QModelIndex() if node is None else self.createIndex(self._nodes.index(node), 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        if not parent.isValid():
            return len(self._nodes)
        return len(self._nodes[parent.row()].leaves) if self._is_branch(parent) and parent.column() == 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> str | None:
        if role == _DISPLAY and orientation is Qt.Orientation.Horizontal:
            return self._kit.render(HEADERS[section])
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        leaf = self.leaf_at(index)
        if leaf is None:
            return self._branch_data(index, role)
        if role == _DISPLAY:
            return self.words_at(index)
        if role == _ACCESSIBLE:
            return self._spoken(leaf) if index.column() == 0 else _cell(self._words(leaf, index.column()))
        if role == _TIP:
            return plain_tip(self._kit.render(leaf.said) if index.column() == 0 else self._words(leaf, index.column()))
        if role == _DECORATION and index.column() == 0:
            return self.icon_at(index)
        return None

    def show(self, branches: Sequence[Branch]) -> None:
        """Come to these branches by the fewest changes."""
        wanted = {branch.key for branch in branches}
        for row in reversed(range(len(self._nodes))):
            if self._nodes[row].branch.key not in wanted:
                self._remove_branch(row)
        for row, branch in enumerate(branches):
            known = next((at for at in range(row, len(self._nodes)) if self._nodes[at].branch.key == branch.key), None)
            if known is None:
                self._insert_branch(row, branch)
            elif known != row:
                self.beginMoveRows(QModelIndex(), known, known, QModelIndex(), row)
                self._nodes.insert(row, self._nodes.pop(known))
                self.endMoveRows()
            self._update(row, branch)

    def refresh(self) -> None:
        """Language or colours have changed."""
        self._icons.clear()
        last = len(HEADERS) - 1
        for row, node in enumerate(self._nodes):
            top = self.index(row, 0)
            self.dataChanged.emit(top, self.index(row, last))
            if node.leaves:
                self.dataChanged.emit(self.index(0, 0, top), self.index(len(node.leaves) - 1, last, top))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def branch_at(self, index: Index) -> Branch | None:
        """The group of a row; None for a VM's."""
        return self._nodes[index.row()].branch if index.isValid() and self._is_branch(index) else None

    def leaf_at(self, index: Index) -> Leaf | None:
        """The VM of a row; None for a group's."""
        node = self._numbered.get(index.internalId()) if index.isValid() else None
        return None if node is None else node.leaves[index.row()]

    def words_at(self, index: Index) -> str:
        """What a cell of a VM says."""
        leaf = self.leaf_at(index)
        return "" if leaf is None else _cell(self._words(leaf, index.column()))

    def icon_at(self, index: Index) -> QIcon:
        """How it stands with a VM."""
        leaf = self.leaf_at(index)
        return QIcon() if leaf is None else self._icon(leaf.icon, leaf.tone.value)

    def find(self, key: str) -> QModelIndex:
        """The row of a group or a VM; invalid where there is none."""
        for row, node in enumerate(self._nodes):
            if node.branch.key == key:
                return self.index(row, 0)
            for at, leaf in enumerate(node.leaves):
                if leaf.key == key:
                    return self.index(at, 0, self.index(row, 0))
        return QModelIndex()

    @property
    def branches(self) -> list[Branch]:
        """The groups as shown."""
        return [node.branch for node in self._nodes]

    def _is_branch(self, index: Index) -> bool:
        return index.internalId() == 0

    def _insert_branch(self, row: int, branch: Branch) -> None:
        self._last += 1
        node = _Node(self._last, branch)
        self.beginInsertRows(QModelIndex(), row, row)
        self._nodes.insert(row, node)
        self._numbered[node.number] = node
        self.endInsertRows()

    def _remove_branch(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._numbered[self._nodes.pop(row).number]
        self.endRemoveRows()

    def _update(self, row: int, branch: Branch) -> None:
        node, top = self._nodes[row], self.index(row, 0)
        if node.branch is not branch:
            node.branch = branch
            self.dataChanged.emit(top, self.index(row, len(HEADERS) - 1))
        if node.leaves != list(branch.leaves):
            self._update_leaves(node, top, branch.leaves)

    def _update_leaves(self, node: _Node, top: QModelIndex, leaves: Sequence[Leaf]) -> None:
        wanted = {leaf.key: at for at, leaf in enumerate(leaves)}
        places = [wanted[leaf.key] for leaf in node.leaves if leaf.key in wanted]
        stay = wanted if places == sorted(places) else {}  # groups keep their order; should one not, all its VMs come anew
        for at in reversed(range(len(node.leaves))):
            if node.leaves[at].key not in stay:
                self.beginRemoveRows(top, at, at)
                del node.leaves[at]
                self.endRemoveRows()
        if not node.leaves and leaves:
            self.beginInsertRows(top, 0, len(leaves) - 1)
            node.leaves = list(leaves)
            self.endInsertRows()
        for at, leaf in enumerate(leaves):
            if at == len(node.leaves) or node.leaves[at].key != leaf.key:
                self.beginInsertRows(top, at, at)
                node.leaves.insert(at, leaf)
                self.endInsertRows()
            elif node.leaves[at] != leaf:
                node.leaves[at] = leaf
                self.dataChanged.emit(self.index(at, 0, top), self.index(at, len(HEADERS) - 1, top))

    def _branch_data(self, index: Index, role: int) -> object:
        branch = self.branch_at(index)
        if branch is None or index.column() != 0:
            return None
        if role == _DISPLAY:
            return _cell(self._kit.render(branch.title))
        if role == _ACCESSIBLE:
            return shorten("\n".join(self._kit.render(text) for text in (branch.title, branch.word, branch.count, branch.line) if text is not None))
        if role == _TIP:
            return plain_tip("\n".join(self._kit.render(text) for text in (branch.title, branch.line) if text is not None))
        return None

    def _icon(self, name: str, token: str) -> QIcon:
        """An icon that keeps its colour in the chosen row."""
        if (name, token) not in self._icons:
            icon = self._kit.theme.icon(name, token)
            for pixmap in [icon.pixmap(size) for size in icon.availableSizes()]:
                icon.addPixmap(pixmap, QIcon.Mode.Selected)
            self._icons[name, token] = icon
        return self._icons[name, token]

    def _words(self, leaf: Leaf, column: int) -> str:
        if column == 0:
            return leaf.name
        if column == 1:
            return leaf.subscription
        if column == 2:
            return "" if leaf.at is None else self._kit.words.language.moment(leaf.at)
        return leaf.code

    def _spoken(self, leaf: Leaf) -> str:
        words = translate("FleetTree", "{machine}: {status}").format(machine=leaf.name, status=leaf.word)
        return _cell(self._kit.render(words))


def _cell(words: str) -> str:
    return shorten(" ".join(words.split()), _CELL)
