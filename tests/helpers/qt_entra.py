"""A window in an office of its own: a fake Entra, a lab that accepts its tokens, a browser, and a password store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from backup_doctor.arm.identity.method import Method
from backup_doctor.lab.running import start
from backup_doctor.ui.access import Access
from backup_doctor.ui.app import Parts
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.widgets.method_fields import CLIENT, CLOUD, CUSTOM, ENDPOINT, SECRET, TENANT
from tests.helpers import keyrings
from tests.helpers.fake_browser import FakeBrowser
from tests.helpers.fake_entra import OTHER_TENANT, PRINCIPAL, STRICT_TENANT, FakeEntra, fake_entra
from tests.helpers.qt_wizard import PATIENCE, Wizard

GUEST_OF = {OTHER_TENANT: "Fabrikam", STRICT_TENANT: "Strict"}
SCENARIOS = ("healthy-windows", "windows-agent-stopped")


class Turnstile:
    """Lets requests pass with Entra's tokens, until some number of them has: then everything issued so far is revoked."""

    def __init__(self, entra: FakeEntra) -> None:
        self._entra = entra
        self.passes: int | None = None
        """How many more; None for any number."""

    def knows(self, token: str) -> bool:
        return self._entra.knows(token)

    def challenge(self, token: str) -> str:
        if self.passes is not None:
            self.passes -= 1
            if self.passes < 0:
                self.passes = None
                self._entra.revoke()
        return self._entra.challenge(token)


@dataclass
class Office:
    """Everything somebody who signs in meets."""

    qtbot: QtBot
    wizard: Wizard
    entra: FakeEntra
    browser: FakeBrowser
    store: keyrings.Store
    turnstile: Turnstile

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
        """The button that signs in."""
        self.wizard.press_sign_in()

    def wait_until_in(self) -> None:
        """Until the VMs are listed."""
        self.qtbot.waitUntil(lambda: self.wizard.state.session is not None and self.wizard.state.vms_complete, timeout=PATIENCE)

    def wait_for_trouble(self) -> str:
        """Until the sign-in has failed; the whole message."""
        self.qtbot.waitUntil(self.page.error.isVisible, timeout=PATIENCE)
        return self.page.error.plain()

    def sign_in(self, method: Method = Method.BROWSER, *, remember: bool = False) -> None:
        """Sign in with a person's method and wait for the VMs."""
        self.fill(method)
        self.page.form.remember.setChecked(remember)
        self.press_enter()
        self.wait_until_in()


@pytest.fixture
def office(qtbot: QtBot, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The window, shown and active."""
    with fake_entra() as entra, start(SCENARIOS) as lab, keyrings.using(keyrings.Store()) as store:
        turnstile = Turnstile(entra)
        lab.accept(turnstile, entra.authority)
        for identity, name in GUEST_OF.items():
            lab.world.tenant(name, entra.tenants[identity].domain)
        browser = FakeBrowser(entra)
        monkeypatch.setattr("webbrowser.open", browser.open)
        parts.kit.flow.access.wire = entra.wire()
        with qtbot.waitActive(parts.window):
            parts.window.show()
            parts.window.activateWindow()
        yield Office(qtbot, Wizard(qtbot, parts, lab), entra, browser, store, turnstile)
        assert parts.close(PATIENCE / 1000), "the worker did not end"
        browser.close()
