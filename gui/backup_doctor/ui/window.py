"""The shell: header, rail, pages and the bar whose buttons never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ..core.text import lazy_translate as translate
from .announcer import Announcer
from .backing_up import Phase, backup_of, phase_of
from .banners import Banners
from .dialog_opener import DialogOpener
from .focus_keeper import FocusKeeper
from .keys import Keys
from .navigation import Navigation
from .notification import BackupNotification
from .page_stack import PageStack
from .reading_order import arrange
from .side_pages import SidePages
from .steps import SIDE_PAGES, START, Kind, Step
from .widgets.bottom_bar import BottomBar
from .widgets.header import Header
from .widgets.part import announce
from .widgets.rail import Rail
from .widgets.text import shorten

if TYPE_CHECKING:
    from .kit import Kit
    from .pages.page import Page

DEFAULT_SIZE = QSize(1100, 760)
MINIMUM_SIZE = QSize(640, 480)
_SOON_MS = 40


class Window(QMainWindow):
    """The wizard."""

    painted = Signal()
    """The first time something is on screen."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self.step = START
        self._seen = False
        self._backup_phase = Phase.NONE
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._follow)
        self._quits = False
        # Put together from the outside in: whatever is put into another widget is styled anew, with all that is in it.
        root = QWidget()
        self.setCentralWidget(root)
        self.navigation, self.side_pages = Navigation(kit, self), SidePages(kit, self)
        self.header, self.rail, self.banners = Header(kit, root), Rail(kit, root), Banners(kit, root)
        self.stack, self.bar = PageStack(kit, self.side_pages.make, root), BottomBar(kit, root)
        self.notification = BackupNotification(kit, self)
        self.announcer = Announcer(kit, self)
        self.focus_keeper = FocusKeeper(self)
        self.dialogs = DialogOpener(kit, self)
        self._lay_out(root)
        self._connect_parts()
        self._connect_state()
        self._keys = Keys(self)
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        if not kit.settings.geometry.isEmpty():
            self.restoreGeometry(kit.settings.geometry)
        self._dress()
        self.go(START)

    @property
    def page(self) -> Page:
        """The page on screen."""
        return self.stack.page(self.step)

    def go(self, step: Step, *, keep_focus: bool = False) -> None:
        """Show a step, if the user may go there.

        Args:
            keep_focus: leave the keyboard where it is, as when walking along the rail.
        """
        if not self.navigation.allows(step):
            return
        self.side_pages.leaving(self.step)
        self.step = step
        page = self.stack.page(step)
        self.stack.setCurrentWidget(page)
        page.appear()
        if self.isVisible():  # the first page is laid out by showing the window
            page.settle()
        self._show_open_items()
        self._follow()
        announce(self, self.kit.render(page.title))
        if not keep_focus:
            self._focus(page)

    @Slot()
    def submit(self) -> None:
        """What the button of the page does."""
        if self.page.ready:
            self.page.submit()

    def show_fault(self, error: BaseException) -> None:
        """Something nobody expected: it stays on screen, names the log, and the program goes on."""
        self.banners.show_fault(error)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self.stack.count():
            self._follow()
            self._show_open_items()

    def quit(self) -> None:
        """Close, whatever is being done."""
        self._quits = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.kit.repairs.is_busy and not self._quits:
            event.ignore()
            self.dialogs.ask_to_close(self.quit)
            return
        self.kit.settings.geometry = self.saveGeometry()
        self.kit.settings.save()
        for dialog in self.findChildren(QDialog):
            dialog.close()  # a window of its own would stay behind and keep the program running
        super().closeEvent(event)

    def focusNextPrevChild(self, onward: bool) -> bool:
        arrange(self)
        return super().focusNextPrevChild(onward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event.key()):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(event.size().width())

    def _lay_out(self, root: QWidget) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banners)
        right.addWidget(self.stack, 1)
        right.addWidget(self.bar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(middle, 1)

    def _connect_parts(self) -> None:
        """What the user asks for, by the parts of the window, to who does it."""
        stack, header, dialogs, navigation = self.stack, self.header, self.dialogs, self.navigation
        for asked, answered in (
            (stack.onward, navigation.next),
            (stack.jump, self.go),
            (stack.plan_wanted, dialogs.show_plan),
            (stack.watch_wanted, dialogs.watch),
            (stack.ready_changed, self._show_buttons),
            (self.bar.back.clicked, navigation.back),
            (self.bar.primary.clicked, self.submit),
            (self.rail.chosen, self._rail_chosen),
            (self.banners.open_items_wanted, dialogs.show_open_items),
            (self.notification.pressed, navigation.to_back_up),
            (dialogs.back_up_wanted, navigation.to_back_up),
            (header.help_wanted, self.show_help),
            (header.keys_wanted, dialogs.show_keys),
            (header.about, dialogs.about),
            (header.open_log, dialogs.open_log),
            (header.bundle_wanted, dialogs.show_bundle),
            (header.history_wanted, self.side_pages.show_history),
            (header.settings_wanted, self.side_pages.show_settings),
            (self.focus_keeper.lost, self._take_keyboard),
        ):
            asked.connect(answered)

    def _connect_state(self) -> None:
        """What has changed, to the parts that show it."""
        kit, state, repairs = self.kit, self.kit.state, self.kit.repairs
        kit.theme.changing.connect(self._drop_hidden_pages)
        kit.theme.changed.connect(self._dress)
        kit.flow.fault.connect(self.show_fault)
        state.vm_changed.connect(self._retire_pages)
        for changed in (state.session_changed, state.vm_changed, state.symptom_changed, state.run_changed):
            changed.connect(self._state_changed)
        state.landed.connect(self._follow_soon)
        repairs.open_items_changed.connect(self._show_open_items)
        for changed in (repairs.progressed, repairs.ended, repairs.open_items_changed):
            changed.connect(self._follow_backup)

    @Slot()
    def _dress(self) -> None:
        self.setWindowIcon(self.kit.theme.icon("app", "accent"))
        if self.stack.count():
            self._follow()

    @Slot()
    def _follow(self) -> None:
        """Rail, bar and title after the page on screen and the state."""
        self.rail.refresh(self.step)
        self._show_buttons()
        name, vm = self.kit.render(self.page.title), self.kit.state.vm
        title = translate("Window", "{step} – Backup Doctor for Azure VMs").format(step=name)
        if vm is not None and self.step.kind not in (Kind.SIGN_IN, *SIDE_PAGES):
            title = translate("Window", "{step} – {vm} – Backup Doctor for Azure VMs").format(step=name, vm=shorten(vm.name, 80))
        self.setWindowTitle(self.kit.render(title))

    @Slot()
    def _follow_soon(self) -> None:
        """Findings land by the dozen: one drawing of the rail for all that land together."""
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _follow_backup(self) -> None:
        """The rail tells how the backup stands; it is drawn anew only when that is another word."""
        phase = phase_of(self.kit, backup_of(self.kit))
        if phase is not self._backup_phase:
            self._backup_phase = phase
            self.rail.refresh(self.step)

    @Slot()
    def _show_buttons(self) -> None:
        if not self.stack.has(self.step):
            return
        self.bar.set_primary(self.page.primary)
        self.bar.primary.setEnabled(self.page.ready)
        self.bar.back.setEnabled(self.step != START)

    @Slot()
    def _state_changed(self) -> None:
        """What a page stood on may be gone: fall back to the last step that can still be reached."""
        self.banners.run_error.follow(self.kit.state.run_error)
        if not self.navigation.allows(self.step):
            self.go(self.navigation.last_reachable())
        elif self.stack.count():
            self._follow()

    @Slot()
    def _show_open_items(self) -> None:
        self.banners.show_open_items(named_below=self.step.kind is Kind.HISTORY)

    def _focus(self, page: Page) -> None:
        field = page.first_field()
        if field is None or not field.isEnabled():
            field = self.bar.primary if self.bar.primary.isEnabled() else self.rail
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _take_keyboard(self) -> None:
        self._focus(self.page)

    @Slot(Step)
    def _rail_chosen(self, step: Step) -> None:
        self.go(step, keep_focus=True)

    @Slot()
    def _drop_hidden_pages(self) -> None:
        self.stack.drop_run(kept=self.step)

    @Slot()
    def _retire_pages(self) -> None:
        self.stack.retire_run(kept=self.step)

    @Slot()
    def show_help(self) -> None:
        """Tell of what is on screen."""
        from .help import page_of, show_help

        show_help(self.kit, page_of(self.kit, self.step), self)
