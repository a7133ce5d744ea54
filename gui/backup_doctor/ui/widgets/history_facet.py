"""The choice above the history: which of the kept diagnoses are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from ...core.history import Fixed, HistoryEntry, Unreadable
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .history_list import Item

_ALL, _FOUND, _NOT_FIXED, _FIXED, _BAD = "all", "found", "not-fixed", "fixed", "unreadable"
_FACETS = {
    _ALL: translate("HistoryPage", "All diagnoses"),
    _FOUND: translate("HistoryPage", "With a cause"),
    _NOT_FIXED: translate("HistoryPage", "Not fixed"),
    _FIXED: translate("HistoryPage", "Put right or fixed"),
    _BAD: translate("HistoryPage", "Cannot be read"),
}
_IN_FACET: Mapping[str, Callable[[Item], bool]] = {
    _ALL: lambda _: True,
    _FOUND: lambda entry: isinstance(entry, HistoryEntry) and entry.cause is not None,
    _NOT_FIXED: lambda entry: isinstance(entry, HistoryEntry) and entry.fixed is Fixed.NO,
    _FIXED: lambda entry: isinstance(entry, HistoryEntry) and entry.fixed in (Fixed.RULED_OUT, Fixed.YES),
    _BAD: lambda entry: isinstance(entry, Unreadable),
}


class HistoryFacet(QComboBox):
    """Starts with all of them."""

    def refresh(self, kit: Kit) -> None:
        """Say the choices in the current language; what is chosen stays."""
        chosen = self._chosen()
        with QSignalBlocker(self):
            self.clear()
            for value, text in _FACETS.items():
                self.addItem(kit.render(text), value)
            self.setCurrentIndex(self.findData(chosen))
        self.setAccessibleName(kit.render(translate("HistoryPage", "Which diagnoses are shown")))

    def has(self, entry: Item) -> bool:
        """Whether an entry is among those that are shown."""
        return _IN_FACET[self._chosen()](entry)

    def _chosen(self) -> str:
        return str(self.currentData() or _ALL)
