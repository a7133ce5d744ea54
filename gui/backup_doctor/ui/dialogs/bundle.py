"""The support bundle: every file can be read and left out before anything is saved. Nothing is sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ...core.bundle import Piece, packed
from ...core.files import CannotWrite, write_whole
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..bundle_errands import Bundle, make_bundle, sources_of
from ..help import KEPT
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.halves import Halves
from ..widgets.part import named
from ..widgets.primary_button import PrimaryButton
from ..widgets.saving import ask_where
from ..widgets.text import Label
from ..widgets.text_reader import TextReader
from ..widgets.tick import Tick
from .dialog import Dialog
from .working import WorkingSheet

_SHOWN = 400_000
"""Characters of one file that are shown, its end: what happened last. What is saved is whole."""

_KILO = 1024


class BundleSheet(WorkingSheet):
    """The files on the left with their ticks, the chosen one on the right."""

    help_page = KEPT

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.bundle: Bundle | None = None
        self._left_out: set[str] = set()
        self._saved: Path | None = None
        self._shown: Piece | None = None
        self._intro, self.total = Label("subtitle"), Label("quiet")
        self.outcome = Banner(kit)
        self.open_folder = QPushButton()
        self.outcome.add(self.open_folder)
        self.hides_names = Tick()
        self.hides_names.setChecked(True)
        self._hint = Label("fieldHint")
        self.list = named(QListWidget(), "files")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setMinimumHeight(self.fontMetrics().height() * 6)
        self.reader = TextReader(kit, translate("Bundle", "The chosen file"))
        self.save = PrimaryButton()
        self._lay_out()
        self.hides_names.toggled.connect(self._mask_toggled)
        self.list.itemChanged.connect(self._ticked)
        self.list.currentItemChanged.connect(self._chosen)
        self.save.clicked.connect(self._ask_where)
        self.open_folder.clicked.connect(self._open_folder)
        self.refresh()
        self._begin()

    @property
    def title(self) -> Text:
        return translate("Bundle", "Support bundle")

    def first_field(self) -> QWidget:
        return self.list

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All there is, with names or without, as it is ticked."""
        if self.bundle is None:
            return ()
        return self.bundle.masked if self.hides_names.isChecked() else self.bundle.plain

    @property
    def chosen(self) -> tuple[Piece, ...]:
        """What would be saved."""
        return tuple(piece for piece in self.pieces if piece.name not in self._left_out)

    def refresh(self) -> None:
        self.show_heading()
        words = translate(
            "Bundle",
            "These files tell somebody who helps you what happened here. Read them, untick what you do not want to give away, and save. "
            "Nothing is sent: what becomes of the file is up to you.",
        )
        self._intro.setText(self.say(words))
        self.hides_names.setText(self.say(translate("Bundle", "&Mask names")))
        self._hint.setText(
            self.say(translate("Bundle", "Of VMs, groups, accounts, tenants and their like, and addresses. Secrets are masked in any case."))
        )
        self.hides_names.setAccessibleDescription(self._hint.text())
        self.hides_names.setAccessibleName(self.hides_names.text().replace("&", ""))
        self.list.setAccessibleName(self.say(translate("Bundle", "Files of the bundle")))
        self.dress(self.save, translate("Bundle", "&Save…"), "save", "on")
        self.dress(self.open_folder, translate("Bundle", "Open folder"), "folder")
        self._fill()

    def save_as(self, file: Path) -> None:
        """Write what is ticked."""
        try:
            write_whole(file, packed(self.chosen), private=True)
        except CannotWrite as error:
            self._saved = None
            self.outcome.show_error(error.text)
        else:
            self._saved = file
            self.outcome.show_text(translate("Bundle", "Saved: {path}").format(path=str(file)), Tone.OK)
        self.open_folder.setVisible(self._saved is not None)
        self.to_top()

    def _lay_out(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.total)
        masking = QVBoxLayout()
        masking.setSpacing(2)
        masking.addWidget(self.hides_names)
        masking.addWidget(self._hint)
        self.body.addWidget(self._intro)
        self.body.addWidget(self.outcome)
        self.body.addLayout(masking)
        self.body.addWidget(Halves(side, self.reader), 1)
        self.bar.addStretch()
        self.bar.addWidget(self.close_button)
        self.bar.addWidget(self.save)

    def _begin(self) -> None:
        sources = sources_of(self.kit)
        what = translate("Bundle", "Collecting the files…")
        self.begin_work(what, lambda report: make_bundle(sources, report), self._made, self._failed)

    def _made(self, result: object) -> None:
        self.bundle = cast(Bundle, result)
        self._fill()

    def _failed(self, error: Text) -> None:
        self.open_folder.hide()
        self.outcome.show_error(error)

    @Slot()
    def _mask_toggled(self) -> None:
        self._fill()

    def _fill(self) -> None:
        row = max(self.list.currentRow(), 0)
        self.list.blockSignals(True)
        self.list.clear()
        for piece in self.pieces:
            item = QListWidgetItem(self.say(translate("Bundle", "{file} ({size})").format(file=piece.name, size=_size(piece.size))))
            item.setData(Qt.ItemDataRole.UserRole, piece.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if piece.name in self._left_out else Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(False)
        self._show_total()
        self._show_piece()

    def _show_total(self) -> None:
        self.save.setEnabled(bool(self.chosen))
        words = translate("Bundle", "%n file(s), {size} before compression", "", 0).counted(len(self.chosen))
        if self.bundle is None:
            words = translate("Bundle", "Collecting the files…")
        self.total.setText(self.say(words.format(size=_size(sum(piece.size for piece in self.chosen)))))

    def _show_piece(self) -> None:
        row = self.list.currentRow()
        piece = self.pieces[row] if 0 <= row < len(self.pieces) else None
        if piece is self._shown:
            return
        self._shown = piece
        text = "" if piece is None else piece.text
        self.reader.show_text(text if len(text) <= _SHOWN else "…\n" + text[-_SHOWN:])

    @Slot(QListWidgetItem)
    def _ticked(self, item: QListWidgetItem) -> None:
        name = item.data(Qt.ItemDataRole.UserRole)
        if item.checkState() is Qt.CheckState.Checked:
            self._left_out.discard(name)
        else:
            self._left_out.add(name)
        self._show_total()

    @Slot()
    def _chosen(self) -> None:
        self._show_piece()

    @Slot()
    def _ask_where(self) -> None:
        name = f"backup-doctor-support-{datetime.now().astimezone():%Y-%m-%d-%H%M}.zip"
        ask_where(self, self.kit, translate("Bundle", "Save the support bundle"), name, self.save_as)

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))


def _size(size: int) -> Text:
    if size < _KILO:
        return translate("Bundle", "%n byte(s)", "", 0).counted(size)
    if size < _KILO * _KILO:
        return translate("Bundle", "{number} KB").format(number=round(size / _KILO, 1))
    return translate("Bundle", "{number} MB").format(number=round(size / _KILO / _KILO, 1))


class BundleDialog(Dialog):
    """The bundle in a window of its own. Show it with ``open()``."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        sheet = BundleSheet(kit)
        super().__init__(kit, sheet, parent)
        self.finished.connect(sheet.cancel)
