"""What stands beside the walk: the history with its two pages, and the settings. One goes there from anywhere, and back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from .steps import SIDE_PAGES, Kind, Step

if TYPE_CHECKING:
    from ..core.history import HistoryEntry
    from .kit import Kit
    from .pages.history import HistoryPage
    from .pages.page import Page
    from .window import Window

HISTORY, PAST, COMPARISON = (Step(kind) for kind in SIDE_PAGES)


class SidePages(QObject):
    """Knows the ways. The pages are imported when first wanted."""

    def __init__(self, kit: Kit, window: Window) -> None:
        super().__init__(window)
        self._kit, self._window = kit, window
        self._from = window.step
        """The step of the walk that was left."""
        self._compared_from = HISTORY
        self._list: HistoryPage | None = None
        kit.history.opened.connect(self._to_past)
        kit.history.compared.connect(self._to_comparison)

    def leaving(self, step: Step) -> None:
        """The window is about to show another page than this one."""
        if step.kind not in SIDE_PAGES:
            self._from = step

    def make(self, kind: Kind) -> Page:
        """The page of a kind."""
        if kind is Kind.PAST:
            from .pages.past import PastPage

            past = PastPage(self._kit)
            past.diagnose_wanted.connect(self._diagnose)
            return past
        if kind is Kind.COMPARISON:
            from .pages.comparison import ComparisonPage

            return ComparisonPage(self._kit)
        from .pages.history import HistoryPage

        self._list = page = HistoryPage(self._kit)
        page.open_items_wanted.connect(self._window.dialogs.show_open_items)
        page.settings_wanted.connect(self.show_settings)
        return page

    def back(self) -> None:
        """Where one came from."""
        match self._window.step.kind:
            case Kind.COMPARISON:
                self._window.go(self._compared_from)
            case Kind.PAST:
                self._window.go(HISTORY)
            case _:
                walk = self._kit.state.steps()
                known = self._from in walk and self._kit.state.reachable(self._from)
                self._window.go(self._from if known else walk[0])

    @Slot()
    def show_history(self) -> None:
        """Show the list, from its beginning."""
        if self._list is not None:
            self._list.start_anew()
        self._window.go(HISTORY)

    @Slot()
    def show_settings(self) -> None:
        """Show the settings."""
        from .dialogs.settings import open_settings

        open_settings(self._kit, self._window)

    @Slot()
    def _to_past(self) -> None:
        self._window.go(PAST)

    @Slot()
    def _to_comparison(self) -> None:
        if self._window.step != COMPARISON:
            self._compared_from = PAST if self._window.step == PAST else HISTORY
        self._window.go(COMPARISON)

    @Slot(object)
    def _diagnose(self, entry: HistoryEntry) -> None:
        """Go to the symptom of the VM, where the last failed job is read anew."""
        if self._kit.state.session is None:
            return
        self._kit.flow.choose_vm(entry.vm)
        self._window.go(Step(Kind.SYMPTOM))
