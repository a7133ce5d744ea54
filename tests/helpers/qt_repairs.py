"""Repairs through the real window: the dialogs above it, and a lab of its own that may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.core.offer import Offer
from backup_doctor.core.undertaking import Undertaking
from backup_doctor.lab.faults import Fault
from backup_doctor.lab.running import RunningLab, start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.dialogs.dialog import Dialog, Sheet
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.dialogs.progress import ProgressSheet
from backup_doctor.ui.pages.back_up import BackUpPage
from backup_doctor.ui.repairs import Repairs
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.remedy_card import RemedyCard
from tests.helpers.qt_wizard import PATIENCE, Wizard

S = TypeVar("S", bound=Sheet)


class Repairing(Wizard):
    """A walk that changes something."""

    @property
    def repairs(self) -> Repairs:
        return self.kit.repairs

    def look(self, scenario: str) -> None:
        """From the sign-in to the offers."""
        self.diagnose(scenario)
        self.know_offers()

    def know_offers(self) -> None:
        """Wait until it is known what can be repaired."""
        self.qtbot.waitUntil(lambda: bool(self.repairs.offers), timeout=PATIENCE)

    def card(self, remedy: str) -> RemedyCard:
        """Go to the cause of ``CAUSE/REMEDY`` and take its card."""
        page = self.cause_page(remedy.partition("/")[0])
        return next(card for card in page.remedies if card.remedy.id == remedy)

    def back_up_page(self) -> BackUpPage:
        """Go to the page of the backup, and wait until it is known whether one can be started."""
        self.window.go(Step(Kind.BACK_UP))
        page = self.window.page
        assert isinstance(page, BackUpPage)
        self.qtbot.waitUntil(lambda: self.flow.activity is None, timeout=PATIENCE)
        return page

    def offer(self, remedy: str) -> Offer:
        """A remedy as it stands."""
        return self.repairs.offers[remedy]

    @property
    def dialog(self) -> Dialog:
        """The one on top."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, Dialog), found
        self._activate(found)
        return found

    def alone(self) -> None:
        """Wait until no dialog is above the window, and the window has the keyboard again."""
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        self._activate(self.window)

    def _activate(self, widget: QWidget) -> None:
        """Without a window manager nobody else does when what was above it goes."""
        QApplication.processEvents()
        if QApplication.activeWindow() is not widget:
            widget.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is widget and QApplication.focusWidget() is widget.focusWidget())

    def sheet(self, kind: type[S]) -> S:
        """What the dialog on top shows."""
        found = self.dialog.sheet
        assert isinstance(found, kind), found
        return found

    def plan(self, remedy: str) -> PlanSheet:
        """Open the plan of a remedy."""
        self.card(remedy).plan.click()
        return self.sheet(PlanSheet)

    def allow(self) -> None:
        """Allow repairs, as one who knows what that means."""
        self.repairs.explained = True
        self.window.header.repairs.click()

    def carry_out(self, remedy: str) -> ProgressSheet:
        """Confirm a plan; it is not waited for."""
        sheet = self.plan(remedy)
        sheet.name.setText(sheet.vm_name)
        sheet.carry_out.click()
        return self.sheet(ProgressSheet)

    def end(self) -> None:
        """Wait until nothing is worked on, and the checks that follow are over."""
        self.qtbot.waitUntil(lambda: not self.repairs.is_busy, timeout=PATIENCE)
        if self.state.run is not None:
            self.finish()

    def done(self, remedy: str) -> Undertaking:
        """Carry a remedy out, to its end or to where it stops."""
        self.carry_out(remedy)
        self.end()
        run = self.state.run
        assert run is not None
        return list(run.undertakings.values())[-1]

    def know_open_items(self, count: int) -> None:
        """Wait until so many undertakings are known to be open."""
        self.qtbot.waitUntil(lambda: len(self.repairs.open_items) == count, timeout=PATIENCE)

    def fail(self, fault: str) -> None:
        """From now on something goes wrong in Azure."""
        self.lab._server.faults.add(Fault.parse(fault))

    def mend(self) -> None:
        """From now on nothing goes wrong any more."""
        self.lab._server.faults.forget()

    def tab_to(self, wanted: QWidget) -> None:
        """Press Tab until it has the keyboard."""
        for _ in range(200):
            focused = QApplication.focusWidget()
            if focused is wanted:
                return
            QTest.keyClick(focused or self.window, Qt.Key.Key_Tab)
        raise AssertionError(f"{wanted} is never met by Tab")


@contextmanager
def repairing(qtbot: QtBot, parts: Parts, *scenarios: str) -> Iterator[Repairing]:
    """A window and a lab with these scenarios only."""
    with start(scenarios) as lab:
        with qtbot.waitActive(parts.window):
            parts.window.show()
            parts.window.activateWindow()
        yield Repairing(qtbot, parts, lab)


def signed_in(qtbot: QtBot, parts: Parts, lab: RunningLab) -> Repairing:
    """Another window before a lab that goes on."""
    parts.window.show()
    wizard = Repairing(qtbot, parts, lab)
    wizard.sign_in()
    return wizard
