"""The ways to sign in, one of them chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from ...arm.identity.method import Method, offered
from ...core.text import lazy_translate as translate
from .. import method_words
from ..kit import Kit
from .part import Part

_PADDING = 6
"""Of an entry, in the style sheet."""


class MethodList(Part):
    """As high as its entries and as wide as the longest, so that nothing scrolls or moves."""

    chosen = Signal(object)
    """The `Method`."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.list = QListWidget()
        self.list.setObjectName("choices")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.list.setWordWrap(True)
        self.methods = offered()
        for method in self.methods:
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, method.value)
            if kit.policy.methods is not None and method not in kit.policy.methods:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._row_changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.list)
        self._column.addStretch()
        self.refresh()

    def add_below(self, widget: QWidget) -> None:
        """Put something under the list."""
        self._column.insertWidget(self._column.count() - 1, widget, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def method(self) -> Method:
        """The chosen one."""
        return self.methods[max(0, self.list.currentRow())]

    def choose(self, method: Method) -> None:
        """Choose one, if this computer has it and the organisation allows it; else the first that it allows."""
        allowed = [known for known in self.methods if self._allows(known)]
        if method in self.methods and (method in allowed or not allowed):
            self.list.setCurrentRow(self.methods.index(method))
        elif allowed:
            self.list.setCurrentRow(self.methods.index(allowed[0]))

    def _allows(self, method: Method) -> bool:
        allowed = self.kit.policy.methods
        return allowed is None or method in allowed

    def refresh(self) -> None:
        self.list.setAccessibleName(self.say(translate("SignIn", "Ways to sign in")))
        self.list.setIconSize(self.icon_size())
        line = self.fontMetrics().height() + 2 * _PADDING + 6
        widest = 0
        for row, method in enumerate(self.methods):
            item = self.list.item(row)
            words = self.say(method_words.NAME[method])
            item.setText(words)
            item.setIcon(self.kit.theme.icon(method_words.ICON[method], "dim"))
            item.setSizeHint(QSize(0, line))
            widest = max(widest, self.fontMetrics().horizontalAdvance(words))
        self.list.setFixedWidth(widest + self.icon_size().width() + 5 * _PADDING + 12)
        self.list.setFixedHeight(line * len(self.methods) + 2)

    @Slot(int)
    def _row_changed(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self.methods[row])
