"""What became of a file that was to be written: where it lies, with buttons that open it, or why there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..folders import open_folder
from ..kit import Kit
from ..theme import Tone
from .banner import Banner


class SavedBanner(Banner):
    """Hidden until a file was written, or could not be."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._saved: Path | None = None
        self.open_file, self.open_folder = QPushButton(), QPushButton()
        self.open_file.clicked.connect(self._open_file)
        self.open_folder.clicked.connect(self._open_folder)
        for button in (self.open_file, self.open_folder):
            self.add(button)

    def show_saved(self, path: Path) -> None:
        """Say where the file lies."""
        self._saved = path
        self._show_buttons(True)
        self.show_text(translate("SummaryPage", "Saved: {path}").format(path=str(path)), Tone.OK)

    def show_error(self, text: Text, heading: Text | None = None) -> None:
        """Say why there is no file."""
        self._show_buttons(False)
        super().show_error(text, heading)

    def refresh(self) -> None:
        super().refresh()
        self.dress(self.open_file, translate("SummaryPage", "Open"))
        self.dress(self.open_folder, translate("SummaryPage", "Open folder"), "folder")

    def _show_buttons(self, shown: bool) -> None:
        self.open_file.setVisible(shown)
        self.open_folder.setVisible(shown)

    @Slot()
    def _open_file(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            open_folder(self._saved.parent)
