"""The tour once more, as one who does not see the window or has no mouse: names and roles, the way of the Tab key, and how well one sees
where the keyboard is."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts
from tests.helpers.qt_access import controls, misplaced, nameless, out_of_order
from tests.helpers.qt_focus import kind_of, look
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_tour import STUCK, Stop, tour


class Audit:
    """Counts while it looks."""

    def __init__(self) -> None:
        self.stops = self.controls = 0
        self.kinds: set[str] = set()

    def of(self, stop: Stop) -> list[str]:
        """All that is wrong with what is on screen."""
        top = stop.shown
        top.activateWindow()
        self.stops += 1
        self.controls += len(controls(top))
        bad = [*nameless(top), *misplaced(top), *out_of_order(top), *self._unseen(top)]
        return [f"{stop.name}: {fault}" for fault in bad]

    def _unseen(self, top: QWidget) -> list[str]:
        """Each kind of control is looked at where it is met first."""
        new = {kind_of(control): control for control in reversed(controls(top))}
        new = {kind: control for kind, control in new.items() if kind not in self.kinds}
        if not new:
            return []
        self.kinds |= set(new)
        bad = []
        for kind, control in new.items():
            other = next(candidate for candidate in controls(top) if candidate is not control)
            seen = look(top, control, other)
            if not seen.is_enough:
                bad.append(f"{kind} with the keyboard does not stand out: {seen}")
        return bad


def test_a_part_that_has_gone_while_it_was_asked_for_harms_nothing(parts: Parts) -> None:
    """Qt's own description of a scroll area reads behind its list then, and the program is gone."""
    for area in parts.window.findChildren(QScrollArea):
        node = QAccessible.queryAccessibleInterface(area)
        assert node.childCount() > 0
        assert node.child(0) is not None
        assert node.child(node.childCount() + 5) is None


def test_everything_has_a_name_and_a_role_and_its_place_and_is_seen_with_the_keyboard(qtbot: QtBot, parts: Parts) -> None:
    audit = Audit()
    with repairing(qtbot, parts, STUCK) as wizard:
        found = [fault for stop in tour(wizard) for fault in audit.of(stop)]
    print(f"\n{audit.stops} stops, {audit.controls} controls of {len(audit.kinds)} kinds, {len(found)} faults")  # shown with -s
    assert found == []
