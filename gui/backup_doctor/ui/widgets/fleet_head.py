"""The head of the view of tonight's failures: the span of time, how many failed, and how far the examination is."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..fleet import PERIODS, Fleet, Phase
from ..kit import Kit
from .button_row import ButtonRow
from .head_row import HeadRow
from .mark import Mark
from .part import Part, set_property
from .primary_button import KIND, PrimaryButton
from .text import Label

_TICK_MS = 500

_COST = translate("FleetHead", "Examining only reads, and keeps within Azure's limits. Each VM is checked for the causes of its last error.")


class FleetHead(Part):
    """Buttons and numbers; the view does the work."""

    csv_wanted = Signal()
    json_wanted = Signal()
    text_wanted = Signal()

    def __init__(self, kit: Kit, fleet: Fleet, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._fleet = fleet
        self.period = QComboBox()
        for hours in PERIODS:
            self.period.addItem("", hours)
        self.again, self.examine, self.cancel = QPushButton(), PrimaryButton(), QPushButton()
        set_property(self.again, "kind", "quiet")
        self.export = QToolButton()
        self._exports = self._export_menu()
        self.headline = Label("section")
        self.headline.setFont(kit.theme.font(1.1, bold=True))
        self._mark = Mark(kit)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.status = Label("quiet")
        self._progress_row = QWidget()
        self._lay_out()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_progress)
        self.period.activated.connect(lambda: fleet.look_back(int(self.period.currentData())))
        self.again.clicked.connect(fleet.read)
        self.examine.clicked.connect(fleet.examine)
        self.cancel.clicked.connect(fleet.cancel)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        for number, hours in enumerate(PERIODS):
            self.period.setItemText(number, self.say(translate("FleetHead", "Last %n hour(s)", "", 0).counted(hours)))
        self.period.setCurrentIndex(PERIODS.index(self._fleet.hours))
        self.period.setAccessibleName(self.say(translate("FleetHead", "How far to look back")))
        self.dress(self.again, translate("FleetHead", "&Refresh"), "again", "dim")
        self.dress(self.export, translate("FleetHead", "Expor&t"), "save", "dim")
        for text, action in self._exports:
            action.setText(self.say(text))
        self.dress(self.cancel, translate("FleetHead", "Cancel"))
        self.follow()

    def follow(self) -> None:
        """Draw what may have changed with the fleet."""
        fleet = self._fleet
        examining = fleet.phase is Phase.EXAMINING
        self.again.setEnabled(not examining)
        self.period.setEnabled(not examining)
        self.export.setVisible(bool(fleet.failed))
        had_focus = self.examine.hasFocus() or self.cancel.hasFocus()
        self._show_headline()
        self._show_examine()
        self.cancel.setVisible(examining)
        if had_focus:  # the one stands where the other stood, and the keyboard stays there
            (self.cancel if examining else self.examine).setFocus()
        self._progress_row.setVisible(examining or (fleet.phase is Phase.READ and bool(fleet.failed)))
        self._mark.setVisible(examining)
        self.progress.setVisible(examining)
        if examining and not self._tick.isActive():
            self._tick.start()
        elif not examining:
            self._tick.stop()
        self._show_progress()

    def _show_headline(self) -> None:
        fleet, failures = self._fleet, self._fleet.failures
        self.headline.setVisible(bool(fleet.failed))
        if failures is not None:
            count = translate("FleetHead", "%n backup(s) failed", "", 0).counted(len(fleet.failed))
            places = translate("FleetHead", "in %n subscription(s)", "", 0).counted(fleet.subscriptions)
            words = translate("FleetHead", "{failures} {places} since {when}")
            self.headline.setText(self.say(words.format(failures=count, places=places, when=failures.since)))

    def _show_examine(self) -> None:
        fleet = self._fleet
        waiting, total = len(fleet.waiting), len(fleet.failed)
        self.examine.setVisible(fleet.phase in (Phase.READ, Phase.EXAMINED) and total > 0)
        set_property(self.examine, "kind", KIND if waiting else "")
        if not waiting:
            self.dress(self.examine, translate("FleetHead", "Exa&mine all again"))
        elif waiting == total:
            self.dress(self.examine, translate("FleetHead", "Exa&mine all %n", "", 0).counted(total))
        else:
            self.dress(self.examine, translate("FleetHead", "Exa&mine the other %n", "", 0).counted(waiting))

    @Slot()
    def _show_progress(self) -> None:
        fleet = self._fleet
        if fleet.phase is not Phase.EXAMINING:
            self.status.setText(self.say(_COST))
            return
        done, total = fleet.progress
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        elapsed = timedelta(seconds=int(fleet.seconds))
        if fleet.wait is None:
            words = translate("FleetHead", "{done} of {total} examined in {elapsed}. In progress: {looking}.").format(looking=len(fleet.looked_at))
        else:
            words = translate("FleetHead", "{done} of {total} examined in {elapsed}. {why}").format(why=fleet.wait)
        words = words.format(done=done, total=total, elapsed=elapsed)
        self.status.setText(self.say(words))
        self.progress.setAccessibleName(self.status.text())

    def _lay_out(self) -> None:
        tools = HeadRow(ButtonRow(self.period, self.again, self.export), whole=True)
        for button in (self.examine, self.cancel):
            tools.add(button)
        going = QVBoxLayout()
        going.setSpacing(4)
        going.addWidget(self.status)
        going.addWidget(self.progress)
        row = QHBoxLayout(self._progress_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addLayout(going, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(tools)
        column.addWidget(self.headline)
        column.addWidget(self._progress_row)

    def _export_menu(self) -> list[tuple[Text, QAction]]:
        entries = [
            (translate("FleetHead", "Save as CSV…"), self.csv_wanted),
            (translate("FleetHead", "Save as JSON…"), self.json_wanted),
            (translate("FleetHead", "Copy as text"), self.text_wanted),
        ]
        menu = QMenu(self.export)
        actions = []
        for text, signal in entries:
            action = QAction(self)  # its own: one that a menu makes can go from under its wrapper
            menu.addAction(action)
            action.triggered.connect(signal)
            actions.append((text, action))
        self.export.setMenu(menu)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return actions
