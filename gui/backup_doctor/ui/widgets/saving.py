"""Asks where a file shall go; the window goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ...core.text import Text
from ..kit import Kit


def ask_where(parent: QWidget, kit: Kit, title: Text, name: str, save: Callable[[Path], None]) -> QFileDialog:
    """Ask, with a proposal in the user's documents.

    Args:
        name: of the file that is proposed; its suffix is added where none is typed.
        save: called with the chosen file.
    """
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    dialog = QFileDialog(parent, kit.render(title), str(folder / name))
    suffix = Path(name).suffix.lstrip(".")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setNameFilter(f"*.{suffix}")
    dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
