"""The banners above every page: a fault of ours, a diagnosis that could not start, what stands open, a sign-in that is asked for,
a policy that cannot be understood, a newer version."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..core.text import Text
from ..core.text import lazy_translate as translate
from .theme import Tone
from .widgets.banner import Banner
from .widgets.text import plain_tip

if TYPE_CHECKING:
    from .kit import Kit
    from .widgets.again_banner import AgainBanner
    from .widgets.run_error import RunErrorBanner

B = TypeVar("B", bound=Banner)

_ORDER = ("fault", "run error", "open items", "again", "policy", "update")
"""From top to bottom, whichever speaks first."""


class Banners(QWidget):
    """Takes no room while nothing is to be said. Each is made when it first speaks: most never do."""

    open_items_wanted = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._made: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 0)
        self._column.setSpacing(8)
        kit.flow.access.changed.connect(self._follow_question)
        kit.history.not_kept.connect(self._not_kept)
        kit.settings.not_kept.connect(self._settings_not_kept)
        kit.updates.changed.connect(self._show_update)
        self.hide()
        if kit.policy.problems:
            self.policy.show_text(kit.policy.problems[0], Tone.WARNING)  # the settings name them all
        self._show_update()

    @cached_property
    def fault(self) -> Banner:
        """Of ours, and what could not be written."""
        return self._put("fault", Banner(self._kit, self, dismissable=True))

    @cached_property
    def run_error(self) -> RunErrorBanner:
        """Why a diagnosis could not start."""
        from .widgets.run_error import RunErrorBanner  # not for the first picture

        return self._put("run error", RunErrorBanner(self._kit, self))

    @cached_property
    def open_items(self) -> Banner:
        """What was begun and is not over."""
        return self._put("open items", Banner(self._kit, self, copyable=False))

    @cached_property
    def show_open(self) -> QPushButton:
        """Leads to it."""
        button = QPushButton()
        button.clicked.connect(self.open_items_wanted)
        self.open_items.add(button)
        return button

    @cached_property
    def again(self) -> AgainBanner:
        """Azure wants to see the person once more."""
        from .widgets.again_banner import AgainBanner  # not for the first picture

        return self._put("again", AgainBanner(self._kit, self))

    @cached_property
    def policy(self) -> Banner:
        """One that cannot be understood."""
        return self._put("policy", Banner(self._kit, self, dismissable=True))

    @cached_property
    def update_line(self) -> Banner:
        """A newer version."""
        return self._put("update", Banner(self._kit, self, copyable=False, dismissable=True))

    @cached_property
    def show_update(self) -> QPushButton:
        """Leads to it."""
        button = QPushButton()
        button.clicked.connect(self._open_update)
        self.update_line.add(button)
        return button

    def show_fault(self, error: BaseException) -> None:
        """Something nobody expected: it stays on screen, names the log, and the program goes on."""
        from ..core.secret_masking import mask_secrets  # not for the first picture

        text = translate("Window", "Something went wrong inside Backup Doctor: {error}. You can go on working. The details are in {log}.")
        self.fault.show_text(text.format(error=mask_secrets(f"{type(error).__name__}: {error}")[:500], log=str(self._kit.log_file)), Tone.ERROR)

    def show_open_items(self, *, named_below: bool) -> None:
        """What was begun and is not over stands here until it is.

        Args:
            named_below: whether the page on screen names the open undertakings one by one.
        """
        repairs = self._kit.repairs
        opened = len(repairs.open_items)
        if opened and not named_below:
            text = translate("Window", "%n change(s) are unfinished: begun, and neither completed nor undone.", "", 0).counted(opened)
        elif not opened and (repairs.in_use or repairs.damaged):
            text = translate("Window", "The journal of changes needs your attention: another window is at work, or a file is damaged.")
        else:
            self._clear("open items")
            return
        self.show_open.setText(self._kit.render(translate("Window", "&Show…")))
        self.show_open.setAccessibleName(self._kit.render(translate("Window", "Show the unfinished changes")))
        self.open_items.show_text(text, Tone.WARNING)

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
            self._clear("update")
            return
        self.show_update.setText(self._kit.render(translate("Window", "Open its page")))
        self.show_update.setToolTip(plain_tip(newer.page))
        self.update_line.show_text(translate("Window", "Version {version} is out.").format(version=newer.version), Tone.QUIET)

    @Slot()
    def _open_update(self) -> None:
        from PySide6.QtCore import QUrl  # not for the first picture
        from PySide6.QtGui import QDesktopServices

        newer = self._kit.updates.newer
        if newer is not None:
            QDesktopServices.openUrl(QUrl(newer.page))

    @Slot()
    def _follow_question(self) -> None:
        access = self._kit.flow.access
        asked = access.question is not None or access.resuming is not None or access.resume_error is not None
        if asked and "again" not in self._made:
            self.again.follow()  # it follows by itself from now on

    def _put(self, name: str, banner: B) -> B:
        """At its place among those that are there."""
        self._made[name] = banner
        order = sorted(self._made, key=_ORDER.index)
        place = order.index(name)
        self._column.insertWidget(place, banner)
        if place + 1 < len(order):
            banner.stackUnder(self._made[order[place + 1]])  # screen readers go by this order
        banner.toggled.connect(self._follow)
        return banner

    def _clear(self, name: str) -> None:
        if name in self._made:
            self._made[name].clear()

    @Slot()
    def _follow(self) -> None:
        self.setVisible(not all(banner.isHidden() for banner in self._made.values()))
