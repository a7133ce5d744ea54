"""A window in an office of its own: a fake Entra, a lab that accepts its tokens, a browser, and a password store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.lab.running import RunningLab, start
from backup_doctor.ui.access import Access
from backup_doctor.ui.app import Parts
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.widgets.method_fields import CLIENT, CLOUD, CUSTOM, ENDPOINT, SECRET, TENANT
from tests.helpers import keyrings
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import PRINCIPAL, FakeEntra, fake_entra
from tests.helpers.qt_wizard import PATIENCE, Wizard

SCENARIOS = ("healthy-windows", "windows-agent-stopped")


@dataclass
class Office:
    """Everything somebody who signs in meets."""

    qtbot: QtBot
    wizard: Wizard
    entra: FakeEntra
    browser: FakeBrowser
    store: keyrings.Store

    @property
    def access(self) -> Access:
        return self.wizard.flow.access

    @property
    def page(self) -> SignInPage:
        return self.wizard.sign_in_page

    def fill(self, method: Method, **fields: str) -> None:
        """Choose a method and fill in its form, for the lab of this office."""
        self.page.methods.choose(method)
        for name, words in {CLOUD: CUSTOM, ENDPOINT: self.wizard.lab.endpoint, **fields}.items():
            self.page.form.fields.write(name, words)

    def fill_principal(self, secret: str = "right-secret") -> None:
        """The form of the service principal that Entra knows."""
        self.fill(Method.SECRET, **{TENANT: self.entra.person.home, CLIENT: PRINCIPAL, SECRET: secret})

    def press_enter(self) -> None:
        """The form's own button."""
        self.page.form.enter.click()

    def wait_until_in(self) -> None:
        """Until the machines are listed."""
        self.qtbot.waitUntil(lambda: self.wizard.state.session is not None and self.wizard.state.vms_complete, timeout=PATIENCE)

    def wait_for_trouble(self) -> str:
        """Until the sign-in has failed; the whole message."""
        self.qtbot.waitUntil(self.page.error.isVisible, timeout=PATIENCE)
        return self.page.error.plain()

    def sign_in(self, method: Method = Method.BROWSER, *, remember: bool = False) -> None:
        """Sign in with a person's method and wait for the machines."""
        self.fill(method)
        self.page.form.remember.setChecked(remember)
        self.press_enter()
        self.wait_until_in()


@pytest.fixture
def office(qtbot: QtBot, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The window, shown and active."""
    with fake_entra() as entra, start(SCENARIOS) as lab, keyrings.using(keyrings.Store()) as store:
        lab.accept(entra, entra.authority)
        browser = FakeBrowser(entra)
        monkeypatch.setattr("webbrowser.open", browser.open)
        parts.kit.flow.access.wire = entra.wire()
        with qtbot.waitActive(parts.window):
            parts.window.show()
            parts.window.activateWindow()
        yield _office(qtbot, parts, entra, browser, store, lab)
        assert parts.close(), "the worker did not end"
        browser.close()


def _office(qtbot: QtBot, parts: Parts, entra: FakeEntra, browser: FakeBrowser, store: keyrings.Store, lab: RunningLab) -> Office:
    return Office(qtbot, Wizard(qtbot, parts, lab), entra, browser, store)
