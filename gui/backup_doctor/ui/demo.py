"""Drives the real window through the demo tenant, offscreen, and leaves pictures and PDFs behind."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ..arm.identity.method import Method
from ..core.resource_id import VmId
from ..core.text import Text
from .app import Parts, make_application
from .demo_history import compare, look_back
from .demo_stage import DemoFailed, Stage
from .dialogs.connection_test import ConnectionTestDialog, ConnectionTestSheet
from .dialogs.dialog import Dialog
from .dialogs.open_items import OpenItemsSheet
from .dialogs.plan import PlanSheet
from .dialogs.progress import ProgressSheet
from .dialogs.question import QuestionSheet
from .fleet import Phase
from .pages.back_up import BackUpPage
from .pages.cause import CausePage
from .pages.sign_in import SignInPage
from .pages.summary import SummaryPage
from .pages.vms import VmPage
from .settings import Appearance
from .steps import Kind, Step

SCENARIO = "windows-agent-stopped"
HEALTHY = "healthy-windows"
REPAIRED = "nsg-denies-storage"
REMEDY = "vm-no-internet-access/allow-storage"
"""It can be taken back, so that the next pass finds what this one found."""
_PASSES = ((Appearance.LIGHT, "en"), (Appearance.LIGHT, "ru"), (Appearance.DARK, "en"), (Appearance.DARK, "ru"))
_LONG = (_PASSES[0], _PASSES[-1])
"""Repairs, backups and the failures of the night take the longest: each language and each colour scheme shows them once."""

_ENOUGH = 8
"""VMs that are examined before the rest is given up: the groups can be seen by then."""


def run_demo(out: Path) -> int:
    """Walk through every page in both languages and both colour schemes.

    Args:
        out: folder for ``{language}-{light|dark}-NN-page.png``, ``summary-{language}.pdf`` and ``comparison-{language}.pdf``.

    Returns:
        0, or 1 with a sentence on stderr when something went wrong.
    """
    out.mkdir(parents=True, exist_ok=True)
    application = make_application()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    with tempfile.TemporaryDirectory() as folder:  # the user's own settings and accounts stay out of it
        parts = Parts(application, Path(folder, "settings.ini"), Path(folder, "demo.log"))
        try:
            parts.window.show()
            parts.kit.flow.access.read_memory()
            for appearance, code in _PASSES:
                _Walk(parts, appearance, code, out).run()
        except DemoFailed as error:
            sys.stderr.write(parts.kit.render(error.text) + "\n")
            return 1
        finally:
            parts.close()
    sys.stdout.write(f"{out}\n")
    return 0


class _Walk(Stage):
    """One pass through the wizard."""

    def __init__(self, parts: Parts, appearance: Appearance, code: str, out: Path) -> None:
        super().__init__(parts, f"{code}-{appearance.value}", out)
        self._code = code
        self._is_long = (appearance, code) in _LONG
        self._errors: list[Text] = []
        self.kit.settings.language, self.kit.settings.appearance = code, appearance
        self.kit.words.use(code)
        self.kit.theme.use(appearance)
        self.kit.flow.sign_out()
        self.window.go(Step(Kind.SIGN_IN))
        self.window.resize(1100, 760)

    def run(self) -> None:
        """From the sign-in to the PDF."""
        self._sign_in()
        if self._is_long:
            self._show_failures()
        self._choose_vm(SCENARIO)
        self.shoot("symptom")
        self._diagnose()
        self._shoot_causes()
        self._summarise()
        if self._is_long:
            self._repair()
            self._leave_half_done()
            self._back_up("backup-failed")
            self.window.go(Step(Kind.VM))
            self._choose_vm(HEALTHY)
            self._diagnose()
            self._back_up("backup-done")
        look_back(self)

    def _sign_in(self) -> None:
        state, page = self.kit.state, self.window.page
        assert isinstance(page, SignInPage)
        self.wait(lambda: self.kit.flow.access.keeping is not None)
        for method in (Method.DEVICE, Method.SECRET, Method.CERTIFICATE):
            page.methods.choose(method)
            self.shoot(f"sign-in-{method.value}")
        page.methods.choose(Method.BROWSER)
        self.shoot("sign-in")
        page.explore.click()
        self.wait(lambda: state.session is not None or state.sign_in_error is not None)
        self.expect(state.sign_in_error)
        self.wait(lambda: state.vms_complete or state.vms_error is not None)
        self.expect(state.vms_error)
        self.window.go(Step(Kind.SIGN_IN))
        self.shoot("signed-in")
        self._test_connection()
        self.window.go(Step(Kind.VM))
        self.shoot("virtual-machine")
        page = self.window.page
        assert isinstance(page, VmPage)
        page.filter.setText("sql failed")
        self.shoot("filtered")
        page.filter.clear()

    def _test_connection(self) -> None:
        """The demo tenant has no sign-in host; its own address stands for one, for nothing here may leave this computer."""
        session = self.kit.state.session
        assert session is not None
        cloud = session.account.cloud
        dialog = ConnectionTestDialog(self.kit, replace(cloud, authority=cloud.endpoint), self.window)
        sheet = dialog.sheet
        assert isinstance(sheet, ConnectionTestSheet)
        dialog.open()
        self.wait(lambda: not sheet.is_busy)
        self.shoot("connection-test", dialog)
        dialog.close()

    def _show_failures(self) -> None:
        """Read, then examined until there are groups to be seen."""
        page = self.window.page
        assert isinstance(page, VmPage)
        page.show_failures()
        assert page.fleet is not None
        fleet = page.fleet.fleet
        self.wait(lambda: fleet.phase in (Phase.READ, Phase.FAILED))
        self.expect(fleet.error)
        self.shoot("failures-read")
        page.fleet.head.examine.click()
        self.wait(lambda: len(fleet.examined) >= _ENOUGH or not fleet.is_busy)
        self.shoot("failures-examining")
        page.fleet.head.cancel.click()
        self.expect(fleet.error)
        self.shoot("failures-examined")
        page.show_machines()

    def _choose_vm(self, scenario: str) -> None:
        state, page = self.kit.state, self.window.page
        assert isinstance(page, VmPage)
        page.filter.setText(str(self._vm(scenario)))
        self.window.bar.primary.click()
        self.wait(lambda: state.last_job is not None or state.last_job_error is not None)
        self.expect(state.last_job_error)

    def _vm(self, scenario: str) -> VmId:
        """The VM that plays a scenario."""
        lab = self.kit.flow.lab
        assert lab is not None
        return VmId.parse(next(vm.id for vm in lab.vms if vm.scenario == scenario))

    def _diagnose(self) -> None:
        state = self.kit.state
        self.window.bar.primary.click()
        self.wait(lambda: state.run is not None and state.run.finished is not None)
        self.expect(state.run_error)

    def _shoot_causes(self) -> None:
        for step in self.kit.state.steps():
            if step.kind is Kind.CAUSE:
                if self.window.step != step:
                    self.window.bar.primary.click()
                self.shoot(step.cause)

    def _summarise(self) -> None:
        self.window.bar.primary.click()
        self.shoot("back-up-again")
        self.window.bar.primary.click()
        page = self.window.page
        assert isinstance(page, SummaryPage)
        self.shoot("summary")
        written: list[Path] = []
        page.pdf_written.connect(written.append)
        page.pdf_failed.connect(self._errors.append)
        page.export_pdf(self.out / f"summary-{self._code}.pdf")
        self.wait(lambda: bool(written or self._errors))
        page.pdf_written.disconnect(written.append)
        page.pdf_failed.disconnect(self._errors.append)
        self.expect(self._errors[0] if self._errors else None)

    def _repair(self) -> None:
        """A plan from its card to what the checks say afterwards, compared with what they said before, and back again."""
        for _ in range(2):  # the first is kept as it is, the second follows the repair
            self.window.go(Step(Kind.VM))
            self._choose_vm(REPAIRED)
            self._diagnose()
        dialog = self._show_plan()
        sheet = dialog.sheet
        assert isinstance(sheet, PlanSheet)
        for number, name in enumerate(("plan", "plan-azure-cli", "plan-powershell")):
            sheet.steps.tabs.setCurrentIndex(number)
            self.shoot(name, dialog)
        sheet.allow.click()
        question = self.top()
        self.shoot("allow-repairs", question)
        assert isinstance(question.sheet, QuestionSheet)
        question.sheet.yes.click()
        sheet.carry_out.click()
        self.wait(lambda: self.kit.repairs.current is not None)
        self.shoot("progress", dialog)
        self._wait_for_checks()
        self.shoot("before-and-after", dialog)
        compare(self, self.out / f"comparison-{self._code}.pdf")
        self._take_back(dialog)

    def _back_up(self, ended: str) -> None:
        """A backup from its button to its end, and what the summary makes of it."""
        state, repairs = self.kit.state, self.kit.repairs
        self.wait(lambda: bool(repairs.offers))
        self.window.go(Step(Kind.BACK_UP))
        page = self.window.page
        assert isinstance(page, BackUpPage)
        self.wait(lambda: page.card.start.isEnabled() and self.kit.flow.activity is None)
        self.shoot("back-up-now")
        page.card.start.click()
        self.wait(lambda: bool(page.job.tasks))
        self.shoot("backup-running")
        self._wait_for_checks()
        self.wait(lambda: bool(repairs.offers) and self.kit.flow.activity is None)
        self.expect(state.run_error)
        self.shoot(ended)
        self.window.go(Step(Kind.SUMMARY))
        self.shoot(f"summary-{ended}")

    def _leave_half_done(self) -> None:
        """What was begun and is not over stands above the pages."""
        lab = self.kit.flow.lab
        assert lab is not None
        dialog, pace = self._show_plan(), lab.world.pace
        sheet = dialog.sheet
        assert isinstance(sheet, PlanSheet)
        lab.world.pace = timedelta(seconds=2)  # long enough to stop waiting for it, and the plan is made once more before
        sheet.carry_out.click()
        self.wait(lambda: self.kit.repairs.current is not None and self.kit.repairs.current.steps[0].may_have_changed)
        self.kit.repairs.stop()
        self.wait(lambda: bool(self.kit.repairs.open_items))
        self._wait_for_checks()
        lab.world.pace = pace
        dialog.close()
        self.window.banners.show_open.click()
        self.shoot("open-items", self.top())
        opened = self.top().sheet
        assert isinstance(opened, OpenItemsSheet)
        opened.cards[0].decision.undo.click()
        self._wait_for_checks()
        self.shoot("taken-back", self.top())
        self.top().close()

    def _show_plan(self) -> Dialog:
        self.wait(lambda: bool(self.kit.repairs.offers))
        self.window.go(Step(Kind.CAUSE, REMEDY.partition("/")[0]))
        page = self.window.page
        assert isinstance(page, CausePage)
        card = next(card for card in page.remedies if card.remedy.id == REMEDY)
        page.show_widget(card)
        self.shoot("repairs")
        card.plan.click()
        return self.top()

    def _take_back(self, dialog: Dialog) -> None:
        sheet = dialog.sheet
        assert isinstance(sheet, ProgressSheet)
        sheet.decision.undo.click()
        self._wait_for_checks()
        dialog.close()

    def _wait_for_checks(self) -> None:
        run = self.kit.state.run
        self.wait(lambda: not self.kit.repairs.is_busy and run is not None and not run.waiting)
