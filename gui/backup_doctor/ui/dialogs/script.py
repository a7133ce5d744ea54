"""The script that would be run inside the VM: to read, to search and to copy before anything is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..widgets.copy_button import CopyButton
from ..widgets.text_reader import TextReader
from .dialog import Dialog, Sheet


class ScriptSheet(Sheet):
    """One script, or that of each OS where it is not known yet."""

    def __init__(self, kit: Kit, script: str, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.reader = TextReader(kit, self.title)
        self.copy = CopyButton(kit, lambda: script, translate("InsideCard", "Copy the script"), label=translate("InsideCard", "Copy all"))
        self.body.addWidget(self.reader, 1)
        self.bar.addWidget(self.copy)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.reader.show_text(script)
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("InsideCard", "What would be run inside the VM")

    def first_field(self) -> QWidget:
        return self.reader.words

    def refresh(self) -> None:
        self.show_heading()


class ScriptDialog(Dialog):
    """The script in a window of its own. Show it with ``open()``."""

    def __init__(self, kit: Kit, script: str, parent: QWidget) -> None:
        super().__init__(kit, ScriptSheet(kit, script), parent)
