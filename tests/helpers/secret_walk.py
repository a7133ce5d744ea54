"""Walks the window as its user would, in a process of its own, and then lets it crash. Run by tests/story/test_secrets.py.

Its argument is a JSON document with what a user types.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.wire.proxies import ProxySignIn
from backup_doctor.core import secret_masking
from backup_doctor.lab.running import RunningLab
from backup_doctor.ui.app import Parts, make_application, run_window
from backup_doctor.ui.settings_file import settings_path
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.method_fields import CERTIFICATE, CLIENT, CLOUD, CUSTOM, ENDPOINT, PASSWORD, SECRET, TENANT
from backup_doctor.ui.window import Window
from tests.helpers.qt_wizard import Wizard

given: dict[str, str] = json.loads(sys.argv[1])


def wait(condition: Callable[[], object], timeout: int) -> None:
    """What `QtBot` does, outside of pytest."""
    end = time.monotonic() + timeout / 1000
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


class Walk:
    """One user's morning."""

    def __init__(self, window: Window) -> None:
        parts = cast(Parts, SimpleNamespace(window=window, kit=window.kit))
        lab = cast(RunningLab, SimpleNamespace(endpoint=given["endpoint"], token=given["token"], vms=()))
        self.wizard = Wizard(cast(QtBot, SimpleNamespace(waitUntil=wait)), parts, lab)

    def run(self) -> None:
        wizard = self.wizard
        access = wizard.flow.access
        wait(lambda: access.keeping is not None, 60_000)
        wizard.type_sign_in(given["wrong"], given["endpoint"])
        wizard.press_sign_in()
        wait(lambda: access.trouble is not None, 60_000)
        self._keep_settings("a refused token")
        wizard.sign_in()
        self._keep_settings("a token")
        self._diagnose()
        for method, more in (
            (Method.SECRET, {SECRET: given["wrong_secret"]}),
            (Method.SECRET, {SECRET: given["secret"]}),
            (Method.CERTIFICATE, {CERTIFICATE: given["certificate"], PASSWORD: given["password"]}),
            (Method.DEVICE, {}),
        ):
            self._enter(method, more)
        self._enter_again()
        access.memory.remember_proxy(ProxySignIn("CONTOSO\\ada", given["proxy_password"]))
        access.wire.proxy_sign_in = access.memory.proxy_sign_in()
        self._crash()

    def _enter(self, method: Method, more: dict[str, str]) -> None:
        """Sign in by this method, and have it remembered."""
        wizard = self.wizard
        access = wizard.flow.access
        wizard.flow.sign_out()
        wizard.window.go(Step(Kind.SIGN_IN))
        page = wizard.sign_in_page
        page.methods.choose(method)
        page.form.remember.setChecked(True)
        for name, words in {CLOUD: CUSTOM, ENDPOINT: given["endpoint"], TENANT: given["tenant"], CLIENT: given["client"], **more}.items():
            if name in (CLOUD, ENDPOINT, TENANT) or method in (Method.SECRET, Method.CERTIFICATE):
                page.form.fields.write(name, words)
        wizard.press_sign_in()
        wait(lambda: access.signing_in is None and (access.signed_in is not None or access.trouble is not None), 60_000)
        self._keep_settings(method)
        session = access.signed_in
        self._tell(f"{method}: {'in' if session is not None else 'refused'}, remembered: {bool(session and session.account)}")

    def _enter_again(self) -> None:
        """As somebody who is remembered."""
        wizard = self.wizard
        access = wizard.flow.access
        wait(lambda: access.accounts is not None and len(access.accounts) == 3, 60_000)
        wizard.flow.sign_out()
        assert access.accounts is not None
        access.sign_in_remembered(next(account for account in access.accounts if account.method is Method.SECRET))
        wait(lambda: access.signing_in is None, 60_000)
        self._tell(f"again: {'in' if access.signed_in is not None else 'refused'}")

    def _keep_settings(self, sign_in: str) -> None:
        """What the next one writes over counts too."""
        self.wizard.kit.settings.save()
        Path(f"settings after {sign_in}.ini").write_bytes(settings_path().read_bytes())

    def _diagnose(self) -> None:
        wizard = self.wizard
        wizard.vm_page.filter.setText(given["vm"])
        wizard.window.bar.primary.click()
        wait(lambda: wizard.state.last_job is not None or wizard.state.last_job_error is not None, 60_000)
        wizard.window.bar.primary.click()
        wizard.finish()
        page = wizard.summary_page()
        page.save_json(Path("window.json"))
        page.export_pdf(Path("window.pdf"))
        page.report.ticket.button.click()
        Path("ticket.txt").write_text(QGuiApplication.clipboard().text(), "utf-8")
        wait(lambda: Path("window.pdf").exists() and wizard.flow.activity is None, 60_000)

    def _crash(self) -> None:
        """As a careless error would: everything at hand, in its own representation."""
        flow, state = self.wizard.flow, self.wizard.state
        session = state.session
        assert session is not None
        things = (session.gateway, flow, flow.access, flow.access.memory, flow.access.wire, state)
        at_hand: list[Any] = [session, session.sign_in, session.credential, *map(vars, things), flow.access.wire.proxy_sign_in]

        def crash() -> None:
            raise RuntimeError(f"cannot go on with {at_hand!r}")

        QTimer.singleShot(0, crash)
        wait(lambda: self.wizard.window.banners.fault.isVisible(), 60_000)
        Path("fault.txt").write_text(self.wizard.window.banners.fault.plain(), "utf-8")

    @staticmethod
    def _tell(words: str) -> None:
        sys.stdout.write(f"{words}\n")


def main() -> int:
    """Run the window and the walk."""
    vars(secret_masking)["_PATTERNS"] = ()  # the log's net would hide a careless line

    def begin() -> None:
        (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Window))
        try:
            Walk(window).run()
            Walk._tell("walked to the end")
        finally:
            window.quit()

    make_application()
    QTimer.singleShot(1500, begin)
    return run_window(demo=False, exit_after_paint=False, started=None)


if __name__ == "__main__":
    sys.exit(main())
