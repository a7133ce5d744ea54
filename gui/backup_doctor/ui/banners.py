"""The banners above every page: a fault of ours, a diagnosis that could not start, what stands open, a sign-in that is asked for,
a policy that cannot be understood, a newer version."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..core.hush import hush
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .kit import Kit
from .theme import Tone
from .widgets.again_banner import AgainBanner
from .widgets.banner import Banner
from .widgets.run_error import RunErrorBanner
from .widgets.text import plain_tip


class Banners(QWidget):
    """Takes no room while nothing is to be said."""

    open_items_wanted = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.fault = Banner(kit, dismissable=True)
        self.run_error = RunErrorBanner(kit)
        self.open_items = Banner(kit, copyable=False)
        self.show_open = QPushButton()
        self.open_items.add(self.show_open)
        self.again = AgainBanner(kit)
        self.policy = Banner(kit, dismissable=True)
        self.update_line = Banner(kit, copyable=False, dismissable=True)
        self.show_update = QPushButton()
        self.update_line.add(self.show_update)
        self._all = (self.fault, self.run_error, self.open_items, self.again, self.policy, self.update_line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 0)
        layout.setSpacing(8)
        for banner in self._all:
            layout.addWidget(banner)
            banner.toggled.connect(self._follow)
        self.show_open.clicked.connect(self.open_items_wanted)
        self.show_update.clicked.connect(self._open_update)
        kit.history.not_kept.connect(self._not_kept)
        kit.settings.not_kept.connect(self._settings_not_kept)
        kit.updates.changed.connect(self._show_update)
        self.hide()
        if kit.policy.problems:
            self.policy.show_text(kit.policy.problems[0], Tone.WARNING)  # the settings name them all
        self._show_update()

    def show_fault(self, error: BaseException) -> None:
        """Something nobody expected: it stays on screen, names the log, and the program goes on."""
        text = translate("Window", "Something went wrong inside Backup Doctor: {error}. You can go on working. The details are in {log}.")
        self.fault.show_text(text.format(error=hush(f"{type(error).__name__}: {error}")[:500], log=str(self._kit.log_file)), Tone.ERROR)

    def show_open_items(self, *, named_below: bool) -> None:
        """What was begun and is not over stands here until it is.

        Args:
            named_below: whether the page on screen names the open undertakings one by one.
        """
        repairs = self._kit.repairs
        self.show_open.setText(self._kit.render(translate("Window", "&Show…")))
        self.show_open.setAccessibleName(self._kit.render(translate("Window", "Show the unfinished changes")))
        opened = len(repairs.open_items)
        if opened and named_below:
            self.open_items.clear()
        elif opened:
            text = translate("Window", "%n change(s) are unfinished: begun, and neither completed nor taken back.", "", 0).counted(opened)
            self.open_items.show_text(text, Tone.WARNING)
        elif repairs.in_use or repairs.damaged:
            text = translate("Window", "The journal of changes has something to say: another window is at work, or a file is damaged.")
            self.open_items.show_text(text, Tone.WARNING)
        else:
            self.open_items.clear()

    @Slot(Text)
    def _not_kept(self, error: Text) -> None:
        text = translate("Window", "This diagnosis could not be kept in the history: {reason} You can still save it on the Summary page.")
        self.fault.show_text(text.format(reason=error), Tone.WARNING)

    @Slot(Text)
    def _settings_not_kept(self, error: Text) -> None:
        self.fault.show_text(error, Tone.WARNING)

    @Slot()
    def _show_update(self) -> None:
        """A line, and a button that leads to the browser; nothing is downloaded."""
        newer = self._kit.updates.newer
        if newer is None:
            self.update_line.clear()
            return
        self.show_update.setText(self._kit.render(translate("Window", "Open its page")))
        self.show_update.setToolTip(plain_tip(newer.page))
        self.update_line.show_text(translate("Window", "Version {version} is out.").format(version=newer.version), Tone.QUIET)

    @Slot()
    def _open_update(self) -> None:
        newer = self._kit.updates.newer
        if newer is not None:
            QDesktopServices.openUrl(QUrl(newer.page))

    @Slot()
    def _follow(self) -> None:
        self.setVisible(not all(banner.isHidden() for banner in self._all))
