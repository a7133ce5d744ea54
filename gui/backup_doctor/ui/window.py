"""The shell: header, rail, pages and the bar whose buttons never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import __version__
from ..core.hush import hush
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .backing_up import Phase, backup_of, phase_of
from .beside import Beside
from .keyboard import Keyboard
from .kit import Kit
from .notice import Notice
from .pages.page import Page
from .pages.sign_in import SignInPage
from .steps import BESIDE, Kind, Step
from .theme import Tone
from .widgets.again_banner import AgainBanner
from .widgets.banner import Banner
from .widgets.bottom_bar import BottomBar
from .widgets.header import Header
from .widgets.part import announce
from .widgets.rail import Rail
from .widgets.run_error import RunErrorBanner
from .widgets.text import shorten

if TYPE_CHECKING:
    from ..core.offer import Offer
    from ..core.undertaking import Undertaking
    from .dialogs.repair import RepairDialog
    from .pages.cause import CausePage

DEFAULT_SIZE = QSize(1100, 760)
MINIMUM_SIZE = QSize(640, 480)
START = Step(Kind.SIGN_IN)
_OF_A_RUN = (Kind.CAUSE, Kind.BACK_UP, Kind.SUMMARY, Kind.PAST, Kind.COMPARISON)
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
        self._pages: dict[Step, Page] = {}
        self._seen = False
        self._backup_phase = Phase.NONE
        self._quits = False
        self.header, self.rail, self.bar = Header(kit), Rail(kit), BottomBar(kit)
        self.fault = Banner(kit, dismissable=True)
        self.run_error = RunErrorBanner(kit)
        self.open_items = Banner(kit, copyable=False)
        self.show_open = QPushButton()
        self.open_items.add(self.show_open)
        self.again = AgainBanner(kit)
        self.stack = QStackedWidget()
        self.notice = Notice(kit, self)
        self.keyboard = Keyboard(self)
        self.beside = Beside(kit, self)
        self._lay_out()
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
        return self._pages[self.step]

    def go(self, step: Step, *, keep_focus: bool = False) -> None:
        """Show a step, if the user may go there.

        Args:
            keep_focus: leave the keyboard where it is, as when walking along the rail.
        """
        if step.kind not in BESIDE and (not self.kit.state.reachable(step) or step not in self.kit.state.steps()):
            return
        self.beside.leaving(self.step)
        self.step = step
        page = self._page(step)
        self.stack.setCurrentWidget(page)
        page.appear()
        self._show_open_items()
        self._follow()
        announce(self, self.kit.render(page.title))
        if not keep_focus:
            self._focus(page)

    def show_fault(self, error: BaseException) -> None:
        """Something nobody expected: it stays on screen, names the log, and the program goes on."""
        text = translate("Window", "Something went wrong inside Backup Doctor: {error}. You can go on working. The details are in {log}.")
        self.fault.show_text(text.format(error=hush(f"{type(error).__name__}: {error}")[:500], log=str(self.kit.log_file)), Tone.ERROR)

    @Slot(Text)
    def _not_kept(self, error: Text) -> None:
        text = translate("Window", "This diagnosis could not be kept in the history: {reason} You can still save it on the Summary page.")
        self.fault.show_text(text.format(reason=error), Tone.WARNING)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._pages:
            self._follow()
            self._show_open_items()

    def quit(self) -> None:
        """Close, whatever is being done."""
        self._quits = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.kit.repairs.is_busy and not self._quits:
            event.ignore()
            self._ask_to_close()
            return
        self.kit.settings.geometry = self.saveGeometry()
        self.kit.settings.save()
        for dialog in self.findChildren(QDialog):
            dialog.close()  # a window of its own would stay behind and keep the program running
        super().closeEvent(event)

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
        # Room for a cause's title in the user's text size, but never more than a quarter or so of the window.
        self.rail.setFixedWidth(max(180, min(round(self.fontMetrics().height() * 14), round(event.size().width() * 0.22))))

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        banners = QVBoxLayout()
        banners.setContentsMargins(24, 16, 24, 0)
        banners.setSpacing(8)
        banners.addWidget(self.fault)
        banners.addWidget(self.run_error)
        banners.addWidget(self.open_items)
        banners.addWidget(self.again)
        self._banner_area = QWidget()
        self._banner_area.setLayout(banners)
        self._banner_area.hide()
        right.addWidget(self._banner_area)
        right.addWidget(self.stack, 1)
        right.addWidget(self.bar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        root = QWidget()
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(middle, 1)
        self.setCentralWidget(root)

    def _connect(self) -> None:
        kit = self.kit
        for banner in (self.fault, self.run_error, self.open_items, self.again):
            banner.toggled.connect(self._show_banners)
        self.rail.chosen.connect(self._rail_chosen)
        self.bar.back.clicked.connect(self._back)
        self.keyboard.lost.connect(self._take_keyboard)
        self.bar.primary.clicked.connect(self._submit)
        self.header.about.connect(self._about)
        self.header.open_log.connect(self._open_log)
        self.header.history_wanted.connect(self.beside.show_history)
        self.header.settings_wanted.connect(self.beside.show_settings)
        kit.history.not_kept.connect(self._not_kept)
        QShortcut(QKeySequence("Ctrl+H"), self, self.beside.show_history)
        QShortcut(QKeySequence("Ctrl+,"), self, self.beside.show_settings)
        self.header.help_wanted.connect(self.show_help)
        self.header.keys_wanted.connect(self._show_keys)
        self.header.bundle_wanted.connect(self._show_bundle)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.show_help)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self, self._back)
        kit.theme.changing.connect(self._drop_hidden_pages)
        kit.theme.changed.connect(self._dress)
        kit.flow.fault.connect(self.show_fault)
        kit.flow.signed_in.connect(self._signed_in)
        kit.flow.access.failed.connect(self._sign_in_failed)
        kit.flow.run_started.connect(self._run_started)
        for signal in (kit.state.session_changed, kit.state.vm_changed, kit.state.symptom_changed, kit.state.run_changed):
            signal.connect(self._state_changed)
        kit.state.landed.connect(self._follow)
        kit.repairs.open_items_changed.connect(self._show_open_items)
        kit.repairs.show_wanted.connect(self._show_progress)
        self.notice.pressed.connect(self._to_back_up)
        for changed in (kit.repairs.progressed, kit.repairs.ended, kit.repairs.open_items_changed):
            changed.connect(self._follow_backup)
        self.show_open.clicked.connect(self.show_open_items)

    @Slot()
    def _dress(self) -> None:
        self.setWindowIcon(self.kit.theme.icon("app", "accent"))
        if self._pages:
            self._follow()

    def _page(self, step: Step) -> Page:
        """Pages are made when first wanted."""
        if step not in self._pages:
            page = self._make(step)
            page.onward.connect(self._next)
            page.ready_changed.connect(self._show_buttons)
            self._pages[step] = page
            self.stack.addWidget(page)
        return self._pages[step]

    def _make(self, step: Step) -> Page:
        """The page of a step. All but the first are imported when first wanted: the start is 50 ms shorter for it."""
        match step.kind:
            case Kind.SIGN_IN:
                return SignInPage(self.kit)
            case Kind.VM:
                from .pages.vms import VmPage

                vms = VmPage(self.kit)
                vms.jump.connect(self.go)
                return vms
            case Kind.SYMPTOM:
                from .pages.symptom import SymptomPage

                return SymptomPage(self.kit)
            case Kind.CAUSE:
                from .pages.cause import CausePage

                return self._connected(CausePage(self.kit, next(cause for cause in self.kit.state.causes if cause.id == step.cause)))
            case Kind.BACK_UP:
                from .pages.back_up import BackUpPage

                back_up = BackUpPage(self.kit)
                back_up.plan_wanted.connect(self.show_plan)
                return back_up
            case Kind.SUMMARY:
                from .pages.summary import SummaryPage

                page = SummaryPage(self.kit)
                page.jump.connect(self.go)
                page.watch_wanted.connect(self._watch)
                return page
            case Kind.HISTORY | Kind.PAST | Kind.COMPARISON:
                return self.beside.make(step.kind)

    def _connected(self, page: CausePage) -> CausePage:
        page.plan_wanted.connect(self.show_plan)
        return page

    @Slot()
    def _follow(self) -> None:
        """Rail, bar and title after the page on screen and the state."""
        self.rail.refresh(self.step)
        self._show_buttons()
        name, vm = self.kit.render(self.page.title), self.kit.state.vm
        title = translate("Window", "{step} – Backup Doctor for Azure VMs").format(step=name)
        if vm is not None and self.step.kind not in (Kind.SIGN_IN, *BESIDE):
            title = translate("Window", "{step} – {vm} – Backup Doctor for Azure VMs").format(step=name, vm=shorten(vm.name, 80))
        self.setWindowTitle(self.kit.render(title))

    @Slot()
    def _follow_backup(self) -> None:
        """The rail tells how the backup stands; it is drawn anew only when that is another word."""
        phase = phase_of(self.kit, backup_of(self.kit))
        if phase is not self._backup_phase:
            self._backup_phase = phase
            self.rail.refresh(self.step)

    @Slot()
    def _show_buttons(self) -> None:
        if self.step not in self._pages:
            return
        self.bar.set_primary(self.page.primary)
        self.bar.primary.setEnabled(self.page.ready)
        self.bar.back.setEnabled(self.step != START)

    @Slot()
    def _state_changed(self) -> None:
        """What a page stood on may be gone: fall back to the last step that can still be reached."""
        state = self.kit.state
        self.run_error.show_error(state.run_error)
        if self.step.kind not in BESIDE and (self.step not in state.steps() or not state.reachable(self.step)):
            self.go(next(step for step in reversed(state.steps()) if state.reachable(step)))
        elif self._pages:
            self._follow()

    @Slot()
    def _show_banners(self) -> None:
        self._banner_area.setVisible(not all(banner.isHidden() for banner in (self.fault, self.run_error, self.open_items, self.again)))

    @Slot()
    def _show_open_items(self) -> None:
        """What was begun and is not over stands above every page until it is."""
        repairs = self.kit.repairs
        self.show_open.setText(self.kit.render(translate("Window", "&Show…")))
        self.show_open.setAccessibleName(self.kit.render(translate("Window", "Show the open undertakings")))
        opened = len(repairs.open_items)
        if opened and self.step.kind is Kind.HISTORY:
            self.open_items.clear()  # that page names them one by one
        elif opened:
            text = translate("Window", "%n undertaking(s) are open: begun, and neither finished nor taken back.", "", 0).counted(opened)
            self.open_items.show_text(text, Tone.WARNING)
        elif repairs.in_use or repairs.damaged:
            text = translate("Window", "The journal of changes has something to say: another window is at work, or a file is damaged.")
            self.open_items.show_text(text, Tone.WARNING)
        else:
            self.open_items.clear()

    def _ask_to_close(self) -> None:
        from .dialogs.question import Question, ask

        title = translate("Window", "Close while a repair is being carried out?")
        words = translate(
            "Window",
            "What Azure has accepted goes on there. Nothing more is sent, and nothing is waited for. "
            "What is left stands as open above the pages at the next start.",
        )
        ask(self, Question(self.kit, title, (words,), translate("Window", "Cl&ose Backup Doctor"), self.quit))

    @Slot()
    def show_open_items(self) -> None:
        """Show what was begun and is not over, with all that can be done about it."""
        from .dialogs.dialog import Dialog
        from .dialogs.open_items import OpenItemsSheet

        sheet = OpenItemsSheet(self.kit)
        dialog = Dialog(self.kit, sheet, self)
        sheet.resumed.connect(self._watch)
        sheet.resumed.connect(dialog.close)
        dialog.open()

    @Slot(object)
    def show_plan(self, offer: Offer) -> None:
        """Show what a remedy would do."""
        from .dialogs.repair import RepairDialog

        dialog = RepairDialog.of_offer(self.kit, offer, self)
        if dialog is not None:
            self._open_repair(dialog)

    @Slot()
    def _show_progress(self) -> None:
        current = self.kit.repairs.current
        if current is not None and current is backup_of(self.kit):
            self._to_back_up()
        elif current is not None:
            self._watch(current)

    @Slot(object)
    def _watch(self, undertaking: Undertaking) -> None:
        from .dialogs.repair import RepairDialog

        self._open_repair(RepairDialog.of_undertaking(self.kit, undertaking, self))

    def _open_repair(self, dialog: RepairDialog) -> None:
        dialog.back_up_wanted.connect(self._to_back_up)
        dialog.open()

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
        if self.step.kind in BESIDE:
            if by < 0:
                self.beside.back()
            return
        steps = self.kit.state.steps()
        position = steps.index(self.step) + by
        if 0 <= position < len(steps):
            self.go(steps[position])

    @Slot()
    def _signed_in(self) -> None:
        self.go(Step(Kind.VM))

    @Slot()
    def _sign_in_failed(self) -> None:
        """Its trouble is shown on the first page; it may have begun in the header."""
        if self.step != START:
            self.go(START)
        self.page.to_top()

    @Slot()
    def _drop_hidden_pages(self) -> None:
        """Restyling a thousand hidden widgets takes a second, making the pages of a run anew a fraction of it."""
        self._drop_pages([step for step in self._pages if step.kind in _OF_A_RUN and step != self.step])

    def _drop_pages(self, steps: list[Step]) -> None:
        for step in steps:
            page = self._pages.pop(step)
            self.stack.removeWidget(page)
            page.deleteLater()
            QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)  # now, before anything restyles it

    @Slot()
    def _run_started(self) -> None:
        """Pages of the run before show another machine or another order."""
        self._drop_pages([step for step in self._pages if step.kind is Kind.CAUSE])
        self.go(next(step for step in self.kit.state.steps() if step.kind in (Kind.CAUSE, Kind.SUMMARY)))

    @Slot()
    def show_help(self) -> None:
        """Tell of what is on screen."""
        from .help import page_of, show_help

        show_help(self.kit, page_of(self.kit, self.step), self)

    @Slot()
    def _show_keys(self) -> None:
        from .help import KEYBOARD, show_help

        show_help(self.kit, KEYBOARD, self)

    @Slot()
    def _show_bundle(self) -> None:
        from .dialogs.bundle import BundleDialog

        BundleDialog(self.kit, self).open()

    @Slot()
    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.kit.log_file.parent)))

    @Slot()
    def _about(self) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.kit.render(translate("Window", "About Backup Doctor")))
        box.setIconPixmap(self.kit.theme.pixmap("app", "accent", 48, self.devicePixelRatioF()))
        box.setText(self.kit.render(translate("Window", "Backup Doctor for Azure VMs {version}").format(version=__version__)))
        words = translate("Window", "Finds out why the backup of an Azure virtual machine failed, and shows the evidence.\nLicence: MIT\nLog: {log}")
        box.setInformativeText(self.kit.render(words.format(log=str(self.kit.log_file))))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
