"""Drives the real window through the demo tenant, offscreen, and leaves pictures and PDFs behind."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from ..core.resource_id import VmId
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .app import Parts, make_application
from .pages.sign_in import SignInPage
from .pages.summary import SummaryPage
from .pages.vms import VmPage
from .settings import Appearance
from .state import Kind, Step

SCENARIO = "windows-agent-stopped"
_PATIENCE = 60.0
"""Seconds one step may take."""
_SETTLE = 0.25
_PASSES = ((Appearance.LIGHT, "en"), (Appearance.LIGHT, "ru"), (Appearance.DARK, "en"), (Appearance.DARK, "ru"))


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
        self._choose_vm()
        self._shoot("symptom")
        self._diagnose()
        self._summarise()

    def _sign_in(self) -> None:
        state, page = self._kit.state, self._window.page
        assert isinstance(page, SignInPage)
        self._shoot("sign-in")
        page.explore.click()
        self._wait(lambda: state.session is not None or state.sign_in_error is not None)
        self._expect(state.sign_in_error)
        self._wait(lambda: state.vms_complete or state.vms_error is not None)
        self._expect(state.vms_error)
        self._shoot("virtual-machine")

    def _choose_vm(self) -> None:
        state, page = self._kit.state, self._window.page
        assert isinstance(page, VmPage)
        page.filter.setText(str(self._vm()))
        self._window.bar.primary.click()
        self._wait(lambda: state.last_job is not None or state.last_job_error is not None)
        self._expect(state.last_job_error)

    def _vm(self) -> VmId:
        """The machine that plays our scenario."""
        lab = self._kit.flow.lab
        assert lab is not None
        return VmId.parse(next(vm.id for vm in lab.vms if vm.scenario == SCENARIO))

    def _diagnose(self) -> None:
        state = self._kit.state
        self._window.bar.primary.click()
        self._wait(lambda: state.run is not None and state.run.finished is not None)
        self._expect(state.run_error)
        for step in state.steps():
            if step.kind is Kind.CAUSE:
                if self._window.step != step:
                    self._window.bar.primary.click()
                self._shoot(step.cause)

    def _summarise(self) -> None:
        flow = self._kit.flow
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

    def _shoot(self, page: str) -> None:
        self._number += 1
        self._turn(_SETTLE)
        path = self._out / f"{self._name}-{self._number:02d}-{page}.png"
        if not self._window.grab().save(str(path)):
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
