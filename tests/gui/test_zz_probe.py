"""Which focusable widgets, roles exist along the tour."""
import collections, pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_tour import STUCK, tour
from tests.helpers.qt_look import shown_widgets
def test_probe(qtbot, parts):
    seen = collections.Counter(); interesting = {}
    with repairing(qtbot, parts, STUCK) as w:
        for stop in tour(w):
            for x in [*shown_widgets(stop.shown)]:
                i = QAccessible.queryAccessibleInterface(x)
                if not i: continue
                key = (type(x).__name__, i.role().name, x.focusPolicy().name, x.isEnabled())
                seen[key]+=1
                interesting.setdefault(key, (stop.name, i.text(QAccessible.Text.Name)[:50]))
    for k,v in sorted(seen.items()):
        print(k,v,interesting[k])
