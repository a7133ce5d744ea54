"""The whole answer behind a piece of evidence: as Azure gave it, laid out in lines, with the deciding place marked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.answer_text import LaidOut, Place, lay_out
from ...core.files import CannotWrite, write_whole
from ...core.model import Evidence
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..help import EVIDENCE
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.copy_button import CopyButton
from ..widgets.saving import ask_where
from ..widgets.text import Prose, shorten
from ..widgets.text_reader import TextReader
from ..worker import Report
from .dialog import Dialog
from .working import WorkingSheet

_MARKED: Mapping[Place, Text] = {
    Place.HERE: translate("Answer", "Marked: {path}, the value that decided."),
    Place.LIST: translate("Answer", "Marked: the list whose items were counted ({path})."),
    Place.WITHIN: translate("Answer", "Marked: the text that holds the value that decided ({path})."),
    Place.ABSENT: translate("Answer", "There is nothing at {path}, and that is what decided. Marked: what would hold it."),
    Place.UNKNOWN: translate("Answer", "No single value of this answer decided."),
}


class AnswerSheet(WorkingSheet):
    """Laid out in the worker; nothing of it is on the disk unless it is saved."""

    help_page = EVIDENCE

    def __init__(self, kit: Kit, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._evidence = evidence
        self.laid: LaidOut | None = None
        self._trouble: Text | None = None
        self._request, self.told = Prose("literal", anywhere=True), Prose("subtitle")
        self.outcome = Banner(kit)
        self.reader = TextReader(kit, translate("Answer", "The whole answer"))
        self.copy = CopyButton(kit, self.plain, translate("Answer", "Copy the whole answer"), label=translate("Answer", "Copy all"))
        self.save = QPushButton()
        self.save.clicked.connect(self._ask_where)
        for widget in (self._request, self.told, self.outcome):
            self.body.addWidget(widget)
        self.body.addWidget(self.reader, 1)
        self.bar.addWidget(self.copy)
        self.bar.addWidget(self.save)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.refresh()
        self._begin()

    @property
    def title(self) -> Text:
        return translate("Answer", "The whole answer")

    def first_field(self) -> QWidget:
        return self.reader.words

    def plain(self) -> str:
        """All of it, as copied and saved."""
        return "" if self.laid is None else self.laid.whole

    def refresh(self) -> None:
        self.show_heading()
        self._request.setFont(self.kit.theme.monospace())
        self._request.setPlainText(shorten(self._evidence.request))
        self.dress(self.save, translate("Answer", "&Save…"), "save")
        has_words = self.laid is not None
        self.copy.setEnabled(has_words)
        self.save.setEnabled(has_words)
        self.reader.setVisible(self._trouble is None)
        self.told.setPlainText(shorten(self.say(self._words())))

    def save_as(self, file: Path) -> None:
        """Write what is shown, whole."""
        try:
            write_whole(file, self.plain().encode(), private=True)
        except CannotWrite as error:
            self.outcome.show_error(error.text)
        else:
            self.outcome.show_text(translate("Answer", "Saved: {path}").format(path=str(file)), Tone.OK)
        self.to_top()

    def _words(self) -> Text:
        if self._trouble is not None:
            return self._trouble
        if self.laid is None:
            return translate("Answer", "Laying the answer out…")
        marked = _MARKED[self.laid.place].format(path=self._evidence.path)
        if self.laid.is_cut:
            return translate("Answer", "{marked} Very long texts are cut here; what you copy or save is whole.").format(marked=marked)
        return marked

    def _begin(self) -> None:
        answer = self._evidence.answer
        body = None if answer is None else answer.body
        if body is None:
            self._trouble = translate(
                "Answer",
                "This answer is no longer in memory: only so much is kept, and nothing is written to the disk. Check again to see it.",
            )
            self.refresh()
            return
        path = self._evidence.path

        async def work(_: Report) -> LaidOut:
            import asyncio

            return await asyncio.to_thread(lay_out, body, path)

        what = translate("Answer", "Laying the answer out…")
        self.begin_work(what, work, self._show, self._fail, cancelled=self._cancelled)

    def _show(self, result: object) -> None:
        self.laid = laid = cast(LaidOut, result)
        self.reader.show_text(laid.shown, laid.start, laid.end)
        self.refresh()

    def _fail(self, error: Text) -> None:
        self._trouble = error
        self.refresh()

    def _cancelled(self) -> None:
        self._fail(translate("Answer", "Cancelled. Close this and open it again to see the answer."))

    @Slot()
    def _ask_where(self) -> None:
        name = f"azure-answer-{self._evidence.at:%Y%m%dT%H%M%SZ}.json"
        ask_where(self, self.kit, translate("Answer", "Save the answer"), name, self.save_as)


class AnswerDialog(Dialog):
    """The answer in a window of its own. Show it with ``open()``."""

    def __init__(self, kit: Kit, evidence: Evidence, parent: QWidget) -> None:
        sheet = AnswerSheet(kit, evidence)
        super().__init__(kit, sheet, parent)
        self.finished.connect(sheet.cancel)
