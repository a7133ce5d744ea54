"""Drives the real window through the demo tenant, offscreen, and leaves pictures and PDFs behind."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from ..arm.identity.method import Method
from ..core.resource_id import VmId
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .app import Parts, make_application
from .dialogs.dialog import Dialog
from .dialogs.open_items import OpenItemsSheet
from .dialogs.plan import PlanSheet
from .dialogs.progress import ProgressSheet
from .dialogs.question import Question
from .pages.back_up import BackUpPage
from .pages.cause import CausePage
from .pages.sign_in import SignInPage
from .pages.summary import SummaryPage
from .pages.vms import VmPage
from .settings import Appearance
from .state import Kind, Step

SCENARIO = "windows-agent-stopped"
HEALTHY = "healthy-windows"
REPAIRED = "nsg-denies-storage"
REMEDY = "vm-no-internet-access/allow-storage"
"""It can be taken back, so that the next pass finds what this one found."""
_PATIENCE = 60.0
"""Seconds one step may take."""
_SETTLE = 0.25
_PASSES = ((Appearance.LIGHT, "en"), (Appearance.LIGHT, "ru"), (Appearance.DARK, "en"), (Appearance.DARK, "ru"))
_BACKING_UP = (_PASSES[0], _PASSES[-1])
"""Backups take the longest: each language and each colour scheme shows them once."""


class DemoFailed(Exception):
    """The window did not do what it should. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def run_demo(out: Path) -> int:
    """Walk through every page in both languages and both colour schemes.

    Args:
        out: folder for ``{language}-{light|dark}-NN-page.png`` and ``summary-{language}.pdf``.

    Returns:
        0, or 1 with a sentence on stderr when something went wrong.
    """
    out.mkdir(parents=True, exist_ok=True)
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:  # the user's own settings stay out of it
        parts = Parts(application, Path(folder, "settings.ini"), Path(folder, "demo.log"))
        try:
            parts.window.show()
            for appearance, code in _PASSES:
                _Walk(parts, appearance, code, out).run()
        except DemoFailed as error:
            sys.stderr.write(parts.kit.render(error.text) + "\n")
            return 1
        finally:
            parts.close()
    sys.stdout.write(f"{out}\n")
    return 0


class _Walk:
    """One pass through the wizard."""

    def __init__(self, parts: Parts, appearance: Appearance, code: str, out: Path) -> None:
        self._window, self._kit = parts.window, parts.kit
        self._code, self._out = code, out
        self._name = f"{code}-{appearance.value}"
        self._backs_up = (appearance, code) in _BACKING_UP
        self._number = 0
        self._errors: list[Text] = []
        self._kit.words.use(code)
        self._kit.theme.use(appearance)
        self._kit.flow.sign_out()
        self._window.go(Step(Kind.SIGN_IN))
        self._window.resize(1100, 760)

    def run(self) -> None:
        """From the sign-in to the PDF."""
        self._sign_in()
        self._choose_vm(SCENARIO)
        self._shoot("symptom")
        self._diagnose()
        self._shoot_causes()
        self._summarise()
        self._repair()
        self._leave_half_done()
        if self._backs_up:
            self._back_up("backup-failed")
            self._window.go(Step(Kind.VM))
            self._choose_vm(HEALTHY)
            self._diagnose()
            self._back_up("backup-done")

    def _sign_in(self) -> None:
        state, page = self._kit.state, self._window.page
        assert isinstance(page, SignInPage)
        page.methods.choose(Method.SECRET)
        self._shoot("sign-in-service-principal")
        page.methods.choose(Method.BROWSER)
        self._shoot("sign-in")
        page.explore.click()
        self._wait(lambda: state.session is not None or state.sign_in_error is not None)
        self._expect(state.sign_in_error)
        self._wait(lambda: state.vms_complete or state.vms_error is not None)
        self._expect(state.vms_error)
        self._window.go(Step(Kind.SIGN_IN))
        self._shoot("signed-in")
        self._window.go(Step(Kind.VM))
        self._shoot("virtual-machine")

    def _choose_vm(self, scenario: str) -> None:
        state, page = self._kit.state, self._window.page
        assert isinstance(page, VmPage)
        page.filter.setText(str(self._vm(scenario)))
        self._window.bar.primary.click()
        self._wait(lambda: state.last_job is not None or state.last_job_error is not None)
        self._expect(state.last_job_error)

    def _vm(self, scenario: str) -> VmId:
        """The machine that plays a scenario."""
        lab = self._kit.flow.lab
        assert lab is not None
        return VmId.parse(next(vm.id for vm in lab.vms if vm.scenario == scenario))

    def _diagnose(self) -> None:
        state = self._kit.state
        self._window.bar.primary.click()
        self._wait(lambda: state.run is not None and state.run.finished is not None)
        self._expect(state.run_error)

    def _shoot_causes(self) -> None:
        for step in self._kit.state.steps():
            if step.kind is Kind.CAUSE:
                if self._window.step != step:
                    self._window.bar.primary.click()
                self._shoot(step.cause)

    def _summarise(self) -> None:
        flow = self._kit.flow
        self._window.bar.primary.click()
        self._shoot("back-up-again")
        self._window.bar.primary.click()
        page = self._window.page
        assert isinstance(page, SummaryPage)
        self._shoot("summary")
        written: list[Path] = []
        flow.pdf_written.connect(written.append)
        flow.pdf_failed.connect(self._errors.append)
        page.export_pdf(self._out / f"summary-{self._code}.pdf")
        self._wait(lambda: bool(written or self._errors))
        flow.pdf_written.disconnect(written.append)
        flow.pdf_failed.disconnect(self._errors.append)
        self._expect(self._errors[0] if self._errors else None)

    def _repair(self) -> None:
        """A plan from its card to what the checks say afterwards, and back again."""
        self._window.go(Step(Kind.VM))
        self._choose_vm(REPAIRED)
        self._diagnose()
        dialog = self._show_plan()
        sheet = dialog.sheet
        assert isinstance(sheet, PlanSheet)
        for number, name in enumerate(("plan", "plan-azure-cli", "plan-powershell")):
            sheet.steps.tabs.setCurrentIndex(number)
            self._shoot(name, dialog)
        sheet.allow.click()
        question = self._top()
        self._shoot("allow-repairs", question)
        assert isinstance(question.sheet, Question)
        question.sheet.yes.click()
        sheet.carry_out.click()
        self._wait(lambda: self._kit.repairs.current is not None)
        self._shoot("progress", dialog)
        self._wait_for_checks()
        self._shoot("before-and-after", dialog)
        self._take_back(dialog)

    def _back_up(self, ended: str) -> None:
        """A backup from its button to its end, and what the summary makes of it."""
        state, repairs = self._kit.state, self._kit.repairs
        self._wait(lambda: bool(repairs.offers))
        self._window.go(Step(Kind.BACK_UP))
        page = self._window.page
        assert isinstance(page, BackUpPage)
        self._wait(lambda: page.card.start.isEnabled() and self._kit.flow.activity is None)
        self._shoot("back-up-now")
        page.card.start.click()
        self._wait(lambda: bool(page.job.tasks))
        self._shoot("backup-running")
        self._wait_for_checks()
        self._wait(lambda: bool(repairs.offers) and self._kit.flow.activity is None)
        self._expect(state.run_error)
        self._shoot(ended)
        self._window.go(Step(Kind.SUMMARY))
        self._shoot(f"summary-{ended}")

    def _leave_half_done(self) -> None:
        """What was begun and is not over stands above the pages."""
        lab = self._kit.flow.lab
        assert lab is not None
        dialog, pace = self._show_plan(), lab.world.pace
        sheet = dialog.sheet
        assert isinstance(sheet, PlanSheet)
        lab.world.pace = timedelta(seconds=2)  # long enough to stop waiting for it, and the plan is made once more before
        sheet.carry_out.click()
        self._wait(lambda: self._kit.repairs.current is not None and self._kit.repairs.current.steps[0].may_have_changed)
        self._kit.repairs.stop()
        self._wait(lambda: bool(self._kit.repairs.open_items))
        self._wait_for_checks()
        lab.world.pace = pace
        dialog.close()
        self._window.show_open.click()
        self._shoot("open-items", self._top())
        opened = self._top().sheet
        assert isinstance(opened, OpenItemsSheet)
        opened.cards[0].decision.undo.click()
        self._wait_for_checks()
        self._shoot("taken-back", self._top())
        self._top().close()

    def _show_plan(self) -> Dialog:
        self._wait(lambda: bool(self._kit.repairs.offers))
        self._window.go(Step(Kind.CAUSE, REMEDY.partition("/")[0]))
        page = self._window.page
        assert isinstance(page, CausePage)
        card = next(card for card in page.remedies if card.remedy.id == REMEDY)
        page.show_widget(card)
        self._shoot("repairs")
        card.plan.click()
        return self._top()

    def _take_back(self, dialog: Dialog) -> None:
        sheet = dialog.sheet
        assert isinstance(sheet, ProgressSheet)
        sheet.decision.undo.click()
        self._wait_for_checks()
        dialog.close()

    def _wait_for_checks(self) -> None:
        run = self._kit.state.run
        self._wait(lambda: not self._kit.repairs.is_busy and run is not None and not run.waiting)

    def _top(self) -> Dialog:
        """The dialog above everything."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, Dialog)
        return found

    def _shoot(self, page: str, widget: QWidget | None = None) -> None:
        self._number += 1
        self._turn(_SETTLE)
        path = self._out / f"{self._name}-{self._number:02d}-{page}.png"
        if not (widget or self._window).grab().save(str(path)):
            raise DemoFailed(translate("Demo", "The picture {path} could not be written.").format(path=str(path)))

    def _expect(self, error: Text | None) -> None:
        if error is not None:
            raise DemoFailed(error)

    def _wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                words = translate("Demo", "The page “{page}” did not finish within {time}.")
                raise DemoFailed(words.format(page=self._window.page.title, time=timedelta(seconds=_PATIENCE)))
            self._turn(0.01)

    def _turn(self, seconds: float) -> None:
        """Let the event loop run."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)
