"""A document before it is saved: its pages as they will be, with the choices that change them beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractSlider, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from ...core.language import LANGUAGES, Language, language
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..folders import open_folder
from ..kit import Kit
from ..preview_errands import Printed
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.button_row import ButtonRow
from ..widgets.paper import Paper
from ..widgets.paper_bar import PaperBar
from ..widgets.part import announce
from ..widgets.primary_button import PrimaryButton
from ..widgets.saving import ask_where
from ..widgets.text import Label
from ..widgets.tick import Tick
from .dialog import Dialog
from .working import WorkingSheet

if TYPE_CHECKING:
    from ...pdf.printing import Page

_REDRAW = 250
"""Milliseconds without another change of size before the pages are drawn as finely as the screen shows them."""


class PreviewSheet(WorkingSheet):
    """Pages are drawn in the worker, anew for each choice and each size."""

    chosen = Signal()
    """Language or masking is another one; both are kept in the state."""

    def __init__(self, kit: Kit, document: Printed, parent: QWidget | None = None) -> None:
        self._document = document
        super().__init__(kit, parent)
        self._drawn = 0.0
        """Dots per inch of the pictures."""
        self._saved: Path | None = None
        self._language_label = QLabel()
        self.language = QComboBox()
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self._language_label.setBuddy(self.language)
        self.redact = Tick()
        self.paper = Paper(kit)
        self.pages = PaperBar(kit, self.paper)
        self.waiting = Label("quiet")
        self.outcome = Banner(kit)
        self.open_folder, self.save = QPushButton(), PrimaryButton()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAW)
        self._choose()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return self._document.title

    def first_field(self) -> QWidget:
        return self.pages.next

    @property
    def is_drawing(self) -> bool:
        """Whether pages are under way."""
        return self.is_busy or self._timer.isActive()

    @property
    def words(self) -> Language:
        """The language of the report."""
        return language(str(self.language.currentData()))

    @property
    def document(self) -> Printed:
        """What the pages show: as it is to leave the house."""
        return self._document.masked() if self.redact.isChecked() else self._document

    def refresh(self) -> None:
        self.show_heading()
        self._language_label.setText(self.say(translate("Preview", "&Language")))
        self.language.setAccessibleName(self.say(translate("Preview", "Language of the report")))
        self.redact.setText(self.say(translate("Preview", "Mask &names, ids and addresses")))
        self.dress(self.open_folder, translate("Preview", "&Open folder"), "folder")
        self.dress(self.save, translate("Preview", "&Export PDF…"), "pdf", "on")
        self.waiting.setText(self.say(translate("Preview", "Drawing the pages…")))
        self.paper.setAccessibleName(self.say(translate("Preview", "Pages of the report")))

    def scroll_by(self, action: QAbstractSlider.SliderAction) -> None:
        match action:
            case QAbstractSlider.SliderAction.SliderPageStepAdd:
                self.pages.turn(1)
            case QAbstractSlider.SliderAction.SliderPageStepSub:
                self.pages.turn(-1)
            case _:
                super().scroll_by(action)

    def begin(self) -> None:
        """Draw the pages, in place of those that are still under way."""
        self._timer.stop()
        self.cancel()
        document, words, dots = self.document, self.words, self.paper.dots
        self.waiting.setVisible(not self.paper.sheets)
        self.outcome.clear()

        def done(result: object) -> None:
            self._show(cast("Sequence[Page]", result), dots)

        what = translate("Preview", "Drawing the pages…")
        self.begin_work(what, lambda _: document.draw(words, dots), done, self._fail)

    def save_as(self, file: Path) -> None:
        """Write the PDF that the pages show."""
        document, words = self.document, self.words
        self.outcome.clear()
        self.open_folder.hide()
        what = translate("Preview", "Writing the PDF…")
        self.kit.flow.begin(what, lambda _: document.write(file, words), self._written, self._fail, of_vm=False)

    def _choose(self) -> None:
        state = self.kit.state
        self.language.setCurrentIndex(self.language.findData(state.report_language or self.kit.words.language.code))
        self.redact.setChecked(state.masks_names)

    def _lay_out(self) -> None:
        choices = QWidget()
        row = QHBoxLayout(choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._language_label)
        row.addWidget(self.language)
        self.body.setSpacing(8)
        self.body.addWidget(ButtonRow(choices, self.redact))
        self.body.addWidget(self.pages)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.paper, 1)
        self.above_bar.addWidget(self.outcome)
        self.open_folder.hide()
        self.bar.addWidget(self.open_folder)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.bar.addWidget(self.save)

    def _connect(self) -> None:
        self.language.activated.connect(self._chosen)
        self.redact.toggled.connect(self._chosen)
        self.paper.resized.connect(self._resized)
        self._timer.timeout.connect(self.begin)
        self.open_folder.clicked.connect(self._open_folder)
        self.save.clicked.connect(self._ask_where)

    @Slot()
    def _chosen(self) -> None:
        self.kit.state.report_language = self.words.code
        self.kit.state.masks_names = self.redact.isChecked()
        self.open_folder.hide()
        self.chosen.emit()
        self.begin()

    @Slot()
    def _resized(self) -> None:
        if self._drawn and self.paper.dots > self._drawn * 1.05:
            self._timer.start()

    def _show(self, pages: Sequence[Page], dots: float) -> None:
        self._drawn = dots
        self.waiting.hide()
        is_first = not self.paper.sheets
        self.paper.show_pages(pages)
        if is_first:
            announce(self, self.say(translate("Preview", "The report has %n page(s).", "", 0).counted(len(pages))))

    def _fail(self, error: Text) -> None:
        self.waiting.hide()
        self.outcome.show_error(error)

    def _written(self, file: object) -> None:
        self._saved = cast(Path, file)
        self.open_folder.show()
        self.outcome.show_text(translate("Preview", "Saved: {path}").format(path=str(file)), Tone.OK)

    @Slot()
    def _ask_where(self) -> None:
        ask_where(self, self.kit, translate("Preview", "Export PDF"), self.document.file_name, self.save_as)

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            open_folder(self._saved.parent)


class PreviewDialog(Dialog):
    """The preview above the page that shows the document's content."""

    def __init__(self, kit: Kit, document: Printed, parent: QWidget) -> None:
        sheet = PreviewSheet(kit, document)
        super().__init__(kit, sheet, parent)
        self.preview = sheet
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.finished.connect(sheet.cancel)

    def open(self) -> None:
        super().open()
        self.preview.begin()  # now it is known how wide a page is
