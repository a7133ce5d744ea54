"""Opens the help at what is on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from .kit import Kit
from .steps import Kind, Step

if TYPE_CHECKING:
    from .dialogs.help import HelpDialog

WIZARD, VERDICTS, REPAIRS, EVIDENCE, KEPT, KEYBOARD = "wizard", "verdicts", "repairs", "evidence", "kept", "keyboard"
"""Ids of pages of `catalogue.help`, which is not loaded for the first picture."""


def page_of(kit: Kit, step: Step) -> str:
    """The id of the page that tells of a step."""
    complaint = kit.state.complaint
    match step.kind:
        case Kind.CAUSE:
            return f"cause/{step.cause}"
        case Kind.SYMPTOM if complaint is not None and complaint.code is not None:
            return f"code/{complaint.code}"
        case Kind.SUMMARY:
            return VERDICTS
        case Kind.HISTORY | Kind.PAST | Kind.COMPARISON:
            return KEPT
        case _:
            return WIZARD


def show_help(kit: Kit, page: str, parent: QWidget) -> HelpDialog:
    """Open the help above a window or a dialog, or turn to the page where it is open there already."""
    from .dialogs.help import HelpDialog

    opened = next(
        (dialog for dialog in parent.findChildren(HelpDialog, options=Qt.FindChildOption.FindDirectChildrenOnly) if dialog.isVisible()), None
    )
    if opened is None:
        opened = HelpDialog(kit, page, parent)
        opened.show()
    else:
        opened.help.show_page(page)
        opened.raise_()
        opened.activateWindow()
    return opened
