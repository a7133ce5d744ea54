"""The licences of what others have made and this program is shipped with: to read, to search and to copy. Read or collected when first wanted."""

from __future__ import annotations

import asyncio
from typing import cast

from PySide6.QtWidgets import QWidget

from ...core.licences import licences
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..widgets.banner import Banner
from ..widgets.copy_button import CopyButton
from ..widgets.text import Prose
from ..widgets.text_reader import TextReader
from ..worker import Report
from .dialog import Dialog
from .working import WorkingSheet


class LicencesSheet(WorkingSheet):
    """One long text. It is in English: that is the language in which these licences hold."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.text = ""
        self._intro = Prose("subtitle")
        self.outcome = Banner(kit)
        self.reader = TextReader(kit, translate("Licences", "Licences of others"))
        self.copy = CopyButton(kit, lambda: self.text, translate("Licences", "Copy all licences"), label=translate("Licences", "Copy all"))
        self.body.addWidget(self._intro)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.reader, 1)
        self.bar.addWidget(self.copy)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.refresh()
        self._begin()

    @property
    def title(self) -> Text:
        return translate("Licences", "Licences of others")

    def first_field(self) -> QWidget:
        return self.reader.words

    def refresh(self) -> None:
        self.show_heading()
        self.copy.setEnabled(bool(self.text))
        words = translate(
            "Licences", "Backup Doctor contains works of others. This is what they are, and the licences under which they are passed on."
        )
        if self.is_busy:
            words = translate("Licences", "Collecting the licences…")
        self._intro.setPlainText(self.say(words))

    def _begin(self) -> None:
        async def work(_: Report) -> str:
            return await asyncio.to_thread(licences)

        what = translate("Licences", "Collecting the licences…")
        self.begin_work(what, work, self._show, self._fail)
        self.refresh()

    def _show(self, result: object) -> None:
        self.text = cast(str, result)
        self.reader.show_text(self.text)
        self.refresh()

    def _fail(self, error: Text) -> None:
        self.outcome.show_error(error)
        self.refresh()


class LicencesDialog(Dialog):
    """The licences in a window of their own. Show it with ``open()``."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        sheet = LicencesSheet(kit)
        super().__init__(kit, sheet, parent)
        self.finished.connect(sheet.cancel)
