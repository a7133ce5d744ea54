"""Going to and fro leaves nothing behind: neither widgets nor anything of Python's.

A few visits in every run; ``BACKUP_DOCTOR_VISITS=500`` makes as many, and with pytest's ``-s`` tells what there was before and after.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.steps import Kind, Step
from tests.helpers.qt_plain import every_widget
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_wizard import PATIENCE, Wizard

SCENARIO = "nsg-denies-storage"
VISITS = int(os.environ.get("BACKUP_DOCTOR_VISITS", "0"))
WARM_UP = 2
"""Rounds after which everything that is made once has been made."""


@pytest.fixture(autouse=True)
def patience(hygiene: None) -> None:
    """As many visits as that take longer than a test may hang."""
    if VISITS:
        faulthandler.cancel_dump_traceback_later()


def count(wizard: Wizard) -> Counter[str]:
    """All that is alive, by its type, once everything that can go has gone."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    alive = Counter(f"python {type(thing).__qualname__}" for thing in gc.get_objects() if _is_ours(thing))
    alive += Counter(f"widget {widget.metaObject().className()}" for widget in every_widget())
    owner = wizard.window.parent() or wizard.kit.flow
    for root in (wizard.window, wizard.kit.theme, wizard.kit.flow, wizard.kit.state, wizard.kit.repairs, owner, QApplication.instance()):
        assert root is not None
        alive += Counter(f"{type(root).__name__} has {child.metaObject().className()}" for child in root.findChildren(QObject))
    return alive


def _is_ours(thing: object) -> bool:
    """Not the wrappers that PySide makes of Qt's own objects when somebody, as here, looks at them."""
    module = getattr(type(thing), "__module__", "")
    return isinstance(module, str) and module.startswith("backup_doctor") and not module.startswith("backup_doctor.lab")


def grown(before: Counter[str], after: Counter[str], turns: int) -> dict[str, int]:
    """What there is more of the more often one goes round; the worker may just hold something that it will let go."""
    least = max(2, turns // 4)
    return {name: after[name] - before[name] for name in after if after[name] - before[name] >= least}


def rounds(wizard: Wizard, visit: Callable[[int], int]) -> dict[str, int]:
    """Go round until there have been as many visits as wanted; what has grown since the first rounds."""
    visits, done = 0, 0
    before: Counter[str] = Counter()
    while visits < VISITS or done <= WARM_UP + 1:
        if done == WARM_UP:
            before = count(wizard)
            tell(visits, before)
        visits += visit(done)
        done += 1
    after = count(wizard)
    tell(visits, after)
    return grown(before, after, done - WARM_UP)


def tell(visits: int, alive: Counter[str]) -> None:
    """For whoever asks for many visits: how much of each kind there is, and the memory of the process."""
    if not VISITS:
        return
    kinds = Counter[str]()
    for name, number in alive.items():
        kinds["widgets" if name.startswith("widget ") else "objects of Python" if name.startswith("python ") else "objects of Qt"] += number
    sys.stderr.write(f"\nafter {visits} visits: {dict(sorted(kinds.items()))}, {_memory()} MB\n")


def _memory() -> int:
    """What the process holds in memory at this moment; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


def test_walking_through_the_pages_leaves_nothing_behind(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)

    def walk(_: int) -> int:
        steps = wizard.state.steps()
        for step in steps:
            for row in getattr(wizard.show(step), "rows", [])[:2]:
                row.opener.click()
                row.complete()
            QApplication.processEvents()
        return len(steps)

    assert rounds(wizard, walk) == {}


def test_languages_and_colours_leave_nothing_behind(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)
    steps = [Step(Kind.VM), Step(Kind.CAUSE, wizard.state.causes[0].id)]

    def walk(number: int) -> int:
        wizard.show(steps[number % len(steps)])
        for language, look in (("ru", Appearance.DARK), ("en", Appearance.LIGHT)):
            wizard.kit.words.use(language)
            wizard.kit.theme.use(look)
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the program's own loop does
        return 2

    def all_pages(_: int) -> int:
        return sum(walk(number) for number in range(len(steps)))

    assert rounds(wizard, all_pages) == {}


def test_diagnosing_again_and_again_leaves_nothing_behind(wizard: Wizard) -> None:
    wizard.diagnose(SCENARIO)

    def again(_: int) -> int:
        wizard.window.go(Step(Kind.SYMPTOM))
        wizard.window.bar.primary.click()
        wizard.finish()
        for step in wizard.state.steps()[3:6]:
            wizard.show(step)  # whole: a page makes the rest of itself in spare time, of which a busy machine has less
        wizard.qtbot.waitUntil(lambda: bool(wizard.kit.repairs.offers) and wizard.flow.activity is None, timeout=PATIENCE)
        return 8

    assert rounds(wizard, again) == {}


def test_dialogs_leave_nothing_behind(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, SCENARIO) as wizard:
        wizard.look(SCENARIO)

        def dialogs(_: int) -> int:
            sheet = wizard.plan("vm-no-internet-access/allow-storage")
            sheet.steps.tabs.setCurrentIndex(1)
            sheet.close_button.click()
            wizard.alone()
            wizard.window.header.repairs.click()
            wizard.dialog.sheet.close_button.click()
            wizard.alone()
            return 4

        assert rounds(wizard, dialogs) == {}


def test_signing_in_and_out_leaves_nothing_behind(wizard: Wizard) -> None:
    def enter(_: int) -> int:
        wizard.flow.sign_out()
        wizard.window.go(Step(Kind.SIGN_IN))
        wizard.sign_in()
        QApplication.processEvents()
        wizard.flow.sign_out()
        wizard.window.go(Step(Kind.SIGN_IN))
        wizard.qtbot.wait(30)
        return 6

    assert rounds(wizard, enter) == {}


@pytest.mark.parametrize("view", [1, 0])
def test_the_two_views_of_the_machines_leave_nothing_behind(wizard: Wizard, view: int) -> None:
    page = wizard.sign_in()

    def turn(_: int) -> int:
        page.views.setCurrentIndex(view)
        page.filter.setText("sql")
        QApplication.processEvents()
        page.views.setCurrentIndex(1 - view)
        page.filter.setText("")
        wizard.qtbot.waitUntil(lambda: wizard.flow.activity is None, timeout=PATIENCE)
        return 4

    assert rounds(wizard, turn) == {}
