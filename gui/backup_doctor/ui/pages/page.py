"""What every page has: a heading, a body that scrolls, and a say in the primary button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractSlider, QFrame, QScrollArea, QVBoxLayout, QWidget

from ...core.text import Text
from ..kit import Kit
from ..widgets.bottom_bar import NEXT
from ..widgets.head_row import HeadRow
from ..widgets.part import Part, named, set_property
from ..widgets.text import Label, breakable

MARGIN = 24
GAP = 16
SCROLL_BAR = 12
"""Width of a scroll bar, in the style sheet."""
WIDEST_EMS = 60
"""Lines of text whose height a page is wide at most: beyond, nobody finds the next line, and a switch stands far from its words."""


class Page(Part):
    """One step. Subclasses fill `body` and end their ``__init__`` with ``self.refresh()``."""

    onward = Signal()
    """The user is done here."""
    ready_changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None, *, scrolls: bool = True, wide: bool = False) -> None:
        """Make it.

        Args:
            wide: a table or a list takes all the room there is.
        """
        super().__init__(kit, parent)
        self.setObjectName("page")
        self.heading = Label("heading")
        self.heading.setFont(kit.theme.font(1.55, bold=True))
        self.subtitle = Label("subtitle")
        self.beside_heading = HeadRow(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        inner = named(QFrame(), "pageBody")
        if not wide:
            inner.setMaximumWidth(self.fontMetrics().height() * WIDEST_EMS)
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, MARGIN - 4, MARGIN - (SCROLL_BAR if scrolls else 0), MARGIN)  # in line with the bar below
        column.setSpacing(4)
        column.addWidget(self.beside_heading)
        column.addWidget(self.subtitle)
        column.addSpacing(12)
        column.addLayout(self.body, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = Scrolling(inner) if scrolls else None
        outer.addWidget(inner if self._area is None else self._area)

    @property
    def title(self) -> Text:
        """For the heading and the window's title."""
        raise NotImplementedError

    @property
    def primary(self) -> Text:
        """The word on the primary button."""
        return NEXT

    @property
    def ready(self) -> bool:
        """Whether the primary button can be pressed."""
        return True

    def submit(self) -> None:
        """The primary button was pressed."""
        self.onward.emit()

    def first_field(self) -> QWidget | None:
        """What the keyboard goes to when the page appears; None for the primary button."""
        return None

    def appear(self) -> None:
        """The page comes on screen."""
        self.refresh()

    def scroll_by(self, action: QAbstractSlider.SliderAction) -> None:
        """Move the page, for those who have no wheel."""
        if self._area is not None:
            self._area.verticalScrollBar().triggerAction(action)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll to something on the page."""
        if self._area is not None:
            self._area.ensureWidgetVisible(widget)

    def complete(self) -> None:
        """Make now what is still to be made, for pages that make themselves piece by piece."""

    def to_top(self) -> None:
        """Show where the page speaks to the user."""
        self.scroll_by(QAbstractSlider.SliderAction.SliderToMinimum)

    def settle(self) -> None:
        """Lay everything out now, for what is shown before the next turn of the event loop."""
        if self._area is not None:
            self._area.make_room()

    def show_heading(self, subtitle: Text | None = None) -> None:
        """Draw the heading."""
        self.heading.setText(breakable(self.say(self.title)))
        self.subtitle.setVisible(subtitle is not None)
        if subtitle is not None:
            self.subtitle.setText(breakable(self.say(subtitle)))


class Scrolling(QScrollArea):
    """Scrolls up and down. The bar's room is always kept: where it comes and goes, wrapping words and turning columns can
    chase it for ever, which ends in a crash of Qt."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setObjectName("scroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)
        self.verticalScrollBar().rangeChanged.connect(self._dim)
        self._dim(0, 0)

    def make_room(self) -> None:
        """Give what is inside the height it wants, at once: else it is shown squeezed into the height it had before."""
        inner = self.widget()
        layout = None if inner is None else inner.layout()
        if inner is not None and layout is not None:
            wanted = layout.totalHeightForWidth(inner.width()) if layout.hasHeightForWidth() else layout.totalMinimumSize().height()
            inner.resize(inner.width(), max(self.viewport().height(), wanted))

    @Slot(int, int)
    def _dim(self, _low: int, high: int) -> None:
        set_property(self.verticalScrollBar(), "idle", "no" if high else "yes")


def card(*, spacing: int = 12) -> tuple[QFrame, QVBoxLayout]:
    """A white panel and its layout."""
    frame = named(QFrame(), "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(20, 16, 20, 20)
    layout.setSpacing(spacing)
    return frame, layout
