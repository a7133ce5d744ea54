"""Tells the user that a backup has ended, aloud, and also when nobody is looking: a backup takes hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from ..core.text import Text
from ..core.text import lazy_translate as translate
from .backing_up import BACK_UP_NOW
from .widgets.part import announce
from .widgets.text import plain_tip, shorten

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSystemTrayIcon

    from ..core.undertaking import Undertaking
    from .kit import Kit

_SHOWN_MS = 10_000


class BackupNotification(QObject):
    """A message of the system's where there is a tray, else the window asks for attention. Nothing while the window is in front."""

    pressed = Signal()
    """The user wants to see."""

    def __init__(self, kit: Kit, window: QWidget) -> None:
        super().__init__(window)
        self._kit, self._window = kit, window
        self._tray: QSystemTrayIcon | None = None
        kit.repairs.ended.connect(self._ended)

    @Slot(object)
    def _ended(self, undertaking: Undertaking | None) -> None:
        if undertaking is None or undertaking.remedy != BACK_UP_NOW or undertaking.is_open:
            return
        announce(self._window, self._kit.render(_words(undertaking)))
        if self._window.isActiveWindow():
            return
        from PySide6.QtWidgets import QSystemTrayIcon  # not for the first picture

        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._show(_words(undertaking))
        else:
            QApplication.alert(self._window)

    def _show(self, text: Text) -> None:
        from PySide6.QtWidgets import QSystemTrayIcon

        tray = self._tray
        if tray is None:
            self._tray = tray = QSystemTrayIcon(self)
            tray.messageClicked.connect(self._clicked)
            tray.activated.connect(self._clicked)
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            application.applicationStateChanged.connect(self._seen)
        tray.setIcon(self._window.windowIcon())
        words = shorten(self._kit.render(text), 200)
        tray.setToolTip(plain_tip(words))
        tray.show()
        tray.showMessage(self._kit.render(translate("Notice", "Backup Doctor")), words, self._window.windowIcon(), _SHOWN_MS)

    @Slot(Qt.ApplicationState)
    def _seen(self, state: Qt.ApplicationState) -> None:
        """The icon is there for the message only."""
        if self._tray is not None and state is Qt.ApplicationState.ApplicationActive:
            self._tray.hide()

    @Slot()
    def _clicked(self) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        self.pressed.emit()


def _words(backup: Undertaking) -> Text:
    from ..core.undertaking import Outcome  # not for the first picture

    if backup.outcome is Outcome.DONE:
        return translate("Notice", "The backup of {vm} has ended.").format(vm=backup.vm.name)
    return translate("Notice", "The backup of {vm} has failed.").format(vm=backup.vm.name)
