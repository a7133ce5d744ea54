"""The report before it is saved: its pages as they will be, with the choices that change them beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from ...core.diagnosis import Diagnosis
from ...core.language import LANGUAGES, Language, language
from ...core.redact import redact
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import errands, preview_errands
from ..activities import Activity
from ..folders import open_folder
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.button_row import ButtonRow
from ..widgets.paper import Paper
from ..widgets.part import announce, set_property
from ..widgets.saving import ask_where
from ..widgets.text import Label
from .dialog import Dialog, Sheet

if TYPE_CHECKING:
    from ...pdf.render import Page

STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Sizes on screen by size on paper."""

_REDRAW = 250
"""Milliseconds without another change of size before the pages are drawn as finely as the screen shows them."""

_PLACE = translate("Preview", "Page {page} of {pages}")


def file_name(diagnosis: Diagnosis, suffix: str) -> str:
    """A proposal that says which VM and when; of a masked diagnosis it holds the mask."""
    name = re.sub(r"[^\w.\[\]-]", "_", diagnosis.vm.id.name)[:80]
    return f"backup-doctor-{name}-{diagnosis.finished.astimezone():%Y-%m-%d-%H%M}.{suffix}"


class PreviewSheet(Sheet):
    """Pages are drawn in the worker, anew for each choice and each size."""

    chosen = Signal()
    """Language or masking is another one; both are kept in the state."""

    def __init__(self, kit: Kit, diagnosis: Diagnosis, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._diagnosis = diagnosis
        self._activity: Activity | None = None
        self._drawn = 0.0
        """Dots per inch of the pictures."""
        self._saved: Path | None = None
        self._language_label = QLabel()
        self.language = QComboBox()
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self._language_label.setBuddy(self.language)
        self.redact = QCheckBox()
        self.previous, self.next = QPushButton(), QPushButton()
        self.place = QLabel()
        self.smaller, self.larger, self.fit = QPushButton(), QPushButton(), QPushButton()
        self.fit.setCheckable(True)
        self.size_words = QLabel()
        self.paper = Paper(kit)
        self.waiting = Label("quiet")
        self.outcome = Banner(kit)
        self.open_folder, self.save = QPushButton(), QPushButton()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAW)
        self._choose()
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("Preview", "Preview of the report")

    def first_field(self) -> QWidget:
        return self.next

    @property
    def is_drawing(self) -> bool:
        """Whether pages are under way."""
        return self._activity is not None or self._timer.isActive()

    @property
    def words(self) -> Language:
        """The language of the report."""
        return language(str(self.language.currentData()))

    def report(self) -> Diagnosis:
        """The diagnosis as it is to leave the house."""
        return redact(self._diagnosis) if self.redact.isChecked() else self._diagnosis

    def refresh(self) -> None:
        self.show_heading()
        self._language_label.setText(self.say(translate("Preview", "&Language")))
        self.language.setAccessibleName(self.say(translate("Preview", "Language of the report")))
        self.redact.setText(self.say(translate("Preview", "Mask &names, ids and addresses")))
        self.dress(self.previous, translate("Preview", "&Previous page"))
        self.dress(self.next, translate("Preview", "Ne&xt page"))
        self.dress(self.smaller, translate("Preview", "S&maller"))
        self.dress(self.larger, translate("Preview", "La&rger"))
        self.dress(self.fit, translate("Preview", "Fit the &width"))
        self.dress(self.open_folder, translate("Preview", "&Open folder"), "folder")
        self.dress(self.save, translate("Preview", "&Save PDF…"), "pdf", "on")
        self.waiting.setText(self.say(translate("Preview", "Drawing the pages…")))
        self.paper.setAccessibleName(self.say(translate("Preview", "Pages of the report")))
        self._show_place()

    def scroll_by(self, action: QAbstractSlider.SliderAction) -> None:
        match action:
            case QAbstractSlider.SliderAction.SliderPageStepAdd:
                self.turn(1)
            case QAbstractSlider.SliderAction.SliderPageStepSub:
                self.turn(-1)
            case _:
                super().scroll_by(action)

    def turn(self, pages: int) -> None:
        """Go on by so many pages, or back."""
        self.paper.go_to(self.paper.current + pages)

    def begin(self) -> None:
        """Draw the pages, in place of those that are still under way."""
        self.cancel()
        diagnosis, words, dots = self.report(), self.words, self.paper.dots
        self.waiting.setVisible(not self.paper.sheets)
        self.outcome.clear()

        def done(result: object) -> None:
            self._show(cast("Sequence[Page]", result), dots)

        what = translate("Preview", "Drawing the pages…")
        self._activity = self.kit.flow.begin(
            what, lambda _: preview_errands.draw_pages(diagnosis, words, dots), done, self._fail, cancelled=self._cancelled, of_vm=False
        )

    @Slot()
    def cancel(self) -> None:
        """Nobody wants to see the pages that are under way."""
        self._timer.stop()
        if self._activity is not None:
            self.kit.flow.give_up(self._activity)

    def save_as(self, file: Path) -> None:
        """Write the PDF that the pages show."""
        diagnosis, words = self.report(), self.words
        self.outcome.clear()
        self.open_folder.hide()
        what = translate("Preview", "Writing the PDF…")
        self.kit.flow.begin(what, lambda _: errands.write_pdf(file, diagnosis, words), self._written, self._fail, of_vm=False)

    def _choose(self) -> None:
        state = self.kit.state
        self.language.setCurrentIndex(self.language.findData(state.report_language or self.kit.words.language.code))
        self.redact.setChecked(state.masks_names)

    def _lay_out(self) -> None:
        for button in (self.previous, self.next, self.smaller, self.larger, self.fit):
            set_property(button, "kind", "quiet")
        set_property(self.save, "kind", "primary")
        self.place.setObjectName("quiet")
        self.size_words.setObjectName("quiet")
        choices = QWidget()
        row = QHBoxLayout(choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._language_label)
        row.addWidget(self.language)
        self.body.setSpacing(8)
        self.body.addWidget(ButtonRow(choices, self.redact))
        self.body.addWidget(ButtonRow(self.previous, self.place, self.next, self.smaller, self.size_words, self.larger, self.fit))
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
        self.previous.clicked.connect(lambda: self.turn(-1))
        self.next.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self._zoom(-1))
        self.larger.clicked.connect(lambda: self._zoom(1))
        self.fit.clicked.connect(lambda: self.paper.set_zoom(0.0))
        self.paper.turned.connect(self._show_place)
        self.paper.resized.connect(self._resized)
        self._timer.timeout.connect(self.begin)
        self.open_folder.clicked.connect(self._open_folder)
        self.save.clicked.connect(self._ask_where)
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomIn), self, lambda: self._zoom(1))
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomOut), self, lambda: self._zoom(-1))

    @Slot()
    def _chosen(self) -> None:
        self.kit.state.report_language = self.words.code
        self.kit.state.masks_names = self.redact.isChecked()
        self.open_folder.hide()
        self.chosen.emit()
        self.begin()

    def _zoom(self, direction: int) -> None:
        now = self.paper.shown_zoom
        steps = [step for step in STEPS if (step > now + 0.01 if direction > 0 else step < now - 0.01)]
        if steps:
            self.paper.set_zoom(steps[0] if direction > 0 else steps[-1])

    @Slot()
    def _resized(self) -> None:
        self._show_place()
        if self._drawn and self.paper.dots > self._drawn * 1.05:
            self._timer.start()

    def _show(self, pages: Sequence[Page], dots: float) -> None:
        self._activity, self._drawn = None, dots
        self.waiting.hide()
        is_first = not self.paper.sheets
        self.paper.show_pages(pages)
        self._show_place()
        if is_first:
            announce(self, self.say(translate("Preview", "The report has %n page(s).", "", 0).counted(len(pages))))

    def _fail(self, error: Text) -> None:
        self._activity = None
        self.waiting.hide()
        self.outcome.show_text(error, Tone.ERROR)

    def _cancelled(self) -> None:
        self._activity = None

    def _written(self, file: object) -> None:
        self._saved = cast(Path, file)
        self.open_folder.show()
        self.outcome.show_text(translate("Preview", "Saved: {path}").format(path=str(file)), Tone.OK)

    @Slot()
    def _show_place(self) -> None:
        current, count = self.paper.current, len(self.paper.sheets)
        self.place.setText(self.say(_PLACE.format(page=current, pages=count)) if count else "")
        self.previous.setEnabled(current > 1)
        self.next.setEnabled(current < count)
        self.size_words.setText(self.say(translate("Preview", "{percent} %").format(percent=round(self.paper.shown_zoom * 100))))
        self.smaller.setEnabled(self.paper.shown_zoom > STEPS[0] + 0.01)
        self.larger.setEnabled(self.paper.shown_zoom < STEPS[-1] - 0.01)
        self.fit.setChecked(not self.paper.zoom)

    @Slot()
    def _ask_where(self) -> None:
        ask_where(self, self.kit, translate("Preview", "Save the PDF"), file_name(self.report(), "pdf"), self.save_as)

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            open_folder(self._saved.parent)


class PreviewDialog(Dialog):
    """The preview above the page that shows the diagnosis."""

    def __init__(self, kit: Kit, diagnosis: Diagnosis, parent: QWidget) -> None:
        sheet = PreviewSheet(kit, diagnosis)
        super().__init__(kit, sheet, parent)
        self.preview = sheet
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.finished.connect(sheet.cancel)

    def open(self) -> None:
        super().open()
        self.preview.begin()  # now it is known how wide a page is
