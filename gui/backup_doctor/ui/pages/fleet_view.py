"""Tonight's failures over all subscriptions, grouped by what caused them: the other view of the page “Virtual machine”."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ...core.fleet import as_csv, as_text, dumps
from ...core.fleet.table import BOM
from ...core.resource_id import VmId
from ...core.text import Text, verbatim
from ...core.text import lazy_translate as translate
from ..fleet import Fleet, Phase
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.fleet_blank import FleetBlank
from ..widgets.fleet_branches import Branch, branches
from ..widgets.fleet_detail import FleetDetail
from ..widgets.fleet_head import FleetHead
from ..widgets.fleet_tree import FleetTree
from ..widgets.part import Part, announce

_PAUSE_MS = 150
"""VMs that land within it are drawn together."""

_ROOMY = 24
"""Lines of text; with fewer, the tree would be left with none."""


class FleetView(Part):
    """Reads the failures when it is first shown; examining them is the user's choice."""

    picked = Signal(object)
    """The `VmId` the user wants to go on with."""
    chosen_changed = Signal()
    """`chosen` is another VM, or none."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.fleet = Fleet(kit.state, kit.flow, self)
        self.head = FleetHead(kit, self.fleet)
        self.notice = Banner(kit)
        self.outcome = Banner(kit, dismissable=True)
        self.open_folder = QPushButton()
        self.outcome.add(self.open_folder)
        self._saved: Path | None = None
        self.tree, self.detail = FleetTree(kit), FleetDetail(kit)
        self.blank = FleetBlank(kit, self.fleet)
        self._stack = QStackedWidget()
        self._causes: set[str] = set()
        """Keys of the causes that have been told to screen readers."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def chosen(self) -> VmId | None:
        """The VM of the current row."""
        leaf = self.tree.groups.leaf_at(self.tree.currentIndex())
        return None if leaf is None else leaf.vm

    def first_field(self) -> QWidget:
        """What the keyboard goes to when the view appears."""
        return self.tree if self.fleet.failed else self.head.period

    def appear(self) -> None:
        """The view comes on screen."""
        if self.fleet.phase is Phase.UNREAD:
            self.fleet.read()
        self.refresh()

    def refresh(self) -> None:
        self.dress(self.open_folder, translate("FleetView", "Open folder"), "folder")
        self.tree.refresh()
        for part in (self.head, self.detail, self.blank):
            part.refresh()
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.use_room(event.size().height() > self.fontMetrics().height() * _ROOMY)

    def save_csv(self, path: Path) -> None:
        """Write a row for each VM, for a spreadsheet."""
        run = self.fleet.run
        if run is not None:
            self.fleet.save(path, (BOM + as_csv(run, self.kit.words.language)).encode())

    def save_json(self, path: Path) -> None:
        """Write the groups and their VMs, for scripts."""
        run = self.fleet.run
        if run is not None:
            self.fleet.save(path, dumps(run, self.kit.words.language).encode())

    def _lay_out(self) -> None:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tree, 1)
        column.addWidget(self.detail)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.blank)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addWidget(self.notice)
        layout.addWidget(self.outcome)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.fleet.changed.connect(self._changed)
        self.fleet.landed.connect(self._landed)
        self.fleet.written.connect(self._written)
        self.fleet.could_not_write.connect(self._could_not_write)
        self._pause.timeout.connect(self._draw)
        self.tree.current_changed.connect(self._show_current)
        self.tree.picked.connect(self.picked)
        self.detail.picked.connect(self.picked)
        self.head.csv_wanted.connect(self._ask_csv)
        self.head.json_wanted.connect(self._ask_json)
        self.head.text_wanted.connect(self._copy)
        self.open_folder.clicked.connect(self._open_folder)

    @Slot()
    def _changed(self) -> None:
        if self.fleet.phase in (Phase.READING, Phase.UNREAD):
            self._causes.clear()
        if self.fleet.phase is Phase.UNREAD:
            self.outcome.clear()
            if self.isVisible() and self.kit.state.session is not None:
                self.fleet.read()
                return
        self._draw()
        self._tell_phase()

    @Slot()
    def _landed(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _draw(self) -> None:
        """Everything that follows from what the fleet knows now."""
        self._pause.stop()
        self.head.follow()
        shown = branches(self.fleet)
        self.tree.show_branches(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        self.blank.refresh()
        self._show_notice()
        self._show_current()
        self._tell_causes(shown)

    def _show_notice(self) -> None:
        fleet = self.fleet
        if fleet.error is not None:
            heading = (
                translate("FleetView", "The failures could not be read")
                if fleet.phase is Phase.FAILED
                else translate("FleetView", "The examination could not go on")
            )
            self.notice.show_error(fleet.error, heading)
        elif fleet.remarks:
            self.notice.show_text(verbatim("\n".join(map(self.say, fleet.remarks))), Tone.WARNING)
        elif self.notice.isVisible():
            self.notice.clear()

    @Slot()
    def _show_current(self) -> None:
        index = self.tree.currentIndex()
        self.detail.show_row(self.tree.groups.branch_at(index), self.tree.groups.leaf_at(index))
        self.chosen_changed.emit()

    def _tell_causes(self, shown: list[Branch]) -> None:
        """Each cause once, as it first comes up."""
        for branch in shown:
            if branch.is_cause and branch.key not in self._causes:
                self._causes.add(branch.key)
                words = translate("FleetView", "Cause found: {cause}. {verdict}, {machines}.")
                self._tell(words.format(cause=branch.title, verdict=branch.word, machines=branch.count))

    def _tell_phase(self) -> None:
        fleet = self.fleet
        if fleet.phase is Phase.READ and fleet.failed:
            self._tell(translate("FleetView", "%n failed backup(s) found.", "", 0).counted(len(fleet.failed)))
        elif fleet.phase is Phase.READ and fleet.failures is not None:
            self._tell(translate("FleetView", "No backup has failed."))
        elif fleet.phase is Phase.EXAMINED:
            words = translate("FleetView", "Examined {done} of {total}.")
            self._tell(words.format(done=len(fleet.examined), total=len(fleet.failed)))

    def _tell(self, words: Text) -> None:
        if self.isVisible():
            announce(self.tree, self.say(words))

    @Slot()
    def _ask_csv(self) -> None:
        self._ask(translate("FleetView", "Save as CSV"), "csv", self.save_csv)

    @Slot()
    def _ask_json(self) -> None:
        self._ask(translate("FleetView", "Save as JSON"), "json", self.save_json)

    def _ask(self, title: Text, suffix: str, save: Callable[[Path], None]) -> None:
        failures = self.fleet.failures
        if failures is None:
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = f"backup-doctor-fleet-{failures.since.astimezone():%Y-%m-%d-%H%M}.{suffix}"
        dialog = QFileDialog(self, self.say(title), str(folder / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(f"*.{suffix}")
        dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()  # not exec: VMs go on landing behind it

    @Slot()
    def _copy(self) -> None:
        run = self.fleet.run
        if run is None:
            return
        QGuiApplication.clipboard().setText(as_text(run, self.kit.words.language))
        self._saved = None
        self.open_folder.hide()
        self.outcome.show_text(translate("FleetView", "The list has been copied as text."), Tone.OK)

    @Slot(Path)
    def _written(self, path: Path) -> None:
        self._saved = path
        self.open_folder.show()
        self.outcome.show_text(translate("FleetView", "Saved: {path}").format(path=str(path)), Tone.OK)

    @Slot(Text)
    def _could_not_write(self, error: Text) -> None:
        self.open_folder.hide()
        self.outcome.show_error(error)

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))
