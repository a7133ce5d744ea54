"""Sees to it that something on screen has the keyboard: without that, keys go nowhere and a screen reader falls silent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusKeeper(QObject):
    """Qt takes the keyboard from whatever is disabled or hidden and leaves it nowhere. Here it is put somewhere, and given back as soon as
    that is possible, unless the user has taken it elsewhere meanwhile."""

    lost = Signal()
    """Nothing in the window has it: whoever hears this gives it to something."""

    def __init__(self, window: QWidget) -> None:
        """Make one.

        Args:
            window: the window or dialog it watches over.
        """
        super().__init__(window)
        self._window = window
        self._owner: QWidget | None = None
        """What it was taken from."""
        self._stand_in: QWidget | None = None
        self._gives = False
        """Whether it is being given to a stand-in now, which is not the user's doing."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._changed)
        window.installEventFilter(self)

    def is_only_put(self, widget: QWidget) -> bool:
        """Whether a widget has it because something had to."""
        return widget is self._stand_in

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.Show, QEvent.Type.WindowActivate):
            self._soon.start()
        return False

    @Slot(QWidget, QWidget)
    def _changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None and old is not None and isValid(old) and old.window() is self._window:
            self._forget()
            self._owner = old
            old.installEventFilter(self)
            self._soon.start()
        elif now is not None and not self._gives and now is not self._stand_in and now.window() is self._window:
            self._forget()

    @Slot()
    def _look(self) -> None:
        if not self._window.isActiveWindow() or QApplication.activePopupWidget() is not None:
            return
        owner, focused = self._owner, QApplication.focusWidget()
        if owner is not None and isValid(owner) and owner.isEnabled() and owner.isVisible() and focused in (None, self._stand_in):
            self._forget()
            owner.setFocus()
        elif focused is None:
            self._gives = True
            self.lost.emit()
            self._gives = False
            self._stand_in = QApplication.focusWidget()

    def _forget(self) -> None:
        if self._owner is not None and isValid(self._owner) and self._owner is not self._window:
            self._owner.removeEventFilter(self)
        self._owner, self._stand_in = None, None


def user_is_outside(page: QWidget) -> bool:
    """Whether the user has taken the keyboard to something of the window that is not on a page: there it is left."""
    focused, keyboard = QApplication.focusWidget(), page.window().findChild(FocusKeeper)
    if focused is None or keyboard is None or keyboard.is_only_put(focused):
        return False
    return focused.window() is page.window() and not page.isAncestorOf(focused)
