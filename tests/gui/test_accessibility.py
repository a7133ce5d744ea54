"""The tour once more, as one who does not see the window or has no mouse: names and roles in both languages, the way of the Tab key,
and how well one sees where the keyboard is, in every look."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts
from backup_doctor.ui.theme import palette, style_sheet
from backup_doctor.ui.tokens import TOKENS
from tests.helpers.qt_access import controls, misplaced, nameless, out_of_order
from tests.helpers.qt_focus import kind_of, look
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_tour import STUCK, Stop, settled, tour


class Audit:
    """Counts while it looks."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.stops = self.controls = self.rings = 0
        self.kinds: set[str] = set()

    def of(self, stop: Stop) -> list[str]:
        """All that is wrong with what is on screen."""
        top = stop.shown
        top.activateWindow()
        self.stops += 1
        self.controls += len(controls(top))
        bad = [*nameless(top), *misplaced(top), *out_of_order(top), *self._unseen(top)]
        self._parts.kit.words.use("ru")
        settled(top)
        bad += [f"in Russian: {fault}" for fault in (*nameless(top), *misplaced(top))]
        self._parts.kit.words.use("en")
        settled(top)
        return [f"{stop.name}: {fault}" for fault in bad]

    def _unseen(self, top: QWidget) -> list[str]:
        """Each kind of control is looked at where it is met first."""
        new = {kind_of(control): control for control in reversed(controls(top)) if not isinstance(control, QScrollBar)}
        new = {kind: control for kind, control in new.items() if kind not in self.kinds}
        if not new:
            return []
        self.kinds |= set(new)
        bad = []
        for mode in (*(mode for mode in TOKENS if mode != "light"), "light"):
            self._wear(mode)
            bad += [f"{kind} with the keyboard does not stand out in {mode}: {seen}" for kind, seen in self._looks(top, new.items()) if not seen]
        return bad

    def _looks(self, top: QWidget, new: Iterable[tuple[str, QWidget]]) -> Iterable[tuple[str, bool]]:
        for kind, control in new:
            other = next(candidate for candidate in controls(top) if candidate is not control)
            self.rings += 1
            yield kind, look(top, control, other).is_enough

    def _wear(self, mode: str) -> None:
        """As `Theme` does it, without making the pages anew."""
        theme, application = self._parts.kit.theme, QApplication.instance()
        assert isinstance(application, QApplication)
        theme.mode = mode
        application.setPalette(palette(TOKENS[mode]))
        application.setStyleSheet(style_sheet(mode))
        theme.changed.emit()


def test_everything_has_a_name_and_a_role_and_its_place_and_is_seen_with_the_keyboard(qtbot: QtBot, parts: Parts) -> None:
    audit = Audit(parts)
    with repairing(qtbot, parts, STUCK) as wizard:
        found = [fault for stop in tour(wizard) for fault in audit.of(stop)]
    print(f"\n{audit.stops} stops, {audit.controls} controls of {len(audit.kinds)} kinds, {audit.rings} pictures of the keyboard; {len(found)} faults")
    assert found == []
