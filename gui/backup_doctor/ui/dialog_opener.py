"""Opens the dialogs of the window. Each is imported when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ..core.text import lazy_translate as translate
from .backing_up import backup_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.offer import Offer
    from ..core.undertaking import Undertaking
    from .dialogs.repair import RepairDialog
    from .kit import Kit


class DialogOpener(QObject):
    """Knows what each dialog needs and what may follow from it."""

    back_up_wanted = Signal()
    """The page of the backup is to be shown."""

    def __init__(self, kit: Kit, window: QWidget) -> None:
        super().__init__(window)
        self._kit, self._window = kit, window
        kit.repairs.show_wanted.connect(self._show_progress)

    @Slot()
    def show_open_items(self) -> None:
        """Show what was begun and is not over, with all that can be done about it."""
        from .dialogs.dialog import Dialog
        from .dialogs.open_items import OpenItemsSheet

        sheet = OpenItemsSheet(self._kit)
        dialog = Dialog(self._kit, sheet, self._window)
        sheet.resumed.connect(self.watch)
        sheet.resumed.connect(dialog.close)
        dialog.open()

    @Slot(object)
    def show_plan(self, offer: Offer) -> None:
        """Show what a remedy would do."""
        from .dialogs.repair import RepairDialog

        dialog = RepairDialog.of_offer(self._kit, offer, self._window)
        if dialog is not None:
            self._open_repair(dialog)

    @Slot(object)
    def watch(self, undertaking: Undertaking) -> None:
        """Show how far an undertaking is."""
        from .dialogs.repair import RepairDialog

        self._open_repair(RepairDialog.of_undertaking(self._kit, undertaking, self._window))

    def ask_to_close(self, close: Callable[[], None]) -> None:
        """Say what becomes of the repair that is being carried out, and close only if that is wanted."""
        from .dialogs.question import QuestionSheet, ask

        title = translate("Window", "Close while a repair is being carried out?")
        words = translate(
            "Window",
            "What Azure has already accepted continues there. Nothing more is sent, and the program does not wait for the result. At the next "
            "start, what is left is shown above the pages as unfinished.",
        )
        ask(self._window, QuestionSheet(self._kit, title, (words,), translate("Window", "Cl&ose Backup Doctor"), close))

    @Slot()
    def show_keys(self) -> None:
        """Show the help page of the keyboard."""
        from .help import KEYBOARD, show_help

        show_help(self._kit, KEYBOARD, self._window)

    @Slot()
    def show_bundle(self) -> None:
        """Offer the files that support asks for."""
        from .dialogs.bundle import BundleDialog

        BundleDialog(self._kit, self._window).open()

    @Slot()
    def open_log(self) -> None:
        """Open the folder of the log."""
        from PySide6.QtCore import QUrl  # not for the first picture
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._kit.log_file.parent)))

    @Slot()
    def about(self) -> None:
        """Tell which program this is."""
        from .dialogs.about import AboutDialog

        dialog = AboutDialog(self._kit, self._window)
        dialog.about.licences_wanted.connect(self.show_licences)
        dialog.open()

    @Slot()
    def show_licences(self) -> None:
        """Show under which licences others let their works be passed on."""
        from .dialogs.licences import LicencesDialog

        LicencesDialog(self._kit, self._window).open()

    @Slot()
    def _show_progress(self) -> None:
        current = self._kit.repairs.current
        if current is not None and current is backup_of(self._kit):
            self.back_up_wanted.emit()
        elif current is not None:
            self.watch(current)

    def _open_repair(self, dialog: RepairDialog) -> None:
        dialog.back_up_wanted.connect(self.back_up_wanted)
        dialog.open()
