"""The bar below every page: what is being waited for, and two buttons that never move."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QSize, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import method_words
from ..activities import Activity
from ..kit import Kit
from .mark import Mark
from .part import Part, keep_place
from .primary_button import PrimaryButton
from .text import Elided, shorten

_TICK_MS = 250
_SOON_MS = 40
"""Within which findings that land together move the progress once: each step of a progress bar is painted at once, whatever else waits."""
_SIDE, _GAP = 24, 12
_ACTIVITY = 24
"""Characters of what is being waited for that must find room beside the buttons."""

BACK = translate("BottomBar", "&Back")
NEXT = translate("BottomBar", "Ne&xt")
START = translate("BottomBar", "&Start")
EXPORT = translate("BottomBar", "&Export PDF…")
CANCEL = translate("BottomBar", "&Cancel")
SHOW = translate("BottomBar", "S&how…")
"""For what must not be given up with one key."""
PRIMARY_WORDS = (NEXT, START, EXPORT, *method_words.VERB.values())
"""Everything the primary button says."""


class BottomBar(Part):
    """Back and the primary button on the right; on the left the activity with its Cancel, or above where that is too narrow."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("bottomBar")
        self._primary_text = NEXT
        self._spinner = Mark(kit)
        self.what = Elided("activity")
        self.count = Elided("quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.cancel = QPushButton()
        self.back = QPushButton()
        self.primary = PrimaryButton()
        self.cancel.clicked.connect(kit.flow.cancel)
        self._activity = QWidget()
        self._lay_out()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_activity)
        self._shown: Activity | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._show_activity)
        kit.flow.activity_changed.connect(self._activity_changed)
        self.refresh()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        for widget in (self.what, self.count, self._bar):
            words.addWidget(widget)
        words.addStretch()
        inner = QHBoxLayout(self._activity)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self._spinner)
        inner.addLayout(words, 1)
        inner.addWidget(self.cancel)
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP)
        buttons.addStretch(0)
        buttons.addWidget(self.back)
        buttons.addWidget(self.primary)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(_SIDE, 12, _SIDE, 12)
        self._box.setSpacing(_GAP)
        self._box.addWidget(self._activity, 1)
        self._box.addLayout(buttons)
        for kept in (self._activity, self._bar):  # so the bar keeps its height and the buttons their place
            keep_place(kept, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        # The same in both directions, see `Columns`.
        return QSize(self._buttons_width() + 2 * _SIDE, super().minimumSizeHint().height())

    def _turn(self) -> None:
        """Above the buttons, which stay where they are, the activity takes no room while there is none."""
        metrics = self.fontMetrics()
        wanted = self._spinner.sizeHint().width() + self.cancel.minimumWidth() + metrics.averageCharWidth() * _ACTIVITY + 3 * _GAP
        beside = self.width() - 2 * _SIDE - self._buttons_width() >= wanted
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        keep_place(self._activity, beside)

    def _buttons_width(self) -> int:
        return self.back.minimumWidth() + _GAP + self.primary.minimumWidth()

    def set_primary(self, text: Text) -> None:
        """What the primary button does on this page."""
        if text != self._primary_text:
            self._primary_text = text
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.dress(self.back, BACK)
        self.dress(self.primary, self._primary_text)
        self.dress(self.cancel, CANCEL)
        self._keep_widths()
        self._activity_changed()
        self._show_activity()

    def _keep_widths(self) -> None:
        """As wide as its longest word, so that nothing jumps from page to page."""
        self.primary.ensurePolished()  # before it its words are not bold yet
        words = [self.say(text) for text in (*PRIMARY_WORDS, self._primary_text)]
        widest = max(self.primary.fontMetrics().horizontalAdvance(word) for word in words)
        self.primary.setMinimumWidth(widest + 48)
        for button in (self.back, self.cancel):
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + 40)
        self._turn()

    @Slot()
    def _activity_changed(self) -> None:
        activity = self.kit.flow.activity
        self._activity.setVisible(activity is not None)
        if activity is None:
            self._tick.stop()
            self._shown = None
        elif activity is not self._shown:
            self._tick.start()
            self._show_activity()
        elif not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _show_activity(self) -> None:
        self._shown = activity = self.kit.flow.activity
        if activity is None:
            return
        self.dress(self.cancel, CANCEL if activity.show is None else SHOW)
        self.what.setText(self.say(activity.what))
        self._bar.setVisible(activity.total > 0)
        elapsed = timedelta(seconds=int(activity.seconds))
        if activity.total:
            self._bar.setRange(0, activity.total)
            self._bar.setValue(activity.done)
            count = translate("BottomBar", "{done} of {total} · {elapsed}").format(done=activity.done, total=activity.total, elapsed=elapsed)
        else:
            begun = translate("BottomBar", "just started")
            count = translate("BottomBar", "for {elapsed}").format(elapsed=elapsed) if elapsed else begun
        self.count.setText(self.say(count))
        self._bar.setAccessibleName(shorten(self.say(activity.what)))
