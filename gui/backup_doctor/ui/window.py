"""The shell: header, rail, pages and the bar whose buttons never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.text import lazy_translate as translate
from .announcer import Announcer
from .backing_up import Phase, backup_of, phase_of
from .banners import Banners
from .dialog_opener import DialogOpener
from .keyboard import Keyboard
from .notification import BackupNotification
from .page_stack import PageStack
from .reading_order import arrange
from .side_pages import SidePages
from .steps import SIDE_PAGES, Kind, Step
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
START = Step(Kind.SIGN_IN)
_SOON_MS = 40
_SCROLLING = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


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
        self.side_pages = SidePages(kit, self)
        self.header, self.rail, self.banners = Header(kit, root), Rail(kit, root), Banners(kit, root)
        self.stack, self.bar = PageStack(kit, self.side_pages.make, root), BottomBar(kit, root)
        self.notification = BackupNotification(kit, self)
        self.announcer = Announcer(kit, self)
        self.keyboard = Keyboard(self)
        self.dialogs = DialogOpener(kit, self)
        self._lay_out(root)
        self._connect()
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
        if step.kind not in SIDE_PAGES and (not self.kit.state.reachable(step) or step not in self.kit.state.steps()):
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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.kit.flow.cancel()
        elif event.key() in _SCROLLING:
            self.page.scroll_by(_SCROLLING[Qt.Key(event.key())])
        else:
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

    def _connect(self) -> None:
        kit = self.kit
        self.stack.onward.connect(self._next)
        self.stack.ready_changed.connect(self._show_buttons)
        self.stack.jump.connect(self.go)
        self.stack.plan_wanted.connect(self.dialogs.show_plan)
        self.stack.watch_wanted.connect(self.dialogs.watch)
        self.banners.open_items_wanted.connect(self.dialogs.show_open_items)
        self.dialogs.back_up_wanted.connect(self._to_back_up)
        self.rail.chosen.connect(self._rail_chosen)
        self.bar.back.clicked.connect(self._back)
        self.keyboard.lost.connect(self._take_keyboard)
        self.bar.primary.clicked.connect(self._submit)
        self.header.about.connect(self.dialogs.about)
        self.header.open_log.connect(self.dialogs.open_log)
        self.header.history_wanted.connect(self.side_pages.show_history)
        self.header.settings_wanted.connect(self.side_pages.show_settings)
        QShortcut(QKeySequence("Ctrl+H"), self, self.side_pages.show_history)
        QShortcut(QKeySequence("Ctrl+,"), self, self.side_pages.show_settings)
        self.header.help_wanted.connect(self.show_help)
        self.header.keys_wanted.connect(self.dialogs.show_keys)
        self.header.bundle_wanted.connect(self.dialogs.show_bundle)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.show_help)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self, self._back)
        kit.theme.changing.connect(self._drop_hidden_pages)
        kit.state.vm_changed.connect(self._retire_pages)
        kit.theme.changed.connect(self._dress)
        kit.flow.fault.connect(self.show_fault)
        kit.flow.access.changed.connect(self._prepare)
        kit.flow.signed_in.connect(self._signed_in)
        kit.flow.access.failed.connect(self._sign_in_failed)
        kit.flow.run_started.connect(self._run_started)
        for signal in (kit.state.session_changed, kit.state.vm_changed, kit.state.symptom_changed, kit.state.run_changed):
            signal.connect(self._state_changed)
        kit.state.landed.connect(self._follow_soon)
        kit.repairs.open_items_changed.connect(self._show_open_items)
        self.notification.pressed.connect(self._to_back_up)
        for changed in (kit.repairs.progressed, kit.repairs.ended, kit.repairs.open_items_changed):
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
        state = self.kit.state
        self.banners.run_error.show_error(state.run_error)
        if self.step.kind not in SIDE_PAGES and (self.step not in state.steps() or not state.reachable(self.step)):
            self.go(next(step for step in reversed(state.steps()) if state.reachable(step)))
        elif self.stack.count():
            self._follow()

    @Slot()
    def _show_open_items(self) -> None:
        self.banners.show_open_items(named_below=self.step.kind is Kind.HISTORY)

    @Slot()
    def _to_back_up(self) -> None:
        self.go(Step(Kind.BACK_UP))

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
    def _submit(self) -> None:
        if self.page.ready:
            self.page.submit()

    def _enter(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton | QToolButton | QCheckBox):
            focused.click()
        else:
            self._submit()

    @Slot()
    def _next(self) -> None:
        self._move(1)

    @Slot()
    def _back(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        if self.step.kind in SIDE_PAGES:
            if by < 0:
                self.side_pages.back()
            return
        steps = self.kit.state.steps()
        position = steps.index(self.step) + by
        if 0 <= position < len(steps):
            self.go(steps[position])

    @Slot()
    def _prepare(self) -> None:
        """While Azure is asked who somebody is, the page that follows."""
        if self.kit.flow.access.signing_in is not None:
            self.stack.prepare(Step(Kind.VM))

    @Slot()
    def _signed_in(self) -> None:
        self.go(Step(Kind.VM))
        self.stack.prepare(Step(Kind.SYMPTOM))

    @Slot()
    def _sign_in_failed(self) -> None:
        """Its trouble is shown on the first page; it may have begun in the header."""
        if self.step != START:
            self.go(START)
        self.page.to_top()

    @Slot()
    def _drop_hidden_pages(self) -> None:
        self.stack.drop_run(kept=self.step)

    @Slot()
    def _retire_pages(self) -> None:
        self.stack.retire_run(kept=self.step)

    @Slot()
    def _run_started(self) -> None:
        self.stack.drop_causes()
        self.go(next(step for step in self.kit.state.steps() if step.kind in (Kind.CAUSE, Kind.SUMMARY)))

    @Slot()
    def show_help(self) -> None:
        """Tell of what is on screen."""
        from .help import page_of, show_help

        show_help(self.kit, page_of(self.kit, self.step), self)
