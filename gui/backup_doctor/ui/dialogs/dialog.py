"""What every dialog has: a body that scrolls, a bar whose buttons stay, and a keyboard that never decides by accident."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QApplication, QDialog, QFrame, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..focus_keeper import FocusKeeper
from ..help import WIZARD
from ..help import show_help as help_above
from ..kit import Kit
from ..pages.page import SCROLL_BAR, Scrolling
from ..reading_order import arrange
from ..widgets.head_row import HeadRow
from ..widgets.part import Part, named
from ..widgets.text import Prose, shorten

MINIMUM = QSize(480, 360)
DEFAULT = QSize(860, 680)
MARGIN = 20
_USUAL_LINE = 18
"""Height of a line in the usual text size, in pixels."""
_SCROLLING = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class Sheet(Part):
    """The inside of a dialog. Subclasses fill `body` and `bar`, and end their ``__init__`` with ``self.refresh()``."""

    closing = Signal()
    """The dialog can go."""
    help_page = WIZARD
    """Id of the page of the help that F1 opens."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("sheet")
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        self.heading = Prose("heading")
        self.heading.setFont(kit.theme.font(1.4, bold=True))
        self.beside_heading = HeadRow(self.heading)
        inner = named(QFrame(), "pageBody")
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, MARGIN - 4, MARGIN - SCROLL_BAR, MARGIN)  # in line with the bar below
        column.setSpacing(12)
        column.addWidget(self.beside_heading)
        column.addLayout(self.body, 1)
        self._area = Scrolling(inner)
        self.above_bar = QVBoxLayout()
        self.above_bar.setSpacing(8)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(8)
        self.close_button = QPushButton()
        self.close_button.clicked.connect(self.closing)
        self._foot = bar = named(QFrame(), "bottomBar")
        foot = QVBoxLayout(bar)
        foot.setContentsMargins(MARGIN, 12, MARGIN, 12)
        foot.setSpacing(8)
        foot.addLayout(self.above_bar)
        foot.addLayout(self.bar)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._area, 1)
        outer.addWidget(bar)

    @property
    def title(self) -> Text:
        """For the heading and the dialog's title."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """What the keyboard goes to when the sheet appears: never to what changes something."""
        return self.close_button

    def height_for(self, width: int) -> int:
        """So high it is where nothing scrolls and nothing stays empty."""
        inner = self._area.widget()
        layout = None if inner is None else inner.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width - SCROLL_BAR) + self._foot.sizeHint().height()

    def takes_enter(self, button: QPushButton) -> bool:
        """Whether Enter presses a button that has the keyboard."""
        return True

    def scroll_by(self, action: QAbstractSlider.SliderAction) -> None:
        """Move the body, for those who have no wheel."""
        self._area.verticalScrollBar().triggerAction(action)

    def to_top(self) -> None:
        """Show where it begins."""
        self.scroll_by(QAbstractSlider.SliderAction.SliderToMinimum)

    def show_heading(self) -> None:
        """Draw the heading and the button every sheet has."""
        self.heading.setPlainText(shorten(self.say(self.title)))
        self.dress(self.close_button, translate("Dialog", "C&lose"))


class Dialog(QDialog):
    """Shows a sheet, and another one in its place later. It is not waited for: the window behind goes on."""

    def __init__(self, kit: Kit, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.kit = kit
        self.sheet = sheet
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(MINIMUM)
        self.fit(DEFAULT)
        self.setSizeGripEnabled(False)
        self.finished.connect(self.deleteLater)
        self.focus_keeper = FocusKeeper(self)
        self.focus_keeper.lost.connect(self._take_keyboard)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.show_help)
        self.show_sheet(sheet)

    def fit(self, size: QSize) -> None:
        """Take a size, which is meant for the usual text size, as far as the window behind leaves room."""
        parent = self.parentWidget()
        scale = max(1.0, self.fontMetrics().height() / _USUAL_LINE)
        room = size * scale if parent is None else (size * scale).boundedTo(parent.window().size() * 0.95)
        self.resize(room.expandedTo(MINIMUM))

    def fit_words(self, size: QSize) -> None:
        """Take a size, but be no higher than the words: below a short question no empty half."""
        self.fit(size)
        height = min(self.height(), self.sheet.height_for(self.width()))
        self.setMinimumHeight(min(height, MINIMUM.height()))
        self.resize(self.width(), height)

    def show_sheet(self, sheet: Sheet) -> None:
        """Put a sheet on top; the one before goes."""
        last, self.sheet = self.sheet, sheet
        sheet.closing.connect(self.close)
        for button in sheet.findChildren(QPushButton):
            button.setAutoDefault(False)  # a dialog would take the first of them for what Enter means
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        if last is not sheet:
            self._stack.removeWidget(last)
            last.deleteLater()
        self._follow()
        sheet.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, onward: bool) -> bool:
        arrange(self)
        return super().focusNextPrevChild(onward)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focused, QPushButton) and not event.isAutoRepeat() and self.sheet.takes_enter(focused):
                focused.click()
        elif event.key() in _SCROLLING:
            self.sheet.scroll_by(_SCROLLING[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @Slot()
    def show_help(self) -> None:
        """Above this dialog, where that one holds back the window; the help itself has no help."""
        if self.sheet.help_page:
            help_above(self.kit, self.sheet.help_page, self)

    @Slot()
    def _take_keyboard(self) -> None:
        field = self.sheet.first_field()
        (field if field.isEnabled() and field.isVisible() else self.sheet.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _follow(self) -> None:
        self.setWindowTitle(shorten(self.kit.render(self.sheet.title), 120))
