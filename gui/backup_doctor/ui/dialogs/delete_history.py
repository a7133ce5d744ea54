"""The questions before kept diagnoses are deleted: they cannot be brought back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ...core.text import lazy_translate as translate
from ...core.text import verbatim
from ..history_words import sentence
from ..kit import Kit
from ..widgets.history_list import Item
from .question import QuestionSheet, ask

_NAMED = 5
"""Diagnoses that are named one by one; more are counted."""


def ask_to_delete(kit: Kit, parent: QWidget, chosen: Sequence[Item]) -> None:
    """Put the question before some diagnoses go."""
    title = translate("HistoryPage", "Delete %n kept diagnosis(es)?", "", 0).counted(len(chosen))
    words = [
        translate("HistoryPage", "What is deleted from this computer cannot be brought back. Nothing changes in Azure."),
        verbatim("\n".join(kit.render(sentence(entry)) for entry in chosen[:_NAMED])),
    ]
    if len(chosen) > _NAMED:
        words.append(translate("HistoryPage", "And %n more.", "", 0).counted(len(chosen) - _NAMED))
    ask(parent, QuestionSheet(kit, title, tuple(words), translate("HistoryPage", "&Delete"), lambda: kit.history.forget(chosen)))


def ask_to_delete_all(kit: Kit, parent: QWidget) -> None:
    """Put the question before the whole history goes."""
    words = (
        translate("HistoryPage", "Every kept diagnosis is deleted from this computer, also those that cannot be read. Nothing changes in Azure."),
        translate("HistoryPage", "Unfinished changes stay: they are kept in the journal of changes. Reports you have saved elsewhere stay, too."),
    )
    title = translate("HistoryPage", "Delete the whole history?")
    ask(parent, QuestionSheet(kit, title, words, translate("HistoryPage", "&Delete all"), kit.history.forget_all))
